"""How this program opens SQLite: writers durable, readers unable to write, nothing in the file trusted to run."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from annotator.storage.files import is_on_network_drive

Connection = sqlite3.Connection
"""What the functions in `storage.rows` read from. Other rooms pass it on and do not look inside."""

BUSY_SECONDS = 10.0


def open_reader(path: Path, *, immutable: bool = False) -> Connection:
    """A connection that can only read. `immutable` is for media where nothing can change and no lock be taken."""
    query = "mode=ro&immutable=1" if immutable else "mode=ro"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{query}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
    )
    _distrust(connection)
    connection.execute("PRAGMA query_only = ON")
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
    connection.execute("PRAGMA cache_size = -32768")
    return connection


def _distrust(connection: Connection) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


def begin_writing(connection: Connection, path: Path) -> bool:
    """Switches to the write-ahead log and full durability. Whether the log is in use: not on network drives."""
    connection.execute("PRAGMA synchronous = FULL")
    if is_on_network_drive(path):
        return False
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
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
