"""The one write path: an operation goes in as a transaction that writes the rows and the event, or nothing.

An event holds each row before and after, so that undo is data: it works after a restart, and for bulk actions as one step.
What an event's content can hold (each part only where there is something to say):

    "changes"     [[table, row before or null, row after], ...]
    "schema"      {"before": [name, definition], "after": [name, definition]}
    "guidelines"  {"before": version, "after": version}
    "settings"    [[name, value before or null, value after or null], ...], values as JSON text
    "arrived"     what an import or merge brought; see `Arrived`. Its new rows carry the event's number and have no copy here
    "withdrawn"   in the event of an undo: what it took away again, so that redo can bring the same (see `arrivals`)

`row.event` is the event that gave a row its content: an undo puts it back along with the content.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.model.annotation import Record, changed
from annotator.model.change import Change, Operation, now, same_content
from annotator.model.errors import Bug
from annotator.model.ids import new_id
from annotator.storage.connection import Connection
from annotator.storage.tables import BY_NAME, Row, Table, table_of

CompressionError = zlib.error
"""What `unpack` raises besides ValueError for damaged content."""

_COMPRESS_OVER = 2000
"""Bytes of JSON from which on an event's changes are compressed."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written: the event and step it became, and the changes as they now stand in the file."""

    event: int
    step: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one event of an import or merge brought that was not there before, besides its replaced rows ("changes").

    Ranges are (first key, last key), both included.
    """

    articles: Sequence[tuple[int, int]] = ()
    """The new articles."""
    touched: Sequence[tuple[int, int]] = ()
    """Articles that were there already and got new rows (labels, links, notes, decisions, works)."""
    annotators: Sequence[int] = ()
    """The keys of people who were made for it."""
    metadata: Sequence[tuple[int, Sequence[str], Sequence[str]]] = ()
    """Articles that were there and whose metadata changed: key, then `METADATA` before and after."""
    spent: Sequence[tuple[int, int, float | None, float]] = ()
    """Times of articles that were there: article, owner, seconds before (None: no row) and after."""

    def content(self) -> dict[str, Any]:
        """The "arrived" part of an event's content."""
        parts = {name: getattr(self, name) for name in self.__slots__}
        return {"arrived": {name: part for name, part in parts.items() if part}}


