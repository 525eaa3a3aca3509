"""Files of the annotation tool doccano, in both styles: `label` with [start, end, name], or `entities` and `relations`.

The unit of the offsets is found by what is consistent in the whole file, so it is read twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.doccano_unit import UnitEvidence
from annotator.formats.doccano_writing import write
from annotator.formats.fields import USUAL_NAMES, Fields, split_article
from annotator.formats.json_objects import JsonObject, objects
from annotator.formats.offset_units import Unit, convert
from annotator.formats.reading import Item, Meter, Reading, Remark, shown
from annotator.formats.registry import Format
from annotator.model.exchange import Mismatch, Row, Skipped, Span, SpanLink, SpanNote
from annotator.model.phrases import later, tr

_SHAPE = re.compile(
    rb"""(?<!\\)"[^"\\]+"\s*:\s*\[\s*\[\s*\d+\s*,\s*\d+\s*,\s*"        # "label": [[0, 2, "ORG"
       | (?<!\\)"(?:label|entities)"\s*:\s*\[\s*\]                    # "label": []
       | (?<!\\)"(?:entities|annotations)"\s*:\s*\[\s*\{[^{}]*"start_offset"\s*:""",
    re.VERBOSE,
)
_OTHERS = re.compile(
    rb'(?<!\\)"(?:format"\s*:\s*"annotator/|spans"\s*:|_input_hash"|annotations"\s*:\s*\[\s*\{\s*"(?:id|result|completed_by)"\s*:)'
)
_LABELS = ("label", "labels", "entities", "annotations")
_COMMENTS = ("Comments", "comments")
_RELATIONS = "relations"


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file begins like one of doccano's."""
    return _SHAPE.search(head) is not None and (_OTHERS.search(head) is None or b'"start_offset"' in head)


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The rows of a file."""
    name, fields = shown(path), Fields(reading.fields)
    evidence = UnitEvidence(reading.offset_unit)
    for found in objects(path, Reading(encoding=reading.encoding, meter=Meter())):
        if isinstance(found, JsonObject) and isinstance(text := _text_of(found.value, fields), str):
            places = [(e.start, e.end, e.label) for e in _entities(found.value) if isinstance(e, _Entity)]
            evidence.look(text, places)
    unit, sure = evidence.decide()
    if evidence.differing:
        what = tr("The offsets are counted in {units}; they were converted.", units=unit.title)
        if not sure:
            what = tr("Nothing in the file tells how offsets are counted; {units} were taken.", units=unit.title)
        yield Remark(name, 0, what)
    for found in objects(path, reading):
        if isinstance(found, JsonObject):
            yield from _row(found, name, fields, unit, str(unit) if evidence.differing else "")
        else:
            yield found


def _text_of(value: dict[str, Any], fields: Fields) -> Any:
    name = next((name for name, field in fields.of(value).items() if field == "text"), None)
    if name is None and not fields.given.get("text"):
        name = _only_text(value)
    return None if name is None else value[name]


def _only_text(value: dict[str, Any]) -> str | None:
    """Where the text is that has another name: under `data`, as versions 1.4 and 1.5 wrote, else the only text there is."""
    texts = [name for name, each in value.items() if isinstance(each, str)]
    return "data" if "data" in texts else texts[0] if len(texts) == 1 else None


def _row(found: JsonObject, name: str, fields: Fields, unit: Unit, found_unit: str) -> Iterator[Item]:
    value = found.value
    labelled = _label_keys(value)
    leave_out = frozenset((*labelled, *_COMMENTS, _RELATIONS, "cats"))
    text, meta = split_article(value, fields, leave_out)
    if text is None and not fields.given.get("text") and (own := _only_text(value)) and own not in leave_out:
        text = meta.pop(own)
    if not isinstance(text, str):
        wanted = fields.given.get("text") or ", ".join(USUAL_NAMES["text"])
        yield Skipped(name, found.line, tr("It has no text ({names}); use --map text=NAME.", names=wanted))
        return
    if not text or text.isspace():
        yield Skipped(name, found.line, tr("The text is empty or white space only."))
        return
    row = Row(text, meta, path=name, line=found.line, encoding=found.encoding, offset_unit=found_unit)
    missed: list[Item] = []

    def miss(identity: str, reason: str) -> None:
        missed.append(Mismatch(name, identity, f"{found.where}: {reason}"))

    known = unit.scale(text)
    seen: Counter[str] = Counter()
    for entity in _entities(value):
        if isinstance(entity, str):
            miss(tr("label"), entity)
            continue
        called = entity.id or f"{entity.label} {entity.start}-{entity.end}"
        seen[called] += 1
        if seen[called] > 1 and not entity.id:
            called += f"~{seen[called]}"
        fragments = convert(known, ((entity.start, entity.end),))
        if fragments is None:
            miss(called, tr("{places} cuts a character", places=f"{entity.start}-{entity.end}"))
            continue
        row.spans.append(Span(called, None, entity.label, fragments, entity.text))
    for relation in _dicts(value.get(_RELATIONS)):
        source, target, role = (
            _id(relation.get("from_id")),
            _id(relation.get("to_id")),
            relation.get("type", relation.get("label")),
        )
        if not (source and target and isinstance(role, str) and role):
            miss(tr("relation"), tr("it needs from_id, to_id and type"))
        else:
            row.links.append(SpanLink(f"{role} {source} {target}", role, source, target))
    _take_rest(row, value)
    yield row
    yield from missed


def _take_rest(row: Row, value: dict[str, Any]) -> None:
    """Labels of the whole article, and comments."""
    for key in ("cats", *_LABELS):
        names = value.get(key)
        if isinstance(names, list) and names and all(isinstance(each, str) for each in names):
            row.labels = {**row.labels, key: names}
    for key in _COMMENTS:
        comments = value.get(key)
        for comment in comments if isinstance(comments, list) else ():
            text = comment.get("text") if isinstance(comment, dict) else comment
            if isinstance(text, str) and text.strip():
                row.notes.append(SpanNote(f"comment {len(row.notes) + 1} {text}", text))


class _Entity:
    """A label as the file has it."""

    __slots__ = ("end", "id", "label", "start", "text")

    def __init__(self, start: int, end: int, label: str, identity: str = "", text: str | None = None) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.id = identity
        self.text = text


def _label_keys(value: dict[str, Any]) -> list[str]:
    """Where the labels of an object are: under the usual names, else wherever there are [start, end, name]."""
    usual = [key for key in _LABELS if isinstance(value.get(key), list)]
    filled = [key for key in usual if any(not isinstance(each, str) for each in value[key])]
    return (
        usual if filled else [*usual, *(key for key, each in value.items() if key not in usual and _are_triples(each))]
    )


def _are_triples(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(_entity(each), _Entity) for each in value) and all(
        isinstance(each, list) for each in value
    )  # fmt: skip


def _entities(value: dict[str, Any]) -> Iterator[_Entity | str]:
    """The labels of an object, or what is wrong with one. Where two keys say the same, the first counts."""
    taken = False
    for key in _label_keys(value):
        listed = [each for each in value[key] if not isinstance(each, str)]
        found = [_entity(each) for each in listed]
        if taken and key in ("annotations", "labels"):
            continue  # older exports say the same twice, here with the numbers of labels
        taken = taken or bool(found)
        yield from found


def _entity(value: Any) -> _Entity | str:
    if isinstance(value, list):
        if len(value) != 3 or type(value[0]) is not int or type(value[1]) is not int or not isinstance(value[2], str):
            return tr("it is not of the form [start, end, name]")
        return _Entity(value[0], value[1], value[2])
    if not isinstance(value, dict):
        return tr("it is no object")
    start, end = value.get("start_offset", value.get("start")), value.get("end_offset", value.get("end"))
    label, text = value.get("label"), value.get("text")
    if type(start) is not int or type(end) is not int:
        return tr("its start_offset and end_offset are not whole numbers")
    if type(label) is int:
        label = str(label)
    if not isinstance(label, str) or not label:
        return tr("it has no label")
    return _Entity(start, end, label, _id(value.get("id")), text if isinstance(text, str) else None)


def _id(value: Any) -> str:
    """An id as text; ids are numbers that mean something in one installation only."""
    if isinstance(value, str):
        return value
    return str(value) if type(value) is int else ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


DOCCANO = Format(
    "doccano",
    later("doccano, JSON lines"),
    (".jsonl", ".json"),
    read=read,
    write=write,
    recognises=recognises,
    asks=("fragments", "unit"),
)
