"""Reading WebAnno TSV 2, which projects of years ago are kept in: no offsets, tokens with B- and I- in a column a feature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.reading import Item, Reading, read_text, shown
from annotator.formats.registry import Format
from annotator.formats.uima_types import label_of, layer_of, role_of, short_name
from annotator.model.errors import UserError
from annotator.model.exchange import Row, Skipped, Span, SpanLink
from annotator.model.phrases import tr

_LAYER = re.compile(r"#\s*([^|#\s]+)((?:\s*\|\s*[^|#]+)+)")
_TOKEN = re.compile(r"\d+-\d+\t").match
_ATTACHED = "AttachTo="


@dataclass(slots=True)
class _Type:
    """A layer that the header names."""

    name: str
    features: list[str]
    base: str = ""
    """What a relation stands on; empty for a layer of labels."""


@dataclass(slots=True, eq=False)
class _Mark:
    type: _Type
    number: int
    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    source: str = ""

    @property
    def id(self) -> str:
        return f"{short_name(self.type.name)}-{self.number}"


class _Malformed(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The article of a file; nothing where the file is malformed."""
    name = shown(path)
    try:
        decoded = read_text(path, reading)
        found = _Document(decoded.text.split("\n"))
    except UserError as error:
        yield Skipped(name, 0, str(error))
        return
    except _Malformed as error:
        yield Skipped(name, error.line, str(error))
        return
    reading.meter.bytes += path.stat().st_size
    row = Row(found.text, {"file": reading.name_of(path)}, path=name, encoding=decoded.encoding)
    row.spans, row.links = list(found.spans()), list(found.links())
    yield row


class _Document:
    def __init__(self, lines: Sequence[str]) -> None:
        self._types: list[_Type] = []
        self._marks: list[_Mark] = []
        self._at: dict[tuple[str, str], list[_Mark]] = {}
        """Layer and token -> what stands there."""
        self._open: dict[tuple[str, int], _Mark] = {}
        """Layer and place in the stack -> the label that may go on."""
        sentences: list[list[tuple[int, list[str]]]] = [[]]
        texts = [""]
        for number, raw in enumerate(lines, 1):
            line = raw.removesuffix("\r")
            if _TOKEN(line):
                sentences[-1].append((number, line.split("\t")))
            elif line.startswith("#text=") and not sentences[-1]:
                texts[-1] = line[len("#text=") :]
            elif line.lstrip().startswith("#") and not line.startswith(("#id=", "#text=")) and not self._types:
                self._types = _declared(line)
            elif not line.strip() and sentences[-1]:
                sentences.append([])
                texts.append("")
        if not self._types or not sentences[0]:
            raise _Malformed(len(lines), tr("There are no sentences in it."))
        pieces: list[str] = []
        start = 0
        for text, tokens in zip(texts, sentences, strict=True):
            if tokens:
                pieces.append(self._sentence(text, tokens, start))
                start += len(pieces[-1]) + 1
        self.text = "\n".join(pieces)

    def _sentence(self, text: str, tokens: Sequence[tuple[int, list[str]]], start: int) -> str:
        places = []
        at = 0
        for _, fields in tokens:
            found = text.find(fields[1], at)
            if found < 0 or text[at:found].strip():
                break
            at = found + len(fields[1])
            places.append((found, at))
        if len(places) != len(tokens):  # the sentence is not what its tokens are
            text = " ".join(fields[1] for _, fields in tokens)
            places = []
            for _, fields in tokens:
                at = places[-1][1] + 1 if places else 0
                places.append((at, at + len(fields[1])))
        columns = sum(len(each.features) + bool(each.base) for each in self._types)
        for (number, fields), (begin, end) in zip(tokens, places, strict=True):
            if len(fields) < 2 + columns:
                reason = tr("The line has {n} columns; {m} are declared.", n=len(fields), m=2 + columns)
                raise _Malformed(number, reason)
            self._take(fields, start + begin, start + end)
        return text

    def _take(self, fields: Sequence[str], start: int, end: int) -> None:
        column = 2
        for kind in self._types:
            here = self._at.setdefault((kind.name, fields[0]), [])
            going_on: dict[tuple[str, int], _Mark] = {}
            for feature in kind.features:
                for index, value in enumerate(fields[column].split("|")):
                    if value not in ("_", "O", ""):
                        mark = self._mark(kind, here, index, value, (start, end))
                        going_on[kind.name, index] = mark
                        mark.values[feature] = value[2:] if value[:2] in ("B-", "I-") else value
                column += 1
            self._open = {key: mark for key, mark in self._open.items() if key[0] != kind.name} | going_on
            if kind.base:
                for mark, source in zip(here, fields[column].split("|"), strict=False):
                    mark.source = source
                column += 1

    def _mark(self, kind: _Type, here: list[_Mark], index: int, value: str, place: tuple[int, int]) -> _Mark:
        before = self._open.get((kind.name, index))
        if value.startswith("I-") and before is not None:
            before.end = place[1]
            if before not in here:
                here.append(before)
            return before
        if index < len(here):
            return here[index]  # another feature of the same
        mark = _Mark(kind, len(self._marks) + 1, *place)
        self._marks.append(mark)
        here.append(mark)
        return mark

    def spans(self) -> Iterator[Span]:
        for mark in self._marks:
            if not mark.type.base:
                values = {name: value for name, value in mark.values.items() if value != "*"}
                label, rest = label_of(mark.type.name, values, mark.type.features)
                quote = self.text[mark.start : mark.end]
                yield Span(mark.id, layer_of(mark.type.name), label, ((mark.start, mark.end),), quote, attributes=rest)

    def links(self) -> Iterator[SpanLink]:
        """The relations between labels: from the governor, which the line names, to the token of the line."""
        units = {id(mark): unit for (_, unit), marks in self._at.items() for mark in marks if mark.type.base}
        for mark in self._marks:
            if mark.type.base:
                source = self._at.get((mark.type.base, mark.source), [])
                target = self._at.get((mark.type.base, units[id(mark)]), [])
                if source and target:
                    yield SpanLink("", role_of(mark.type.name, mark.values), source[0].id, target[0].id)


def _declared(line: str) -> list[_Type]:
    found = []
    for match in _LAYER.finditer(line):
        names = [name.strip() for name in match[2].split("|") if name.strip()]
        base = next((name[len(_ATTACHED) :] for name in names if name.startswith(_ATTACHED)), "")
        found.append(_Type(match[1], [name for name in names if not name.startswith(_ATTACHED)], base))
    return found


def _recognises(path: Path, head: bytes) -> bool:
    first, _, rest = head.decode("utf-8-sig", "replace").partition("\n")
    return bool(_LAYER.match(first.strip())) and rest.lstrip().startswith(("#id=", "#text="))


WEBANNO_TSV2 = Format("webanno-tsv2", "WebAnno TSV 2", (".tsv",), read=read, recognises=_recognises)
