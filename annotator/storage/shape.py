"""Whether a file's tables are the ones that this program made, and nothing else: no trigger, no view, nobody's tables.

A trigger or view in a colleague's file would run when its rows are read or written; such a file is not opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from annotator.model.errors import ProjectDamaged
from annotator.model.phrases import tr
from annotator.storage.connection import Connection
from annotator.storage.errors import damaged

FINGERPRINTS = {1: "8f96ffedde0b5cf7a959704c953ca40c36804719aefd2708eadf019373c986e1"}
"""For each format version the fingerprint of its tables and indexes. Those of released versions never change."""

_OF_SQLITE = ("sqlite_", "_sqlite_migrations", "idx__sqlite_migrations")
_WORD_TABLES = ("article_words_", "article_bigrams_")
"""Made by FTS5 for itself; their wording differs between versions of SQLite."""

Piece = tuple[str, str, str]
"""Type, name and SQL of one thing in a schema."""


def pieces(db: Connection) -> list[Piece]:
    """What is in the schema of `db`, whoever made it."""
    return [(kind, name, sql or "") for kind, name, sql in db.execute("SELECT type, name, sql FROM sqlite_schema")]


def fingerprint(found: Iterable[Piece]) -> str:
    """SHA-256 of the tables and indexes that are this program's own; white space does not count."""
    own = sorted((kind, name, " ".join(sql.split())) for kind, name, sql in found if not _is_side_table(name))
    return hashlib.sha256(repr(own).encode()).hexdigest()


def verify(db: Connection, version: int, path: Path) -> None:
    """Raises ProjectDamaged unless the schema is exactly what this program makes for the format `version`."""
    found = pieces(db)
    for kind, name, _ in found:
        if kind not in ("table", "index"):
            raise ProjectDamaged(
                tr("The project file contains a {kind} “{name}” that Annotator did not make.", kind=kind, name=name),
                path,
                tr("It was not opened, for it could change labels unseen. Ask whoever sent it for the original."),
            )
    if fingerprint(found) != FINGERPRINTS.get(version):
        raise damaged(path, tr("its tables are not as Annotator makes them"))


def _is_side_table(name: str) -> bool:
    return name.startswith((*_OF_SQLITE, *_WORD_TABLES))
