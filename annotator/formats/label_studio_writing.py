"""Writing tasks for Label Studio, with the labelling configuration beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

from annotator.formats import label_studio_config as config
from annotator.formats.flat_labels import Flat, flat_labels, kept_links
from annotator.formats.label_studio_results import LAYER
from annotator.formats.losses import Losses
from annotator.formats.writing import Writing
from annotator.model.exchange import Loss, Row, SpanLink
from annotator.model.phrases import tr
from annotator.model.schema import Attribute

BESIDE = ".config.xml"
"""What the configuration's name ends in, behind that of the tasks."""
_NO_METADATA = frozenset(("brat", "sources", config.TEXT))


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """One task for each article, with an annotation of each annotator and a prediction of each source of suggestions."""
    losses = Losses()
    results = _Results(writing)
    with target.open("wb", buffering=1 << 20) as stream:
        before = b"[\n"
        for _, group in groupby(rows, key=lambda row: row.id or row.text):
            stream.write(before + orjson.dumps(_task(list(group), results, losses), default=dict))
            before = b",\n"
        stream.write(b"[]\n" if before == b"[\n" else b"\n]\n")
    target.with_name(target.name + BESIDE).write_text(config.made(writing.schema), encoding="utf-8")
    return losses.listed()


def _task(rows: list[Row], results: _Results, losses: Losses) -> dict[str, Any]:
    first = rows[0]
    data = {config.TEXT: first.text}
    data |= {name: value for name, value in first.meta.items() if name not in _NO_METADATA}
    annotations: list[dict[str, Any]] = []
    predictions: list[dict[str, Any]] = []
    for row in rows:
        _count(row, losses)
        pending = {span.id for span in row.spans if span.origin and span.origin.get("decision") == "pending"}
        flats = flat_labels(row, results.writing, losses)
        decided = [flat for flat in flats if flat.span.id not in pending]
        links = kept_links(row, {flat.span.id for flat in flats}, losses)
        if decided or row.labels or row.status in ("done", "skipped"):
            annotations.append(_annotation(row, results.of(row, decided, links, whole=True)))
        by_source: defaultdict[str, list[Flat]] = defaultdict(list)
        for flat in flats:
            if flat.span.id in pending:
                by_source[str((flat.span.origin or {}).get("source") or "")].append(flat)
        for source, found in by_source.items():
            predictions.append({"model_version": source, "result": results.of(row, found, links, whole=False)})
    return {"data": data, "annotations": annotations, "predictions": predictions}


def _annotation(row: Row, result: list[dict[str, Any]]) -> dict[str, Any]:
    # Label Studio refuses a file in which `completed_by` is nobody it knows, so the name stands elsewhere.
    found = {
        "result": result,
        "was_cancelled": row.status == "skipped",
        "ground_truth": (row.annotator or "").casefold() == "gold",
        "lead_time": row.seconds,
        "annotator": row.annotator,
        "status": row.status or "open",
    }
    return found | ({"reason": row.reason} if row.reason else {})


class _Results:
    """Makes `result` lists."""

    def __init__(self, writing: Writing) -> None:
        self.writing = writing
        schema = writing.schema
        self._attributes: dict[tuple[str, str], Attribute] = {
            (layer.id, attribute.name): attribute for layer in schema.layers for attribute in layer.attributes
        }
        self._attributes |= {("", attribute.name): attribute for attribute in schema.article}

    def of(self, row: Row, flats: Sequence[Flat], links: Sequence[SpanLink], *, whole: bool) -> list[dict[str, Any]]:
        """The items for some labels of a row; with `whole` also those about the whole article."""
        found: list[dict[str, Any]] = []
        first: dict[str, str] = {}
        notes: defaultdict[str, list[str]] = defaultdict(list)
        for note in row.notes:
            if note.span is not None:
                notes[note.span].append(note.text)
        for number, flat in enumerate(flats):
            span = flat.span
            region = span.id if span.id not in first else f"{span.id}:{number}"
            value = {"start": flat.start, "end": flat.end, "text": row.text[flat.start : flat.end]}
            item: dict[str, Any] = {
                "id": region,
                "from_name": f"{LAYER}{span.layer}",
                "to_name": config.TEXT,
                "type": "labels",
                "origin": "manual" if whole else "prediction",
                "value": {**value, "labels": [span.label]},
            }
            if not whole and span.origin and span.origin.get("score") is not None:
                item["score"] = span.origin["score"]
            if span.id not in first and notes[span.id]:
                item["meta"] = {"text": notes[span.id]}
            first.setdefault(span.id, region)
            found.append(item)
            found += [
                {
                    "id": region,
                    "from_name": config.control_of(span.layer or "", name),
                    "to_name": config.TEXT,
                    **self._answer(span.layer or "", name, answer, value),
                }
                for name, answer in span.attributes.items()
            ]
        found += [
            {
                "type": "relation",
                "from_id": first[link.source],
                "to_id": first[link.target],
                "direction": "right",
                "labels": [link.role],
            }
            for link in links
            if link.source in first and link.target in first
        ]
        if whole:
            found += [
                {
                    "id": f"article-{name}",
                    "from_name": config.control_of("", name),
                    "to_name": config.TEXT,
                    **self._answer("", name, answer, {}),
                }
                for name, answer in row.labels.items()
            ]
        return found

    def _answer(self, layer: str, name: str, answer: Any, place: dict[str, Any]) -> dict[str, Any]:
        """Type and value of an item that answers a control."""
        tag = config.kind_of(self._attributes.get((layer, name)))
        several = answer if isinstance(answer, list) else [answer]
        texts = [str(each).lower() if isinstance(each, bool) else str(each) for each in several]
        if tag == "Choices":
            return {"type": "choices", "value": {**place, "choices": texts}}
        if tag == "Number" and isinstance(answer, (int, float)) and not isinstance(answer, bool):
            return {"type": "number", "value": {**place, "number": answer}}
        return {"type": "textarea", "value": {**place, "text": texts}}


def _count(row: Row, losses: Losses) -> None:
    no_place = tr("The format has no place for them.")
    whole = sum(1 for note in row.notes if note.span is None)
    losses.add(tr("notes on whole articles"), tr("Label Studio has notes on labels only."), whole)
    settled = sum(1 for note in row.notes if note.state == "settled")
    losses.add(tr("marks of settled notes"), no_place, settled)
    losses.add(tr("flags"), no_place, row.flagged)
    losses.add(tr("metadata"), tr("The name means the text in Label Studio."), config.TEXT in row.meta)
