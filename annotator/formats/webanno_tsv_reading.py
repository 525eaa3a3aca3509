"""Reading WebAnno TSV 3: the text from its sentences, labels from its columns, whatever layers the file declares.

Each span layer becomes labels, its features attributes; relations, slots and the steps of chains become links. Offsets
in such files are UTF-16 units (some tools write code points: each token shows which).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.formats.reading import Item, Reading, Remark, read_text, shown
from annotator.formats.uima_types import label_of, layer_of, role_of, short_name
from annotator.model.annotation import NONE
from annotator.model.errors import UserError
from annotator.model.exchange import Mismatch, Row, Skipped, Span, SpanLink
from annotator.model.offsets import Utf16Offsets, utf16_length
from annotator.model.phrases import tr

MARK = "#FORMAT=WebAnno TSV 3."
_NONE, _NULL = "_", "*"
_ID = re.compile(r"(?<!\\)(?P<escaped>(?:\\\\)*)\[(\d+(?:_\d+)?)\]$")
_CHAIN = re.compile(r"(?<!\\)(?P<escaped>(?:\\\\)*)->(\d+)-(\d+)$")
_STACK, _SLOTS = "|", ";"
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_JAVA = re.compile(r"\\(u+[0-9A-Fa-f]{4}|[0-7]{1,3}|.)", re.DOTALL)


class _Malformed(Exception):
    """What is wrong with a file, and on which line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class _Column:
    feature: str
    kind: str = "value"
    """`value`, `nothing`, `role` and `target` (of slots), `source` (of a relation), `element` and `link` (of chains)."""


@dataclass(slots=True)
class _Type:
    """A layer that the file declares."""

    name: str
    kind: str
    """`SP`, `RL` or `CH`."""
    columns: list[_Column] = field(default_factory=list)
    base: str = ""
    """What a relation stands on."""

    @property
    def short(self) -> str:
        return short_name(self.name)

    @property
    def layer(self) -> str | None:
        return layer_of(self.name, chain=self.kind == "CH")


