"""What SQLite and the operating system say, said again as a sentence that tells a person what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.model.errors import ProjectDamaged, ProjectLocked, UserError
from annotator.model.phrases import tr

_FULL = sqlite3.SQLITE_FULL
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)
_READ_ONLY = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns errors of SQLite and of the file system into UserErrors that name `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        raise explain_os(error, path) from error


def explain(error: sqlite3.Error, path: Path) -> Exception:
    """The UserError for an error of SQLite; the error itself where it can only be our own mistake."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if primary == _FULL:
        return disk_full(path)
    if primary in _DAMAGED or (isinstance(error, sqlite3.DatabaseError) and "Could not decode to UTF-8" in str(error)):
        return damaged(path, str(error))
    if primary in _READ_ONLY:
        return UserError(
            tr("The project cannot be written to: the file or its folder is read-only."),
            path,
            tr("Copy it to a folder of your own and open it there."),
        )
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ProjectLocked(
            tr("Another program is using the project file."), path, tr("Close it there and try again.")
        )
    if primary == sqlite3.SQLITE_CANTOPEN:
        return UserError(
            tr("The project file could not be opened."), path, tr("Look whether it is there and may be read.")
        )
    if primary == sqlite3.SQLITE_IOERR:
        return UserError(
            tr("The disk reported an error while the project was read or written ({error}).", error=error),
            path,
            tr(
                "Nothing that was shown as saved is lost. Look after the disk or the network drive and open the project again."
            ),
        )
    return error


def explain_os(error: OSError, path: Path) -> UserError:
    """The UserError for an error of the file system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(path)
    reason = error.strerror or str(error)
    return UserError(
        tr("{reason}.", reason=reason), error.filename or path, tr("Look whether it is there and may be read.")
    )


def disk_full(path: Path) -> UserError:
    return UserError(
        tr("The disk is full; this change was not saved."),
        path,
        tr("Free some space and do it again. Nothing else is lost."),
    )


def damaged(path: Path, detail: str) -> ProjectDamaged:
    return ProjectDamaged(
        tr("The project file is damaged ({detail}).", detail=detail),
        path,
        tr(
            "It was not changed. Open the newest backup in “{folder}”, or copy the file and ask for help.",
            folder=backup_folder(path).name,
        ),
    )


def backup_folder(path: Path) -> Path:
    """Where the backups of the project at `path` lie."""
    return path.with_name(f"{path.stem}.backups")
