"""Work in the background: threads do it, the main thread hears of it. The main thread never waits for one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from annotator.model.errors import Cancelled, UserError
from annotator.services.jobs import Job, Progress

Result = TypeVar("Result")

_REPORT_SECONDS = 0.05
"""Reports that come faster than this are not passed on, so that a quick job does not flood the window."""


class Running(QObject):
    """A piece of work that is under way, as the window sees it. Signals come on the main thread."""

    progressed = Signal(object)
    """A `Progress`."""
    finished = Signal()
    """It ended, whichever way."""

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.progress: Progress | None = None
        self.ended: Callable[[], None] | None = None
        """What is to be done on the main thread now that the work has ended."""
        self.job = Job()
        self.done = False

    def cancel(self) -> None:
        """Asks the work to stop; `finished` follows."""
        self.job.cancel()

    def end(self) -> None:
        """It is over: tells and goes."""
        if not self.done:
            self.done = True
            self.finished.emit()
            self.deleteLater()


class Runner(QObject):
    """Starts background work and brings results, errors and reports to the main thread."""

    started = Signal(object)
    """A `Running` that wants to be shown: it has a title."""
    failed = Signal(object)
    """The `UserError` of a work that has no failure handler of its own."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: dict[Running, threading.Thread] = {}
        self._afterwards: list[Callable[[], None]] = []
        self._closed = False
        self._arrived.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def deliver(self, call: Callable[[], None]) -> None:
        """Runs `call` soon on the main thread. May be called from any thread."""
        if not self._closed:
            self._arrived.emit(call)

    def _call(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()

    def start(
        self,
        work: Callable[[Job], Result],
        success: Callable[[Result], None],
        failure: Callable[[UserError], None] | None = None,
        *,
        title: str = "",
        cancelled: Callable[[], None] | None = None,
        patience: float = 0,
    ) -> Running:
        """Runs `work` on a thread of its own; then `success`, `failure` or `cancelled` on the main thread.

        With a `title` it is shown in the window with its progress and can be stopped there. With `patience` (seconds, a
        frame or two) this thread waits so long: what is quick is taken at once and nothing flickers. An exception that is no
        UserError is raised on the main thread, where it is shown as the mistake of ours that it is.
        """
        running = Running(title, self)
        running.job = Job(self._reporter(running))

        def run() -> None:
            end: Callable[[], None]
            try:
                result = work(running.job)
            except Cancelled:
                end = cancelled or _nothing
            except UserError as error:
                end = self._failure(failure, error)
            except BaseException as error:  # noqa: BLE001  # raised again on the main thread
                end = _raiser(error)
            else:
                end = _caller(success, result)
            running.ended = end
            self.deliver(lambda: self._end(running, end))

        thread = threading.Thread(target=run, name=f"annotator-{title or 'work'}", daemon=True)
        self._threads[running] = thread
        if title:
            self.started.emit(running)
        thread.start()
        if patience:
            thread.join(patience)
            if running.ended is not None:
                self._end(running, running.ended)
        return running

    def follow(self, title: str) -> Running:
        """A piece of work that somebody else runs, to be shown like the others; call its `end` when it is over."""
        running = Running(title, self)
        running.job = Job(self._reporter(running))
        self.started.emit(running)
        return running

    @property
    def busy(self) -> list[Running]:
        """What is under way now."""
        return list(self._threads)

    def stop_all(self, then: Callable[[], None]) -> None:
        """Stops all work; calls `then` when it has stopped and its ends were told, at once where there is none."""
        for running in self.busy:
            running.cancel()
        self._afterwards.append(then)
        self._go_on()

    def _go_on(self) -> None:
        while self._afterwards and not self._threads:
            self._afterwards.pop(0)()

    def close(self) -> None:
        """Stops all work and waits until it has stopped at a whole batch. Nothing is delivered afterwards."""
        self._closed = True
        for running in self._threads:
            running.cancel()
        for thread in self._threads.values():
            thread.join()
        self._threads.clear()

    def _reporter(self, running: Running) -> Callable[[Progress], None]:
        last = 0.0

        def report(progress: Progress) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _REPORT_SECONDS or progress.done == progress.total:
                last = now
                self.deliver(lambda: self._progress(running, progress))

        return report

    def _progress(self, running: Running, progress: Progress) -> None:
        if not running.done:
            running.progress = progress
            running.progressed.emit(progress)

    def _end(self, running: Running, end: Callable[[], None]) -> None:
        if self._threads.pop(running, None) is None:
            return  # its end was taken at once
        running.end()
        try:
            end()
        finally:
            self._go_on()

    def _failure(self, handler: Callable[[UserError], None] | None, error: UserError) -> Callable[[], None]:
        return _caller(handler or self.failed.emit, error)


def _nothing() -> None:
    pass


def _caller(function: Callable[[Any], None], value: Any) -> Callable[[], None]:
    return lambda: function(value)


def _raiser(error: BaseException) -> Callable[[], None]:
    def end() -> None:
        raise error

    return end
