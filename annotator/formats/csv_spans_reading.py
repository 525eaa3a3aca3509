"""Reading tables with a label in each row: those that `csv_spans` wrote, also after a spreadsheet sorted them, and any
other table in which each row has a text, a label, its start and its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

from annotator.formats.csv_spans import ATTRIBUTE, LABEL, PARTS, of_cell
from annotator.formats.fields import Fields, split_article
from annotator.formats.offset_units import CODEPOINT, candidates, exactly, find_unit
from annotator.formats.reading import Item, Reading
from annotator.model.annotation import NONE, Fragments
from annotator.model.exchange import Mismatch, Row, Skipped, Span, SpanLink, SpanNote
from annotator.model.ids import article_id
from annotator.model.phrases import tr
from annotator.model.text import sha256

Record = tuple[int, dict[str, str]]
"""The line on which a row of the table begins, and its values by column."""
Records = Callable[[], Iterator[Record | Skipped]]
"""Reads the table from its beginning."""

_STATUSES = ("open", "done", "skipped")
_SPAN = frozenset(("label", "start", "end"))
_OF_SPAN = _SPAN | {"layer", "quote", "id", "annotator", "span"}
"""Columns of other tables that are no metadata of the article."""


def is_own(header: list[str]) -> bool:
    """Whether a table with these columns is one that `csv_spans` wrote."""
    return _SPAN.issubset(header) and {"article", "article_text"}.issubset(header)


def has_spans(header: list[str], first: Mapping[str, str]) -> bool:
    """Whether a table has a label in each row: it has the columns, and whole numbers stand in its first row."""
    return _SPAN.issubset(header) and bool(first["label"]) and first["start"].isdecimal() and first["end"].isdecimal()


@dataclass(slots=True)
class _Group:
    """The rows of one article and annotator."""

    key: tuple[str, str]
    records: list[Record] = field(default_factory=list)


def read_own(path: str, records: Records, encoding: str) -> Iterator[Item]:
    """The articles of a table that `csv_spans` wrote. One at a time, unless somebody has moved its rows."""
    groups = _groups(records()) if _in_order(records()) else _sorted(records())
    for found in groups:
        if isinstance(found, Skipped):
            yield found
        else:
            yield from _own_article(path, found, encoding)


def _in_order(records: Iterator[Record | Skipped]) -> bool:
    """Whether the rows of each article stand together, the one with the text first."""
    seen: set[tuple[str, str]] = set()
    now = ("", "")
    for record in records:
        if isinstance(record, Skipped):
            continue
        key = _key(record)
        if key != now:
            if key in seen or not record[1]["article_text"]:
                return False
            seen.add(key)
            now = key
    return True


def _groups(records: Iterator[Record | Skipped]) -> Iterator[_Group | Skipped]:
    group: _Group | None = None
    for record in records:
        if isinstance(record, Skipped):
            yield record
            continue
        key = _key(record)
        if group is None or group.key != key:
            if group:
                yield group
            group = _Group(key)
        group.records.append(record)
    if group:
        yield group


def _sorted(records: Iterator[Record | Skipped]) -> Iterator[_Group | Skipped]:
    """As `_groups`, for rows in any order; holds the table in memory."""
    groups: dict[tuple[str, str], _Group] = {}
    for record in records:
        if isinstance(record, Skipped):
            yield record
        else:
            groups.setdefault(_key(record), _Group(_key(record))).records.append(record)
    for group in groups.values():
        group.records.sort(key=lambda record: not record[1]["article_text"])
        yield group


def _key(record: Record) -> tuple[str, str]:
    return record[1]["article"], record[1].get("annotator", "")


def _own_article(path: str, group: _Group, encoding: str) -> Iterator[Item]:
    line, first = group.records[0]
    text = first["article_text"]
    if not text or text.isspace():
        yield Skipped(path, line, tr("The text of its article is in no row of the table."))
        return
    if first["article"] and first["article"] != article_id(sha256(text)):
        reason = tr(
            "The text of the article was changed in the table (a spreadsheet cuts a cell at 32,767 characters)."
        )
        yield Skipped(path, line, reason)
        return
    meta = of_cell(first.get("meta", ""))
    row = Row(text, meta if isinstance(meta, dict) else {}, first.get("annotator") or None, path=path, line=line)
    row.encoding = encoding
    row.meta = {name: first[name] for name in PARTS if first.get(name)} | dict(row.meta)
    row.status = first.get("status", "") if first.get("status") in _STATUSES else ""
    row.reason, row.imported, row.schema = (first.get(name, "") for name in ("reason", "imported", "schema"))
    row.id = first["article"]
    row.flagged = first.get("flagged", "").lower() == "true"
    row.labels = _named(first, LABEL)
    seconds = of_cell(first.get("seconds", ""))
    row.seconds = float(seconds) if isinstance(seconds, (int, float)) and 0 <= seconds < 1e12 else 0
    row.notes += [SpanNote("", said) for said in _texts(first.get("article_notes", ""))]
    misses = []
    for number, values in group.records:
        if not (values["label"] or values["start"]):
            continue  # an article without labels
        span = _span(values)
        if isinstance(span, str):
            misses.append(
                Mismatch(path, values.get("id") or values["label"], tr("line {n}: {reason}", n=number, reason=span))
            )
            continue
        said = _texts(values.get("notes", ""))
        if not span.id and (said or values.get("links")):
            span = span._replace(id=f"{span.layer} {span.label} {span.start} {span.end}")  # something to refer to
        row.spans.append(span)
        row.notes += [SpanNote("", text, span.id) for text in said]
        row.links += _links(values, span.id)
    yield row
    yield from misses


def _span(values: Mapping[str, str]) -> Span | str:
    """The label of a row, or what is wrong with it."""
    if not values["label"]:
        return tr("it has no label")
    try:
        start, end = int(values["start"]), int(values["end"])
        fragments = _fragments(values.get("fragments", "")) or ((start, end),)
        revision, guidelines = int(values.get("revision") or 1), int(values.get("guidelines") or 0)
    except ValueError:
        return tr("its start and end are not whole numbers")
    origin = of_cell(values.get("origin", ""))
    return Span(
        values.get("id", ""),
        values.get("layer") or None,
        values["label"],
        fragments,
        values.get("quote") or None,
        start,
        end,
        _named(values, ATTRIBUTE),
        origin if isinstance(origin, dict) else {"kind": origin} if isinstance(origin, str) and origin else None,
        values.get("created", ""),
        values.get("updated", ""),
        revision,
        guidelines,
    )


def _fragments(text: str) -> Fragments:
    """The fragments that a cell such as `0-5;9-12` names. Raises ValueError."""
    if not text:
        return ()
    pairs = [tuple(int(each) for each in piece.split("-")) for piece in text.split(";")]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(text)
    return tuple((pair[0], pair[1]) for pair in pairs)


def _named(values: Mapping[str, str], prefix: str) -> Mapping[str, Any]:
    found = {name: of_cell(values[column]) for column, name in _columns(tuple(values), prefix) if values[column]}
    return found or NONE


@lru_cache(maxsize=16)
def _columns(header: tuple[str, ...], prefix: str) -> list[tuple[str, str]]:
    """The columns that begin with `prefix`, and what comes behind it."""
    return [(column, column[len(prefix) :]) for column in header if column.startswith(prefix)]


def _texts(text: str) -> list[str]:
    value = of_cell(text)
    listed = value if isinstance(value, list) else [value] if text else []
    return [each if isinstance(each, str) else str(each) for each in listed]


def _links(values: Mapping[str, str], source: str) -> list[SpanLink]:
    found = of_cell(values.get("links", ""))
    if not isinstance(found, dict) or not source:
        return []
    ends = ((role, end) for role, ids in found.items() if isinstance(ids, list) for end in ids)
    return [SpanLink("", role, source, end) for role, end in ends if isinstance(end, str)]


# -- tables of other origin -----------------------------------------------------------------------------------------


def read_others(
    path: str, records: Iterator[Record | Skipped], fields: Fields, reading: Reading, encoding: str
) -> Iterator[Item]:
    """The articles of any table with a label in each row; rows that follow each other and have one text are one article."""
    row: Row | None = None
    for record in chain(records, (None,)):
        if isinstance(record, Skipped):
            yield record
            continue
        text, meta = split_article(record[1], fields, _OF_SPAN) if record else (None, {})
        annotator = record[1].get("annotator") or None if record else None
        if row is not None and (record is None or text != row.text or annotator != row.annotator):
            yield from _counted(row, reading)
            row = None
        if record is None:
            return
        line, values = record
        if not text or text.isspace():
            yield Skipped(path, line, tr("The text is empty or white space only."))
            continue
        if row is None:
            row = Row(text, meta, annotator, path=path, line=line, encoding=encoding)
        found = _other_span(values)
        if isinstance(found, Span):
            row.spans.append(found)
        elif found:
            yield Mismatch(path, values["label"], tr("line {n}: {reason}", n=line, reason=found))


def _other_span(values: Mapping[str, str]) -> Span | str:
    if not (values["label"] or values["start"] or values["end"]):
        return ""
    if not values["label"]:
        return tr("it has no label")
    try:
        place = (int(values["start"]), int(values["end"]))
    except ValueError:
        return tr("its start and end are not whole numbers")
    quote = values.get("quote") or values.get("span") or None
    return Span(values.get("id", ""), values.get("layer") or None, values["label"], (place,), quote)


def _counted(row: Row, reading: Reading) -> Iterator[Item]:
    """A row whose offsets are code points, whatever the table counts; its quotes tell."""
    quoted = any(span.text is not None for span in row.spans)
    if reading.offset_unit or (quoted and not row.text.isascii()):
        claims = [(span.fragments, span.text) for span in row.spans]
        found = find_unit(row.text, claims, candidates(row.text, reading.offset_unit), exactly)
        if found.unit != CODEPOINT and any(found.fits):
            row.spans = [s._replace(fragments=p or s.fragments) for s, p in zip(row.spans, found.places, strict=True)]
            row.offset_unit = str(found.unit)
    yield row
