"""Time at work: from one key or mouse action to the next, pauses of more than a minute left out."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject

IDLE_SECONDS = 60.0

_INPUTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class WorkClock(QObject):
    """Counts seconds since it was last read. Install it as an event filter of the application."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last: float | None = None
        self._seconds = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUTS:
            self.touch()
        return False

    def touch(self) -> None:
        """Somebody is there: the time since the last sign of them counts, unless it was a pause."""
        now = self._clock()
        if self._last is not None and now - self._last <= IDLE_SECONDS:
            self._seconds += now - self._last
        self._last = now

    def take(self) -> float:
        """The seconds since the last `take`; counting goes on from now."""
        now = self._clock()
        if self._last is not None and now - self._last <= IDLE_SECONDS:
            self._seconds += now - self._last
            self._last = now
        seconds, self._seconds = self._seconds, 0.0
        return seconds
