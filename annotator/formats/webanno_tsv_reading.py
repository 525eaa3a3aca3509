"""Reading WebAnno TSV 3: the text from its sentences, labels from its columns, whatever layers the file declares.

Each span layer becomes labels, its features attributes; relations, slots and the steps of chains become links. Offsets
in such files are UTF-16 units (some tools write code points: each token shows which).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.formats.reading import Item, Reading, Remark, read_text, shown
from annotator.formats.uima_types import role_of
from annotator.formats.webanno_tsv_parts import (
    CHAIN,
    CONTROLS,
    ESCAPED,
    ID,
    JAVA,
    MARK,
    NO_VALUE,
    SLOTS,
    STACK,
    Column,
    Malformed,
    Mark,
    Type,
    declared_type,
    label_and_attributes,
    plain,
    split_cells,
    unescaped_java,
)
from annotator.model.errors import UserError
from annotator.model.exchange import Mismatch, Row, Skipped, Span, SpanLink
from annotator.model.offsets import Utf16Offsets, utf16_length
from annotator.model.phrases import tr

_NAME = r"\d+-\d+(?:\.\d+)?"
"""The number of a token, or of a part of one."""


def _bare_token(columns: int) -> Callable[[str], re.Match[str] | None]:
    """What knows the line of a token in which no layer says anything, which most lines are."""
    return re.compile(rf"{_NAME}\t(\d{{1,18}})-(\d{{1,18}})\t([^\t]*)(?:\t{NO_VALUE}){{{columns}}}\t?").fullmatch


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The article of a file, with all that is labelled in it; nothing where the file is malformed."""
    name = shown(path)
    try:
        decoded = read_text(path, reading)
        document = _Document(decoded.text.split("\n"))
    except UserError as error:
        yield Skipped(name, 0, str(error))
        return
    except Malformed as error:
        yield Skipped(name, error.line, error.reason)
        return
    reading.meter.bytes += path.stat().st_size
    if not document.text or document.text.isspace():
        yield Skipped(name, 0, tr("The text is empty or white space only."))
        return
    row = Row(document.text, {"file": reading.name_of(path)}, path=name, encoding=decoded.encoding)
    row.offset_unit = document.unit
    misses = [Mismatch(name, identity, reason) for identity, reason in document.fill(row)]
    yield row
    if bare := sum(document.is_bare(mark) for mark in document.marks):
        yield Remark(name, 0, tr("Relations between words that have no label were left out: {n}.", n=bare))
    yield from misses


