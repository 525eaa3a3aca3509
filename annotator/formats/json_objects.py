"""The objects in a file of JSON lines of another tool, each with its line; what is none is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotator.formats import strict_json
from annotator.formats.reading import Lines, Reading, Remark, shown
from annotator.formats.strict_json import BadJson
from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.phrases import tr


class JsonObject(NamedTuple):
    """An object and where it stands."""

    value: dict[str, Any]
    line: int
    encoding: str = "utf-8"


def objects(path: Path, reading: Reading) -> Iterator[JsonObject | Skipped | Remark]:
    """The objects of the file at `path`, one line after the other. Of a line's numbers and texts nothing is lost."""
    name = shown(path)
    lines = Lines(path, reading)
    try:
        for number, data, fault in lines:
            if fault:
                yield Skipped(name, number, fault)
            elif data and not data.isspace():
                yield from _object(name, lines, data, number)
    except UserError as error:
        yield Skipped(name, 0, str(error))


def _object(name: str, lines: Lines, data: bytes, number: int) -> Iterator[JsonObject | Skipped | Remark]:
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
    yield JsonObject(value, number, lines.encoding)
    if replaced:
        yield Remark(name, number, tr("{n} lone surrogates became U+FFFD.", n=replaced))


def parsed(data: bytes) -> strict_json.Parsed:
    """The value in `data`, every number as it is written. Raises BadJson."""
    found = strict_json.parse(data)
    return strict_json.parse_slowly(data) if strict_json.check(found.value) else found


def first_object(head: bytes) -> dict[str, Any] | None:
    """The object on the first line of a file's beginning; None where there is none, or it is longer."""
    for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 40)[:40]:
        if line.strip():
            try:
                value = strict_json.parse(line).value
            except BadJson:
                return None
            return value if isinstance(value, dict) else None
    return None
