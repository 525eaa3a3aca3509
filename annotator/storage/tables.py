"""How records lie in their tables and in the history: model objects <-> rows and JSON.

One `Table` for each kind of record; nothing else knows the order of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from annotator.model.annotation import MANUAL, NONE, Annotation, Decision, Fragments, Link, Note, Record, Work

Row = tuple[Any, ...]


def to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _mapping(text: str | None) -> Mapping[str, Any]:
    return orjson.loads(text) if text else NONE


def _mapping_text(value: Mapping[str, Any]) -> str | None:
    return orjson.dumps(dict(value)).decode() if value else None


def _origin(text: str | None) -> Mapping[str, Any]:
    return orjson.loads(text) if text else MANUAL


def _origin_text(value: Mapping[str, Any]) -> str | None:
    return None if value is MANUAL or value == MANUAL else orjson.dumps(dict(value)).decode()


def fragments_of(start: int, end: int, text: str | None) -> Fragments:
    return ((start, end),) if text is None else tuple((a, b) for a, b in orjson.loads(text))


def _fragments_text(fragments: Fragments) -> str | None:
    return None if len(fragments) == 1 else orjson.dumps(fragments).decode()


def _annotation_row(a: Annotation, event: int) -> Row:
    fragments = a.fragments
    return (
        a.article, a.id, a.owner, a.layer, a.label, fragments[0][0], fragments[-1][1], _fragments_text(fragments), a.quote,
        _mapping_text(a.attributes), _origin_text(a.origin), a.guidelines, a.revision, a.created, a.updated,
        int(a.deleted), event,
    )  # fmt: skip  # one column after the other, as in the table


def _annotation(row: Row) -> Annotation:
    (article, uuid, owner, layer, label, start, end, fragments, quote, attributes, origin, guidelines, revision, created,
     updated, deleted) = row[:16]  # fmt: skip
    return Annotation(
        article, uuid, owner, layer, label, fragments_of(start, end, fragments), quote, _mapping(attributes),
        _origin(origin), revision, guidelines, created, updated, bool(deleted),
    )  # fmt: skip


def _link_row(link: Link, event: int) -> Row:
    return (
        link.article, link.id, link.owner, link.role, link.source, link.target, _origin_text(link.origin), link.guidelines,
        link.revision, link.created, link.updated, int(link.deleted), event,
    )  # fmt: skip


def _link(row: Row) -> Link:
    article, uuid, owner, role, source, target, origin, guidelines, revision, created, updated, deleted = row[:12]
    return Link(
        article,
        uuid,
        owner,
        role,
        source,
        target,
        _origin(origin),
        revision,
        guidelines,
        created,
        updated,
        bool(deleted),
    )


def _note_row(note: Note, event: int) -> Row:
    return (
        note.article, note.id, note.owner, note.annotation, note.text, note.state, note.revision, note.created, note.updated,
        int(note.deleted), event,
    )  # fmt: skip


def _note(row: Row) -> Note:
    article, uuid, owner, annotation, text, state, revision, created, updated, deleted = row[:10]
    return Note(article, uuid, owner, text, annotation, state, revision, created, updated, bool(deleted))


def _decision_row(d: Decision, event: int) -> Row:
    return (
        d.article, d.id, d.owner, d.layer, d.label, to_json(d.fragments), d.quote, d.verdict, d.source, d.score, d.revision,
        d.created, d.updated, int(d.deleted), event,
    )  # fmt: skip


def _decision(row: Row) -> Decision:
    (article, uuid, owner, layer, label, fragments, quote, verdict, source, score, revision, created, updated,
     deleted) = row[:14]  # fmt: skip
    pieces = fragments_of(0, 0, fragments)
    return Decision(
        article,
        uuid,
        owner,
        layer,
        label,
        pieces,
        quote,
        verdict,
        source,
        score,
        revision,
        created,
        updated,
        bool(deleted),
    )


def _work_row(work: Work, event: int) -> Row:
    return (
        work.article, work.id, work.owner, work.status, work.reason, int(work.flagged), _mapping_text(work.labels),
        work.revision, work.created, work.updated, int(work.deleted), event,
    )  # fmt: skip


def _work(row: Row) -> Work:
    article, uuid, owner, status, reason, flagged, labels, revision, created, updated, deleted = row[:11]
    return Work(
        article, uuid, owner, status, reason, bool(flagged), _mapping(labels), revision, created, updated, bool(deleted)
    )


@dataclass(frozen=True)
class Table:
    """Where one kind of record is kept, and how."""

    name: str
    kind: type
    columns: str
    encode: Callable[[Any, int], Row]
    decode: Callable[[Row], Any]
    key: tuple[str, ...] = ("article", "uuid")
    """The columns that tell which record it is."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.strip().strip('"') for column in self.columns.split(","))

    @cached_property
    def is_it(self) -> str:
        """The condition that finds one record; its parameters are `identity(row)`."""
        return " AND ".join(f"{column} = ?" for column in self.key)

    @cached_property
    def _key_places(self) -> tuple[int, ...]:
        return tuple(self.names.index(column) for column in self.key)

    def identity(self, row: Row) -> Row:
        """The values of the key columns in a row."""
        return tuple(row[place] for place in self._key_places)

    @cached_property
    def select(self) -> str:
        return f"SELECT {self.columns} FROM {self.name}"

    @cached_property
    def insert(self) -> str:
        return f"INSERT INTO {self.name} ({self.columns}) VALUES ({', '.join('?' * len(self.names))})"

    @cached_property
    def replace(self) -> str:
        """Overwrites a row; the parameters are the new row, then the identity of the old one."""
        assignments = ", ".join(f"{column.strip()} = ?" for column in self.columns.split(","))
        return f"UPDATE {self.name} SET {assignments} WHERE {self.is_it}"


_END = "revision, created, updated, deleted, event"

ANNOTATION = Table(
    "annotation",
    Annotation,
    f'article, uuid, owner, layer, label, start, "end", fragments, quote, attributes, origin, guidelines, {_END}',
    _annotation_row,
    _annotation,
)
LINK = Table("link", Link, f"article, uuid, owner, role, source, target, origin, guidelines, {_END}", _link_row, _link)
NOTE = Table("note", Note, f"article, uuid, owner, annotation, text, state, {_END}", _note_row, _note)
DECISION = Table(
    "decision",
    Decision,
    f"article, uuid, owner, layer, label, fragments, quote, verdict, source, score, {_END}",
    _decision_row,
    _decision,
)
WORK = Table(
    "work",
    Work,
    f"article, uuid, owner, status, reason, flagged, labels, {_END}",
    _work_row,
    _work,
    key=("article", "owner"),
)

TABLES = (ANNOTATION, LINK, NOTE, DECISION, WORK)
"""In the order in which rows may be written: what others point to comes first."""

_BY_KIND = {table.kind: table for table in TABLES}
BY_NAME = {table.name: table for table in TABLES}


def table_of(record: Record) -> Table:
    return _BY_KIND[type(record)]
