"""The label schema and the guidelines of a project: reading them, and changing them as a step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from annotator.model.change import now
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Schema, faults
from annotator.model.schema_json import schema_from_json, schema_to_json
from annotator.storage import journal
from annotator.storage.connection import Connection
from annotator.storage.rows import readable
from annotator.storage.settings import GUIDELINES, set_setting, setting
from annotator.storage.tables import to_json

DEFINITION = "definition"
"""Kind of the steps that change what a label means."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit of schema or guidelines became in the history."""

    event: int
    step: int


def read_schema(db: Connection) -> Schema:
    """The label schema as it is now; parsed once for each wording."""
    row = db.execute("SELECT definition FROM schema").fetchone()
    return readable(lambda found: _parsed(*found), row, tr("the schema"))


@lru_cache(maxsize=8)
def _parsed(definition: str) -> Schema:
    try:
        return schema_from_json(orjson.loads(definition))
    except UserError as error:
        raise ValueError(error.what) from error


def read_guidelines(db: Connection, version: int | None = None) -> tuple[int, str]:
    """Version and text (Markdown) of the guidelines that hold, or of an earlier `version`."""
    wanted = setting(db, GUIDELINES, 1) if version is None else version
    row = db.execute("SELECT version, text FROM guidelines WHERE version = ?", (wanted,)).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def guideline_versions(db: Connection) -> list[tuple[int, str]]:
    """Version and time of all guidelines, the oldest first."""
    return db.execute("SELECT version, created FROM guidelines ORDER BY version").fetchall()


def set_schema(db: Connection, owner: int, schema: Schema, title: str) -> Edited | None:
    """Replaces the schema, as one undo step; None where nothing is different. UserError names the first fault."""
    refuse_faults(schema)
    with journal.transaction(db):
        content = exchange_schema(db, schema)
        if not content:
            return None
        step = journal.open_step(db, owner, "schema", title)
        return Edited(_event(db, step, owner, content), step)


def redefine(db: Connection, owner: int, change: Callable[[int], Schema], title: str) -> Edited:
    """Replaces the schema by what `change` makes for the next version of the guidelines, whose text stays the same.

    One undo step: a definition belongs to the guidelines, so that labels can say under which one they were made.
    """
    with journal.transaction(db):
        before, text = read_guidelines(db)
        after = new_version(db, text)
        schema = change(after)
        refuse_faults(schema)
        content = exchange_schema(db, schema) | {"guidelines": {"before": before, "after": after}}
        step = journal.open_step(db, owner, DEFINITION, title)
        return Edited(_event(db, step, owner, content), step)


def definitions_by_version(db: Connection) -> list[tuple[int, Schema, Schema]]:
    """Each version of the guidelines that came by a changed definition: version, the schema before and after it."""
    sql = "SELECT e.changes FROM event e JOIN step s ON s.id = e.step WHERE s.kind = ? AND s.undoes IS NULL "
    sql += "AND e.arrived_by IS NULL ORDER BY e.id"  # a colleague's file counts its versions for itself

    def read(rows: list[tuple[bytes]]) -> list[tuple[int, Schema, Schema]]:
        found = []
        for (data,) in rows:
            content = journal.unpack(data)
            if "schema" in content and "guidelines" in content:
                before, after = (_parsed(content["schema"][side][1]) for side in ("before", "after"))
                found.append((int(content["guidelines"]["after"]), before, after))
        return found

    return readable(read, db.execute(sql, (DEFINITION,)).fetchall(), tr("the history"))


def set_guidelines(db: Connection, owner: int, text: str, title: str) -> Edited | None:
    """Makes `text` the guidelines, as a new version and one undo step; None where it is what they say already."""
    with journal.transaction(db):
        before, present = read_guidelines(db)
        if text == present:
            return None
        after = new_version(db, text)
        step = journal.open_step(db, owner, "guidelines", title)
        return Edited(_event(db, step, owner, {"guidelines": {"before": before, "after": after}}), step)


def refuse_faults(schema: Schema) -> None:
    """Raises UserError with the first thing that is wrong with `schema`."""
    if problem := next(faults(schema), None):
        raise UserError(problem, tr("the schema"), tr("Change it and save again; nothing was changed yet."))


def exchange_schema(db: Connection, schema: Schema) -> dict[str, Any]:
    """Inside a transaction: writes `schema` and returns what its event has to say; empty where nothing is different."""
    before = db.execute("SELECT name, definition FROM schema").fetchone()
    after = (schema.name, to_json(schema_to_json(schema)))
    if tuple(before) == after:
        return {}
    write_definition(db, *after)
    return {"schema": {"before": list(before), "after": list(after)}}


def write_definition(db: Connection, name: str, definition: str) -> None:
    db.execute(
        "UPDATE schema SET name = ?, definition = ?, revision = revision + 1, updated = ?", (name, definition, now())
    )


def first_schema(db: Connection, schema: Schema) -> None:
    """Writes the schema and guidelines that a new project begins with."""
    db.execute(
        "INSERT INTO schema (id, name, definition, revision, updated) VALUES (1, ?, ?, 1, ?)",
        (schema.name, to_json(schema_to_json(schema)), now()),
    )
    new_version(db, schema.guidelines)


def new_version(db: Connection, text: str) -> int:
    """Writes `text` as the next version of the guidelines and lets it hold. Versions are never written over."""
    (latest,) = db.execute("SELECT coalesce(max(version), 0) FROM guidelines").fetchone()
    version = int(latest) + 1
    db.execute("INSERT INTO guidelines (version, text, created) VALUES (?, ?, ?)", (version, text, now()))
    set_setting(db, GUIDELINES, version)
    return version


def _event(db: Connection, step: int, owner: int, content: dict[str, Any]) -> int:
    event = journal.reserve_event(db, step, owner)
    journal.fill_event(db, event, content, size=1)
    return event
