"""From a JSON object to a row: articles by the usual names of their parts, labels in the native shape.

Rows of the native format and rows of anybody else's JSON go the same way: `spans` with start, end and label are labels.
A span is taken as it is given; whether it fits its text is not asked here.
"""

from __future__ import annotations

import math
from typing import Any

from annotator.formats import strict_json
from annotator.formats.fields import USUAL_NAMES, Fields, split_article
from annotator.formats.reading import Item, Remark
from annotator.formats.strict_json import BadJson
from annotator.model.annotation import NONE, Fragments
from annotator.model.exchange import Mismatch, Row, Skipped, Span, SpanLink, SpanNote
from annotator.model.phrases import tr

NATIVE = "annotator/1"
_FAMILY = "annotator/"
_STATUSES = ("open", "done", "skipped")
_NOTHING: frozenset[str] = frozenset()
_SPAN_KEYS = ("id", "layer", "label", "start", "end", "text", "fragments", "attributes", "origin", "created", "updated",
              "revision", "guidelines")  # fmt: skip
"""The keys of a span in the order in which exports write them."""
_new_tuple = tuple.__new__
"""Makes a named tuple at a third of the cost of calling its class."""
_LABELLED = frozenset(("spans", "links", "annotator", "text_sha256", "offset_unit"))
"""Keys of a row with labels that are no metadata."""


class RowMaker:
    """Makes the rows of one file. `path` is what the file is called in messages."""

    def __init__(self, path: str, fields: Fields) -> None:
        self._path = path
        self._fields = fields

    def make(self, data: bytes, line: int, encoding: str) -> list[Item]:
        """What one JSON text holds: a row with what is to be said about it, or the reason why it is none."""
        try:
            value, replaced = strict_json.parse(data)
            items = self.of_value(value, line, encoding)
            if items is None:  # a number that only the slow way keeps
                value, replaced = strict_json.parse_slowly(data)
                items = self.of_value(value, line, encoding, exact=True)
        except BadJson as error:
            return [Skipped(self._path, line, str(error))]
        items = items or []
        if replaced:
            items.append(self.replaced(line, replaced))
        return items

    def replaced(self, line: int, count: int) -> Remark:
        what = tr("{n} lone surrogates became U+FFFD.", n=count)
        return Remark(self._path, line, what)

    def of_value(
        self, value: Any, line: int, encoding: str, *, exact: bool = False, item: int = 0
    ) -> list[Item] | None:
        """As `make`, for a parsed value; None where a number was rounded by parsing (never if `exact`).

        `item` is the position in a list, for messages. Raises BadJson for what is nested too deeply.
        """
        if not isinstance(value, dict):
            return [self._skipped(line, item, tr("This is no object."))]
        family = value.get("format")
        native = isinstance(family, str) and family.startswith(_FAMILY)
        if native and family != NATIVE:
            return [self._skipped(line, item, tr("It is in the later format {name}; update Annotator.", name=family))]
        spans = value.get("spans")
        labelled = native or _are_spans(spans)
        meta: dict[str, Any]
        if native:
            text, meta = value.get("text"), _object(value.get("meta"))
            if self._fields.given:
                text, meta = split_article({"text": text, **meta}, self._fields, _NOTHING)
        else:
            text, meta = split_article(value, self._fields, _LABELLED if labelled else _NOTHING)
        if strict_json.check(meta, 1 if native else 0) and not exact:
            return None
        if not isinstance(text, str):
            return [self._skipped(line, item, self._no_text(value, text))]
        if not text or text.isspace():
            return [self._skipped(line, item, tr("The text is empty or white space only."))]
        row = Row(text, meta, path=self._path, line=line, encoding=encoding)
        items: list[Item] = [row]
        if labelled:
            return items if self._take_labels(row, value, items, native, exact) else None
        return items

    def _skipped(self, line: int, item: int, reason: str) -> Skipped:
        return Skipped(self._path, line, tr("Item {n}: {reason}", n=item, reason=reason) if item else reason)

    def _no_text(self, value: dict[str, Any], text: Any) -> str:
        if text is not None:
            return tr("Its text is no text.")
        wanted = self._fields.given.get("text") or ", ".join(USUAL_NAMES["text"])
        return tr("It has no text ({names}); use --map text=NAME.", names=wanted)

    def _take_labels(self, row: Row, value: dict[str, Any], items: list[Item], native: bool, exact: bool) -> bool:
        """Fills `row` with what the object says besides text and metadata. False where a number was rounded."""
        name = value.get("annotator")
        row.annotator = name if isinstance(name, str) and name.strip() else None
        found = value.get("text_sha256")
        row.sha256 = found if isinstance(found, str) else ""
        unit = value.get("offset_unit", "codepoint")
        doubtful = False
        for data in _list(value.get("spans")):
            span = _plain_span(data) or _span(data)
            if unit != "codepoint":
                span = tr("its offsets are counted in “{unit}”, not in code points", unit=unit)
            if type(span) is str:
                items.append(self._mismatch(row, _called(data), span))
                continue
            assert isinstance(span, Span), "else it is a reason"
            if span.attributes:
                doubtful |= strict_json.check(span.attributes, 4)
            row.spans.append(span)
        for data in _list(value.get("links")):
            link = _link(data)
            if link is not None:
                row.links.append(link)
            elif native or _are_links(value["links"]):
                items.append(self._mismatch(row, _called(data), tr("a link needs role, from and to")))
            else:
                row.meta = {**row.meta, "links": value["links"]}
                break
        if native:
            doubtful |= self._take_work(row, value, items)
        return exact or not doubtful

    def _take_work(self, row: Row, value: dict[str, Any], items: list[Item]) -> bool:
        status = value.get("status", "")
        if status in _STATUSES:
            row.status = status
        elif status:
            items.append(self._mismatch(row, "status", tr("“{status}” is no status", status=status)))
        row.reason = _text(value.get("reason"))
        row.flagged = value.get("flagged") is True
        row.schema = _text(value.get("schema"))
        row.id = _text(value.get("id"))
        row.imported = _text(value.get("imported"))
        seconds = value.get("seconds")
        if isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and 0 <= seconds < math.inf:
            row.seconds = float(seconds)
        labels = _object(value.get("labels"))
        row.labels = labels or NONE
        for data in _list(value.get("notes")):
            note = _note(data)
            if note is None:
                items.append(self._mismatch(row, _called(data), tr("a note needs a text")))
            else:
                row.notes.append(note)
        return strict_json.check(labels, 2)

    def _mismatch(self, row: Row, identity: str, reason: str) -> Mismatch:
        return Mismatch(
            self._path, identity, tr("line {n}: {reason}", n=row.line, reason=reason) if row.line else reason
        )


