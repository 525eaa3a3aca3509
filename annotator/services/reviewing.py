"""A reviewer at work: decides where annotators differ, and writes the gold layer. Each method is one undo step of theirs.

Gold's rows belong to Gold; the steps belong to the reviewer, so that undo and redo take them back like anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from annotator.model.annotation import Fragments, are_fragments, join_fragments
from annotator.model.article import Annotator
from annotator.model.change import Change
from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services import review_bulk
from annotator.services import review_changes as changes_of
from annotator.services.jobs import Job
from annotator.services.reasons import Reasons
from annotator.services.review_article import OPEN, WAITING, Item, ReviewArticle
from annotator.services.review_changes import Wanted, Why
from annotator.services.review_lists import Difference, ReviewRow, describe, difference_of, row_of
from annotator.services.review_reading import FEWEST, ReviewReading
from annotator.services.wording import short
from annotator.services.workplace import Changed, Workplace
from annotator.storage import journal, rows
from annotator.storage.connection import Connection
from annotator.storage.project import Project

MOST = 6
"""Annotators whose layers can be compared side by side."""
_BACKUP_OVER = 1000


class Reviewing:
    """What a reviewer can do."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._reading = ReviewReading(place)
        self.reasons = Reasons(place)
        self.opened: ReviewArticle | None = None
        """The article under review; replaced after each decision."""
        place.listen(self._heard)

    @property
    def blind(self) -> bool:
        """Whether people are named by letters alone; see `hide_names`."""
        return self._reading.blind

    # -- looking ------------------------------------------------------------------------------------------------

    def annotators(self) -> list[Annotator]:
        """Everybody whose labels can be reviewed, by name."""
        return self._place.project.annotators()

    def choose(self, people: Sequence[str] | None) -> None:
        """Compares only these annotators (ids or names) from now on; None for everybody who has seen an article."""
        if people is None:
            self._reading.only = None
        else:
            found = [self._place.project.annotator(name) for name in people]
            if not FEWEST <= len(found) <= MOST:
                raise UserError(tr("Two to six annotators can be compared."))
            self._reading.only = tuple(person.key for person in found)
        self._reading.forget()
        if self.opened is not None:
            self.open(self.opened.article.key)

    def letters(self) -> Mapping[int, str]:
        """Who is compared (keys) with their letters, in order."""
        self._reading.settle()
        return self._reading.lettered(self._place.project.reader())

    def hide_names(self, hide: bool) -> None:
        """Names people by letters alone from now on (or by name again); the letters are given anew."""
        if hide != self.blind:
            self._reading.blind = hide
            self.reread()

    def open(self, key: int) -> ReviewArticle:
        """Opens an article for review. UserError where fewer than two annotators have seen it."""
        self._reading.settle()
        db = self._place.project.reader()
        found = self._reading.read(db, key)
        if len(found.people) < FEWEST:
            raise UserError(
                tr("Fewer than two annotators have finished or labelled this article."),
                found.article.title,
                tr("Merge their work files first, or compare others."),
            )
        self.opened = found
        self._place.tell("review")
        return found

    def close(self) -> None:
        """Leaves the review."""
        self.opened = None

    def reread(self) -> None:
        """Reads the article under review again from the file: after an undo, a merge, a failed write."""
        self._reading.forget()
        self._read_again()

    def _read_again(self) -> None:
        if self.opened is not None:
            key = self.opened.article.key
            self._reading.settle()
            db = self._place.project.reader()
            self.opened = self._reading.read(db, key) if rows.is_there(db, key) else None
            self._place.tell("review")

    def articles(self, job: Job | None = None) -> list[ReviewRow]:
        """The articles that at least two of the annotators have seen, with how far their review is."""
        return [row_of(found) for found in self._reading.articles(job)]

    def row(self) -> ReviewRow:
        """How far the review of the opened article is."""
        return row_of(self._shown())

    def differences(self, job: Job | None = None, *, decided: bool = False) -> list[Difference]:
        """All differences in all articles; with `decided`, also those that are decided."""
        return [
            difference_of(found, item)
            for found in self._reading.articles(job)
            for item in found.disagreements
            if decided or item.state in (OPEN, WAITING)
        ]

    def differences_here(self) -> list[Difference]:
        """All differences of the opened article, decided or not."""
        shown = self._shown()
        return [difference_of(shown, item) for item in shown.disagreements]

    # -- deciding -----------------------------------------------------------------------------------------------

    def take(self, item_id: str, annotator: int, reason: str = "", note: str = "") -> None:
        """Takes what one annotator (by key) said: their label or link as it is, or that there is nothing."""
        at, item = self._item(item_id)
        name = self._name(at, annotator)
        self._act(at, changes_of.take(at, item, annotator, self._why(reason, note)), item, tr("{name}’s", name=name))

    def both(self, item_id: str, reason: str = "", note: str = "") -> None:
        """Takes everything that anybody said, each once."""
        at, item = self._item(item_id)
        self._act(at, changes_of.both(at, item, self._why(reason, note)), item, tr("all of them"))

    def nothing(self, item_id: str, reason: str = "", note: str = "") -> None:
        """Decides that there is nothing here."""
        at, item = self._item(item_id)
        self._act(at, changes_of.nothing(at, item, self._why(reason, note)), item, tr("nothing here"))

    def mine(
        self,
        item_id: str,
        fragments: Iterable[tuple[int, int]] | None = None,
        label: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        reason: str = "",
        note: str = "",
    ) -> None:
        """Decides on a label as the reviewer wants it; what is not given is as it stands (or as the first one has it)."""
        at, item = self._item(item_id)
        present = changes_of.present(item)
        wanted = Wanted(
            present.layer,
            label or present.label,
            self._fragments(at, fragments) if fragments is not None else present.fragments,
            present.attributes if attributes is None else attributes,
        )
        if at.schema.label(wanted.layer, wanted.label) is None:
            raise UserError(tr("The schema has no label {label} in {layer}.", label=wanted.label, layer=wanted.layer))
        self._act(at, changes_of.mine(at, item, self._why(reason, note), wanted), item, tr("my own"))

    def merge_boundaries(self, item_id: str, how: str = "union", reason: str = "", note: str = "") -> None:
        """Decides on all the text that anybody labelled (`union`), or on what everybody did (`common`)."""
        at, item = self._item(item_id)
        self._act(at, changes_of.boundaries(at, item, self._why(reason, note), how), item, tr("merged boundaries"))

    def keep(self, item_id: str, reason: str = "", note: str = "") -> None:
        """Keeps in the gold layer what nobody says any more."""
        at, item = self._item(item_id)
        self._act(at, changes_of.keep(at, item, self._why(reason, note)), item, tr("kept"))

    def reopen(self, item_id: str) -> None:
        """Takes a decision away, so that it is to be made again."""
        at, item = self._item(item_id)
        self._act(at, changes_of.reopen(at, item), item, tr("to be decided again"))

    def majority(self, item_id: str) -> int | None:
        """An annotator (key) who said what more than half said: what a majority rule pre-selects. None for no majority."""
        at, item = self._item(item_id)
        return changes_of.majority(at, item)

    def accept_agreed(self) -> int:
        """Takes everything in the article on which all agree, in one step; how many labels and links that made."""
        at = self._at()
        found = review_bulk.agree(at, self._place.annotator)
        return self._bulk([(at, found)], _agreements)

    def accept_agreed_everywhere(self, job: Job | None = None) -> int:
        """Takes everything on which all agree, in all articles, in one step; a backup is made before a large one."""
        person = self._place.annotator
        found = [(at, changes) for at in self._reading.articles(job) if (changes := review_bulk.agree(at, person))]
        return self._bulk(found, _agreements)

    def accept_majority(self) -> int:
        """Takes what more than half said, in everything in the article that is not decided, in one step."""
        at = self._at()
        found = review_bulk.take_majority(at, self._place.annotator)
        return self._bulk([(at, found)], _decisions)

    def accept_majority_everywhere(self, job: Job | None = None) -> int:
        """Takes what more than half said in all articles, in one step."""
        person = self._place.annotator
        found = [
            (at, changes) for at in self._reading.articles(job) if (changes := review_bulk.take_majority(at, person))
        ]
        return self._bulk(found, _decisions)

    def take_side(self, annotator: int) -> int:
        """Takes one annotator's side (by key) in everything in the article that is not decided, in one step."""
        at = self._at()
        found = review_bulk.take_side(at, annotator, self._place.annotator)
        return self._bulk([(at, found)], _decisions)

    def take_side_everywhere(self, annotator: int, job: Job | None = None) -> int:
        """Takes one annotator's side in all articles that they have seen, in one step."""
        person = self._place.annotator
        found = [
            (at, changes)
            for at in self._reading.articles(job)
            if annotator in at.by_key and (changes := review_bulk.take_side(at, annotator, person))
        ]
        return self._bulk(found, _decisions)

    def finish(self) -> None:
        """Says that the article is reviewed. UserError where something is not decided."""
        at = self._at()
        left = sum(item.state in (OPEN, WAITING) for item in at.items)
        if left:
            raise UserError(
                trn("{n} thing is not decided yet.", "{n} things are not decided yet.", left),
                hint=tr("Accept what all agree on, and decide on the rest."),
            )
        self._write(at, changes_of.finish(at, "done"), tr("Review of “{title}” done", title=short(at.article.title)))

    def reopen_article(self) -> None:
        """Opens a finished review again."""
        at = self._at()
        self._write(at, changes_of.finish(at, "open"), tr("Review of “{title}” again", title=short(at.article.title)))

    # -- parts --------------------------------------------------------------------------------------------------

    def _shown(self) -> ReviewArticle:
        if self.opened is None:
            raise UserError(tr("No article is under review."), hint=tr("Choose one in the list."))
        return self.opened

    def _at(self) -> ReviewArticle:
        shown = self._shown()
        if self._place.project.read_only:
            raise UserError(tr("The project is open for reading only."))
        return shown

    def _item(self, item_id: str) -> tuple[ReviewArticle, Item]:
        at = self._at()
        item = at.by_id.get(item_id)
        if item is None:
            raise UserError(tr("This difference is no longer there."))
        return at, item

    def _why(self, reason: str, note: str) -> Why:
        return Why(self._place.annotator, reason, note.strip())

    @staticmethod
    def _fragments(at: ReviewArticle, given: Iterable[tuple[int, int]]) -> Fragments:
        pieces = join_fragments(given)
        if not are_fragments(pieces, len(at.text)):
            raise UserError(tr("No text is selected."), hint=tr("Select some words first, or put the caret on one."))
        return pieces

    def _act(self, at: ReviewArticle, found: list[Change], item: Item, what: str) -> None:
        title = tr("Decide “{quote}”: {what}", quote=short(describe(at, item)), what=what)
        self._write(at, found, title)

    def _write(self, at: ReviewArticle, found: list[Change], title: str) -> None:
        if found:
            self.opened = at.after(found)
            self._place.act("review", title, found)
            self._place.tell("review")

    def _bulk(self, found: Sequence[tuple[ReviewArticle, list[Change]]], title_of: Callable[[int], str]) -> int:
        """Writes the changes of several articles as one step; how many decisions they are."""
        found = [(at, changes) for at, changes in found if changes]
        count = sum(len(changes) for _, changes in found)
        if not count:
            return 0
        title = title_of(count)
        if len(found) == 1 and self.opened is not None and found[0][0].article.key == self.opened.article.key:
            self._write(found[0][0], found[0][1], title)
            return count
        if count > _BACKUP_OVER:
            self._reading.settle()
            self._place.project.backup()
        _write_step(self._place.project, self._place.annotator, title, [changes for _, changes in found])
        self._place.reread()
        return count

    def _name(self, at: ReviewArticle, annotator: int) -> str:
        if self.blind or annotator not in at.by_key:
            return at.letters.get(annotator, "")
        return at.by_key[annotator].name

    def _heard(self, changed: Changed) -> None:
        # The workplace says both together when it has read everything again: after an undo, a merge, a failed write.
        if {"records", "suggestions"} <= changed.what and "article" not in changed.what:
            self._read_again()


def _agreements(count: int) -> str:
    return trn("Accept {n} agreement", "Accept {n} agreements", count)


def _decisions(count: int) -> str:
    return trn("Take {n} decision", "Take {n} decisions", count)


def _write_step(project: Project, reviewer: Annotator, title: str, parts: Sequence[Sequence[Change]]) -> None:
    """Writes the changes of one article after the other, all of them one step."""

    def begin(db: Connection) -> int:
        with journal.transaction(db):
            return journal.open_step(db, reviewer.key, "review", title, state="running")

    def write(db: Connection, step: int, changes: Sequence[Change]) -> None:
        with journal.transaction(db):
            journal.record(db, step, reviewer.key, changes)

    def end(db: Connection, step: int, state: str) -> None:
        with journal.transaction(db):
            journal.close_step(db, step, state)

    step = project.writer.run(begin)
    state = "interrupted"
    try:
        for changes in parts:
            project.writer.run(lambda db, c=changes: write(db, step, c))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
        state = "done"
    finally:
        project.writer.run(lambda db: end(db, step, state))
