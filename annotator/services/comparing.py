"""Two suggesters side by side over the whole project: counts by label, how often each was right, and every difference in its text.

Right is what stands in the gold layer, else in the annotator's own labels of a finished article; in an open article what
was decided counts, one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.model.annotation import Fragments, Place, Suggestion, quote_of
from annotator.model.article import Annotator, Article
from annotator.model.comparing import BOTH, Difference, Tally, compare, sides
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.jobs import Job
from annotator.storage import rows, suggestions
from annotator.storage.connection import Connection
from annotator.storage.project import Project

_CONTEXT = 60
"""Code points of context to each side."""
MOST = 5000
"""Differences that are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference in its text."""

    article: int
    title: str
    kind: str
    layer: str
    label_a: str
    """Empty where the first suggester says nothing here."""
    label_b: str
    fragments: Fragments
    before: str
    quote: str
    after: str
    right: str
    """Who was right: `a`, `b`, `both`, `neither`; empty where nobody has decided."""


@dataclass
class Comparison:
    """What the two have in common, and what not."""

    a: str
    b: str
    articles: int = 0
    """Articles on which both have run."""
    judged: int = 0
    """Articles of these that are finished, or have gold labels."""
    by_label: dict[tuple[str, str], Tally] = field(default_factory=dict)
    """(layer, label) -> what was counted; where the two differ in the label it is counted for both labels."""
    whole: Tally = field(default_factory=Tally)
    """All labels together, each difference once."""
    rows: list[Shown] = field(default_factory=list)
    unlisted: int = 0


def sources(project: Project) -> list[str]:
    """The sources that the project has suggestions of, by name."""
    return [source for source, _ in suggestions.sources(project.reader()) if source != suggestions.WITHHELD]


def source_named(project: Project, name: str) -> str:
    """The source that people mean by `name`: exactly it, or the only one that begins so (`en_core_web_sm` without its version).

    Raises UserError that lists the sources of the project.
    """
    there = sources(project)
    fitting = [source for source in there if source == name] or [s for s in there if s.partition("@")[0] == name]
    if len(fitting) != 1:
        listed = ", ".join(there) or tr("none")
        raise UserError(
            tr("The project has no suggestions of {name}.", name=name), hint=tr("It has: {sources}.", sources=listed)
        )
    return fitting[0]


def compare_sources(project: Project, a: str, b: str, owner: Annotator, job: Job) -> Comparison:
    """Compares the suggestions of the sources `a` and `b`. Raises UserError: one of them is not there, or they are the same."""
    found = Comparison(source_named(project, a), source_named(project, b))
    if found.a == found.b:
        raise UserError(tr("{source} cannot be compared with itself.", source=found.a))
    gold = project.gold().key
    with project.snapshot() as db:
        keys = rows.article_keys(db)
        for number, key in enumerate(keys):
            if number % 16 == 0:
                job.report(number, len(keys), tr("articles"))
            packs = suggestions.every_of_article(db, key)
            if found.a in packs and found.b in packs:
                _compare_in(db, found, rows.article(db, key), packs[found.a], packs[found.b], (gold, owner.key))
    return found


def _compare_in(
    db: Connection,
    found: Comparison,
    article: Article,
    a: Sequence[Suggestion],
    b: Sequence[Suggestion],
    owners: tuple[int, int],
) -> None:
    judge = _Judge(db, article.key, *owners)
    found.articles += 1
    found.judged += judge.complete
    for difference in compare(a, b):
        verdicts = {}
        labels = {(said.layer, said.label) for _, said in sides(difference)}
        for tally in (found.whole, *(found.by_label.setdefault(label, Tally()) for label in labels)):
            tally.count(difference.kind)
        for side, said in sides(difference):
            verdict = judge.says(said.place)
            if verdict is not None:
                verdicts[side] = verdict
                for tally in (found.whole, found.by_label[said.layer, said.label]):
                    tally.judge(side, is_right=verdict)
        if difference.kind != BOTH:
            if len(found.rows) < MOST:
                found.rows.append(_shown(article, difference, verdicts))
            else:
                found.unlisted += 1


class _Judge:
    """Whether a suggestion turned out right, as far as anybody has said."""

    def __init__(self, db: Connection, article: int, gold: int, owner: int) -> None:
        labels = rows.annotations_of(db, article, gold)
        if not labels:
            work = rows.work(db, article, owner)
            labels = rows.annotations_of(db, article, owner)
            self.complete = work is not None and work.status == "done"
        else:
            self.complete = True
        self._right: set[Place] = {label.place for label in labels}
        self._decided = {d.place: d.verdict == "accepted" for d in rows.decisions(db, article, owner)}

    def says(self, place: Place) -> bool | None:
        if self.complete:
            return place in self._right
        return True if place in self._right else self._decided.get(place)


def _shown(article: Article, difference: Difference, verdicts: dict[str, bool]) -> Shown:
    start, end, text = difference.fragments[0][0], difference.fragments[-1][1], article.text
    right = ""
    if verdicts:
        said = [side for side, is_right in verdicts.items() if is_right]
        right = "both" if len(said) == 2 else said[0] if said else "neither"
    return Shown(
        article.key,
        article.title,
        difference.kind,
        difference.layer,
        difference.a.label if difference.a else "",
        difference.b.label if difference.b else "",
        difference.fragments,
        " ".join(text[max(0, start - _CONTEXT) : start].split()),
        quote_of(text, difference.fragments),
        " ".join(text[end : end + _CONTEXT].split()),
        right,
    )