METADATA = ("title", "source", "published", "language", "imported", "meta")
"""The columns of an article that a later import or merge may add to; its text never changes."""


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

    Raises Bug where a row is not as the operation says it was before (revisions aside).
    """
    with transaction(db):
        step = open_step(db, owner, operation.kind, operation.title)
        return record(db, step, owner, operation.changes)


def open_step(
    db: Connection, owner: int, kind: str, title: str, *, state: str = "done", undoes: int | None = None
) -> int:
    """Begins an undo step inside a transaction; what was undone before can then no longer be done again.

    A job that writes in batches opens its step as `running` and ends it with `close_step`: if it is killed, the step is
    found `interrupted` and can be continued or taken back.
    """
    if undoes is None:
        db.execute("UPDATE step SET state = 'superseded' WHERE owner = ? AND state = 'undone'", (owner,))
    cursor = db.execute(
        "INSERT INTO step (uuid, owner, kind, title, at, state, size, undoes) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
        (new_id(), owner, kind, title, now(), state, undoes),
    )
    assert cursor.lastrowid is not None, "an INSERT gives a row id"
    return cursor.lastrowid


def close_step(db: Connection, step: int, state: str = "done", title: str | None = None) -> None:
    """Ends a running step, inside a transaction: `done`, or `interrupted` where it was cancelled."""
    db.execute("UPDATE step SET state = ?, title = coalesce(?, title) WHERE id = ?", (state, title, step))


def mark_interrupted(db: Connection) -> None:
    """Marks the steps that were running when their process ended. For the one writer, before it writes."""
    if db.execute("SELECT 1 FROM step WHERE state = 'running'").fetchone():
        db.execute("UPDATE step SET state = 'interrupted' WHERE state = 'running'")


def record(
    db: Connection, step: int, owner: int, changes: Sequence[Change], extra: Mapping[str, Any] | None = None
) -> Applied:
    """Writes `changes` as one event of `step`, inside a transaction."""
    event = reserve_event(db, step, owner)
    written = [_write(db, change, event) for change in changes]
    fill_event(db, event, {"changes": [entry for entry, _ in written], **(extra or {})}, size=len(written))
    return Applied(event, step, tuple(change for _, change in written))


def reserve_event(db: Connection, step: int, owner: int) -> int:
    """A new event whose content follows; its number is needed in the rows that it writes."""
    cursor = db.execute(
        "INSERT INTO event (uuid, step, owner, at, changes) VALUES (?, ?, ?, ?, x'')", (new_id(), step, owner, now())
    )
    assert cursor.lastrowid is not None, "an INSERT gives a row id"
    return cursor.lastrowid


def fill_event(db: Connection, event: int, content: Mapping[str, Any], size: int = 0) -> None:
    """Writes the content of a reserved event and adds `size`, the number of records concerned, to its step."""
    db.execute("UPDATE event SET changes = ? WHERE id = ?", (pack(content), event))
    db.execute("UPDATE step SET size = size + ? WHERE id = (SELECT step FROM event WHERE id = ?)", (size, event))


def pack(content: Mapping[str, Any]) -> bytes:
    """An event's content as bytes: JSON, compressed where it is long (JSON never begins like zlib's 0x78)."""
    data = orjson.dumps(content)
    return zlib.compress(data, 1) if len(data) > _COMPRESS_OVER else data


def unpack(data: bytes) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(zlib.decompress(data) if data[:1] == b"\x78" else data)
    return content


def _write(db: Connection, change: Change, event: int) -> tuple[list[Any], Change]:
    """Writes one change. Returns it as history keeps it (table, row before, row after, both with their event) and as it
    now stands: the revision is the one after that in the file, which undo may have raised unseen by the caller."""
    after = change.after
    if after is None:
        raise Bug("a person's change leaves a tombstone, never nothing")
    table = table_of(after)
    before = current_row(db, table, after)
    if before is None:
        if change.before is not None:
            raise Bug(f"{table.name} {after.id} is not there")
        row = table.encode(after, event)
        db.execute(table.insert, row)
        return [table.name, None, row], change
    stands = table.decode(before)
    # A record that was undone is a tombstone; where it has one place only (the work on an article) it is taken up again.
    if not same_content(stands, change.before):
        raise Bug(f"{table.name} {after.id} is not as the change expects it")
    after = changed(after, revision=max(after.revision, stands.revision + 1))
    row = table.encode(after, event)
    write_row(db, table, before, row)
    return [table.name, before, row], Change(stands, after)


def put_off_ends(db: Connection) -> None:
    """Until the transaction ends, links and notes may name labels that are still called otherwise."""
    db.execute("PRAGMA defer_foreign_keys = ON")


def write_row(db: Connection, table: Table, before: Row, row: Row) -> None:
    """Writes `row` over the row `before`."""
    db.execute(table.replace, (*row, *table.identity(before)))


def current_row(db: Connection, table: Table, like: Record) -> Row | None:
    """The row of the record with the identity of `like`, or None."""
    return row_like(db, table, table.encode(like, 0))


def row_like(db: Connection, table: Table, like: Row) -> Row | None:
    """The row with the identity of the row `like`, or None."""
    found: Row | None = db.execute(f"{table.select} WHERE {table.is_it}", table.identity(like)).fetchone()
    return found


def read_changes(content: Mapping[str, Any]) -> list[tuple[Table, Row | None, Row]]:
    """The changes of an event: table, row before, row after."""
    return [
        (BY_NAME[name], tuple(before) if before is not None else None, tuple(after))
        for name, before, after in content.get("changes", ())
    ]
