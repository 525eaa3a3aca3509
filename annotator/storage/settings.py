"""Named values of a project: its id, who labels in it, which guidelines hold."""

from __future__ import annotations

from typing import Any

import orjson

from annotator.storage.connection import Connection
from annotator.storage.tables import to_json

PROJECT_ID = "project"
CREATED = "created"
CURRENT_ANNOTATOR = "annotator"
"""Key of the annotator who labels in this file."""
GUIDELINES = "guidelines"
"""The version of the guidelines that holds."""


def setting(db: Connection, name: str, default: Any = None) -> Any:
    """The value stored under `name`, as parsed JSON."""
    row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return orjson.loads(row[0]) if row else default


def set_setting(db: Connection, name: str, value: Any) -> None:
    """Stores `value` (anything that JSON can hold) under `name`."""
    db.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, to_json(value)))
