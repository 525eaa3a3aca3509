"""The one write path: an operation goes in as a transaction that writes the rows and the event, or nothing.

An event holds each row before and after, so that undo is data: it works after a restart, and for bulk actions as one step.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.model.annotation import Record
from annotator.model.change import Change, Operation, now
from annotator.model.errors import Bug
from annotator.model.ids import new_id
from annotator.storage.connection import Connection
from annotator.storage.tables import BY_NAME, Table, table_of

_COMPRESS_OVER = 2000
"""Bytes of JSON from which on an event's changes are compressed."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written: the event and step it became, and the changes as they now stand in the file."""

    event: int
    step: int
    changes: tuple[Change, ...]


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """All of the block, or nothing of it."""
    if db.in_transaction:
        raise Bug("a write inside a write")
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    try:
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def apply(db: Connection, owner: int, operation: Operation) -> Applied:
    """Writes a person's action as one undo step, in one transaction. Ends the redo branch.

    Raises Bug where a row is not as the operation says it was before.
    """
    with transaction(db):
        step = open_step(db, owner, operation.kind, operation.title)
        return record(db, step, owner, operation.changes)


def open_step(
    db: Connection, owner: int, kind: str, title: str, *, state: str = "done", undoes: int | None = None
) -> int:
    """Begins an undo step inside a transaction; what was undone before can then no longer be done again."""
    if undoes is None:
        db.execute("UPDATE step SET state = 'superseded' WHERE owner = ? AND state = 'undone'", (owner,))
    cursor = db.execute(
        "INSERT INTO step (uuid, owner, kind, title, at, state, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (new_id(), owner, kind, title, now(), state, undoes),
    )
    assert cursor.lastrowid is not None, "an INSERT gives a row id"
    return cursor.lastrowid


def record(
    db: Connection, step: int, owner: int, changes: tuple[Change, ...], extra: Mapping[str, Any] | None = None
) -> Applied:
    """Writes `changes` as one event of `step`, inside a transaction."""
    event = reserve_event(db, step, owner)
    history = [_write(db, change, event) for change in changes]
    fill_event(db, event, {"changes": history, **(extra or {})})
    return Applied(event, step, changes)


def reserve_event(db: Connection, step: int, owner: int) -> int:
    """A new event whose content follows; its number is needed in the rows that it writes."""
    cursor = db.execute(
        "INSERT INTO event (uuid, step, owner, at, changes) VALUES (?, ?, ?, ?, x'')", (new_id(), step, owner, now())
    )
    assert cursor.lastrowid is not None, "an INSERT gives a row id"
    return cursor.lastrowid


def fill_event(db: Connection, event: int, content: Mapping[str, Any]) -> None:
    db.execute("UPDATE event SET changes = ? WHERE id = ?", (pack(content), event))


def pack(content: Mapping[str, Any]) -> bytes:
    """An event's content as bytes: JSON, compressed where it is long (JSON never begins like zlib's 0x78)."""
    data = orjson.dumps(content)
    return zlib.compress(data, 1) if len(data) > _COMPRESS_OVER else data


def unpack(data: bytes) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(zlib.decompress(data) if data[:1] == b"\x78" else data)
    return content


def _write(db: Connection, change: Change, event: int) -> list[Any]:
    """Writes one change and returns it as history keeps it: table, row before, row after (both with their event)."""
    table = table_of(change.record)
    after = change.after
    if after is None:
        raise Bug("a person's change leaves a tombstone, never nothing")
    row = table.encode(after, event)
    if change.before is None:
        db.execute(table.insert, row)
        return [table.name, None, row]
    before = current_row(db, table, after)
    if before is None or table.decode(before) != change.before:
        raise Bug(f"{table.name} {after.id} is not as the change expects it")
    db.execute(table.replace, (*row, after.article, after.id))
    return [table.name, before, row]


def current_row(db: Connection, table: Table, like: Record) -> tuple[Any, ...] | None:
    """The row of the record with the article and id of `like`, or None."""
    found: tuple[Any, ...] | None = db.execute(
        f"{table.select} WHERE article = ? AND uuid = ?", (like.article, like.id)
    ).fetchone()
    return found


def read_changes(content: Mapping[str, Any]) -> list[tuple[Table, tuple[Any, ...] | None, tuple[Any, ...]]]:
    """The changes of an event: table, row before, row after."""
    return [
        (BY_NAME[name], tuple(before) if before is not None else None, tuple(after))
        for name, before, after in content.get("changes", ())
    ]
