"""Undo and redo of the annotator's own actions, also after a restart; an import or merge is one step."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from annotator.model.change import Change
from annotator.model.errors import NotUndoable, UserError
from annotator.model.phrases import tr
from annotator.services.jobs import Job
from annotator.services.workplace import Workplace
from annotator.storage import history as stored
from annotator.storage.connection import Connection
from annotator.storage.history import Step

Failed = Callable[[BaseException], None]

LARGE = 2000
"""Records from which on a step is not taken back on a key press alone: the window asks, and shows progress."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What an undo or redo did: the step, and the records as they now stand."""

    step: Step
    changes: tuple[Change, ...]
    arrival: bool
    """Whether articles came or went: an import or a merge."""

    @property
    def article(self) -> int | None:
        """The article that is concerned, if it is one only."""
        keys = {change.record.article for change in self.changes}
        return keys.pop() if len(keys) == 1 else None


class History:
    """The two directions through what was done."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def undoable(self) -> Step | None:
        """The step that undo would take back."""
        return self._look(stored.undoable)

    def redoable(self) -> Step | None:
        """The step that redo would do again."""
        return self._look(stored.redoable)

    def undo(self) -> TakenBack:
        """Takes the last step back and waits for it. NotUndoable where there is none, or something rests on it."""
        return self._taken_in(self._begin(stored.undo, None).result(), tr("There is nothing to undo."))

    def redo(self) -> TakenBack:
        """Does the last undone step again, and waits for it."""
        return self._taken_in(self._begin(stored.redo, None).result(), tr("There is nothing to redo."))

    def begin(self, direction: str, job: Job, done: Callable[[TakenBack], None], failed: Failed) -> None:
        """Undoes (`undo`) or does again (`redo`) a large step with progress; one of the two is called when it ends.

        Cancelling leaves everything as it was.
        """
        which = stored.undo if direction == "undo" else stored.redo

        def ended(future: Future[Any]) -> None:
            error = future.exception()
            if error is not None:
                failed(error)
            else:
                done(self._taken_in(future.result(), tr("There is nothing left to do.")))

        future = self._begin(which, lambda n, total: job.report(n, total, tr("steps")))
        future.add_done_callback(lambda found: self._place.deliver(lambda: ended(found)))

    def steps(self, limit: int = 200) -> list[Step]:
        """The latest steps, the newest first."""
        self._settle()
        return stored.steps(self._place.project.reader(), self._place.annotator.key, limit)

    def _look(self, which: Callable[[Connection, int], Step | None]) -> Step | None:
        self._settle()
        return which(self._place.project.reader(), self._place.annotator.key)

    def _settle(self) -> None:
        """Lets queued writes finish, so that the history is what the window shows."""
        if self._place.saving.state == "saving":
            self._place.project.writer.run(lambda db: None)

    def _begin(self, direction: Callable[..., Any], tick: stored.Tick | None) -> Future[Any]:
        if self._place.project.read_only:
            raise UserError(tr("The project is open for reading only."))
        owner = self._place.annotator.key
        return self._place.write(lambda db: direction(db, owner, tick))

    def _taken_in(self, done: stored.TakenBack | None, nothing: str) -> TakenBack:
        """Shows what was taken back."""
        if done is None:
            raise NotUndoable(nothing)
        if done.schema_changed or done.guidelines_changed:
            self._place.reread_schema()
        self._place.learn(done.changes)
        if done.settings_changed:
            self._place.reread_settings()
        self._place.reread()
        return TakenBack(done.step, done.changes, done.arrival)
