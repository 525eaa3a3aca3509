"""The only place where code points and UTF-16 units are converted into each other.

Annotator counts code points everywhere; Qt counts UTF-16 units, in which each character above U+FFFF
takes two. Nothing here alters a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left

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