@dataclass(slots=True, eq=False)
class _Mark:
    """An annotation of the file. Offsets as the file counts."""

    type: _Type
    number: int
    start: int
    end: int
    line: int
    values: dict[str, str | None] = field(default_factory=dict)
    roles: list[tuple[str, str | None]] = field(default_factory=list)
    """Feature and role of each slot; the targets come in their own column."""
    targets: list[str] = field(default_factory=list)
    source: tuple[str, str] = ("", "")
    """Of a relation: the unit it comes from, and the numbers of both ends."""
    unit: str = ""

    @property
    def id(self) -> str:
        return f"{self.type.short}-{self.number}"


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The article of a file, with all that is labelled in it; nothing where the file is malformed."""
    name = shown(path)
    try:
        decoded = read_text(path, reading)
        document = _Document(decoded.text.split("\n"))
    except UserError as error:
        yield Skipped(name, 0, str(error))
        return
    except _Malformed as error:
        yield Skipped(name, error.line, error.reason)
        return
    reading.meter.bytes += path.stat().st_size
    if not document.text or document.text.isspace():
        yield Skipped(name, 0, tr("The text is empty or white space only."))
        return
    row = Row(document.text, {"file": reading.name_of(path)}, path=name, encoding=decoded.encoding)
    misses = [Mismatch(name, identity, reason) for identity, reason in document.fill(row)]
    yield row
    if bare := sum(document.is_bare(mark) for mark in document.marks):
        yield Remark(name, 0, tr("Relations between words that have no label were left out: {n}.", n=bare))
    yield from misses


class _Document:
    """One file, parsed. Raises _Malformed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.types: list[_Type] = []
        self.marks: list[_Mark] = []
        self.text = ""
        self._by_id: dict[str, _Mark] = {}
        self._by_link: dict[tuple[str, str, str], _Mark] = {}
        self._units: dict[str, dict[str, list[_Mark]]] = {}
        """Token (or part of one) -> layer -> annotations, as they are stacked there."""
        self._tokens: list[tuple[int, int, int, str]] = []
        self._sentences: list[tuple[int, str]] = []
        """First offset and text."""
        self._version = 0.0
        self._parse([line.removesuffix("\r") for line in lines])
        self._point = self._scale()

    # -- lines ------------------------------------------------------------------------------------------------------

    def _parse(self, lines: Sequence[str]) -> None:
        if not lines or not lines[0].startswith(MARK):
            raise _Malformed(1, tr("The first line does not say WebAnno TSV 3."))
        try:
            self._version = float(lines[0].rsplit(" ", 1)[-1])
        except ValueError:
            raise _Malformed(1, tr("The first line does not say WebAnno TSV 3.")) from None
        texts: list[str] = []
        columns = 0
        for number, line in enumerate(lines[1:], 2):
            if line.startswith("#T_") and not self._tokens:
                self.types.append(_declared(line, number))
                columns = sum(len(each.columns) for each in self.types)
            elif line.startswith("#Text="):
                texts.append(self._text(line[len("#Text=") :]))
            elif line.startswith("#") or not line:
                continue
            else:
                fields = line.split("\t")
                if len(fields) < 3 + columns:
                    reason = tr("The line has {n} columns; {m} are declared.", n=len(fields), m=3 + columns)
                    raise _Malformed(number, reason)
                start, end = self._place(fields, number)
                if texts:
                    self._sentences.append((start, "\n".join(texts)))
                    texts = []
                if not self._sentences:
                    raise _Malformed(number, tr("There is no #Text= before the token."))
                self._tokens.append((number, start, end, fields[2]))
                self._take(fields, start, end, number)
        if texts:
            raise _Malformed(len(lines), tr("The last sentence has no tokens."))
        if not self._sentences:
            raise _Malformed(len(lines), tr("There are no sentences in it."))

    def _place(self, fields: Sequence[str], number: int) -> tuple[int, int]:
        start, sign, end = fields[1].partition("-")
        if not (sign and start.isdecimal() and end.isdecimal() and int(start) <= int(end)):
            raise _Malformed(number, tr("“{place}” is no place in the text.", place=fields[1][:40]))
        if not re.fullmatch(r"\d+-\d+(\.\d+)?", fields[0]):
            raise _Malformed(number, tr("“{name}” is no number of a token.", name=fields[0][:40]))
        return int(start), int(end)

    def _text(self, raw: str) -> str:
        if "\\" not in raw:
            return raw
        if self._version < 3.2:
            return _JAVA.sub(_unescaped_java, raw).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return _ESCAPED.sub(lambda found: _CONTROLS.get(found[1], found[1]), raw)

    # -- columns ----------------------------------------------------------------------------------------------------

    def _take(self, fields: Sequence[str], start: int, end: int, number: int) -> None:
        at = 3
        for kind in self.types:
            for column in kind.columns:
                raw = fields[at]
                at += 1
                if raw == _NONE or not raw:
                    continue
                for index, value in enumerate(_split(_STACK, raw)):
                    self._value(kind, column, index, value, fields[0], (start, end, number))

    def _value(
        self, kind: _Type, column: _Column, index: int, raw: str, unit: str, place: tuple[int, int, int]
    ) -> None:
        stack = self._units.setdefault(unit, {}).setdefault(kind.name, [])
        if column.kind == "link":
            self._chain(kind, stack, index, raw, place)
            return
        identity = None
        if column.kind != "target" and (found := _ID.search(raw)):
            raw, identity = raw[: found.end("escaped")], found[2]
        if column.kind == "element":
            # Which element it is says the next column; until then the value waits in the order of the stack.
            stack.append(_Mark(kind, 0, *place, {column.feature: _plain(raw)}, unit=unit))
            return
        mark = self._mark(kind, stack, index, identity if kind.kind == "SP" else None, place, unit)
        if column.kind == "source":
            mark.source = raw, identity or ""
        elif column.kind == "role":
            mark.roles = [(column.feature, _plain(role)) for role in _split(_SLOTS, raw)] if raw != _NONE else []
        elif column.kind == "target":
            mark.targets += _split(_SLOTS, raw)
        elif column.kind == "value":
            mark.values[column.feature] = _plain(raw)

    def _mark(
        self, kind: _Type, stack: list[_Mark], index: int, identity: str | None, place: tuple[int, int, int], unit: str
    ) -> _Mark:
        """The annotation that a value belongs to: by its number, else by its place in the stack, else a new one."""
        if identity:
            known = self._by_id.get(identity)
            if known is not None and known.type is kind:
                known.end = max(known.end, place[1])
                if known not in stack:
                    stack.append(known)
                return known
        if index < len(stack) and not identity:
            return stack[index]
        mark = self._new(kind, place, unit)
        stack.append(mark)
        if identity:
            self._by_id[identity] = mark
        return mark

    def _new(self, kind: _Type, place: tuple[int, int, int], unit: str) -> _Mark:
        mark = _Mark(kind, len(self.marks) + 1, *place, unit=unit)
        self.marks.append(mark)
        return mark

    def _chain(self, kind: _Type, stack: list[_Mark], index: int, raw: str, place: tuple[int, int, int]) -> None:
        """An element of a chain: its number is written beside its relation to the next one."""
        found = _CHAIN.search(raw)
        if not found:
            raise _Malformed(place[2], tr("“{value}” is no step of a chain.", value=raw[:80]))
        key = kind.name, found[2], found[3]
        mark = self._by_link.get(key)
        if mark is None:
            mark = self._by_link[key] = self._new(kind, place, "")
            if index < len(stack):
                mark.values |= stack[index].values
            mark.values["->"] = _plain(raw[: found.end("escaped")])
        mark.end = max(mark.end, place[1])
        if index < len(stack):
            stack[index] = mark
        else:
            stack.append(mark)

    # -- the text and what stands in it -----------------------------------------------------------------------------

    def _scale(self) -> Any:
        """Puts the text together, in UTF-16 units or else in code points, and says how offsets become code points."""
        wrong: _Malformed | None = None
        for wide in (True, False):
            try:
                self.text = self._together(wide)
                point = Utf16Offsets(self.text).to_codepoint if wide else int
                self._compare(point)
            except _Malformed as error:
                wrong = wrong or error
            else:
                return point
        assert wrong is not None, "else one of them fitted"
        raise wrong

    def _together(self, wide: bool) -> str:
        length_of = utf16_length if wide else len
        pieces: list[str] = []
        length = 0
        for start, text in self._sentences:
            if pieces and start > length:
                pieces.append("\n" + " " * (start - length - 1))
            elif not pieces:
                pieces.append(" " * start)
            elif start < length:
                line = next(number for number, begin, _, _ in self._tokens if begin == start)
                raise _Malformed(line, tr("The sentence begins before the one above it ends."))
            pieces.append(text)
            length = max(start, length) + length_of(text)
        return "".join(pieces)

    def _compare(self, point: Any) -> None:
        """Whether each token stands where its line says."""
        for line, start, end, form in self._tokens:
            found = self.text[point(start) : point(end)]
            if found not in (form, self._text(form)):
                reason = tr("The token is “{form}”, the text there is “{found}”.", form=form[:80], found=found[:80])
                raise _Malformed(line, reason)

    def fill(self, row: Row) -> Iterator[tuple[str, str]]:
        """Gives labels and links to `row`; yields what does not fit."""
        there: set[str] = set()
        for mark in self.marks:
            if mark.type.kind == "RL":
                continue
            start, end = self._point(mark.start), self._point(mark.end)
            if start == end:
                yield mark.id, tr("line {n}: {reason}", n=mark.line, reason=tr("it has no length"))
                continue
            label, values = _label(mark)
            place = ((start, end),)
            row.spans.append(Span(mark.id, mark.type.layer, label, place, row.text[start:end], attributes=values))
            there.add(mark.id)
        for link in self._links():
            if isinstance(link, tuple) and not isinstance(link, SpanLink):
                yield link
            elif link.source in there and link.target in there:
                row.links.append(link)

    def _links(self) -> Iterator[SpanLink | tuple[str, str]]:
        for mark in self.marks:
            if mark.type.kind == "RL" and not self.is_bare(mark):
                yield self._relation(mark)
            for (feature, role), target in zip(mark.roles, mark.targets, strict=False):
                found = self._referred(target, "")
                if found is None:
                    yield mark.id, tr("line {n}: {reason}", n=mark.line, reason=_nowhere(target))
                else:
                    yield SpanLink("", role or feature, mark.id, found.id)
        chains: dict[tuple[str, str], list[tuple[int, _Mark]]] = {}
        for (kind, chain, step), mark in self._by_link.items():
            chains.setdefault((kind, chain), []).append((int(step), mark))
        for steps in chains.values():
            ordered = [mark for _, mark in sorted(steps, key=lambda step: step[0])]
            for first, second in pairwise(ordered):
                yield SpanLink("", first.values.get("->") or first.type.layer or "", first.id, second.id)

    def is_bare(self, mark: _Mark) -> bool:
        """Whether a relation is one between words, of which no layer of the file makes labels."""
        return mark.type.kind == "RL" and all(each.name != mark.type.base for each in self.types)

    def _relation(self, mark: _Mark) -> SpanLink | tuple[str, str]:
        unit, numbers = mark.source
        first, _, second = numbers.partition("_")
        base = mark.type.base
        source = self._by_id.get(first) if first not in ("", "0") else self._at(base, unit)
        target = self._by_id.get(second) if second not in ("", "0") else self._at(base, mark.unit)
        if source is None or target is None:
            missing = _nowhere(f"{unit}[{numbers}]" if numbers else unit)
            return mark.id, tr("line {n}: {reason}", n=mark.line, reason=missing)
        return SpanLink("", role_of(mark.type.name, mark.values), source.id, target.id)

    def _referred(self, reference: str, kind: str) -> _Mark | None:
        """The annotation that a slot names: by its number, else the first one in that line."""
        if found := _ID.search(reference):
            return self._by_id.get(found[2])
        return self._at(kind, reference)

    def _at(self, kind: str, unit: str) -> _Mark | None:
        stacks = self._units.get(unit, {})
        found = (mark for name, stack in stacks.items() if kind in ("", name) for mark in stack)
        return next((mark for mark in found if mark.type.kind != "RL"), None)


