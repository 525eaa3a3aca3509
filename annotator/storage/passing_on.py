"""The history of what came in: a colleague's events, with the keys that things have here. They are never undone one by one."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from annotator.model.ids import as_uuid
from annotator.storage import journal
from annotator.storage.connection import Connection
from annotator.storage.news import Owner
from annotator.storage.tables import BY_NAME

_LARGEST = 8 << 20
"""Bytes of one event's content, unpacked: more is left out (a few packed bytes can hold any amount)."""
_LONGEST_TIME = 60


class Passing:
    """Takes events out of a colleague's file."""

    def __init__(self, file: Connection, owners: Sequence[Owner]) -> None:
        self._file = file
        self._owners = {owner.there: owner.here for owner in owners}
        self._articles = dict(file.execute("SELECT id, uuid FROM article").fetchall())

    def events(self) -> list[int]:
        """The numbers of the owners' events in the file, the oldest first."""
        marks = ", ".join("?" * len(self._owners))
        sql = f"SELECT id FROM event WHERE owner IN ({marks}) ORDER BY id"
        return [row[0] for row in self._file.execute(sql, tuple(self._owners)).fetchall()]

    def take(self, db: Connection, events: Sequence[int], step: int, arrived_by: str) -> None:
        """Inside a transaction: writes those of the events that are not here yet, as parts of the step."""
        for event in events:
            row = self._file.execute("SELECT uuid, owner, at, changes FROM event WHERE id = ?", (event,)).fetchone()
            if row is None or as_uuid(row[0]) != row[0] or len(row[2]) > _LONGEST_TIME:
                continue
            if db.execute("SELECT 1 FROM event WHERE uuid = ?", (row[0],)).fetchone():
                continue
            changes = self._changes(db, row[3], row[1])
            if changes:
                db.execute(
                    "INSERT INTO event (uuid, step, owner, at, changes, arrived_by) VALUES (?, ?, ?, ?, ?, ?)",
                    (row[0], step, self._owners[row[1]], row[2], journal.pack({"changes": changes}), arrived_by),
                )

    def _changes(self, db: Connection, data: bytes, owner: int) -> list[Any]:
        """The changes of an event that are about articles here; none where its content cannot be read."""
        try:
            content = orjson.loads(_unpacked(data))
            entries = content.get("changes", ()) if isinstance(content, dict) else ()
            keys: dict[int, int | None] = {}
            return [
                [name, *(self._row(db, row, name, owner, keys) for row in (before, after))]
                for name, before, after in entries
                if name in BY_NAME and after[2] == owner and self._key(db, after[0], keys) is not None
            ]
        except (ValueError, TypeError, IndexError, KeyError, zlib.error):
            return []

    def _row(self, db: Connection, row: Any, name: str, owner: int, keys: dict[int, int | None]) -> Any:
        if row is None:
            return None
        if len(row) != len(BY_NAME[name].names) or row[2] != owner:
            raise ValueError(name)
        return [self._key(db, row[0], keys), row[1], self._owners[owner], *row[3:-1], 0]

    def _key(self, db: Connection, there: int, keys: dict[int, int | None]) -> int | None:
        if there not in keys:
            uuid: Mapping[int, str] = self._articles
            row = db.execute("SELECT id FROM article WHERE uuid = ?", (uuid.get(there),)).fetchone()
            keys[there] = row[0] if row else None
        return keys[there]


def _unpacked(data: bytes) -> bytes:
    if data[:1] != b"\x78":
        return data
    reader = zlib.decompressobj()
    found = reader.decompress(data, _LARGEST)
    if reader.unconsumed_tail:
        raise ValueError("too large")
    return found
