"""The one thread that writes to the project file, in the order in which it was asked to."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from annotator.model.errors import Bug
from annotator.storage.connection import Connection, begin_writing, end_writing, open_writer
from annotator.storage.errors import damaged, translated

Result = TypeVar("Result")

_CHECK_LIMIT = 1 << 30
"""A file up to this size (bytes) is checked whole before the first write; a larger one only after an unclean end."""


class Writer:
    """Runs functions on the writing connection, one after the other, on a thread of its own.

    The connection opens with the first of them: only then is the file checked and the write-ahead log begun, so that a
    project that is only looked at is not touched.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tasks: queue.SimpleQueue[tuple[Callable[[Connection], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.uses_wal: bool | None = None
        """Whether the write-ahead log is in use; None before the first write."""

    def submit(self, task: Callable[[Connection], Result]) -> Future[Result]:
        """Queues `task`. The future holds its result once it is on disk, or a UserError (then nothing was written)."""
        future: Future[Result] = Future()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="annotator-writer", daemon=True)
                self._thread.start()
        self._tasks.put((task, future))
        return future

    def run(self, task: Callable[[Connection], Result]) -> Result:
        """Queues `task` and waits for it."""
        if threading.current_thread() is self._thread:
            raise Bug("the writer waits for itself")
        return self.submit(task).result()

    def close(self) -> None:
        """Finishes what is queued and makes the project one complete file. May be called twice."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._tasks.put(None)
            thread.join()

    def _run(self) -> None:
        connection: Connection | None = None
        while (entry := self._tasks.get()) is not None:
            task, future = entry
            if not future.set_running_or_notify_cancel():
                continue
            try:
                with translated(self._path):
                    if connection is None:
                        connection = self._open()
                    result = task(connection)
            except BaseException as error:  # noqa: BLE001  # whatever it is, it belongs to the one who asked
                if connection is not None and connection.in_transaction:
                    connection.rollback()
                future.set_exception(error)
            else:
                future.set_result(result)
        if connection is not None:
            end_writing(connection)

    def _open(self) -> Connection:
        unclean = self._path.with_name(self._path.name + "-wal").exists()
        connection = open_writer(self._path)
        try:
            if unclean or self._path.stat().st_size <= _CHECK_LIMIT:
                (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                if answer != "ok":
                    raise damaged(self._path, answer)
            self.uses_wal = begin_writing(connection, self._path)
        except BaseException:
            connection.close()
            raise
        return connection