def _nowhere(reference: str) -> str:
    return tr("what it is linked to ({name}) is not there", name=reference[:80])


def _declared(line: str, number: int) -> _Type:
    """The layer that a line of the header declares."""
    kind, sign, rest = line[len("#T_") :].partition("=")
    name, *features = rest.split("|")
    if kind not in ("SP", "RL", "CH") or not sign or not name:
        raise _Malformed(number, tr("The line declares no layer."))
    found = _Type(name, kind)
    before = ""
    for feature in filter(None, features):
        if kind == "RL" and feature.startswith("BT_"):
            found.base = feature[len("BT_") :]
            found.columns.append(_Column(feature, "source"))
        elif kind == "CH":
            found.columns.append(_Column(feature, "link" if feature == "referenceRelation" else "element"))
        elif before.startswith("ROLE_"):
            found.columns.append(_Column(feature, "target"))
        elif feature.startswith("ROLE_"):
            role = feature[len("ROLE_") :].split("_")[0].rpartition(":")[2]
            found.columns.append(_Column(role, "role"))
        else:
            found.columns.append(_Column(feature))
        before = "" if before.startswith("ROLE_") else feature
    found.columns = found.columns or [_Column("", "nothing")]
    return found


def _label(mark: _Mark) -> tuple[str, dict[str, Any]]:
    """The label of an annotation, and the features that are its attributes."""
    values = {name: value for name, value in mark.values.items() if value is not None and name and name != "->"}
    if mark.type.kind == "CH":
        return values.pop("referenceType", None) or mark.type.layer or mark.type.short, values or dict(NONE)
    return label_of(mark.type.name, values, mark.values)


def _split(separator: str, raw: str) -> list[str]:
    """The parts of a value that an unescaped sign separates."""
    if "\\" not in raw:
        return raw.split(separator)
    parts = [""]
    for piece in re.findall(r"\\?.", raw, re.DOTALL):
        if piece == separator:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _plain(raw: str) -> str | None:
    """A value without its escapes; None for none."""
    if raw in (_NULL, ""):
        return None
    if "\\" not in raw:
        return raw
    return _ESCAPED.sub(lambda found: {"t": "\t", "n": "\n"}.get(found[1], found[1]), raw)


_CONTROLS = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}


def _unescaped_java(found: re.Match[str]) -> str:
    said = found[1]
    if said.startswith("u"):
        return chr(int(said.lstrip("u"), 16))
    if said.isdecimal():
        return chr(int(said, 8))
    return _CONTROLS.get(said, said)
