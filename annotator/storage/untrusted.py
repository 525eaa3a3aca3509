"""Whether a row of a colleague's file says something that can be taken: ids, quotes, values and sizes, one by one.

Only looks; answers with the reason in words, for the list of what was not taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from annotator.model.annotation import (
    Annotation,
    Decision,
    Fragments,
    Link,
    Note,
    Record,
    Work,
    are_fragments,
    quote_of,
)
from annotator.model.ids import article_id, as_uuid
from annotator.model.merging import is_metadata
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.model.text import sha256
from annotator.storage.tables import ANNOTATION, Row, Table

HIDDEN = 2
"""The column `deleted` of a link or note whose label is deleted in another copy: as if deleted, but nobody deleted it."""

_LONGEST_JSON = 1 << 20
_LONGEST_TEXT = 1 << 20
_LONGEST_NAME = 1000
_HIGHEST = 1 << 53
_LONGEST_TIME = 60
_SHORT = 500
_JSON_COLUMNS = ("attributes", "origin", "labels")
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Known:
    """What the label schemas know: what a row may name."""

    labels: AbstractSet[tuple[str, str]]
    roles: AbstractSet[str]

    @classmethod
    def of(cls, schema: Schema) -> Known:
        labels = {(layer.id, label.id) for layer in schema.layers for label in layer.labels}
        return cls(labels, {role.id for role in schema.roles})


def article_fault(uuid: str, sha: str, imported: str, meta: str, text: str) -> str | None:
    """Why an article cannot be taken; None where it can."""
    try:
        digest = sha256(text)
    except UnicodeEncodeError:
        digest = ""
    if digest != sha or uuid != article_id(sha):
        return tr("its text is not the one that was imported")
    if not text.strip():
        return tr("there is no text in it")
    if not imported or not _may_be_time(imported):
        return tr("its time of import is none")
    if not is_metadata(meta):
        return tr("its metadata cannot be read")
    return None


def row_fault(table: Table, row: Row, text: str, known: Known) -> str | None:
    """Why a row cannot be taken; None where it can. `text`: that of its article. Ends of links are not looked at here."""
    if table is ANNOTATION and _is_usual_label(row, text, known):
        return None
    values = dict(zip(table.names, row, strict=True))
    if as_uuid(values["uuid"]) != values["uuid"]:
        return tr("its id is none")
    if not 1 <= values["revision"] < _HIGHEST or values["deleted"] not in (0, 1, HIDDEN):
        return tr("its revision is none")
    for name in ("created", "updated"):
        if not _may_be_time(values[name]):
            return tr("its time is none")
    for name in _JSON_COLUMNS:
        if (value := values.get(name)) is not None and not _is_object(value):
            return tr("its {name} cannot be read", name=name)
    try:
        record: Record = table.decode(row)
        same = table.encode(record, 0)
    except (ValueError, TypeError, IndexError, KeyError):
        return tr("it cannot be read")
    for name, before, after in zip(table.names, row, same, strict=True):
        # Its bytes must be those that Annotator writes; only objects may have their fields in another order.
        if name not in (*_JSON_COLUMNS, "deleted", "event") and before != after:
            return tr("its {name} is not written as Annotator writes it", name=name)
    return _CHECKS[type(record)](record, text, known)


def _is_usual_label(row: Row, text: str, known: Known) -> bool:
    """Whether a row is a label on one stretch of text with nothing wrong: a look at most rows that costs little."""
    (_, uuid, _, layer, label, start, end, fragments, quote, attributes, origin, guidelines, revision, created, updated,
     deleted, _) = row  # fmt: skip  # one column after the other, as in the table
    return (
        fragments is None
        and as_uuid(uuid) == uuid
        and (layer, label) in known.labels
        and 0 <= start < end <= len(text)
        and text[start:end] == quote
        and (attributes is None or _is_known_object(attributes))
        and (origin is None or _is_known_object(origin))
        and 0 <= guidelines < _HIGHEST
        and 1 <= revision < _HIGHEST
        and deleted == 0
        and _may_be_time(created)
        and _may_be_time(updated)
    )


@lru_cache(maxsize=4096)
def _is_known_object(value: str) -> bool:
    """As `_is_object`, for short ones: most labels share what they say."""
    return len(value) < _SHORT and value != "{}" and _is_object(value)


def _may_be_time(value: str) -> bool:
    """Imports keep times as files write them."""
    return len(value) <= _LONGEST_TIME and (not value or value.isprintable())


def _is_object(value: str) -> bool:
    if len(value) > _LONGEST_JSON:
        return False
    try:
        found = orjson.loads(value)
    except orjson.JSONDecodeError:
        return False
    return isinstance(found, dict) and _is_shallow(found, _DEEPEST)


def _is_shallow(value: Any, depth: int) -> bool:
    if not isinstance(value, (dict, list)):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_is_shallow(item, depth - 1) for item in inner)


def _quoted(text: str, fragments: Fragments, quote: str) -> str | None:
    if not are_fragments(fragments, len(text)):
        return tr("it lies outside its text")
    if (found := quote_of(text, fragments)) != quote:
        return tr("it says “{quote}”, the text says “{found}”", quote=quote[:80], found=found[:80])
    return None


def _annotation(record: Annotation, text: str, known: Known) -> str | None:
    # A deleted one stays known by a name that may have been taken back with the schema; it is never shown.
    if not record.deleted and (record.layer, record.label) not in known.labels:
        return tr("the label {label} is in no schema", label=f"{record.layer}/{record.label}"[:80])
    if not 0 <= record.guidelines < _HIGHEST:
        return tr("its guidelines are none")
    return _quoted(text, record.fragments, record.quote)


def _link(record: Link, _: str, known: Known) -> str | None:
    if not record.deleted and record.role not in known.roles:
        return tr("the link “{role}” is in no schema", role=record.role[:80])
    if record.source == record.target:
        return tr("it links a label to itself")
    return None if 0 <= record.guidelines < _HIGHEST else tr("its guidelines are none")


def _note(record: Note, _: str, known: Known) -> str | None:
    if record.state not in ("open", "settled"):
        return tr("it has the unknown state “{state}”", state=record.state[:80])
    return tr("it is too long") if len(record.text) > _LONGEST_TEXT else None


def _decision(record: Decision, text: str, known: Known) -> str | None:
    if record.verdict not in ("accepted", "edited", "rejected"):
        return tr("it has the unknown verdict “{verdict}”", verdict=record.verdict[:80])
    if max(len(record.layer), len(record.label)) > _LONGEST_NAME or len(record.source) > _LONGEST_JSON:
        return tr("it is too long")
    if record.score is not None and not math.isfinite(record.score):
        return tr("its score is no number")
    return _quoted(text, record.fragments, record.quote)


def _work(record: Work, _: str, known: Known) -> str | None:
    if record.status not in ("open", "done", "skipped"):
        return tr("it has the unknown status “{status}”", status=record.status[:80])
    return tr("it is too long") if len(record.reason) > _LONGEST_TEXT else None


_CHECKS: dict[type, Callable[[Any, str, Known], str | None]] = {
    Annotation: _annotation,
    Link: _link,
    Note: _note,
    Decision: _decision,
    Work: _work,
}
