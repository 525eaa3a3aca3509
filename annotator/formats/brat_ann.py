"""The `.ann` files of one row: its labels, links and notes in the lines that they came from, and new lines for the others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

from annotator.formats import brat_layout, brat_lines
from annotator.formats.brat_conf import Used
from annotator.formats.brat_layout import RAW, Layout
from annotator.formats.brat_lines import ARGUMENTS, NOTE_KIND
from annotator.formats.losses import Losses
from annotator.model.annotation import Fragments
from annotator.model.exchange import Row, Span, SpanLink, SpanNote
from annotator.model.phrases import tr

_LINE_ENDS = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_RUN = re.compile(f"[{_LINE_ENDS}]+")
_AS_SPACE = str.maketrans(dict.fromkeys(_LINE_ENDS, " "))


class AnnFiles:
    """Writes the files of a row that have these layouts. A label that none of them lists goes into all of them."""

    def __init__(self, row: Row, layouts: list[Layout], used: Used, losses: Losses, *, split_lines: bool) -> None:
        self.row = row
        self.used = used
        self._losses = losses
        self._split_lines = split_lines
        self._span_by_key = {key: span for span in row.spans if (key := _key(span))}
        self.link_by_key = {key: link for link in row.links if (key := _key(link))}
        self.spans = {span.id: span for span in row.spans}
        self.notes: defaultdict[str, list[SpanNote]] = defaultdict(list)
        for note in row.notes:
            if note.span is not None:
                self.notes[note.span].append(note)
        self.numbers: Counter[str] = Counter()
        self._listed_spans: set[str] = set()
        self._listed_links: set[str] = set()
        self.listed_notes: set[str] = set()
        for layout in layouts:
            self._look_at(layout)
        self.new_ids = {span.id: self._next("T") for span in row.spans if span.id not in self._listed_spans}
        self.new_links = {link.id: self._next("R") for link in row.links if link.id not in self._listed_links}
        self.text_lines = {span.id: self._text_line(span) for span in row.spans}
        self._count_losses()

    def _look_at(self, layout: Layout) -> None:
        """Which of the row's records a file lists already, and the numbers that are taken."""
        for line in layout.lines:
            kind, listed = line[:1], line.partition(" ")[0]
            if kind == RAW:
                kind, listed = line[1:2], line[1:].partition("\t")[0]
            elif kind == "T" and (span := self._span_by_key.get(brat_layout.key_of(layout, listed))):
                self._listed_spans.add(span.id)
            elif kind == "R" and (link := self.link_by_key.get(brat_layout.key_of(layout, listed.split("\t")[0]))):
                self._listed_links.add(link.id)
            self.numbers[kind] = max(self.numbers[kind], brat_lines.number_of(brat_layout.plain(listed)))
        self.listed_notes.update(note.id for note in self.paired_notes(layout).values())

    def _next(self, kind: str) -> str:
        self.numbers[kind] += 1
        return f"{kind}{self.numbers[kind]}"

    def paired_notes(self, layout: Layout) -> dict[int, SpanNote]:
        """Place of a # line in a layout -> the label and the note that it stands for, also if that was edited."""
        in_file = self.spans_of(layout)
        lines: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for at, line in enumerate(layout.lines):
            if line.startswith("#"):
                parts = line.split(" ")
                if len(parts) == 4 and parts[1] in in_file:
                    lines[in_file[parts[1]].id].append((at, parts[3]))
        found: dict[int, SpanNote] = {}
        for span_id, listed in lines.items():
            left = list(self.notes.get(span_id, ()))
            for at, checksum in listed:
                same = next((note for note in left if brat_layout.checksum(note.text) == checksum), None)
                if same is not None:
                    left.remove(same)
                    found[at] = same
            for at, _ in listed:
                if at not in found and left:
                    found[at] = left.pop(0)
        return found

    def spans_of(self, layout: Layout) -> dict[str, Span]:
        """The ids of T lines that a file lists -> the labels that are still there."""
        found = {}
        for line in layout.lines:
            if line.startswith("T") and (span := self._span_by_key.get(brat_layout.key_of(layout, line))):
                found[brat_layout.plain(line)] = span
        return found

    # -- one file -----------------------------------------------------------------------------------------------

    def lines(self, layout: Layout) -> bytes:
        """The bytes of the file that has this layout."""
        return _File(self, layout).content()

    def _text_line(self, span: Span) -> str:
        """A T line from its label on."""
        fragments = span.fragments
        if self._split_lines and span.id not in self._listed_spans:
            fragments = split_at_line_ends(self.row.text, fragments)
            if fragments != span.fragments:
                reason = tr("brat cannot hold a label over a line end; it was written as fragments.")
                self._losses.add(tr("labels over line ends"), reason)
        places = ";".join(f"{start} {end}" for start, end in fragments)
        quote = " ".join(self.row.text[start:end] for start, end in fragments).translate(_AS_SPACE)
        return f"{self.label_of(span)} {places}\t{quote}"

    def label_of(self, span: Span) -> str:
        """The label as it is written."""
        name = self.used.name_of(span.label)
        self.used.labels.add(name)
        return name

    def _count_losses(self) -> None:
        changed = sum(1 for span in self.row.spans if self.used.name_of(span.label) != span.label)
        self._losses.add(tr("label names"), tr("White space in them became “_”."), changed)
        whole = sum(1 for note in self.row.notes if note.span is None)
        self._losses.add(tr("notes on whole articles"), tr("brat has notes on labels only."), whole)
        settled = sum(1 for note in self.row.notes if note.state == "settled")
        self._losses.add(tr("marks of settled notes"), tr("The format has no place for them."), settled)
        broken = sum(1 for note in self.row.notes if note.span is not None and _one_line(note.text) != note.text)
        self._losses.add(tr("line ends in notes"), tr("They became spaces."), broken)
        lines = sum(
            1
            for span in self.row.spans
            for value in span.attributes.values()
            for each in (value if isinstance(value, list) else [value])
            if isinstance(each, str) and _attribute_text(each) != each
        )
        self._losses.add(
            tr("attribute values"), tr("Line ends in them became spaces, white space behind them was left out."), lines
        )


