"""Long work: how far it is, and how a person stops it. Knows neither threads nor windows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from annotator.model.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` is None where nobody knows how much there is."""

    done: int
    total: int | None
    unit: str
    """What is counted, in words: "articles", "bytes"."""


class Job:
    """Carried through a piece of long work: it reports its progress here and asks whether to stop.

    `listener` is called on the thread that works, with each report; a window passes it on to its own thread.
    """

    def __init__(self, listener: Callable[[Progress], None] | None = None) -> None:
        self._listener = listener
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Asks the work to stop at its next whole batch. May be called from any thread."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def check(self) -> None:
        """Raises Cancelled if a person asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def report(self, done: int, total: int | None, unit: str) -> None:
        """Says how far the work is, and raises Cancelled if a person asked to stop."""
        if self._listener:
            self._listener(Progress(done, total, unit))
        self.check()
