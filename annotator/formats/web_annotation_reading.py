"""Reading W3C Web Annotations: our own files annotation by annotation, those of others as a whole.

Others name the text that an annotation is about by an address; nothing is fetched. A text is found in the file itself,
or in a file of that name beside it (a page of the web saved there, or a plain text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson

from annotator.formats import strict_json
from annotator.formats.offset_units import CODEPOINT, candidates, exactly, find_unit
from annotator.formats.reading import Item, Line, Lines, Meter, Reading, Remark, read_text, shown
from annotator.formats.strict_json import BadJson
from annotator.formats.web_annotation_parts import (
    PREFIX,
    URN,
    asked,
    bare,
    bodies_of,
    by_quotes,
    creator_of,
    history_of,
    listed,
    motivations_of,
    span_of,
    text_of,
)
from annotator.model.errors import UserError
from annotator.model.exchange import Mismatch, Row, Skipped, Span, SpanLink, SpanNote
from annotator.model.phrases import tr

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_OWN_HEAD = re.compile(rb'\{"@context":\["http://www\.w3\.org/ns/anno\.jsonld",\{"annotator":"urn:annotator:1:"\}\]')
_STATUSES = ("open", "done", "skipped")


def is_web_annotation(path: Path, head: bytes) -> bool:
    """Whether a JSON file is one: it names the context of Web Annotation."""
    return path.name.lower().endswith(".jsonld") or CONTEXT.encode() in head or b"http://www.w3.org/ns/oa#" in head


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The articles that a file has annotations of; all of it is looked at before any is given."""
    name = shown(path)
    try:
        with path.open("rb") as stream:
            own = _OWN_HEAD.match(stream.read(200))
        if own:
            for _ in _lines(path, Reading(meter=Meter())):
                pass
            yield from _rows_of_own(path, reading)
            return
        value, replaced = strict_json.parse(read_text(path, reading).text.encode("utf-8", "surrogatepass"))
        strict_json.check(value)
        gathered = _Gathered(path, reading)
        for item in _annotations(value):
            gathered.take(item)
    except (UserError, BadJson) as error:
        yield Skipped(name, 0, str(error))
        return
    except _BadLine as error:
        yield Skipped(name, error.line, str(error))
        return
    if replaced:
        yield Remark(name, 0, tr("{n} lone surrogates became U+FFFD.", n=replaced))
    yield from gathered.items()


class _BadLine(ValueError):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def _lines(path: Path, reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """The annotations of one of our files, each on its line. Raises _BadLine."""
    lines: Iterator[Line] = iter(Lines(path, reading))
    number, ended = 0, False
    for number, data, fault in lines:
        if fault:
            raise _BadLine(number, fault)
        if number <= 2 or not data.strip():
            continue
        if data.startswith(b"]}"):
            ended = True
            continue
        if ended:
            if not data.startswith(b'"total":'):
                raise _BadLine(number, tr("Something follows the end of the list."))
            continue
        try:
            item = orjson.loads(data.removesuffix(b","))
        except orjson.JSONDecodeError as error:
            raise _BadLine(number, tr("It is not JSON: {error}.", error=str(error).rstrip("."))) from error
        if not isinstance(item, dict):
            raise _BadLine(number, tr("This is no object."))
        yield number, item
    if not ended:
        raise _BadLine(number, tr("The file ends in the middle."))


def _rows_of_own(path: Path, reading: Reading) -> Iterator[Item]:
    gathered = _Gathered(path, reading)
    for number, item in _lines(path, reading):
        if item.get("motivation") == "assessing":
            yield from gathered.items()
            gathered = _Gathered(path, reading)
        gathered.take(item, number)
    yield from gathered.items()


def _annotations(value: Any) -> Iterator[Mapping[str, Any]]:
    """The annotations in a file, however they are packed: one, a list, a page, a collection, a graph."""
    pending = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, list):
            pending += reversed(found)
        elif isinstance(found, dict):
            inside = [found[key] for key in ("items", "first", "@graph", "rows", "annotations") if key in found]
            if inside:
                pending += reversed(inside)
            elif "target" in found or "@type" in found or "body" in found:
                yield found


@dataclass(slots=True)
class _Told:
    """What one person says of one text."""

    creator: str | None
    source: str
    line: int = 0
    article: Mapping[str, Any] | None = None
    spans: list[tuple[Span, list[Mapping[str, Any]]]] = field(default_factory=list)
    """Labels, and the targets that say where they are."""
    links: list[SpanLink] = field(default_factory=list)
    notes: list[SpanNote] = field(default_factory=list)


