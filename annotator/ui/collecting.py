"""Collects Python's cyclic garbage on the main thread alone.

Python collects on whichever thread happens to allocate. A closed dialog that a reading thread collects takes its timers
and widgets down on that thread, and Qt ends the process for it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 500
"""Milliseconds between two looks at how much there is to collect."""


class Collecting(QObject):
    """Takes over from Python's own collector; made once, for the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(collect_due)
        timer.start(_LOOK_MS)


def collect_due() -> None:
    """Collects the generations whose thresholds are passed, as Python itself would have done."""
    due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if any(due):
        gc.collect(max(generation for generation, full in enumerate(due) if full))
