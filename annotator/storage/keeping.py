"""Named values that people set for the project, each change a step that can be undone: suggesters, known names, reasons,
what memory is told.

They stand beside the other settings, under names with a prefix of their own; an event holds each before and after.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from annotator.storage import journal
from annotator.storage.connection import Connection
from annotator.storage.tables import to_json

SUGGESTERS = "suggesters"
"""Which pipelines propose, in which order; see `model.suggesters`."""
GAZETTEER = "gazetteer"
"""When the known names were last changed (UTC)."""
GAZETTEER_NAME = "gazetteer/"
"""Before each known name."""
MEMORY = "memory/"
"""Before the id of an annotator, then `/`, the layer, `/` and a string: what the annotator told memory about it."""

REASONS = "reasons"
"""The reasons that a reviewer chooses from; see `services.reasons`."""

_TRAVELLING = (SUGGESTERS, GAZETTEER)

Exchanged = list[list[str | None]]
"""[name, JSON before or None, JSON after or None] for each value."""


def kept(db: Connection, prefix: str) -> dict[str, Any]:
    """The values whose names begin with `prefix`, by the rest of their names, in its order. What is no JSON is left out."""
    sql = "SELECT name, value FROM setting WHERE name >= ? AND name < ? ORDER BY name"
    found: dict[str, Any] = {}
    for name, value in db.execute(sql, (prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))).fetchall():
        try:
            found[name[len(prefix) :]] = orjson.loads(value)
        except orjson.JSONDecodeError:
            continue
    return found


def set_values(db: Connection, owner: int, kind: str, title: str, values: Mapping[str, Any]) -> bool:
    """Sets `values` by name (None takes one away) as one undo step; False where nothing is different."""
    with journal.transaction(db):
        exchanged = _exchange(db, values)
        if not exchanged:
            return False
        step = journal.open_step(db, owner, kind, title)
        event = journal.reserve_event(db, step, owner)
        journal.fill_event(db, event, {"settings": exchanged}, size=len(exchanged))
        return True


def _exchange(db: Connection, values: Mapping[str, Any]) -> Exchanged:
    exchanged: Exchanged = []
    for name, value in values.items():
        before, after = stored(db, name), None if value is None else to_json(value)
        if before != after:
            put(db, name, after)
            exchanged.append([name, before, after])
    return exchanged


def stored(db: Connection, name: str) -> str | None:
    """A value as it is written."""
    row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def put(db: Connection, name: str, value: str | None) -> None:
    """Writes a value as it is to be written, or takes it away."""
    if value is None:
        db.execute("DELETE FROM setting WHERE name = ?", (name,))
    else:
        db.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))


def copy(source: Connection, db: Connection, annotator: str) -> None:
    """Takes along what a work file for the annotator with this id begins with: suggesters, known names, their memory."""
    rows = source.execute("SELECT name, value FROM setting").fetchall()
    own = f"{MEMORY}{annotator}/"
    for name, value in rows:
        if name in _TRAVELLING or name.startswith((GAZETTEER_NAME, own)):
            put(db, name, value)