class _Gathered:
    """Annotations sorted by what they are about and who made them."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path = path
        self._name = shown(path)
        self._reading = reading
        self._told: dict[tuple[str, str | None], _Told] = {}
        self._texts: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self._of: dict[str, _Told] = {}
        """Id of an annotation -> where it went."""
        self._later: list[Mapping[str, Any]] = []

    def take(self, item: Mapping[str, Any], line: int = 0) -> None:
        targets = [t for t in listed(item.get("target")) if isinstance(t, (str, dict))]
        if not targets:
            return
        first = targets[0]
        if isinstance(first, str) or (motivations_of(item) & {"linking", "commenting"} and "selector" not in first):
            self._later.append(item)
            return
        source = first.get("source", first.get("id", first.get("@id", "")))
        named = source.get("id", "") if isinstance(source, dict) else source
        key = str(named), creator_of(item)
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = _Told(key[1], key[0], line)
        whole = source if isinstance(source, dict) else first
        if isinstance(whole.get("value"), str):
            self._texts[key[0]] = whole["value"], item
        if "selector" not in first:
            told.article = item
            return
        identity = bare(item.get("id", item.get("@id", "")))
        self._of[identity] = told
        label, values, comments = bodies_of(item)
        told.spans.append((span_of(item, identity, label, values), [t for t in targets if isinstance(t, dict)]))
        told.notes += [SpanNote("", text, identity) for text in comments]

    def items(self) -> Iterator[Item]:
        """The rows, with what does not fit."""
        misses = [miss for item in self._later if (miss := self._attach(item)) is not None]
        for told in self._told.values():
            text, _ = self._texts.get(told.source, ("", {}))
            text = text or self._beside(told.source)
            if not text or text.isspace():
                reason = tr("The text of {name} is neither in the file nor beside it.", name=told.source[:200] or "?")
                yield Skipped(self._name, told.line, reason)
                continue
            row = _row(told, text, self._name)
            misses += self._place(row, told)
            yield row
        yield from misses

    # -- what is about other annotations ----------------------------------------------------------------------------

    def _attach(self, item: Mapping[str, Any]) -> Mismatch | None:
        """A link or a note: about an annotation, or about an article."""
        identity = bare(item.get("id", ""))
        first = next((t for t in listed(item.get("target")) if isinstance(t, (str, dict))), "")
        about = bare(first if isinstance(first, str) else first.get("id", ""))
        told = self._of.get(about)
        if "linking" in motivations_of(item):
            bodies = listed(item.get("body"))
            ends = [bare(b if isinstance(b, str) else b.get("id", "")) for b in bodies if isinstance(b, (str, dict))]
            if told is None or not ends or ends[0] not in self._of:
                return Mismatch(self._name, identity, tr("what it links is not there"))
            role = str(item.get(f"{PREFIX}role") or "linking")
            told.links.append(SpanLink(identity, role, about, ends[0], **history_of(item)))
            return None
        if told is None:
            told = next((each for each in self._told.values() if bare(each.source) == about), None)
            told = self._told.get((f"{URN}{about}", creator_of(item)), told)
        if told is None:
            return Mismatch(self._name, identity, tr("what it is about is not there"))
        state = "settled" if item.get(f"{PREFIX}state") == "settled" else "open"
        created, updated = text_of(item.get("created")), text_of(item.get("modified"))
        revision = item.get(f"{PREFIX}revision", 1)
        for text in bodies_of(item)[2]:
            about_span = about if about in self._of else None
            told.notes.append(SpanNote(identity, text, about_span, state, created, updated, revision))
        return None

    # -- places -----------------------------------------------------------------------------------------------------

    def _place(self, row: Row, told: _Told) -> Iterator[Mismatch]:
        """Gives `row` the labels of which the place is found; yields the others."""
        wanted = [asked(targets) for _, targets in told.spans]
        claims = [(fragments, " ".join(quotes) if quotes else None) for fragments, quotes in wanted if fragments]
        unit = CODEPOINT
        if claims and not row.text.isascii():
            found = find_unit(row.text, claims, candidates(row.text, self._reading.offset_unit), exactly)
            unit = found.unit
            row.offset_unit = "" if unit == CODEPOINT else str(unit)
        scale = None if unit == CODEPOINT else unit.scale(row.text)
        for (span, targets), (fragments, quotes) in zip(told.spans, wanted, strict=True):
            if not span.label:
                yield Mismatch(self._name, span.id, tr("it has no label"))
                continue
            if not fragments:
                place = by_quotes(row.text, targets)
                if place is None:
                    yield Mismatch(self._name, span.id, tr("its quote does not stand in the text exactly once"))
                    continue
                fragments = place
            elif scale is not None:
                moved = [(scale.to_codepoint(a), scale.to_codepoint(b)) for a, b in fragments]
                fragments = tuple((a, b) for a, b in moved if a is not None and b is not None)
            row.spans.append(
                span._replace(fragments=tuple(sorted(fragments)), text=" ".join(quotes) if quotes else None)
            )

    def _beside(self, source: str) -> str:
        """The text of a file that an address names and that lies where this one does; empty for none."""
        name = Path(unquote(urlsplit(source).path)).name
        if not name or name == self._path.name:
            return ""
        path = self._path.with_name(name)
        try:
            return read_text(path, self._reading).text if path.is_file() else ""
        except (OSError, ValueError, UserError):
            return ""


def _row(told: _Told, text: str, name: str) -> Row:
    row = Row(text, annotator=told.creator, links=told.links, notes=told.notes, path=name, line=told.line)
    said = told.article or {}
    meta = said.get(f"{PREFIX}meta")
    row.meta = meta if isinstance(meta, dict) else {"url": told.source} if "://" in told.source else {}
    row.status = said.get(f"{PREFIX}status", "") if said.get(f"{PREFIX}status") in _STATUSES else ""
    row.reason, row.schema, row.imported = (text_of(said.get(PREFIX + key)) for key in ("reason", "schema", "imported"))
    row.flagged = said.get(f"{PREFIX}flagged") is True
    seconds = said.get(f"{PREFIX}seconds")
    row.seconds = float(seconds) if isinstance(seconds, (int, float)) and 0 <= seconds < 1e12 else 0
    row.labels = bodies_of(said)[1] if said else row.labels
    row.id = bare(told.source) if told.source.startswith(URN) else ""
    return row
