"""Reading spaCy's DocBin files: texts, entities and span groups of anybody's, and all that our own carry.

The container is read directly: tokens and spans are numbers in it, and no numbers of a damaged file reach spaCy.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.formats.fields import Fields
from annotator.formats.json_rows import NATIVE, RowMaker
from annotator.formats.reading import Item, Reading, shown
from annotator.formats.strict_json import BadJson
from annotator.model.annotation import NONE, Fragments
from annotator.model.exchange import Mismatch, Row, Skipped, Span
from annotator.model.phrases import tr

EXTENSION = "annotator"
"""`doc._.annotator`."""
_ALL = "sc"
_LARGEST = 1 << 32
"""Bytes after decompression. A file that holds more is no corpus of articles."""
SPAN = struct.Struct(">QQQllll")
"""Id, knowledge base id, label, first token, token after the last, first character, character after the last."""
_BEGINS, _INSIDE = 3, 1
_CHOSEN = 0.5


Numbers = Callable[[list[str]], tuple[Mapping[int, str], Mapping[str, int]]]
"""spaCy's numbers: those of the given strings, and of the attributes of tokens, by name."""


def read_bin(path: Path, reading: Reading, numbers: Numbers) -> Iterator[Item]:
    """One article for each document of a file."""
    name = shown(path)
    try:
        bin_ = _Bin(_unpacked(path.read_bytes()), numbers)
        texts = [bin_.text(number) for number in range(len(bin_))]
    except _FAULTS as error:
        yield Skipped(name, 0, tr("It is no DocBin file of spaCy, or it is damaged ({error}).", error=_said(error)))
        return
    reading.meter.bytes += path.stat().st_size
    maker = RowMaker(name, Fields(reading.fields))
    for number, (text, starts) in enumerate(texts):
        try:
            yield from _document(bin_, number, text, starts, maker, name)
        except _FAULTS as error:
            yield Skipped(name, 0, tr("Item {n}: {reason}", n=number + 1, reason=_said(error)))


def _document(bin_: _Bin, number: int, text: str, starts: list[int], maker: RowMaker, name: str) -> Iterator[Item]:
    own = bin_.extension(number)
    if own is not None:
        try:
            yield from maker.of_value({**own, "text": text}, 0, "utf-8", exact=True, item=number + 1) or []
        except BadJson as error:
            yield Skipped(name, 0, tr("Item {n}: {reason}", n=number + 1, reason=str(error)))
        return
    if not text or text.isspace():
        yield Skipped(
            name, 0, tr("Item {n}: {reason}", n=number + 1, reason=tr("The text is empty or white space only."))
        )
        return
    row = Row(text, path=name)
    misses: list[Item] = []
    seen: set[tuple[str, Fragments]] = set()
    for span in (*bin_.entities(number, starts), *bin_.spans(number)):
        start, end = span.fragments[0]
        if not 0 <= start < end <= len(text):
            reason = tr("it does not lie in the text of document {n}", n=number + 1)
            misses.append(Mismatch(name, f"{span.label} {start}-{end}", reason))
        elif (span.label, span.fragments) not in seen:  # entities are often in a group as well
            seen.add((span.label, span.fragments))
            row.spans.append(span)
    cats = [str(label) for label, score in bin_.cats(number).items() if _is_number(score) and score >= _CHOSEN]
    if cats:
        row.labels = {"cats": cats}
    yield row
    yield from misses


