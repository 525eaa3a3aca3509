"""What merging has to say: whose rows are taken, what is new, what was refused, and which of two states stands.

A record is a join of its states: the highest revision, of one revision the larger of time and content.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from annotator.model.merging import content_hash
from annotator.storage.tables import TABLES, Row, Table
from annotator.storage.untrusted import HIDDEN

REVISION = {table.name: table.names.index("revision") for table in TABLES}
_UPDATED = {table.name: table.names.index("updated") for table in TABLES}
DELETED = -2
"""Where the last columns of every table are: deleted, event."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody whose rows are taken."""

    there: int
    """Their key in the file."""
    here: int
    """Their key in the project; a negative one where they are not here yet."""
    id: str
    name: str


class Tie(NamedTuple):
    """Two states of one record with the same revision."""

    kind: str
    id: str
    article: str
    kept: str
    """`here` or `file`: whose state it has now."""


class Refusal(NamedTuple):
    """Something in a file that was not taken, and why."""

    id: str
    reason: str


class Fresh(NamedTuple):
    """An article that is not here."""

    there: int
    """Its key in the file."""
    uuid: str
    sha256: str
    imported: str
    meta: str
    text: str


@dataclass
class News:
    """What a page of articles brings. Rows are as they are to be written, without their event (0 in its place)."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    """Table -> new rows."""
    moved: list[tuple[Table, Row, Row]] = field(default_factory=list)
    """Table, row as it is, row under its other id: to be written first, in this order."""
    replaced: list[tuple[Table, Row, Row]] = field(default_factory=list)
    """Table, row as it is, row as it becomes."""
    metadata: list[tuple[int, list[Any], list[Any]]] = field(default_factory=list)
    """Key, the `METADATA` columns before and after."""
    spent: list[tuple[int, int, float | None, float]] = field(default_factory=list)
    """Article, owner, seconds before (None: no row) and after."""
    articles: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    ties: list[Tie] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (
            self.articles or any(self.rows.values()) or self.moved or self.replaced or self.metadata or self.spent
        )


def newer(table: Table, one: Row, other: Row) -> bool | None:
    """Whether `other` stands against `one`, two states of a record; None where they say the same."""
    first, second = _content(one), _content(other)
    if first == second:
        return None
    return _rank(table, one, first) < _rank(table, other, second)


def _content(row: Row) -> Row:
    """What a row says, wherever it lies: without article, owner and event. A hidden one is not deleted."""
    return (row[1], *row[3:DELETED], row[DELETED] % HIDDEN)


def _rank(table: Table, row: Row, content: Row) -> tuple[int, str, bytes]:
    return row[REVISION[table.name]], row[_UPDATED[table.name]], content_hash(content)