class _Document:
    """One file, parsed. Raises Malformed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.types: list[Type] = []
        self.marks: list[Mark] = []
        self.text = ""
        self._by_id: dict[str, Mark] = {}
        self._by_link: dict[tuple[str, str, str], Mark] = {}
        self._units: dict[str, dict[str, list[Mark]]] = {}
        """Token (or part of one) -> layer -> annotations, as they are stacked there."""
        self._tokens: list[tuple[int, int, int, str]] = []
        self._sentences: list[tuple[int, str]] = []
        """First offset and text."""
        self._version = 0.0
        self._parse([line.removesuffix("\r") for line in lines])
        self.unit = ""
        """How the file counts, where it makes a difference."""
        self._point = self._scale()

    # -- lines ------------------------------------------------------------------------------------------------------

    def _parse(self, lines: Sequence[str]) -> None:
        if not lines or not lines[0].startswith(MARK):
            raise Malformed(1, tr("The first line does not say WebAnno TSV 3."))
        try:
            self._version = float(lines[0].rsplit(" ", 1)[-1])
        except ValueError:
            raise Malformed(1, tr("The first line does not say WebAnno TSV 3.")) from None
        texts: list[str] = []
        columns = 0
        bare = _bare_token(0)
        for number, line in enumerate(lines[1:], 2):
            if line.startswith("#T_") and not self._tokens:
                self.types.append(declared_type(line, number))
                columns = sum(len(each.columns) for each in self.types)
                bare = _bare_token(columns)
            elif line.startswith("#Text="):
                texts.append(self._text(line[len("#Text=") :]))
            elif line.startswith("#") or not line:
                continue
            else:
                found, fields = bare(line), None
                if found and int(found[1]) <= int(found[2]):
                    start, end, form = int(found[1]), int(found[2]), found[3]
                else:
                    fields = line.split("\t")
                    if len(fields) < 3 + columns:
                        reason = tr("The line has {n} columns; {m} are declared.", n=len(fields), m=3 + columns)
                        raise Malformed(number, reason)
                    start, end = self._place(fields, number)
                    form = fields[2]
                if texts:
                    text = "\n".join(texts)
                    before = 0 if text.startswith(form) else len(text) - len(text.lstrip())
                    self._sentences.append((max(0, start - before), text))
                    texts = []
                if not self._sentences:
                    raise Malformed(number, tr("There is no #Text= before the token."))
                self._tokens.append((number, start, end, form))
                if fields is not None:
                    self._take(fields, start, end, number)
        if texts:
            raise Malformed(len(lines), tr("The last sentence has no tokens."))
        if not self._sentences:
            raise Malformed(len(lines), tr("There are no sentences in it."))

    def _place(self, fields: Sequence[str], number: int) -> tuple[int, int]:
        start, sign, end = fields[1].partition("-")
        if not (sign and start.isdecimal() and end.isdecimal() and int(start) <= int(end)):
            raise Malformed(number, tr("“{place}” is no place in the text.", place=fields[1][:40]))
        if not re.fullmatch(_NAME, fields[0]):
            raise Malformed(number, tr("“{name}” is no number of a token.", name=fields[0][:40]))
        return int(start), int(end)

    def _text(self, raw: str) -> str:
        if "\\" not in raw:
            return raw
        if self._version < 3.2:
            return JAVA.sub(unescaped_java, raw).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return ESCAPED.sub(lambda found: CONTROLS.get(found[1], found[1]), raw)

    # -- columns ----------------------------------------------------------------------------------------------------

    def _take(self, fields: Sequence[str], start: int, end: int, number: int) -> None:
        at = 3
        for kind in self.types:
            for column in kind.columns:
                raw = fields[at]
                at += 1
                if raw == NO_VALUE or not raw:
                    continue
                for index, value in enumerate(split_cells(STACK, raw)):
                    self._value(kind, column, index, value, fields[0], (start, end, number))

    def _value(self, kind: Type, column: Column, index: int, raw: str, unit: str, place: tuple[int, int, int]) -> None:
        stack = self._units.setdefault(unit, {}).setdefault(kind.name, [])
        if column.kind == "link":
            self._chain(kind, stack, index, raw, place)
            return
        identity = None
        if column.kind != "target" and (found := ID.search(raw)):
            raw, identity = raw[: found.end("escaped")], found[2]
        if column.kind == "element":
            # Which element it is says the next column; until then the value waits in the order of the stack.
            stack.append(Mark(kind, 0, *place, {column.feature: plain(raw)}, unit=unit))
            return
        mark = self._mark(kind, stack, index, identity if kind.kind == "SP" else None, place, unit)
        if column.kind == "source":
            mark.source = raw, identity or ""
        elif column.kind == "role":
            mark.roles = [(column.feature, plain(role)) for role in split_cells(SLOTS, raw)] if raw != NO_VALUE else []
        elif column.kind == "target":
            mark.targets += split_cells(SLOTS, raw)
        elif column.kind == "value":
            mark.values[column.feature] = plain(raw)

    def _mark(
        self, kind: Type, stack: list[Mark], index: int, identity: str | None, place: tuple[int, int, int], unit: str
    ) -> Mark:
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

    def _new(self, kind: Type, place: tuple[int, int, int], unit: str) -> Mark:
        mark = Mark(kind, len(self.marks) + 1, *place, unit=unit)
        self.marks.append(mark)
        return mark

    def _chain(self, kind: Type, stack: list[Mark], index: int, raw: str, place: tuple[int, int, int]) -> None:
        """An element of a chain: its number is written beside its relation to the next one."""
        found = CHAIN.search(raw)
        if not found:
            raise Malformed(place[2], tr("“{value}” is no step of a chain.", value=raw[:80]))
        key = kind.name, found[2], found[3]
        mark = self._by_link.get(key)
        if mark is None:
            mark = self._by_link[key] = self._new(kind, place, "")
            if index < len(stack):
                mark.values |= stack[index].values
            mark.values["->"] = plain(raw[: found.end("escaped")])
        mark.end = max(mark.end, place[1])
        if index < len(stack):
            stack[index] = mark
        else:
            stack.append(mark)

    # -- the text and what stands in it -----------------------------------------------------------------------------

    def _scale(self) -> Any:
        """Puts the text together, in UTF-16 units or else in code points, and says how offsets become code points."""
        wrong: Malformed | None = None
        for wide in (True, False):
            try:
                self.text = self._together(wide)
                point = Utf16Offsets(self.text).to_codepoint if wide else int
                self._compare(point)
            except Malformed as error:
                wrong = wrong or error
            else:
                self.unit = ("utf16" if wide else "codepoint") if utf16_length(self.text) > len(self.text) else ""
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
                line = next(number for number, begin, _, _ in self._tokens if begin >= start)
                raise Malformed(line, tr("The sentence begins before the one above it ends."))
            pieces.append(text)
            length = max(start, length) + length_of(text)
        return "".join(pieces)

    def _compare(self, point: Any) -> None:
        """Whether each token stands where its line says."""
        text, same = self.text, self.text.isascii()
        for line, start, end, form in self._tokens:
            found = text[start:end] if same else text[point(start) : point(end)]
            if found != form and found != self._text(form):
                shorter = [" ".join(each[:80].split()) for each in (form, found)]
                reason = tr("The token is “{form}”, the text there is “{found}”.", form=shorter[0], found=shorter[1])
                raise Malformed(line, reason)

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
            label, values = label_and_attributes(mark)
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
        chains: dict[tuple[str, str], list[tuple[int, Mark]]] = {}
        for (kind, chain, step), mark in self._by_link.items():
            chains.setdefault((kind, chain), []).append((int(step), mark))
        for steps in chains.values():
            ordered = [mark for _, mark in sorted(steps, key=lambda step: step[0])]
            for first, second in pairwise(ordered):
                yield SpanLink("", first.values.get("->") or first.type.layer or "", first.id, second.id)

    def is_bare(self, mark: Mark) -> bool:
        """Whether a relation is one between words, of which no layer of the file makes labels."""
        return mark.type.kind == "RL" and all(each.name != mark.type.base for each in self.types)

    def _relation(self, mark: Mark) -> SpanLink | tuple[str, str]:
        unit, numbers = mark.source
        first, _, second = numbers.partition("_")
        base = mark.type.base
        source = self._by_id.get(first) if first not in ("", "0") else self._at(base, unit)
        target = self._by_id.get(second) if second not in ("", "0") else self._at(base, mark.unit)
        if source is None or target is None:
            missing = _nowhere(f"{unit}[{numbers}]" if numbers else unit)
            return mark.id, tr("line {n}: {reason}", n=mark.line, reason=missing)
        return SpanLink("", role_of(mark.type.name, mark.values), source.id, target.id)

    def _referred(self, reference: str, kind: str) -> Mark | None:
        """The annotation that a slot names: by its number, else the first one in that line."""
        if found := ID.search(reference):
            return self._by_id.get(found[2])
        return self._at(kind, reference)

    def _at(self, kind: str, unit: str) -> Mark | None:
        stacks = self._units.get(unit, {})
        found = (mark for name, stack in stacks.items() if kind in ("", name) for mark in stack)
        return next((mark for mark in found if mark.type.kind != "RL"), None)


def _nowhere(reference: str) -> str:
    return tr("what it is linked to ({name}) is not there", name=reference[:80])