class _Bin:
    """The parts of a DocBin. Methods raise one of `_FAULTS` for a damaged one."""

    def __init__(self, found: Mapping[str, Any], numbers: Numbers) -> None:
        import numpy as np

        self._unpacker = _unpacker()
        self._strings, ids = numbers(list(found["strings"]))
        attrs = [int(each) for each in found["attrs"]]
        self._columns = {name: attrs.index(ids[name]) for name in ids if ids[name] in attrs}
        lengths = np.frombuffer(found["lengths"], dtype="int32").tolist()
        if any(length < 0 for length in lengths):
            raise ValueError(tr("a document has a negative length"))
        self._edges = [0]
        for length in lengths:
            self._edges.append(self._edges[-1] + length)
        self._tokens = np.frombuffer(found["tokens"], dtype="uint64").reshape((self._edges[-1], len(attrs)))
        self._spaces = np.frombuffer(found["spaces"], dtype=bool)
        if len(self._spaces) != self._edges[-1]:
            raise ValueError(tr("its lists differ in length"))
        self._found = found

    def __len__(self) -> int:
        return len(self._edges) - 1

    def _column(self, number: int, name: str) -> list[int]:
        if name not in self._columns:
            return [0] * (self._edges[number + 1] - self._edges[number])
        part = self._tokens[self._edges[number] : self._edges[number + 1], self._columns[name]]
        return [int(each) for each in part.tolist()]

    def text(self, number: int) -> tuple[str, list[int]]:
        """The text of a document, and where its tokens begin and end: two numbers for each."""
        unknown = bool((self._of(number, "flags") or {}).get("has_unknown_spaces"))
        spaces = self._spaces[self._edges[number] : self._edges[number + 1]].tolist()
        pieces: list[str] = []
        starts: list[int] = []
        at = 0
        for orth, space in zip(self._column(number, "ORTH"), spaces, strict=True):
            word = self._string(orth)
            starts += (at, at + len(word))
            at += len(word) + space
            pieces += (word, " ") if space else (word,)
        if unknown and pieces and spaces[-1]:
            pieces.pop()  # where white space is unknown, spaCy puts one behind the last token too
        return "".join(pieces), starts

    def entities(self, number: int, starts: list[int]) -> Iterator[Span]:
        """`doc.ents`."""
        kinds, kb_ids = self._column(number, "ENT_TYPE"), self._column(number, "ENT_KB_ID")
        open_: tuple[int, int, int, int] | None = None
        for at, mark in enumerate((*self._column(number, "ENT_IOB"), 0)):
            if mark == _INSIDE and open_ is not None:
                open_ = (*open_[:3], at)
                continue
            if open_ is not None:
                kind, kb_id, first, last = open_
                values = {"kb_id": self._string(kb_id)} if kb_id else NONE
                place = (starts[2 * first], starts[2 * last + 1])
                yield Span("", None, self._string(kind), (place,), None, attributes=values)
                open_ = None
            if mark in (_BEGINS, _INSIDE) and kinds[at]:
                open_ = kinds[at], kb_ids[at], at, at

    def spans(self, number: int) -> Iterator[Span]:
        """`doc.spans`: a group's name is the layer of its labels."""
        packed = self._of(number, "span_groups")
        groups = self._unpack(packed) if packed else {}
        listed = groups.items() if isinstance(groups, dict) else [(group, None) for group in groups]
        for group, keys in listed:
            content = self._unpack(group)
            key = str(keys[0] if keys else content["name"])
            for packed_span in content["spans"]:
                identity, kb_id, label, _, _, start, end = SPAN.unpack(packed_span)
                name = self._string(label)
                values = {"kb_id": self._string(kb_id)} if kb_id else NONE
                layer = None if key == _ALL or not name else key
                yield Span(self._string(identity), layer, name or key, ((start, end),), None, attributes=values)

    def cats(self, number: int) -> Mapping[str, Any]:
        """`doc.cats`."""
        found = self._of(number, "cats")
        return found if isinstance(found, dict) else {}

    def extension(self, number: int) -> dict[str, Any] | None:
        """`doc._.annotator`, where it is what we write."""
        packed = self._of(number, "user_data")
        found = self._unpack(packed) if packed else None
        own = found.get(("._.", EXTENSION, None, None)) if isinstance(found, dict) else None
        if not isinstance(own, dict) or own.get("format") != NATIVE:
            return None
        plain = _listed(own)
        return plain if isinstance(plain, dict) else None

    def _of(self, number: int, name: str) -> Any:
        """A document's entry in a list that older files may lack."""
        listed = self._found.get(name) or ()
        return listed[number] if number < len(listed) else None

    def _unpack(self, data: bytes) -> Any:
        """A value that is packed inside of a packed one; tuples for lists."""
        from srsly.msgpack.exceptions import UnpackException  # type: ignore[import-untyped]  # it has no types

        self._unpacker.feed(data)
        try:
            return self._unpacker.unpack()
        except UnpackException as error:
            self._unpacker = _unpacker()  # what is left of the damaged value is not the next one
            raise ValueError(tr("a part of it is cut off")) from error

    def _string(self, key: int) -> str:
        return self._strings[key] if key else ""


def _listed(value: Any) -> Any:
    """A value with lists for tuples, as JSON has them."""
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return [_listed(each) for each in value] if isinstance(value, (list, tuple)) else value


def _unpacked(data: bytes) -> Mapping[str, Any]:
    import srsly  # type: ignore[import-untyped]  # it has no types

    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(data, _LARGEST)
    if not unpacking.eof:
        raise ValueError(tr("it does not end where it should"))
    found = srsly.msgpack_loads(plain)
    if not isinstance(found, dict):
        raise ValueError(tr("it holds no documents"))
    return found


def _unpacker() -> Any:
    """One for many values: srsly looks for plug-ins each time that it makes one, which takes longer than unpacking."""
    from srsly.msgpack import Unpacker  # type: ignore[import-untyped]  # it has no types

    return Unpacker(raw=False, use_list=False, strict_map_key=False, max_buffer_size=_LARGEST)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


_FAULTS = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    zlib.error,
    struct.error,
    MemoryError,
)
"""What reading a file that is no DocBin, or a damaged one, raises (msgpack's errors are ValueErrors)."""


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
