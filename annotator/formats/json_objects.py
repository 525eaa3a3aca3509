"""The objects in a JSON file of another tool, one after the other with where each stands; what is none is named.

JSON lines are read line by line. A file that is one list, or objects printed over several lines, is parsed as a whole
before anything of it is given.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotator.formats import json_file, strict_json
from annotator.formats.reading import Lines, Reading, Remark, read_text, shown
from annotator.formats.strict_json import BadJson
from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.phrases import tr


class JsonObject(NamedTuple):
    """An object and where it stands."""

    value: dict[str, Any]
    line: int
    """Counted from 1; 0 where lines mean nothing."""
    item: int = 0
    """Its place in a list, counted from 1; 0 where lines tell it."""
    encoding: str = "utf-8"

    @property
    def where(self) -> str:
        """Where it stands, for messages."""
        return tr("line {n}", n=self.line) if self.line else tr("item {n}", n=self.item)


_AT_ONCE = 4 << 20
"""Bytes. Up to here a list is parsed in one piece; a longer one is read twice, a piece at a time."""

Found = JsonObject | Skipped | Remark


def objects(path: Path, reading: Reading) -> Iterator[Found]:
    """The objects of the file at `path`. Of their numbers and texts nothing is lost."""
    name = shown(path)
    try:
        kind = _kind(path)
        if kind == "list":
            yield from _of_list(path, name, reading)
        elif kind == "printed":
            yield from _printed(path, name, reading)
        else:
            yield from _lines(path, name, reading)
    except (UserError, BadJson) as error:
        yield Skipped(name, 0, str(error))


def _kind(path: Path) -> str:
    with path.open("rb") as stream:
        for line in stream:
            line = line.removeprefix(codecs.BOM_UTF8).strip()
            if line.startswith(b"["):
                return "list"
            if line:
                whole = len(line) > json_file.WHOLE or path.stat().st_size > json_file.WHOLE or _is_json(line)
                return "lines" if whole or not line.startswith(b"{") else "printed"
    return "lines"


def _is_json(line: bytes) -> bool:
    try:
        strict_json.parse(line)
    except BadJson:
        return False
    return True


def _of_list(path: Path, name: str, reading: Reading) -> Iterator[Found]:
    if path.stat().st_size > _AT_ONCE:
        for _ in json_file.elements(path, reading):
            pass  # so that nothing is taken of a file that turns out to be broken
        for number, (value, replaced) in enumerate(json_file.elements(path, reading), 1):
            yield from _checked(name, value, replaced, number)
        return
    decoded = read_text(path, reading)
    value, replaced = parsed(decoded.text.encode("utf-8", "surrogatepass"))
    if replaced:
        yield _replaced(name, 0, replaced)
    for number, element in enumerate(value, 1):
        yield from _checked(name, element, 0, number, decoded.encoding)


def _checked(name: str, value: Any, replaced: int, number: int, encoding: str = "utf-8") -> Iterator[Found]:
    if isinstance(value, dict):
        yield JsonObject(value, 0, number, encoding)
    else:
        yield Skipped(name, 0, tr("Item {n}: {reason}", n=number, reason=tr("This is no object.")))
    if replaced:
        yield _replaced(name, 0, replaced)


def _printed(path: Path, name: str, reading: Reading) -> Iterator[Found]:
    """Objects one after the other, each over several lines."""
    decoded = read_text(path, reading)
    decoder = json.JSONDecoder(
        parse_int=strict_json.whole, parse_float=strict_json.number, parse_constant=strict_json.refuse_constant
    )
    text, at, line = decoded.text, 0, 1
    found: list[Found] = []
    while at < len(text):
        space = len(text) - len(text[at:].lstrip()) if text[at].isspace() else at
        line += text.count("\n", at, space)
        if space == len(text):
            break
        try:
            value, end = decoder.raw_decode(text, space)
            value, replaced = strict_json.mended(value)
        except RecursionError as error:
            raise strict_json.too_deep() from error
        except json.JSONDecodeError as error:
            wrong = line + text.count("\n", space, error.pos)
            yield Skipped(name, wrong, tr("It is not JSON: {error}.", error=error.msg))
            return
        if isinstance(value, dict):
            found.append(JsonObject(value, line, 0, decoded.encoding))
        else:
            found.append(Skipped(name, line, tr("This is no object.")))
        if replaced:
            found.append(_replaced(name, line, replaced))
        line += text.count("\n", space, end)
        at = end
    yield from found


def _lines(path: Path, name: str, reading: Reading) -> Iterator[Found]:
    lines = Lines(path, reading)
    for number, data, fault in lines:
        if fault:
            yield Skipped(name, number, fault)
        elif data and not data.isspace():
            yield from _line(name, lines, data, number)


def _line(name: str, lines: Lines, data: bytes, number: int) -> Iterator[Found]:
    try:
        value, replaced = parsed(data)
    except BadJson as error:
        mended = lines.utf8(data)
        if mended is None or mended is data:
            yield Skipped(name, number, str(error) if mended else tr("The line is not UTF-8."))
            return
        try:
            value, replaced = parsed(mended)
        except BadJson as second:
            yield Skipped(name, number, str(second))
            return
    if not isinstance(value, dict):
        yield Skipped(name, number, tr("This is no object."))
        return
    yield JsonObject(value, number, 0, lines.encoding)
    if replaced:
        yield _replaced(name, number, replaced)


def _replaced(name: str, line: int, count: int) -> Remark:
    return Remark(name, line, tr("{n} lone surrogates became U+FFFD.", n=count))


def parsed(data: bytes) -> strict_json.Parsed:
    """The value in `data`, every number as it is written. Raises BadJson."""
    found = strict_json.parse(data)
    return strict_json.parse_slowly(data) if strict_json.check(found.value) else found


def first_object(head: bytes) -> dict[str, Any] | None:
    """The object on the first line of a file's beginning; None where there is none, or it is longer."""
    for line in head.removeprefix(codecs.BOM_UTF8).split(b"\n", 40)[:40]:
        if line.strip():
            try:
                value = strict_json.parse(line).value
            except BadJson:
                return None
            return value if isinstance(value, dict) else None
    return None
