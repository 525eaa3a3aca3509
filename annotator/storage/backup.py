"""Dated copies of a project, made with SQLite's online backup while people go on working."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from annotator.storage.connection import Connection, open_writer
from annotator.storage.errors import backup_folder, translated
from annotator.storage.files import flush_folder, put_in_place

_KEPT = 20
"""Backups of one project that are kept; the oldest of more than these goes."""


def back_up(source: Connection, path: Path) -> Path:
    """Copies the project at `path`, read through `source`, into its backup folder; returns the copy's path.

    The copy is complete and flushed when it gets its name, and in journal mode DELETE like a closed project.
    """
    folder = backup_folder(path)
    with translated(path):
        folder.mkdir(exist_ok=True)
        unfinished = folder / f".{path.stem}-{os.getpid()}.unfinished"
        try:
            copy_to(source, unfinished)
            finished = _named(folder, path, unfinished)
        finally:
            with suppress(FileNotFoundError):
                unfinished.unlink()
        flush_folder(folder)
        _drop_oldest(folder, path)
    return finished


def copy_to(source: Connection, target: Path) -> None:
    """Copies what `source` reads to the new file `target`, complete and flushed."""
    copy = open_writer(target, create=True)
    try:
        # In one go: copied in parts, it would begin again after each change that somebody makes meanwhile.
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())


def backups(path: Path) -> list[Path]:
    """The backups of the project at `path`, the oldest first."""
    return sorted(backup_folder(path).glob(f"{_escaped(path.stem)}-[0-9]*.annotator"))


def _named(folder: Path, path: Path, unfinished: Path) -> Path:
    # To the millisecond, so that they sort as they were made.
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")[:23].replace(":", "-")
    for number in range(1, 1000):
        wanted = folder / f"{path.stem}-{moment}{f'~{number}' if number > 1 else ''}.annotator"
        with suppress(FileExistsError):
            put_in_place(unfinished, wanted)
            return wanted
    raise sqlite3.OperationalError("a thousand backups within one millisecond")


def _drop_oldest(folder: Path, path: Path) -> None:
    for old in backups(path)[:-_KEPT]:
        with suppress(OSError):
            old.unlink()


def _escaped(stem: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in stem)
