"""The suggestions that are sure: which they are, and accepting all of them, in the open article or in the whole project, as one step.

Sure is what was right at least as often as `model.calibration.SURE` says. What contradicts another suggestion is left to
the person, and so is whatever has the text and label of something that was refused before.
"""

from __future__ import annotations

import weakref
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

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
_AT_ONCE = 1
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


_last: tuple[weakref.ref[OpenArticle], list[Pending]] | None = None
"""Those of the last snapshot that was asked about: the foot asks with each step of the caret."""


def sure_ones(opened: OpenArticle) -> list[Pending]:
    """The sure suggestions of an article, in reading order; none that overlaps another name of its layer."""
    global _last
    before = _last
    if before is not None and before[0]() is opened:
        return before[1]
    refused = {(d.layer, d.label, folded(d.quote)) for d in opened.decisions.values() if d.verdict == "rejected"}
    memory = opened.learned.memory if opened.learned else None
    items = [item for item in opened.pending.values() if (item.layer, item.label) not in PARTS_ONLY]
    layers = {layer: _Layer(opened, layer, items) for layer in {item.layer for item in items}}
    found = [
        item
        for item in items
        if item.sureness is not None
        and item.sureness >= SURE
        and (item.layer, item.label, folded(item.quote)) not in refused
        and not (memory is not None and memory.refuses(item.suggestion, item.quote))
        and not layers[item.layer].contradicts(item, item.sureness)
    ]
    _last = weakref.ref(opened), found
    return found


class _Layer:
    """What stands in one layer of an article, by its place: a layer of names has at most one at each."""

    def __init__(self, opened: OpenArticle, layer_id: str, items: Sequence[Pending]) -> None:
        layer = opened.schema.layer(layer_id)
        self._is_of_names = layer is not None and layer.style == "fill"
        labels = [(a.start, a.end, 1.0, a.id) for a in opened.annotations.values() if a.layer == layer_id]
        proposed = [(one.start, one.end, one.sureness or 0.0, one.id) for one in items if one.layer == layer_id]
        self._all = sorted([*labels, *proposed]) if self._is_of_names else []
        self._reach = list(accumulate((end for _, end, _, _ in self._all), max))
        """How far the ones up to each place reach at most."""

    def contradicts(self, item: Pending, sureness: float) -> bool:
        """Whether a label, or a suggestion that is not less sure, stands on some of the item's text."""
        at = bisect_left(self._all, (item.end,)) - 1
        while at >= 0 and self._reach[at] > item.start:
            start, end, other, identity = self._all[at]
            if identity != item.id and other >= sureness and start < item.end and item.start < end:
                return True
            at -= 1
        return False


class AcceptingSure:
    """Accepting all sure suggestions at once."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def accept(self) -> int:
        """Accepts those of the open article in one step; how many they were."""
        opened = self._place.writable
        found = sure_ones(opened)
        changes, count = taking.take_all(opened, found, self._place.guidelines)
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
        learned, done = self._place.gather_memory(), Sure(interrupted=True)
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
            done.interrupted = False
        except Cancelled:
            pass
        finally:
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
        changes, count = taking.take_all(opened, found, self._place.guidelines)
        if not changes:
            return
        if not step:
            step.append(journal.open_step(db, owner, "accept", _title(0), state="running"))
        done.changes += journal.record(db, step[0], owner, changes).changes
        done.count(found[:count])


def _close(db: Connection, step: int, state: str, title: str) -> None:
    with journal.transaction(db):
        journal.close_step(db, step, state, title)


def _title(count: int) -> str:
    return trn("Accept {n} sure suggestion", "Accept {n} sure suggestions", count)
