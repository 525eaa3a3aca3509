"""Tasks of Label Studio whose text is HTML: the text that a reader sees, and where in it a region lies.

Regions say it by global offsets (into all the text of the page, nothing between the blocks) or by paths to nodes of text.
Here a line end is put between blocks that have none, so that words of two paragraphs do not run together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from annotator.formats.label_studio_results import same_words
from annotator.formats.markup import BLOCKS, local_name, parse_fragment
from annotator.model.offsets import Utf16Offsets

_PATH = re.compile(r"(?:/[A-Za-z][A-Za-z0-9]*\[\d{1,6}\])*(?:/text\(\)\[\d{1,6}\])?").fullmatch
_STEP = re.compile(r"/(text\(\)|[A-Za-z0-9]+)\[(\d+)\]")


def is_markup(result: Any) -> bool:
    """Whether the regions of a `result` lie in HTML."""
    values = [item.get("value") for item in result if isinstance(item, dict)] if isinstance(result, list) else []
    return any(isinstance(v, dict) and ("hypertextlabels" in v or "startOffset" in v) for v in values)


class Page:
    """One HTML text."""

    def __init__(self, markup: str) -> None:
        self._root = parse_fragment(markup)
        self._nodes: dict[tuple[Any, bool], int] = {}
        """Element, and whether its tail is meant -> number of the node of text."""
        self._raw = [0]
        """Where each node of text begins in all the text, and at last how long that is."""
        self._seen: list[int] = []
        """Where it begins in `text`."""
        pieces: list[str] = []
        if self._root is not None:
            self._walk(pieces)
        self.text = "".join(pieces)
        self._whole = "".join(
            self.text[at : at + b - a] for at, a, b in zip(self._seen, self._raw, self._raw[1:], strict=False)
        )
        self._utf16 = Utf16Offsets(self._whole).to_codepoint

    def _walk(self, pieces: list[str]) -> None:
        length = 0
        ended = False

        def add(element: Any, text: str | None, *, tail: bool) -> None:
            nonlocal length, ended
            if not text:
                return
            if ended and pieces and not pieces[-1][-1:].isspace() and not text[0].isspace():
                pieces.append("\n")
                length += 1
            ended = ended and text.isspace()
            self._nodes[element, tail] = len(self._seen)
            self._seen.append(length)
            self._raw.append(self._raw[-1] + len(text))
            pieces.append(text)
            length += len(text)

        stack: list[tuple[Any, bool]] = [(self._root, False)]
        while stack:  # by hand: a page may nest deeper than Python calls
            element, leaving = stack.pop()
            ended = ended or local_name(element) in BLOCKS or local_name(element) == "br"
            if leaving:
                if element is not self._root:
                    add(element, element.tail, tail=True)
                continue
            stack.append((element, True))
            if isinstance(element.tag, str):
                add(element, element.text, tail=False)
                stack.extend((child, False) for child in reversed(element))

    def with_places(self, result: Any) -> Any:
        """A `result` whose regions lie in `text`; a region that cannot be found stays as it is."""
        if not isinstance(result, list):
            return result
        return [self._placed(item) if isinstance(item, dict) else item for item in result]

    def _placed(self, item: dict[str, Any]) -> dict[str, Any]:
        value = item.get("value")
        if not isinstance(value, dict) or (place := self._place(value)) is None:
            return item
        kept = {key: each for key, each in value.items() if key != "globalOffsets"}
        return {**item, "value": {**kept, "start": place[0], "end": place[1]}}

    def _place(self, value: dict[str, Any]) -> tuple[int, int] | None:
        found: list[tuple[int, int]] = []
        offsets = value.get("globalOffsets")
        if isinstance(offsets, dict) and type(offsets.get("start")) is type(offsets.get("end")) is int:
            start, end = offsets["start"], offsets["end"]
            found += [(start, end), (self._utf16(start), self._utf16(end))]
        first = self._at(value.get("start"), value.get("startOffset"))
        last = self._at(value.get("end"), value.get("endOffset"))
        if first is not None and last is not None:
            found.append((first, last))
        places = [place for start, end in found if (place := self._in_text(start, end)) is not None]
        quote = value.get("text")
        fitting = (p for p in places if not isinstance(quote, str) or same_words(self.text[p[0] : p[1]], quote))
        return next(fitting, places[0] if places else None)

    def _in_text(self, start: int, end: int) -> tuple[int, int] | None:
        if not 0 <= start < end <= self._raw[-1]:
            return None
        first, last = bisect_right(self._raw, start) - 1, bisect_right(self._raw, end - 1) - 1
        return self._seen[first] + start - self._raw[first], self._seen[last] + end - self._raw[last]

    def _at(self, path: Any, offset: Any) -> int | None:
        """The place in all the text that a path and an offset mean."""
        if not isinstance(path, str) or type(offset) is not int or not _PATH(path):
            return None
        element, number = self._root, None
        for name, count in _STEP.findall(path):
            if element is None:
                return None
            if name == "text()":
                texts = [(element, False), *((child, True) for child in element)]
                number = next(
                    iter([self._nodes[t] for t in texts if t in self._nodes][int(count) - 1 : int(count)]), None
                )
            else:
                same = [child for child in element if local_name(child) == name.lower()]
                element = same[int(count) - 1] if 0 < int(count) <= len(same) else None
        if number is None and element is not None:
            number = next((self._nodes[e, False] for e in element.iter() if (e, False) in self._nodes), None)
        return None if number is None else self._raw[number] + offset
