"""Reads articles for a review: who is compared, by which letters, and what each of them said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.model.clusters import Said
from annotator.model.ids import derived_id
from annotator.model.phrases import tr
from annotator.services.jobs import Job
from annotator.services.review_article import ReviewArticle
from annotator.services.workplace import Workplace
from annotator.storage import review_rows, rows
from annotator.storage.connection import Connection

FEWEST = 2
"""Annotators who must have seen an article that is reviewed."""


class ReviewReading:
    """What a review reads of a project, as far as it compares everybody or some."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self.only: tuple[int, ...] | None = None
        """Who alone is compared (keys); None for everybody who has seen an article."""
        self.blind = False
        """Whether people are named by letters alone."""
        self._known: dict[int, str] | None = None
        """The letters, once gathered: that looks at all labels of the project, an article is opened more often."""

    def forget(self) -> None:
        """Gathers the letters anew next time: others have seen an article, or are compared."""
        self._known = None

    def articles(self, job: Job | None = None) -> Iterable[ReviewArticle]:
        """The articles that at least two of the annotators have seen, one after the other, as the file has them."""
        self.settle()
        project = self._place.project
        gold = project.gold().key
        with project.snapshot() as db:
            self._known = None
            keys, letters = review_rows.seen_by_several(db, gold), self.lettered(db)
            for number, key in enumerate(keys):
                if job is not None:
                    job.report(number, len(keys), tr("articles"))
                found = self.read(db, key, letters)
                if len(found.people) >= FEWEST:
                    yield found

    def lettered(self, db: Connection) -> dict[int, str]:
        """The letters of those who are compared, in order: by name; where names are hidden, by what tells nothing of them."""
        if self._known is not None:
            return self._known
        project, only = self._place.project, self.only
        there = review_rows.who(db, project.gold().key)
        people = [p for p in project.annotators() if p.key in there and (only is None or p.key in only)]
        if self.blind:
            people.sort(key=lambda person: derived_id("blind", project.id, person.id))
        self._known = found = {person.key: _letter(number) for number, person in enumerate(people)}
        return found

    def read(self, db: Connection, key: int, letters: Mapping[int, str] | None = None) -> ReviewArticle:
        """An article with what the people who have `letters` said about it."""
        letters = self.lettered(db) if letters is None else letters
        place = self._place
        gold = place.project.gold()
        everything = review_rows.said_about(db, key, gold.key)
        known = {person.key: person for person in place.project.annotators()}
        people = tuple(known[key] for key in letters if key in everything and everything[key].has_seen)
        said = {person.key: _said(everything[person.key]) for person in people}
        own = everything.get(gold.key, review_rows.OwnRows())
        decisions = {decision.id: decision for decision in own.decisions}
        return ReviewArticle(
            rows.article(db, key),
            place.schema,
            people,
            letters,
            said,
            gold,
            _said(own),
            decisions,
            own.work,
            self.only is None,
        )

    def settle(self) -> None:
        """Lets queued writes finish, so that what is read is what the window shows."""
        if self._place.saving.state == "saving":
            self._place.project.writer.run(lambda db: None)


def _letter(number: int) -> str:
    """A to Z, then A2, B2, ..."""
    turn, place = divmod(number, 26)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")


def _said(own: review_rows.OwnRows) -> Said:
    labels = own.work.labels if own.work is not None else {}
    return Said({a.id: a for a in own.annotations}, {link.id: link for link in own.links}, labels)