class _File:
    """One `.ann` file while it is put together."""

    def __init__(self, files: AnnFiles, layout: Layout) -> None:
        self._files = files
        self._layout = layout
        listed = files.spans_of(layout)
        self._ids = {span.id: identity for identity, span in listed.items()} | files.new_ids
        self._listed = listed
        self._values = {
            span_id: {name: _values(value) for name, value in files.spans[span_id].attributes.items()}
            for span_id in self._ids
            if files.spans[span_id].attributes
        }
        self._numbers = files.numbers.copy()
        self._gone: set[str] = set()

    def content(self) -> bytes:
        files = self._files
        notes = files.paired_notes(self._layout)
        found: list[str | None] = []
        for at, line in enumerate(self._layout.lines):
            kind = line[:1]
            if kind == "T":
                identity = brat_layout.plain(line)
                span = self._listed.get(identity)
                found.append(f"{identity}\t{files.text_lines[span.id]}" if span else self._lost(identity))
            elif kind == "A":
                found.append(self._attribute(line))
            elif kind == "R":
                found.append(self._relation(line))
            elif kind == "#":
                found.append(self._note(line, notes[at]) if at in notes else self._lost(line.partition(" ")[0]))
            else:
                found.append(line if kind == RAW else None)
        self._settle_others(found)
        written = [line for line in found if line is not None]
        written += self._new_lines({note.id for note in notes.values()})
        return "".join(f"{line}\n" for line in written).encode("utf-8", "surrogatepass")

    def _lost(self, identity: str) -> str | None:
        """Nothing in place of a line whose record is not there any more."""
        self._gone.add(identity)
        return None

    def _attribute(self, line: str) -> str | None:
        identity, _, rest = line.partition(" ")
        target, _, name = rest.partition(" ")
        span = self._listed.get(target)
        values = self._values.get(span.id, {}).get(name) if span else None
        if not values:
            return self._lost(identity)
        return self._attribute_line(identity, name, target, values.pop(0))

    def _attribute_line(self, identity: str, name: str, target: str, value: str) -> str:
        written = self._files.used.name_of(name)
        values = self._files.used.attributes.setdefault(written, set())
        if value:
            values.add(value)
        return f"{identity}\t{written} {target}{' ' if value else ''}{value}"

    def _relation(self, line: str) -> str | None:
        head, tab, tail = line.partition("\t")
        listed, *names = head.split(" ")
        identity = brat_layout.plain(listed)
        link = self._files.link_by_key.get(brat_layout.key_of(self._layout, listed))
        if link is None or link.source not in self._ids or link.target not in self._ids:
            return self._lost(identity)
        first, second = (names[0], names[1]) if len(names) == 2 else ARGUMENTS
        return self._relation_line(identity, link, first, second) + tab + tail

    def _relation_line(self, identity: str, link: SpanLink, first: str, second: str) -> str:
        name = self._files.used.name_of(link.role)
        self._files.used.relations.setdefault(name, (first, second))
        return f"{identity}\t{name} {first}:{self._ids[link.source]} {second}:{self._ids[link.target]}"

    def _note(self, line: str, note: SpanNote) -> str:
        identity, target, kind, _ = line.split(" ")
        return f"{identity}\t{kind} {target}\t{_one_line(note.text)}"

    def _settle_others(self, found: list[str | None]) -> None:
        """Kept lines without what is gone; what a line that goes was needed for goes too."""
        gone = self._gone
        kept = {at: line[1:] for at, line in enumerate(found) if line is not None and line.startswith(RAW)}
        before = -1
        while before != len(gone):
            before = len(gone)
            for at, text in kept.items():
                if brat_lines.without(text, gone) is None and text[:1] != "*":
                    gone.add(text.partition("\t")[0])
                    found[at] = None
        for at, text in kept.items():
            if found[at] is None:
                continue
            line = brat_lines.without(text, gone)
            trigger = brat_lines.event_trigger(line) if line else None
            if line and trigger:
                line = self._event(line, *trigger)
            found[at] = line

    def _event(self, line: str, kind: str, trigger: str) -> str:
        if not kind and trigger in self._listed:
            kind = self._files.label_of(self._listed[trigger])
            line = brat_lines.with_event_type(line, kind)
        arguments = line.split("\t")[1].split(" ")[1:]
        roles = self._files.used.events.setdefault(kind, set())
        roles.update(re.sub(r"\d+\Z", "", role.partition(":")[0]) for role in arguments if ":" in role)
        return line

    def _new_lines(self, noted: set[str]) -> list[str]:
        files = self._files
        found = [f"{identity}\t{files.text_lines[span_id]}" for span_id, identity in files.new_ids.items()]
        order = [span.id for span in files.row.spans if span.id in self._ids]
        for span_id in order:
            found += [
                self._attribute_line(self._next("A"), name, self._ids[span_id], value)
                for name, values in self._values.get(span_id, {}).items()
                for value in values
            ]
        found += [
            self._relation_line(files.new_links[link.id], link, *ARGUMENTS)
            for link in files.row.links
            if link.id in files.new_links and link.source in self._ids and link.target in self._ids
        ]
        for span_id in order:
            for note in files.notes.get(span_id, ()):
                if note.id not in noted and note.id not in files.listed_notes:
                    text = _one_line(note.text)
                    found.append(f"{self._next('#')}\t{NOTE_KIND} {self._ids[span_id]}\t{text}")
        return found

    def _next(self, kind: str) -> str:
        self._numbers[kind] += 1
        return f"{kind}{self._numbers[kind]}"


def split_at_line_ends(text: str, fragments: Fragments) -> Fragments:
    """Fragments without the line ends in them; as they are where nothing else is in them."""
    found: list[tuple[int, int]] = []
    for start, end in fragments:
        at = start
        for run in _RUN.finditer(text, start, end):
            if text[at : run.start()].strip():
                found.append((at, run.start()))
            at = run.end()
        if at == start or text[at:end].strip():
            found.append((at, end))
    return tuple(piece for piece in found if piece[0] < piece[1]) or fragments


def _key(record: Span | SpanLink) -> str:
    """The id that a record had in a brat file; empty where it came from none."""
    found = record.origin.get("id") if record.origin else None
    return found if isinstance(found, str) else ""


def _values(value: Any) -> list[str]:
    """The texts of an attribute's lines; empty for a line without a value."""
    if isinstance(value, list):
        return [text for each in value for text in _values(each)]
    if value is True:
        return [""]
    return ["false" if value is False else _attribute_text(str(value))]


def _attribute_text(value: str) -> str:
    return _one_line(value).rstrip()


def _one_line(text: str) -> str:
    return text.translate(_AS_SPACE)
