"""From a path to a project file that is examined, whole, of this format and, if wished, locked; else its bytes stay.

The order matters: nothing is written before the file is known to be ours, and whatever was laid beside it while looking
(`-shm`, `.lock`) is taken away again when it is refused.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from annotator.model.errors import ProjectLocked, UserError
from annotator.model.phrases import tr
from annotator.storage import header, shape
from annotator.storage.backup import back_up
from annotator.storage.connection import check_pages, end_writing, open_reader, open_writer
from annotator.storage.errors import disk_full, explain_os, translated
from annotator.storage.files import WriterLock, is_read_only_medium

SUFFIX = ".annotator"
_CHECK_AT_ONCE = 32 << 20
"""A file up to this size (bytes) is checked page by page when it is opened."""
_CHECK_LATER = 1 << 30
"""One up to this size is checked before the first write, in the background; a larger one only after a crash."""
_TRIES = 3
_BETWEEN_TRIES = 0.05
"""Seconds between two tries to get the lock."""
_LEFT_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Opening:
    """What `open_file` found and did."""

    lock: WriterLock | None
    """Held by this process; None where the project can only be read."""
    reads_from: Path
    """The project, or a private copy of it where it cannot be read in its place."""
    immutable: bool = False
    """Whether it is read without any lock, for nothing can change there."""
    private: tempfile.TemporaryDirectory[str] | None = None
    to_check: bool = False
    """Whether its pages should be checked before it is written to."""


_open_here: Counter[tuple[int, int]] = Counter()
"""Device and inode of each project that this process has open. Its bytes are only read through SQLite then: closing any
other handle of a file drops the locks that SQLite holds on it (https://sqlite.org/howtocorrupt.html, section 2.2)."""
_open_here_lock = threading.Lock()


def is_open_here(path: Path) -> bool:
    """Whether this process has the project open already."""
    try:
        return _open_here[_identity(path)] > 0
    except (OSError, ValueError):
        return False


def remember_open(path: Path) -> tuple[int, int]:
    """Notes that this process has opened the project; gives what `forget_open` needs."""
    identity = _identity(path)
    with _open_here_lock:
        _open_here[identity] += 1
    return identity


def forget_open(identity: tuple[int, int]) -> None:
    """Notes that this process has closed the project."""
    with _open_here_lock:
        _open_here[identity] -= 1
        if not _open_here[identity]:
            del _open_here[identity]


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def with_suffix(path: Path) -> Path:
    """`path` as a project is called: with `.annotator` at its end."""
    return path if path.name.endswith(SUFFIX) or not path.name else path.with_name(path.name + SUFFIX)


def existing(path: Path) -> Path:
    """The file at `path`, or at that with `.annotator` appended where only that is there; `path` where there is none.

    The file itself, not a link to it: SQLite keeps its log beside the file, and the lock must be the same for all.
    """
    found = next((wanted for wanted in (path, with_suffix(path)) if os.path.exists(wanted)), None)
    return Path(os.path.realpath(found)) if found else path


def open_file(path: Path, *, for_writing: bool) -> Opening:
    """Examines the project at `path`, mends what a crash left, migrates an older format (after a backup), takes the lock.

    Raises UserError (see `header.examine`), ProjectLocked, ProjectDamaged. Where the file or its folder cannot be
    written to, it is opened for reading.
    """
    here = is_open_here(path)
    version = header.FORMAT_VERSION if here else header.examine(path)
    beside = {suffix for suffix in _LEFT_BESIDE if _beside(path, suffix).exists()}
    unclean = bool(beside & {"-wal", "-journal"}) or (not here and header.is_in_log_mode(path))
    older = version < header.FORMAT_VERSION
    lock: WriterLock | None = None
    writable = True
    if for_writing or unclean or older:
        try:
            lock = _lock(path, patient=for_writing)
            writable = os.access(path, os.W_OK)
        except ProjectLocked:
            if for_writing or older:
                raise
        except OSError as error:
            if error.errno == errno.ENOSPC and for_writing:
                raise disk_full(path) from error
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC):
                raise explain_os(error, path) from error
            writable = False
    try:
        with translated(path):
            opening = _look(path, version, lock, writable=writable, unclean=unclean, beside=beside)
            if lock is not None and opening.private is None and not for_writing:
                lock.release()
                return Opening(None, path)
            return opening
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _lock(path: Path, *, patient: bool) -> WriterLock:
    """The lock. A reading command that tidies up holds it for a moment only: the `patient` try again."""
    for _ in range(_TRIES if patient else 0):
        with suppress(ProjectLocked):
            return WriterLock(path)
        time.sleep(_BETWEEN_TRIES)
    return WriterLock(path)


