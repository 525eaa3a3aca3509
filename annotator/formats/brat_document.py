"""One brat document, a text file and its `.ann` file, as a row. What does not fit the text is named and not taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.formats import brat_layout, brat_lines
from annotator.formats.brat_layout import KEY, RAW, Layout
from annotator.formats.brat_lines import ARGUMENTS, Attribute, Fault, Line, Note, Other, Relation, TextBound
from annotator.formats.offset_units import CODEPOINT, candidates, find_unit
from annotator.formats.reading import Item, Lines, Reading, Remark, read_text, shown
from annotator.model.annotation import Fragments, quote_of
from annotator.model.decoding import byte_order_mark
from annotator.model.errors import UserError
from annotator.model.exchange import Mismatch, Row, Skipped, Span, SpanLink, SpanNote
from annotator.model.phrases import tr

# What ends a line for some program: such characters stand in the text of a T line as a space.
_AS_SPACE = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))
_KIND = "import"


@dataclass(slots=True)
class _Labels:
    """The labels of a document while it is read, by the ids of the file."""

    places: dict[str, tuple[str, Fragments]] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    """Ids of T and R lines that were not taken."""


def read_document(text_file: Path, ann: Path | None, file: str, annotator: str, reading: Reading) -> Iterator[Item]:
    """The row of a document, what of it does not fit, and what else is to be said. `file`: what its text file is called."""
    try:
        text, layout = _text_of(text_file, file, annotator, reading)
    except UserError as error:
        yield Skipped(shown(text_file), 0, str(error))
        return
    if not text or text.isspace():
        yield Skipped(shown(text_file), 0, tr("The text is empty or white space only."))
        return
    lines: list[tuple[int, Line]] = []
    if ann is not None:
        try:
            for number, line in _lines_of(ann, reading):
                if isinstance(line, str):
                    yield Skipped(shown(ann), number, line)
                else:
                    lines.append((number, line))
        except UserError as error:
            yield Skipped(shown(ann), 0, str(error))
            return
    row = Row(text, path=shown(ann or text_file), encoding=layout.encoding or "utf-8", values_are_texts=True)
    yield from _Document(row, layout, reading).take(lines)
    row.meta = {"file": file, KEY: layout.as_meta()}
    yield row


def _text_of(path: Path, file: str, annotator: str, reading: Reading) -> tuple[str, Layout]:
    """The text, its byte order mark a part of it where it is UTF-8, and how its bytes come from it."""
    data = path.read_bytes()
    reading.meter.bytes += len(data)
    if reading.encoding is None:
        try:
            return data.decode("utf-8"), Layout(file, annotator)
        except UnicodeDecodeError:
            pass
    decoded = read_text(path, reading)
    mark = byte_order_mark(data)
    text = decoded.text
    marked = mark is not None and decoded.encoding == mark[1]
    if marked and mark is not None and mark[1] == "utf-8":
        text, marked = "\ufeff" + text, False
    return text, Layout(file, annotator, "" if decoded.encoding == "utf-8" else decoded.encoding, marked)


def _lines_of(ann: Path, reading: Reading) -> Iterator[tuple[int, Line | str]]:
    """The lines with their numbers; in place of one that is not to be read, the reason."""
    lines = Lines(ann, reading)
    for number, data, fault in lines:
        mended = lines.utf8(data) if not fault else None
        if fault or mended is None:
            yield number, fault or tr("The line is not UTF-8.")
        elif mended and not mended.isspace():
            yield number, brat_lines.parse(mended.decode("utf-8"))


class _Document:
    """Takes the lines of one document into its row."""

    def __init__(self, row: Row, layout: Layout, reading: Reading) -> None:
        self._row = row
        self._layout = layout
        self._reading = reading
        self._labels = _Labels()

    def take(self, lines: list[tuple[int, Line]]) -> Iterator[Item]:
        """Fills the row and its layout. Yields what was not taken."""
        yield from self._take_labels(lines)
        seen: set[str] = set()
        for number, line in lines:
            if isinstance(line, TextBound):
                if line.id in self._labels.places and line.id not in seen:
                    seen.add(line.id)
                    self._layout.lines.append(line.id)
                continue
            if isinstance(line, Fault):
                continue
            listed = self._take(line)
            if isinstance(listed, str):
                self._layout.lines.append(listed)
            else:
                yield Mismatch(self._row.path, line.id, tr("line {n}: {reason}", n=number, reason=listed.what))
        self._row.spans = [
            Span(
                identity,
                None,
                label,
                place,
                None,
                attributes=self._labels.attributes.get(identity, {}),
                origin={"kind": _KIND, "id": identity},
            )
            for identity, (label, place) in self._labels.places.items()
        ]

    # -- T lines ------------------------------------------------------------------------------------------------

    def _take_labels(self, lines: list[tuple[int, Line]]) -> Iterator[Item]:
        row, labels = self._row, self._labels
        bound = [(number, line) for number, line in lines if isinstance(line, TextBound)]
        claims = [(line.fragments, line.text) for _, line in bound]
        found = find_unit(row.text, claims, candidates(row.text, self._reading.offset_unit), _agrees)
        row.offset_unit = str(found.unit)
        if found.unit != CODEPOINT:
            what = tr("Its offsets are counted in {units}; they were converted.", units=found.unit.title)
            yield Remark(row.path, 0, what)
        unit_fits = any(found.fits)
        for (number, line), place, fits in zip(bound, found.places, found.fits, strict=True):
            if line.id in labels.places or line.id in labels.refused:
                reason = tr("the id stands for another label too")
            elif fits and place is not None:
                labels.places[line.id] = line.label, place
                continue
            else:
                labels.refused.add(line.id)
                reason = _why_not(line, place if unit_fits else line.fragments, row.text)
            yield Mismatch(row.path, line.id, tr("line {n}: {reason}", n=number, reason=reason))
        for number, fault in lines:
            if isinstance(fault, Fault):
                labels.refused.add(fault.id)
                yield Skipped(row.path, number, fault.reason)

    # -- the other lines ----------------------------------------------------------------------------------------

    def _take(self, line: Relation | Attribute | Note | Other) -> str | _Refused:
        """How the line is listed in the layout."""
        if isinstance(line, Relation):
            return self._take_relation(line)
        if isinstance(line, Attribute):
            return self._take_attribute(line)
        if isinstance(line, Note):
            return self._take_note(line)
        return self._keep(line.text)

    def _take_relation(self, line: Relation) -> str | _Refused:
        places = self._labels.places
        text = f"{line.id}\t{line.label} {line.names[0]}:{line.source} {line.names[1]}:{line.target}{line.tail}"
        if line.source not in places or line.target not in places:
            return self._keep(text)
        if any(link.id == line.id for link in self._row.links):
            return _Refused(tr("the id stands for another link too"))
        origin = {"kind": _KIND, "id": line.id}
        self._row.links.append(SpanLink(line.id, line.label, line.source, line.target, origin))
        if line.names == ARGUMENTS and not line.tail:
            return line.id
        return f"{line.id} {' '.join(line.names)}{line.tail}"

    def _take_attribute(self, line: Attribute) -> str | _Refused:
        value = "" if line.value is True else f" {line.value}"
        text = f"{line.id}\t{line.name} {line.target}{value}"
        if line.target not in self._labels.places:
            return self._keep(text)
        attributes = self._labels.attributes.setdefault(line.target, {})
        before = attributes.get(line.name)
        if before is None:
            attributes[line.name] = line.value
        elif before is True or line.value is True:
            return self._keep(text)
        else:
            attributes[line.name] = [*(before if isinstance(before, list) else [before]), line.value]
        return f"{line.id} {line.target} {line.name}"

    def _take_note(self, line: Note) -> str | _Refused:
        if line.target not in self._labels.places:
            return self._keep(f"{line.id}\t{line.kind} {line.target}\t{line.text}")
        self._row.notes.append(SpanNote(line.id, line.text, line.target))
        return f"{line.id} {line.target} {line.kind} {brat_layout.checksum(line.text)}"

    def _keep(self, text: str) -> str | _Refused:
        gone = [identity for identity in brat_lines.refers_to(text) if identity in self._labels.refused]
        if gone:
            self._labels.refused.add(text.partition("\t")[0])
            return _Refused(tr("{id}, which it is about, was not taken", id=gone[0]))
        trigger = brat_lines.event_trigger(text)
        if trigger and self._labels.places.get(trigger[1], ("",))[0] == trigger[0]:
            text = brat_lines.with_event_type(text, "")
        return RAW + text


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a line is not taken."""

    what: str


def _agrees(text: str, fragments: Fragments, quote: str) -> bool:
    found = quote_of(text, fragments)
    if found == quote:
        return True
    if found.translate(_AS_SPACE) == quote.translate(_AS_SPACE):
        return True
    # until version 1.3 brat put no space between fragments
    return len(fragments) > 1 and "".join(text[a:b] for a, b in fragments) == quote


def _why_not(line: TextBound, place: Fragments | None, text: str) -> str:
    places = ", ".join(f"{start}-{end}" for start, end in line.fragments)[:200]
    pieces = place or line.fragments
    if not all(0 <= start < end <= len(text) for start, end in pieces):
        return tr("{places} does not lie in the text of {n} characters", places=places, n=len(text))
    if any(one[1] >= other[0] for one, other in pairwise(pieces)):
        return tr("its fragments {places} touch, overlap or are not in order", places=places)
    if place is None:
        return tr("{places} cuts a character", places=places)
    quote, found = (line.text or "")[:80], quote_of(text, pieces)[:80]
    return tr("it says “{quote}”, the text there says “{found}”", quote=quote, found=found)