def _are_spans(value: Any) -> bool:
    """Whether a value under `spans` is meant as labels: a list of objects that have a label, or a start."""
    return isinstance(value, list) and any(
        isinstance(each, dict) and ("label" in each or "start" in each) for each in value
    )


def _are_links(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) and "role" in each for each in value)


def _plain_span(data: Any) -> Span | None:
    """The span in an object that is exactly as exports write it, in one fragment; None for all others: `_span` knows.

    Imports read hundreds of thousands of these.
    """
    if type(data) is not dict or tuple(data) != _SPAN_KEYS:
        return None
    (identity, layer, label, start, end, text, pieces, attributes, origin, created, updated, revision,
     guidelines) = data.values()  # fmt: skip  # one value after the other
    if (
        type(start) is int
        and type(end) is int
        and pieces == [[start, end]]
        and type(identity) is type(layer) is type(label) is type(text) is str
        and type(attributes) is type(origin) is dict
        and label
    ):
        return _new_tuple(
            Span,
            (identity, layer, label, ((start, end),), text, start, end, attributes or NONE, origin, created, updated,
             revision, guidelines),
        )  # fmt: skip
    return None


def _span(data: Any) -> Span | str:
    """The span in an object, or what is wrong with it."""
    if not isinstance(data, dict):
        return tr("it is no object")
    get = data.get
    label = get("label")
    if type(label) is not str or not label:
        return tr("it has no label")
    start, end = get("start"), get("end")
    pieces = get("fragments", get("segments"))
    if pieces is None:
        if type(start) is not int or type(end) is not int:
            return tr("its start and end are not whole numbers")
        fragments: Fragments = ((start, end),)
    else:
        found = _fragments(pieces)
        if found is None:
            return tr("its fragments are not pairs of whole numbers")
        fragments = found
        if (start is not None and type(start) is not int) or (end is not None and type(end) is not int):
            return tr("its start and end are not whole numbers")
    identity, layer, text = get("id"), get("layer"), get("text")
    if len(data) == 3 + ("id" in data) + ("layer" in data) + ("text" in data) and pieces is None:
        return _new_tuple(
            Span,
            (_text(identity), layer if type(layer) is str else None, label, fragments, text if type(text) is str else None,
             start, end, NONE, None, "", "", 1, 0),
        )  # fmt: skip  # start, end and label, and nothing that has to be looked for
    attributes, origin = get("attributes"), get("origin")
    if attributes is not None and not isinstance(attributes, dict):
        return tr("its attributes are no object")
    return Span(
        identity if type(identity) is str else _text(identity),
        layer if type(layer) is str else None,
        label,
        fragments,
        text if type(text) is str else None,
        start,
        end,
        attributes or NONE,
        origin if type(origin) is dict else None,
        get("created") or "",
        get("updated") or "",
        get("revision", 1),
        get("guidelines", 0),
    )


def _fragments(value: Any) -> Fragments | None:
    if type(value) is not list or not value:
        return None
    found = []
    for piece in value:
        if type(piece) is not list or len(piece) != 2 or type(piece[0]) is not int or type(piece[1]) is not int:
            return None
        found.append((piece[0], piece[1]))
    return tuple(found)


def _link(data: Any) -> SpanLink | None:
    if not isinstance(data, dict):
        return None
    role, source, target = _text(data.get("role")), _text(data.get("from")), _text(data.get("to"))
    if not (role and source and target):
        return None
    origin = data.get("origin")
    return SpanLink(
        _text(data.get("id")),
        role,
        source,
        target,
        origin if isinstance(origin, dict) else None,
        _text(data.get("created")),
        _text(data.get("updated")),
        data.get("revision", 1),
        data.get("guidelines", 0),
    )


def _note(data: Any) -> SpanNote | None:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return None
    span = _text(data.get("span"))
    state = "settled" if data.get("state") == "settled" else "open"
    created, updated = _text(data.get("created")), _text(data.get("updated"))
    return SpanNote(_text(data.get("id")), data["text"], span or None, state, created, updated, data.get("revision", 1))


def _called(data: Any) -> str:
    """What a malformed span or link is called in a message."""
    if not isinstance(data, dict):
        return str(data)[:80]
    return (
        _text(data.get("id"))
        or f"{data.get('label', data.get('role', ''))} {data.get('start', '')}-{data.get('end', '')}"
    )


def _text(value: Any) -> str:
    """A text, or a whole number as one (ids are often numbers); anything else is nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