def _look(
    path: Path, version: int, lock: WriterLock | None, *, writable: bool, unclean: bool, beside: set[str]
) -> Opening:
    if not writable:
        if lock is not None:
            lock.release()
        return _look_read_only(path, version, unclean=unclean)
    if lock is not None and unclean:
        _mend(path, version, beside)
    checked = _verify(path, version)
    if lock is not None and version < header.FORMAT_VERSION:
        _migrate(path)
    return Opening(lock, path, to_check=not checked and (unclean or path.stat().st_size <= _CHECK_LATER))


def _look_read_only(path: Path, version: int, *, unclean: bool) -> Opening:
    if unclean or version < header.FORMAT_VERSION:
        private = _private_copy(path)
        copy = Path(private.name) / path.name
        try:
            _mend_copy(copy, path, version)
            if version < header.FORMAT_VERSION:
                _migrate_file(copy)
        except BaseException:
            private.cleanup()
            raise
        return Opening(None, copy, private=private)
    immutable = is_read_only_medium(path)
    _verify(path, version, immutable=immutable)
    return Opening(None, path, immutable=immutable)


def _verify(path: Path, version: int, *, immutable: bool = False) -> bool:
    """Whether all pages have been checked, too. Raises ProjectDamaged."""
    db = open_reader(path, immutable=immutable)
    try:
        shape.verify(db, version, path)
        if path.stat().st_size > _CHECK_AT_ONCE:
            return False
        check_pages(db, path)
        return True
    finally:
        db.close()


def _mend(path: Path, version: int, beside: set[str]) -> None:
    """Writes back what a writer that was killed left beside the project, once that is known to be one."""
    if "-journal" in beside:
        with _private_copy(path) as folder:  # only a writer can roll it back, and writing comes after knowing
            _mend_copy(Path(folder) / path.name, path, version)
    elif "-wal" in beside:
        try:
            _verify(path, version)
        except BaseException:
            if "-shm" not in beside:
                with suppress(OSError):
                    _beside(path, "-shm").unlink()
            raise
    else:
        _verify(path, version, immutable=True)
    _write_back(path)


def _mend_copy(copy: Path, path: Path, version: int) -> None:
    with translated(path):
        _write_back(copy)
        db = open_reader(copy)
        try:
            shape.verify(db, version, path)
            check_pages(db, path)
        finally:
            db.close()


def _write_back(path: Path) -> None:
    db = open_writer(path)
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the first read rolls a journal back
        if _beside(path, "-journal").exists():
            # One that was only begun says nothing and is left alone, until this mode ends.
            db.execute("PRAGMA journal_mode = TRUNCATE")
    except BaseException:
        db.close()
        raise
    end_writing(db)


def tidy(path: Path) -> None:
    """After reading: writes back what the last writer had to leave because we were reading, unless somebody is there."""
    if not (_beside(path, "-wal").exists() and os.access(path, os.W_OK)):
        return
    with suppress(ProjectLocked, OSError, sqlite3.Error):
        lock = WriterLock(path)
        try:
            _write_back(path)
        finally:
            lock.release()


def _private_copy(path: Path) -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True)
    try:
        for suffix in ("", "-wal", "-journal"):
            if _beside(path, suffix).exists():
                copied = Path(shutil.copyfile(_beside(path, suffix), Path(folder.name) / f"{path.name}{suffix}"))
                copied.chmod(0o600)
    except BaseException:
        folder.cleanup()
        raise
    return folder


def _migrate(path: Path) -> None:
    db = open_reader(path)
    try:
        back_up(db, path)
    finally:
        db.close()
    _migrate_file(path)


def _migrate_file(path: Path) -> None:
    from annotator.storage.migrations import migrate  # sqlite-utils takes 0.1 s to import and is rarely needed

    db = open_writer(path)
    try:
        migrate(db)
        shape.verify(db, header.FORMAT_VERSION, path)
    finally:
        db.close()


def refusal(path: Path, *, for_writing: bool) -> UserError:
    """What a project that can only be read says to a change."""
    if not for_writing:
        return UserError(tr("The project was opened for reading only."), path, tr("Open it again to change it."))
    return UserError(
        tr("The project cannot be written to: the file or its folder is read-only."),
        path,
        tr("Copy it to a folder of your own and open it there."),
    )


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
