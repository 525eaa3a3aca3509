"""Writing JSON lines for doccano, in UTF-16 units (or grapheme clusters): the `label` style, or `entities` and `relations` once there is a link."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from annotator.formats.flat_labels import flat_labels, kept_links
from annotator.formats.losses import Losses, where
from annotator.formats.writing import Writing, clashing_names
from annotator.model.exchange import Loss, Row
from annotator.model.offsets import Utf16Offsets, scale
from annotator.model.phrases import tr

_OWN = frozenset(("text", "label", "labels", "entities", "relations", "annotations", "cats", "Comments", "comments"))
_CATEGORIES = "cats"
"""What doccano calls labels of the whole text, in projects that have labels inside it too."""
_NO_METADATA = frozenset(("brat", "sources"))


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """One line for each row. All lines of a file are of one style, as doccano wants it."""
    losses, clashing = Losses(), clashing_names(writing.schema)
    plain = True
    people: set[str | None] = set()
    numbers = _Numbers()
    with target.open("wb+", buffering=1 << 20) as stream:
        for row in rows:
            people.add(row.annotator)
            first = numbers.entities
            line, relations = _line(row, writing, losses, numbers)
            if relations and plain:
                plain = False
                _restyle(stream, target)
            if not plain:
                line = _with_relations(line, relations, first)
            stream.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            _count(row, losses, clashing)
            if len(people) > 1:
                losses.add(tr("annotators"), tr("The file does not say whose labels they are; there are several."))
    return losses.listed()


class _Numbers:
    """The ids of entities and relations, unique in the file."""

    def __init__(self) -> None:
        self.entities = 0
        self.relations = 0


def _line(row: Row, writing: Writing, losses: Losses, numbers: _Numbers) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A line in the style without relations, and the relations."""
    to_unit = Utf16Offsets(row.text).to_utf16 if writing.unit == "utf16" else scale(row.text, writing.unit).to_unit
    labels = []
    ids: dict[str, int] = {}
    last = 0
    for span, flat_start, flat_end in flat_labels(row, writing, losses):
        start, end = to_unit(flat_start), to_unit(flat_end)
        if start is None or end is None:
            reason = tr("They were left out: in grapheme clusters no place is inside a character.")
            losses.add(tr("labels that cut a character"), reason, which=where(row, span))
            continue
        ids.setdefault(span.id, numbers.entities)
        labels.append((start, end, span.label))
        numbers.entities += 1
        if flat_start < last:
            reason = tr("doccano takes them only into a project that allows overlapping labels.")
            losses.add(tr("overlapping labels"), reason, which=where(row, span))
        last = max(last, flat_end)
    relations = []
    for link in kept_links(row, set(ids), losses):
        relations.append(
            {"id": numbers.relations, "from_id": ids[link.source], "to_id": ids[link.target], "type": link.role}
        )
        numbers.relations += 1
    meta = {name: value for name, value in row.meta.items() if name not in _OWN and name not in _NO_METADATA}
    line: dict[str, Any] = {
        "text": row.text,
        "label": labels,
        "Comments": [note.text for note in row.notes],
        # doccano fills a column that some lines lack with NaN, which its database then refuses: each line has all.
        _CATEGORIES: row.labels.get(_CATEGORIES, []),
        "meta": meta,
    }
    return line, relations


def _with_relations(line: dict[str, Any], relations: list[dict[str, Any]], first: int) -> dict[str, Any]:
    """A line in the style with relations; its entities are numbered from `first` on."""
    entities = [
        {"id": number, "label": label, "start_offset": start, "end_offset": end}
        for number, (start, end, label) in enumerate(line["label"], first)
    ]
    rest = {name: value for name, value in line.items() if name not in ("text", "label")}
    return {"text": line["text"], "entities": entities, "relations": relations} | rest


def _restyle(stream: BinaryIO, target: Path) -> None:
    """Brings the lines that are written already into the style with relations, a line at a time."""
    stream.flush()
    beside = target.with_name(target.name + ".restyled")
    number = 0
    with target.open("rb") as before, beside.open("wb", buffering=1 << 20) as after:
        for data in before:
            line = orjson.loads(data)
            restyled = _with_relations(line, [], number)
            number += len(line["label"])
            after.write(orjson.dumps(restyled, option=orjson.OPT_APPEND_NEWLINE))
    with beside.open("rb") as after:
        stream.seek(0)
        while chunk := after.read(1 << 20):
            stream.write(chunk)
    os.unlink(beside)


def _count(row: Row, losses: Losses, clashing: frozenset[tuple[str | None, str]]) -> None:
    no_place = tr("The format has no place for them.")
    losses.add(tr("attributes"), no_place, sum(len(span.attributes) for span in row.spans if span.attributes))
    on_labels = sum(1 for note in row.notes if note.span is not None)
    losses.add(tr("notes on labels"), tr("They became comments on the article."), on_labels)
    losses.add(
        tr("metadata"), tr("The name means something else in doccano."), sum(1 for name in row.meta if name in _OWN)
    )
    losses.add(tr("labels of whole articles"), no_place, sum(1 for name in row.labels if name != _CATEGORIES))
    losses.work(row)
    losses.pending(row)
    losses.layers(row, clashing)
