"""How this program opens SQLite: writers durable, readers unable to write, nothing in the file trusted to run."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from annotator.storage.errors import damaged, explain

Result = TypeVar("Result")

Connection = sqlite3.Connection
"""What the functions in `storage.rows` read from. Other rooms pass it on and do not look inside."""

BUSY_SECONDS = 10.0


class _ReadingCursor(sqlite3.Cursor):
    """A cursor whose errors name the project file and say what to do: damage often shows only where it is read."""

    def _translated(self, work: Callable[..., Result], *arguments: Any) -> Result:
        try:
            return work(*arguments)
        except sqlite3.Error as error:
            connection = self.connection
            assert isinstance(connection, _ReadingConnection), "only such connections make such cursors"
            raise explain(error, connection.path) from error

    def execute(self, sql: str, parameters: Any = (), /) -> _ReadingCursor:
        return self._translated(super().execute, sql, parameters)

    def fetchone(self) -> Any:
        return self._translated(super().fetchone)

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        return self._translated(super().fetchmany, size)

    def fetchall(self) -> list[Any]:
        return self._translated(super().fetchall)

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.Error as error:
            raise explain(error, self.connection.path) from error  # type: ignore[attr-defined]  # see _translated


class _ReadingConnection(sqlite3.Connection):
    path = Path()
    counted: tuple[Any, int] | None = None
    """What `rows.article_count` found, and for which state of the project."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        return self.cursor(_ReadingCursor).execute(sql, parameters)


def open_reader(path: Path, *, immutable: bool = False) -> Connection:
    """A connection that can only read. `immutable` is for media where nothing can change and no lock be taken."""
    query = "mode=ro&immutable=1" if immutable else "mode=ro"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{query}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
        factory=_ReadingConnection,
    )
    connection.path = path
    try:
        _distrust(connection)
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def open_writer(path: Path, *, create: bool = False) -> Connection:
    """The connection that writes, in autocommit mode (transactions are explicit). Does not change the file yet."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
    )
    _distrust(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    # Saved means on disk: also after a power cut (https://sqlite.org/pragma.html#pragma_synchronous).
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -32768")
    return connection


def folder_of(connection: Connection) -> Path:
    """The folder in which the project file lies."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2]).parent


def _distrust(connection: Connection) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


def check_pages(connection: Connection, path: Path) -> None:
    """Raises ProjectDamaged unless the whole file is built as SQLite builds it (some 0.3 s per 100 MB)."""
    (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise damaged(path, answer.splitlines()[-1])


def begin_log(connection: Connection) -> bool:
    """Switches to the write-ahead log, if nobody is reading just now and the file system can do it. Whether it is in use."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    return bool(mode == "wal")


def end_writing(connection: Connection) -> None:
    """Makes the project one complete file again: log written back, no file left beside it.

    If another program is reading just now the log stays; the next one to close the project removes it.
    """
    try:
        connection.execute("PRAGMA busy_timeout = 500")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        pass
    finally:
        connection.close()
