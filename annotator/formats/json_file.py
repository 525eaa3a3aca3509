"""A JSON file as a whole: a list of rows, one row, or an object that holds the list. Parsed completely before a row is given.

A large list is read piece by piece, twice: once to see that all of it is JSON, once for the rows.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats import strict_json
from annotator.formats.fields import Fields
from annotator.formats.json_lines import read_lines
from annotator.formats.json_rows import RowMaker
from annotator.formats.reading import Item, Reading, read_text, shown
from annotator.formats.registry import Format
from annotator.formats.strict_json import BadJson, Parsed
from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.phrases import later, tr

WHOLE = 32 << 20
"""Bytes. A file up to this size is parsed in one piece."""

_CHUNK = 1 << 20
_SPACE = " \t\r\n"


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The rows of a JSON file."""
    if _is_lines(path):
        yield from read_lines(path, reading)
        return
    name = shown(path)
    maker = RowMaker(name, Fields(reading.fields))
    try:
        if path.stat().st_size > WHOLE and is_one_array(path):
            for _ in elements(path, reading):
                pass
            encoding = reading.encoding or "utf-8"
            for number, parsed in enumerate(elements(path, reading), 1):
                yield from _row(maker, parsed, number, encoding)
            return
        decoded = read_text(path, reading)
        data = decoded.text.encode("utf-8", "surrogatepass")
        value, replaced = strict_json.parse(data)
        if strict_json.check(value):
            value, replaced = strict_json.parse_slowly(data)
    except (UserError, BadJson) as error:
        yield Skipped(name, 0, str(error))
        return
    if replaced:
        yield maker.replaced(0, replaced)
    yield from _rows(maker, value, decoded.encoding)


def is_one_array(path: Path) -> bool:
    """Whether a file begins like a JSON list whose elements do not all stand on the first line, or like one of objects."""
    with path.open("rb") as stream:
        line = stream.readline(_CHUNK).removeprefix(codecs.BOM_UTF8).strip()
        if not line.startswith(b"["):
            return False
        rest = stream.read(1024).strip()
    if not rest:
        return True
    try:
        strict_json.parse(line.removesuffix(b","))
    except BadJson:
        return True
    return False


def _rows(maker: RowMaker, value: Any, encoding: str) -> Iterator[Item]:
    if isinstance(value, dict):
        items = maker.of_value(value, 0, encoding, exact=True) or []
        listed = [each for each in value.values() if isinstance(each, list) and any(isinstance(e, dict) for e in each)]
        if not isinstance(items[0], Skipped) or len(listed) != 1:
            yield from items
            return
        value = listed[0]
    if not isinstance(value, list):
        yield from maker.of_value(value, 0, encoding, exact=True) or []
        return
    for number, element in enumerate(value, 1):
        yield from _row(maker, Parsed(element, 0), number, encoding)


def _row(maker: RowMaker, parsed: Parsed, number: int, encoding: str) -> list[Item]:
    items = maker.of_value(parsed.value, 0, encoding, exact=True, item=number) or []
    return [*items, maker.replaced(0, parsed.replaced)] if parsed.replaced else items


def _is_lines(path: Path) -> bool:
    """Whether a file has a whole JSON object on its first line and another one begins on the next: JSON lines."""
    with path.open("rb") as stream:
        first = stream.readline(WHOLE).removeprefix(codecs.BOM_UTF8)
        if not first.startswith(b"{") or not stream.read(_CHUNK).lstrip().startswith(b"{"):
            return False
    try:
        return isinstance(strict_json.parse(first).value, dict)
    except BadJson:
        return False


def elements(path: Path, reading: Reading) -> Iterator[Parsed]:
    """The elements of a file that is one JSON list, a few megabytes in memory at a time. Raises BadJson."""
    decoder = json.JSONDecoder(
        parse_int=strict_json.whole, parse_float=strict_json.number, parse_constant=strict_json.refuse_constant
    )
    encoding = reading.encoding or "utf-8-sig"
    try:
        with path.open(encoding=encoding, errors="strict", newline="") as stream:
            window = _Window(stream)
            window.expect("[")
            first = True
            while not window.at("]") or not first:
                yield window.value(decoder)
                first = False
                if not window.at(","):
                    break
                window.expect(",")
            window.expect("]")
            if window.peek():
                raise BadJson(tr("Something follows the end of the list."))
    except UnicodeDecodeError as error:
        raise BadJson(tr("It is not UTF-8.")) from error


class _Window:
    """The part of a text that is being looked at; it grows where a value does not end in it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._text = ""
        self._at = 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is not white space; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def at(self, mark: str) -> bool:
        return self.peek() == mark

    def expect(self, mark: str) -> None:
        if self.peek() != mark:
            raise BadJson(tr("It is not JSON: “{mark}” is missing.", mark=mark))
        self._at += 1

    def value(self, decoder: json.JSONDecoder) -> Parsed:
        """The JSON value that begins here. Raises BadJson."""
        self.peek()
        while True:
            try:
                found, end = decoder.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise strict_json.too_deep() from error
            except json.JSONDecodeError as error:
                if not self._more():
                    raise BadJson(tr("It is not JSON: {error}.", error=error.msg)) from error
                continue
            if end == len(self._text) and self._more():
                continue  # a number may go on behind the window
            start, self._at = self._at, end
            return self._checked(found, start, end)

    def _checked(self, found: Any, start: int, end: int) -> Parsed:
        """`found`, looked through only as far as its text between these places gives reason to."""
        text = self._text
        if text.find("\\ud", start, end) >= 0 or text.find("\\uD", start, end) >= 0:
            return strict_json.mended(found)
        if text.count("[", start, end) + text.count("{", start, end) > strict_json.DEEPEST:
            strict_json.check(found)
        return Parsed(found, 0)

    def _more(self) -> bool:
        """Reads as much again as is there, so that a long value is not looked at many times."""
        if self._ended:
            return False
        self._text = self._text[self._at :]
        self._at = 0
        chunk = self._stream.read(max(_CHUNK, len(self._text)))
        self._ended = not chunk
        self._text += chunk
        return not self._ended


JSON = Format("json", later("JSON, a list of articles"), (".json",), read=read)
