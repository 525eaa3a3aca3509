"""What one annotation (or prediction) of Label Studio says: regions, what is asked about each, relations.

All items with one id are one region: its label, the answers of controls that ask about each region, notes in its `meta`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.offset_units import FoundUnit, candidates, find_unit
from annotator.model.annotation import Fragments, quote_of
from annotator.model.exchange import Span, SpanLink, SpanNote
from annotator.model.phrases import tr

LAYER = "layer_"
"""How a control begins that holds the labels of one of our layers."""
ARTICLE = "article"
"""What stands before the point in the name of a control that asks about the whole article."""
_SPACES = re.compile(r"(?:\s|\\n)+")
_LABELS = ("labels", "hypertextlabels", "paragraphlabels")
_ANSWERS = ("choices", "taxonomy", "rating", "number", "text", "datetime")


@dataclass
class Results:
    """The content of a `result` list."""

    spans: list[Span] = field(default_factory=list)
    links: list[SpanLink] = field(default_factory=list)
    notes: list[SpanNote] = field(default_factory=list)
    labels: dict[str, Any] = field(default_factory=dict)
    """Of the whole article."""
    missed: list[tuple[str, str]] = field(default_factory=list)
    """Id and reason of what is not taken."""
    unit: str = ""
    """How offsets are counted, where there are quotes to tell."""


@dataclass
class _Region:
    id: str
    control: str = ""
    labels: list[str] = field(default_factory=list)
    place: tuple[int, int] | None = None
    quote: str | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    score: float | None = None
    fault: str = ""

    @property
    def layer(self) -> str | None:
        return self.control[len(LAYER) :] if self.control.startswith(LAYER) and self.control != LAYER else None


def parse(result: Any, text: str, only_unit: str | None, origin: Mapping[str, Any] | None) -> Results:
    """The content of a `result` list for an article. `origin`: of its labels, the score of each is added."""
    found = Results()
    items = [item for item in result if isinstance(item, dict)] if isinstance(result, list) else []
    regions = _regions(items, found)
    placed = [region for region in regions.values() if region.place is not None and region.labels]
    claims = [((region.place,), region.quote) for region in placed if region.place is not None]
    unit = find_unit(text, claims, candidates(text, only_unit), agrees)
    if any(quote is not None for _, quote in claims):
        found.unit = str(unit.unit)
    fitting = dict(zip([region.id for region in placed], _fits(unit), strict=True))
    for region in regions.values():
        _take(region, fitting.get(region.id), text, found, origin)
    taken = {span.id for span in found.spans}
    for item in items:
        if item.get("type") == "relation":
            _take_relation(item, taken, found)
    return found


def _fits(unit: FoundUnit) -> Iterator[tuple[Fragments | None, bool]]:
    yield from zip(unit.places, unit.fits, strict=True)


def _regions(items: list[dict[str, Any]], found: Results) -> dict[str, _Region]:
    """The regions of a text by id. Answers about the whole text go to `found`."""
    regions: dict[str, _Region] = {}
    for number, item in enumerate(items, 1):
        value, kind = item.get("value"), item.get("type")
        if kind == "relation" or not isinstance(value, dict):
            continue
        control = item.get("from_name")
        control = control if isinstance(control, str) else ""
        names = next((value[key] for key in _LABELS if isinstance(value.get(key), list)), None)
        identity = item.get("id")
        called = identity if isinstance(identity, str) and identity else f"item {number}"
        has_place = "start" in value or "globalOffsets" in value
        if not has_place and names is None and called not in regions:
            if (answer := _answer(value)) is not None:
                found.labels[control.removeprefix(f"{ARTICLE}.")] = answer
            else:
                found.missed.append((called, tr("it is not about a text")))
            continue
        region = regions.setdefault(called, _Region(called))
        if has_place and region.place is None:
            region.place, region.fault = _place(value)
        if names is not None:
            region.control = control
            region.labels += [name for name in names if isinstance(name, str) and name]
            region.quote = value["text"] if isinstance(value.get("text"), str) else region.quote
        elif (answer := _answer(value)) is not None:
            region.answers[control] = answer
        score, meta = item.get("score"), item.get("meta")
        if isinstance(score, (int, float)) and not isinstance(score, bool):
            region.score = float(score)
        notes = meta.get("text") if isinstance(meta, dict) else None
        for note in notes if isinstance(notes, list) else [notes]:
            if isinstance(note, str) and note.strip() and note not in region.notes:
                region.notes.append(note)
    return regions


def _place(value: dict[str, Any]) -> tuple[tuple[int, int] | None, str]:
    """Start and end in the text, or why there are none. In marked-up text only the global offsets are such."""
    offsets = value.get("globalOffsets")
    source = offsets if isinstance(offsets, dict) else value
    start, end = _whole(source.get("start")), _whole(source.get("end"))
    if start is None or end is None:
        return None, tr("its start and end are not whole numbers")
    return (start, end), ""


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    return value if type(value) is int else None


def _answer(value: dict[str, Any]) -> Any:
    """What a control that asks about a region or a text was answered; None where it is no such control."""
    key = next((key for key in _ANSWERS if key in value and (key != "text" or isinstance(value[key], list))), None)
    if key is None:
        return None
    answer = value[key]
    if key == "taxonomy" and isinstance(answer, list):
        answer = [" / ".join(map(str, path)) if isinstance(path, list) else path for path in answer]
    if isinstance(answer, list):
        answer = [each for each in answer if isinstance(each, (str, int, float))]
        return answer[0] if len(answer) == 1 else answer or None
    return answer if isinstance(answer, (str, int, float)) else None


def _take(
    region: _Region,
    fitting: tuple[Fragments | None, bool] | None,
    text: str,
    found: Results,
    origin: Mapping[str, Any] | None,
) -> None:
    if region.fault or not region.labels or fitting is None or region.place is None:
        found.missed.append((region.id, region.fault or tr("it has no label")))
        return
    fragments, fits = fitting
    if fragments is None or not fits:
        found.missed.append((region.id, _why_not(region, fragments, text)))
        return
    if origin is not None:
        origin = {**origin, "score": region.score if region.score is not None else origin.get("score")}
    layer = region.layer
    own = f"{layer}." if layer else ""
    attributes = {name.removeprefix(own): answer for name, answer in region.answers.items()}
    for number, label in enumerate(dict.fromkeys(region.labels), 1):
        identity = region.id if number == 1 else f"{region.id}:{label}"
        found.spans.append(Span(identity, layer, label, fragments, None, attributes=attributes, origin=origin))
    found.notes += [SpanNote(f"note {region.id} {number}", note, region.id) for number, note in enumerate(region.notes)]


def _take_relation(item: dict[str, Any], taken: set[str], found: Results) -> None:
    source, target = item.get("from_id"), item.get("to_id")
    names = item.get("labels")
    roles = [name for name in names if isinstance(name, str) and name] if isinstance(names, list) else []
    if item.get("direction") == "left":
        source, target = target, source
    missing = next((end for end in (source, target) if not isinstance(end, str) or end not in taken), None)
    if missing is not None or not isinstance(source, str) or not isinstance(target, str):
        found.missed.append((", ".join(roles) or tr("relation"), tr("its end {id} is not there", id=missing)))
        return
    for role in roles or ["relation"]:
        found.links.append(SpanLink(f"{role} {source} {target}", role, source, target))


def agrees(text: str, fragments: Fragments, quote: str) -> bool:
    """Whether a quote is the text there; Label Studio writes line ends as a backslash and n, and joins spaces."""
    return same_words(quote_of(text, fragments), quote)


def same_words(found: str, quote: str) -> bool:
    """Whether two texts differ in white space at most."""
    return found == quote or _SPACES.sub(" ", found).strip() == _SPACES.sub(" ", quote).strip() != ""


def _why_not(region: _Region, fragments: Fragments | None, text: str) -> str:
    assert region.place is not None, "the caller looked"
    start, end = region.place
    if fragments is None:
        if 0 <= start < end <= len(text):
            return tr("{places} cuts a character", places=f"{start}-{end}")
        return tr("{places} does not lie in the text of {n} characters", places=f"{start}-{end}", n=len(text))
    quote, there = (region.quote or "")[:80], quote_of(text, fragments)[:80]
    return tr("it says “{quote}”, the text there says “{found}”", quote=quote, found=there)
