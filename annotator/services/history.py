"""Undo and redo of the annotator's own actions, also after a restart; an import or merge is one step."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from annotator.model.change import Change
from annotator.model.errors import NotUndoable, UserError
from annotator.model.phrases import tr
from annotator.services.workplace import Workplace
from annotator.storage import history as stored
from annotator.storage.connection import Connection
from annotator.storage.history import Step

LARGE = 2000
"""Records from which on a step is not taken back on a key press alone: the window asks, and shows progress."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What an undo or redo did: the step, and the records as they now stand."""

    step: Step
    changes: tuple[Change, ...]

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
        """Takes the last step back. NotUndoable where there is none, or where something else rests on it."""
        return self._go(stored.undo, tr("There is nothing to undo."))

    def redo(self) -> TakenBack:
        """Does the last undone step again."""
        return self._go(stored.redo, tr("There is nothing to redo."))

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

    def _go(self, direction: Callable[[Connection, int], Any], nothing: str) -> TakenBack:
        if self._place.project.read_only:
            raise UserError(tr("The project is open for reading only."))
        owner = self._place.annotator.key
        future: Future[Any] = self._place.write(lambda db: direction(db, owner))
        done = future.result()
        if done is None:
            raise NotUndoable(nothing)
        if done.schema_changed:
            self._place.use_schema(self._place.project.schema())
        self._place.reread("records", "suggestions", "history", "queue", *(["schema"] if done.schema_changed else []))
        return TakenBack(done.step, done.changes)
