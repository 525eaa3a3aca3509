"""The one thread that writes to the project file, in the order in which it was asked to."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from annotator.model.errors import Bug, UserError
from annotator.storage.connection import Connection, begin_log, check_pages, end_writing, open_reader, open_writer
from annotator.storage.errors import translated
from annotator.storage.files import is_on_network_drive

Result = TypeVar("Result")


class Writer:
    """Runs functions on the writing connection, one after the other, on a thread of its own.

    The connection opens with the first of them: only then is the file checked, so that a project that is only looked at
    is not touched. The first change goes through SQLite's rollback journal, and the write-ahead log begins after it: if
    it fails, the file keeps its bytes.
    """

    def __init__(
        self,
        path: Path,
        *,
        check: bool = True,
        refusal: UserError | None = None,
        greet: Callable[[Connection], None] | None = None,
    ) -> None:
        """`check`: whether to check the whole file before the first write; `refusal`: why nothing can be written;
        `greet`: runs on the new connection before the first task."""
        self._path = path
        self._check = check
        self._refusal = refusal
        self._greet = greet
        self._tasks: queue.SimpleQueue[tuple[Callable[[Connection], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._may_log = not is_on_network_drive(path)
        self.uses_wal = False
        """Whether the write-ahead log is in use: from the first change on, but not on network drives."""

    def submit(self, task: Callable[[Connection], Result]) -> Future[Result]:
        """Queues `task`. The future holds its result once it is on disk, or a UserError (then nothing was written)."""
        future: Future[Result] = Future()
        with self._lock:
            if self._closed:
                raise Bug("the project is closed")
            if self._refusal is not None:
                future.set_exception(self._refusal)
                return future
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
            self._closed = True
            if thread is not None:
                self._tasks.put(None)
        if thread is not None:
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
                    changes_before = connection.total_changes
                    result = task(connection)
                    if connection.in_transaction:
                        raise Bug("a task left its transaction open")
            except BaseException as error:  # noqa: BLE001  # whatever it is, it belongs to the one who asked
                if connection is not None and connection.in_transaction:
                    connection.rollback()
                future.set_exception(error)
            else:
                if not self.uses_wal and self._may_log and connection.total_changes > changes_before:
                    self.uses_wal = begin_log(connection)
                future.set_result(result)
        if connection is not None:
            end_writing(connection)

    def _check_all(self) -> None:
        """On a connection of its own, whose small page cache goes with it."""
        reader = open_reader(self._path)
        try:
            check_pages(reader, self._path)
        finally:
            reader.close()

    def _open(self) -> Connection:
        connection = open_writer(self._path)
        try:
            if self._check:
                self._check_all()
            if self._greet is not None:
                self._greet(connection)
        except BaseException:
            connection.close()
            raise
        return connection
