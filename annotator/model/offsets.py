"""The only place where code points and UTF-16 units are converted into each other, and other tools' units.

Annotator counts code points everywhere; Qt counts UTF-16 units, in which each character above U+FFFF
takes two. Nothing here alters a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

import regex

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """Converts offsets into one text between code points and UTF-16 units, O(log n) each.

    Keeps one integer for each character above U+FFFF and nothing for the others.
    """

    __slots__ = ("_points", "_units")

    def __init__(self, text: str) -> None:
        self._points = [] if text.isascii() else [found.start() for found in _ASTRAL.finditer(text)]
        self._units = [point + before for before, point in enumerate(self._points)]

    def to_utf16(self, point: int) -> int:
        """UTF-16 units before code point offset `point` (0 <= point <= len(text))."""
        return point + bisect_left(self._points, point)

    def to_codepoint(self, unit: int) -> int:
        """The code point offset at UTF-16 offset `unit`; from inside a surrogate pair, that of the pair's start."""
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] == unit - 1:
            return self._points[before - 1]
        return unit - before


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text) if text.isascii() else len(text) + len(_ASTRAL.findall(text))


class Scale:
    """Converts offsets into one text between code points and the units of another tool, O(log n) each.

    Keeps three integers for each stretch of text whose length differs between the two.
    """

    __slots__ = ("_ends", "_points", "_unit_ends", "_units")

    def __init__(self, stretches: Iterable[tuple[int, int, int]]) -> None:
        """`stretches`: first code point, code points and units of each stretch that differs, in order."""
        self._points: list[int] = []
        self._ends: list[int] = []
        self._units: list[int] = []
        self._unit_ends: list[int] = []
        shift = 0
        for start, points, units in stretches:
            self._points.append(start)
            self._ends.append(start + points)
            self._units.append(start + shift)
            self._unit_ends.append(start + shift + units)
            shift += units - points

    def to_codepoint(self, unit: int) -> int | None:
        """The code point offset at `unit`; None where it would cut a character (or a stretch that counts as one)."""
        at = bisect_right(self._units, unit) - 1
        if at < 0:
            return unit
        if unit >= self._unit_ends[at]:
            return unit - self._unit_ends[at] + self._ends[at]
        return self._points[at] if unit == self._units[at] else None

    def to_unit(self, point: int) -> int | None:
        """The offset in units at code point offset `point`; None where it lies inside a stretch that counts as one."""
        at = bisect_right(self._points, point) - 1
        if at < 0:
            return point
        if point >= self._ends[at]:
            return point - self._ends[at] + self._unit_ends[at]
        return self._units[at] if point == self._points[at] else None


UNITS = ("codepoint", "utf16", "byte", "grapheme")
"""What other tools count: code points, UTF-16 units, bytes of UTF-8, grapheme clusters (UAX #29)."""


def scale(text: str, unit: str, *, crlf_as_one: bool = False, without_mark: bool = False) -> Scale:
    """The scale of `text` for one of `UNITS`.

    `crlf_as_one`: the tool saw each CRLF as one character; `without_mark`: it did not see a U+FEFF at the beginning.
    """
    found = _stretches(text, unit, crlf_as_one)
    if not without_mark or not text.startswith("\ufeff"):
        return Scale(found)
    return Scale([(0, 1, 0), *(stretch for stretch in found if stretch[0])])


def _stretches(text: str, unit: str, crlf_as_one: bool) -> Iterator[tuple[int, int, int]]:
    if unit == "grapheme":
        if text.isascii() and "\r\n" not in text:
            return
        for cluster in _GRAPHEME.finditer(text):
            if cluster.end() - cluster.start() > 1:
                yield cluster.start(), cluster.end() - cluster.start(), 1
        return
    for found in _DIFFERING[unit, crlf_as_one].finditer(text) if crlf_as_one or not text.isascii() else ():
        start, end = found.span()
        if end - start == 2:
            yield start, 2, 1
        else:
            yield start, 1, 2 if unit == "utf16" else len(found.group().encode("utf-8", "surrogatepass"))


_GRAPHEME = regex.compile(r"\X")
_DIFFERING = {
    ("codepoint", False): re.compile(r"(?!)"),
    ("codepoint", True): re.compile("\r\n"),
    ("utf16", False): _ASTRAL,
    ("utf16", True): re.compile("\r\n|[\U00010000-\U0010ffff]"),
    ("byte", False): re.compile("[^\x00-\x7f]"),
    ("byte", True): re.compile("\r\n|[^\x00-\x7f]"),
}
