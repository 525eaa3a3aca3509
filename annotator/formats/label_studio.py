"""JSON of the annotation tool Label Studio: tasks with everybody's annotations and with predictions of models.

Offsets are code points, in older exports UTF-16 units: the quotes tell. A prediction is a suggestion. Also its small form,
JSON_MIN, which knows neither ids nor relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats import label_studio_results
from annotator.formats.fields import USUAL_NAMES, Fields, split_article
from annotator.formats.json_objects import JsonObject, objects
from annotator.formats.label_studio_markup import Page, is_markup
from annotator.formats.label_studio_writing import write
from annotator.formats.reading import Item, Reading, Remark, shown
from annotator.formats.registry import Format
from annotator.model.exchange import Mismatch, Row, Skipped
from annotator.model.phrases import later, tr

_TASK = re.compile(rb'(?<!\\)"data"\s*:\s*\{')
_WORK = re.compile(rb'(?<!\\)"(?:annotations|completions|predictions)"\s*:\s*\[|(?<!\\)"from_name"\s*:')
_BARE = re.compile(rb'\s*(?:\xef\xbb\xbf)?\s*\[?\s*\{\s*(?:"id"\s*:\s*\d+\s*,\s*)?"data"\s*:\s*\{')
_SMALL = re.compile(rb'(?<!\\)"annotation_id"\s*:|(?<!\\)"lead_time"\s*:')
_TASK_KEYS = frozenset(("data", "annotations", "completions", "predictions", "meta"))
_SMALL_KEYS = frozenset(("annotator", "annotation_id", "created_at", "updated_at", "lead_time"))
_MODEL = "label-studio"
"""What a prediction comes from that does not say which model made it."""


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file begins like a list of tasks."""
    if _BARE.match(head) or (_TASK.search(head) and _WORK.search(head)):
        return True
    return _SMALL.search(head) is not None and b'"labels"' in head


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The rows of a file: one for each annotation of a task, one for a task without any."""
    name, fields = shown(path), Fields(reading.fields)
    for found in objects(path, reading):
        if isinstance(found, JsonObject):
            yield from _Task(found, name, reading).items(fields)
        else:
            yield found


class _Task:
    """One task."""

    def __init__(self, found: JsonObject, name: str, reading: Reading) -> None:
        self._value = found.value
        self._found = found
        self._name = name
        self._reading = reading
        self._page: Page | None = None
        """The text of the task where that is HTML."""

    def items(self, fields: Fields) -> Iterator[Item]:
        value = self._value
        data = value.get("data")
        annotations = _list(value, "annotations", "completions")
        small: dict[str, Any] | None = None
        if not isinstance(data, dict):
            small = _small_annotation(value)
            data = {key: each for key, each in value.items() if key not in _SMALL_KEYS and not _are_regions(each)}
            annotations = [small] if small else []
        text, meta = _article(data, fields)
        if small is None:
            if type(value.get("id")) is int and "id" not in meta:
                meta = {"id": value["id"], **meta}
            more = value.get("meta")
            meta |= {key: each for key, each in more.items() if key not in meta} if isinstance(more, dict) else {}
        if not isinstance(text, str):
            wanted = fields.given.get("text") or ", ".join(USUAL_NAMES["text"])
            yield self._skipped(tr("It has no text ({names}); use --map text=NAME.", names=wanted))
            return
        if not text or text.isspace():
            yield self._skipped(tr("The text is empty or white space only."))
            return
        given = [each.get("result") for each in (*annotations, *_list(value, "predictions"))]
        if any(map(is_markup, given)):
            page = Page(text)
            if page.text.strip():
                text, self._page = page.text, page
        rows = [self._row(text, meta, annotation) for annotation in annotations] or [(self._bare(text, meta), [])]
        for prediction in _list(value, "predictions"):
            rows[0][1].extend(self._take_prediction(rows[0][0], prediction))
        for row, notes in rows:
            yield row
            yield from notes

    def _result(self, work: dict[str, Any]) -> Any:
        """The `result` of an annotation or prediction, its regions in the text of the row."""
        result = work.get("result")
        return result if self._page is None else self._page.with_places(result)

    def _skipped(self, reason: str) -> Skipped:
        found = self._found
        return Skipped(self._name, found.line, reason if found.line else f"{found.where}: {reason}")

    def _bare(self, text: str, meta: dict[str, Any]) -> Row:
        found = self._found
        return Row(text, meta, path=self._name, line=found.line, encoding=found.encoding, values_are_texts=True)

    def _row(self, text: str, meta: dict[str, Any], annotation: dict[str, Any]) -> tuple[Row, list[Item]]:
        row, notes = self._bare(text, meta), list[Item]()
        row.annotator = _annotator(annotation)
        seconds = annotation.get("lead_time")
        if isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and 0 <= seconds < 1e12:
            row.seconds = float(seconds)
        cancelled = annotation.get("was_cancelled") is True
        said = annotation.get("status")
        row.status = said if said in ("open", "done", "skipped") else "skipped" if cancelled else "done"
        results = label_studio_results.parse(self._result(annotation), text, self._reading.offset_unit, None)
        if cancelled:
            reason = annotation.get("reason")
            row.reason = reason if isinstance(reason, str) else tr("cancelled in Label Studio")
            if results.spans:
                what = tr("{n} labels of a cancelled annotation were not taken.", n=len(results.spans))
                notes.append(Remark(self._name, self._found.line, what))
            return row, notes
        row.spans, row.links, row.notes, row.labels = results.spans, results.links, results.notes, results.labels
        row.offset_unit = results.unit
        return row, notes + self._missed(results)

    def _take_prediction(self, row: Row, prediction: dict[str, Any]) -> list[Item]:
        source, score = prediction.get("model_version"), prediction.get("score")
        origin = {
            "kind": "suggestion",
            "source": source if isinstance(source, str) and source else _MODEL,
            "score": score if isinstance(score, (int, float)) and not isinstance(score, bool) else None,
            "decision": "pending",
        }
        results = label_studio_results.parse(self._result(prediction), row.text, self._reading.offset_unit, origin)
        taken = {span.id for span in row.spans}
        renamed = {span.id: f"{origin['source']}:{span.id}" if span.id in taken else span.id for span in results.spans}
        row.spans += [span._replace(id=renamed[span.id]) for span in results.spans]
        row.links += [link._replace(source=renamed[link.source], target=renamed[link.target]) for link in results.links]
        row.offset_unit = row.offset_unit or results.unit
        return self._missed(results)

    def _missed(self, results: label_studio_results.Results) -> list[Item]:
        where = self._found.where
        return [Mismatch(self._name, identity, f"{where}: {reason}") for identity, reason in results.missed]


def _article(data: dict[str, Any], fields: Fields) -> tuple[Any, dict[str, Any]]:
    """Text and metadata of a task; the text is under one of the usual names, or the only text there is."""
    text, meta = split_article(data, fields, frozenset())
    if text is None and not fields.given.get("text"):
        texts = [key for key, value in data.items() if isinstance(value, str) and not value.startswith(("http", "/"))]
        if len(texts) == 1 or "html" in texts:
            name = "html" if "html" in texts else texts[0]
            return data[name], {key: value for key, value in meta.items() if key != name}
    return text, meta


def _annotator(annotation: dict[str, Any]) -> str | None:
    """Who made an annotation: a name that Annotator wrote, an address, a name, else the number of the user."""
    if isinstance(own := annotation.get("annotator"), str) and own.strip():
        return own
    who = annotation.get("completed_by", annotation.get("annotator"))
    if isinstance(who, dict):
        full = " ".join(str(who.get(key) or "") for key in ("first_name", "last_name")).strip()
        named = next((who[key] for key in ("email", "username") if isinstance(who.get(key), str) and who[key]), full)
        if named:
            return str(named)
        who = who.get("id")
    if isinstance(who, str) and who.strip():
        return who
    return tr("user {n}", n=who) if type(who) is int else None


def _list(value: dict[str, Any], *keys: str) -> list[dict[str, Any]]:
    found: Any = next((value[key] for key in keys if isinstance(value.get(key), list)), [])
    return [each for each in found if isinstance(each, dict)]


def _small_annotation(value: dict[str, Any]) -> dict[str, Any] | None:
    """The annotation in an object of the small form, in which each control is a key."""
    result = []
    for control, regions in value.items():
        if _are_regions(regions):
            result += [
                {"id": f"{control} {number}", "from_name": control, "type": "labels", "value": region}
                for number, region in enumerate(regions, 1)
            ]
    if not result and "annotation_id" not in value:
        return None
    return {"result": result, **{key: value[key] for key in ("annotator", "lead_time") if key in value}}


def _are_regions(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, dict) and "start" in each and isinstance(each.get("labels"), list) for each in value)
    )


LABEL_STUDIO = Format(
    "label-studio",
    later("Label Studio, JSON"),
    (".json", ".jsonl"),
    read=read,
    write=write,
    recognises=recognises,
    asks=("fragments",),
)
