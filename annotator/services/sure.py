"""The suggestions that are sure: which they are, and accepting all of them, in the open article or in the whole project, as one step.

Sure is what was right at least as often as `model.calibration.SURE` says. What contradicts another suggestion is left to
the person, and so is whatever has the text and label of something that was refused before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.model.calibration import SURE
from annotator.model.change import Change
from annotator.model.errors import Cancelled, UserError
from annotator.model.memory import folded
from annotator.model.pending import Pending
from annotator.model.phrases import tr, trn
from annotator.services import taking
from annotator.services.concordance import BACKUP_OVER
from annotator.services.jobs import Job
from annotator.services.learned import Learned
from annotator.services.opened import OpenArticle
from annotator.services.workplace import Workplace
from annotator.storage import journal, rows
from annotator.storage.connection import Connection

PARTS_ONLY = {("claim", "CUE"), ("entity", "ACTOR")}
"""Labels that are suggested only for the sake of a claim or stance, and come and go with it."""
_AT_ONCE = 2
"""Articles that are decided in one write: it must not take long."""


@dataclass
class Sure:
    """What there is to accept, or was accepted."""

    articles: int = 0
    suggestions: int = 0
    by_label: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    interrupted: bool = False

    def count(self, items: Sequence[Pending]) -> None:
        self.articles += bool(items)
        self.suggestions += len(items)
        self.by_label.update(f"{item.layer}/{item.label}" for item in items)


def sure_ones(opened: OpenArticle) -> list[Pending]:
    """The sure suggestions of an article, in reading order; none that overlaps another name of its layer."""
    refused = {(d.layer, d.label, folded(d.quote)) for d in opened.decisions.values() if d.verdict == "rejected"}
    memory = opened.learned.memory if opened.learned else None
    found: list[Pending] = []
    items = [item for item in opened.pending.values() if (item.layer, item.label) not in PARTS_ONLY]
    for number, item in enumerate(items):
        if item.sureness is None or item.sureness < SURE or (item.layer, item.label, folded(item.quote)) in refused:
            continue
        if memory is not None and memory.refuses(item.suggestion, item.quote):
            continue
        if not _contradicted(opened, item, items, number):
            found.append(item)
    return found


def _contradicted(opened: OpenArticle, item: Pending, items: Sequence[Pending], number: int) -> bool:
    """Whether something else of its layer stands on some of its text: a label, or a suggestion that is not less sure.

    `items` are in reading order: what overlaps is near.
    """
    schema_layer = opened.schema.layer(item.layer)
    if schema_layer is None or schema_layer.style != "fill":
        return False
    if any(a.layer == item.layer and a.start < item.end and item.start < a.end for a in opened.annotations.values()):
        return True
    for step in (1, -1):
        at = number + step
        while 0 <= at < len(items) and (items[at].start < item.end if step > 0 else item.start - items[at].start < 200):
            other = items[at]
            if other.layer == item.layer and other.end > item.start and other.start < item.end:
                mine, its = item.sureness or 0.0, other.sureness or 0.0
                if its >= mine:
                    return True
            at += step
    return False


class AcceptingSure:
    """Accepting all sure suggestions at once."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def accept(self) -> int:
        """Accepts those of the open article in one step; how many they were."""
        opened = self._place.writable
        found = sure_ones(opened)
        changes, count = _taken(opened, found, self._place.guidelines)
        self._place.act("accept", _title(count), changes)
        return count

    def preview(self, job: Job) -> Sure:
        """What `accept_everywhere` would accept. Reads the whole project: call it on another thread."""
        found = Sure()
        db, learned = self._place.project.reader(), self._place.gather_memory()
        keys = self._open_keys(db)
        for number, key in enumerate(keys):
            if number % 16 == 0:
                job.report(number, len(keys), tr("articles"))
            found.count(sure_ones(self._place.read(key, learned=learned)))
        return found

    def accept_everywhere(self, job: Job, expected: int = 0) -> Sure:
        """Accepts those of all open articles in one undo step, in small writes; stopped, what is written stays and can be
        taken back. `expected`: how many there are, for a backup where they are many. On another thread; hand the answer
        to `take_in`.
        """
        if self._place.project.read_only:
            raise UserError(tr("The project is open for reading only."))
        project = self._place.project
        if expected > BACKUP_OVER:
            project.backup()
        keys = self._open_keys(project.reader())
        # What was refused in the open article just now counts as well.
        learned, done = self._place.gather_memory(), Sure()
        step: list[int] = []

        def write(db: Connection, page: Sequence[int]) -> None:
            with journal.transaction(db):
                for key in page:
                    self._accept_in(db, key, learned, step, done)

        try:
            for first in range(0, len(keys), _AT_ONCE):
                job.report(first, len(keys), tr("articles"))
                page = keys[first : first + _AT_ONCE]
                project.writer.run(lambda db, page=page: write(db, page))  # type: ignore[misc]  # mypy knows no default in a lambda
        except Cancelled:
            done.interrupted = True
        if step:
            state = "interrupted" if done.interrupted else "done"
            project.writer.run(lambda db: _close(db, step[0], state, _title(done.suggestions)))
        return done

    def take_in(self, done: Sure) -> None:
        """Shows what was accepted, and learns from it."""
        self._place.learn(done.changes)
        self._place.reread()

    def _open_keys(self, db: Connection) -> Sequence[int]:
        keys = rows.article_keys(db)
        closed = rows.closed_among(db, keys, self._place.annotator.key)
        return [key for key in keys if key not in closed]

    def _accept_in(self, db: Connection, key: int, learned: Learned, step: list[int], done: Sure) -> None:
        owner = self._place.annotator.key
        opened = self._place.read(key, db, learned)
        if opened.read_only:
            return
        found = sure_ones(opened)
        changes, count = _taken(opened, found, self._place.guidelines)
        if not changes:
            return
        if not step:
            step.append(journal.open_step(db, owner, "accept", _title(0), state="running"))
        done.changes += journal.record(db, step[0], owner, changes).changes
        done.count(found[:count])


def _close(db: Connection, step: int, state: str, title: str) -> None:
    with journal.transaction(db):
        journal.close_step(db, step, state, title)


def _taken(opened: OpenArticle, items: Sequence[Pending], guidelines: int) -> tuple[list[Change], int]:
    """The changes that accepting `items` makes, and how many were accepted."""
    changes: list[Change] = []
    count = 0
    for item in items:
        if item.id in opened.pending:  # else it came along with an earlier one
            step = taking.take(opened, item, guidelines).changes
            changes += step
            opened = opened.after(step)
        count += 1
    return changes, count


def _title(count: int) -> str:
    return trn("Accept {n} sure suggestion", "Accept {n} sure suggestions", count)
