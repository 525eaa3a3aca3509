"""The whole article as one tall page: which chunk stands where, laid out only where somebody looks.

Coordinates are pixels from the page's top and the text column's left edge; offsets are code points. Heights of chunks that nobody
has looked at are estimates; `laid` makes them true.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from math import ceil

from annotator.ui.textview.chunks import Chunks
from annotator.ui.textview.header import Header
from annotator.ui.textview.heights import Heights
from annotator.ui.textview.layout import LaidChunk, VisualLine
from annotator.ui.textview.marks import Mark, MarkIndex
from annotator.ui.textview.style import TextStyle

_KEPT = 160_000
"""Code points in laid-out chunks that are kept for coming back to."""
_KEPT_AT_LEAST = 4


class Page:
    """One article, its marks and where everything stands for one style and width."""

    def __init__(self, text: str, title: str, byline: str, style: TextStyle, width: float) -> None:
        self.text = text
        self.chunks = Chunks(text)
        self.marks = MarkIndex()
        self._title = title
        self._byline = byline
        self._laid: OrderedDict[int, LaidChunk] = OrderedDict()
        self._size = 0
        self.style = style
        self.width = width
        self._stand()

    def _stand(self) -> None:
        self._laid.clear()
        self._size = 0
        self.header = Header(self._title, self._byline, self.style, self.width)
        self.heights = Heights(self._estimates())

    def _estimates(self) -> list[float]:
        style, chunks = self.style, self.chunks
        sample = self.text[:4_000]
        wide = sum(1 for letter in sample if letter >= "\u1100") / len(sample) if sample else 0.0
        per_line = max(1.0, self.width / (style.character * (1 + wide)))
        heights = []
        for index, (start, end) in enumerate(zip(chunks.starts, chunks.ends, strict=True)):
            if start == end:
                heights.append(float(style.blank_line))
            else:
                heights.append(ceil((end - start) / per_line) * style.line_height + self._gap(index))
        return heights

    def _gap(self, index: int) -> float:
        return float(self.style.paragraph_gap) if self.chunks.ends_paragraph(index) else 0.0

    @property
    def height(self) -> float:
        return self.header.height + self.heights.total

    def set_style(self, style: TextStyle, width: float) -> None:
        """Everything is laid out anew where it is looked at."""
        self.style, self.width = style, width
        self._stand()

    def set_marks(self, marks: Sequence[Mark]) -> bool:
        """Shows `marks`; whether anything that is laid out changed. Only what changed is laid out again."""
        old, self.marks = self.marks, MarkIndex(marks)
        other = MarkIndex([*self.marks.missing_in(old), *old.missing_in(self.marks)])
        changed = [index for index in self._laid if other.touching(*self.chunks.reach(index))] if len(other) else []
        for index in changed:
            self._forget(index)
        return bool(changed)

    def _forget(self, index: int) -> None:
        laid = self._laid.pop(index)
        self._size -= laid.end - laid.start

    def known(self, index: int) -> LaidChunk | None:
        """The chunk if it is laid out at this moment."""
        return self._laid.get(index)

    def laid(self, index: int) -> LaidChunk:
        """The chunk, laid out; its height is true from then on."""
        found = self._laid.get(index)
        if found is not None:
            self._laid.move_to_end(index)
            return found
        chunks = self.chunks
        start, end = chunks.starts[index], chunks.ends[index]
        made = LaidChunk(
            self.text[start:end],
            start,
            chunks.right_to_left(index),
            self.marks.touching(*chunks.reach(index)),
            self.style,
            self.width,
        )
        self._laid[index] = made
        self._size += end - start
        while self._size > _KEPT and len(self._laid) > _KEPT_AT_LEAST:
            self._forget(next(iter(self._laid)))
        self.heights.set(index, made.height + (self._gap(index) if start < end else 0.0))
        return made

    def top(self, index: int) -> float:
        return self.header.height + self.heights.before(index)

    def chunk_at(self, y: float) -> int:
        return self.heights.at(y - self.header.height)

    def lines_between(self, top: float, bottom: float, visit: Callable[[int, LaidChunk, float], None]) -> None:
        """Calls `visit(index, chunk, its top)` for the chunks between two heights of the page, laid out as they come."""
        index = self.chunk_at(top)
        y = self.top(index)
        while index < len(self.chunks) and y < bottom:
            laid = self.laid(index)
            visit(index, laid, y)
            y += self.heights[index]
            index += 1

    def place(self, offset: int) -> tuple[float, float, VisualLine]:
        """Where the caret at `offset` stands: x, the page's height of its line's top, and the line."""
        index = self.chunks.at(offset)
        laid = self.laid(index)
        offset = min(offset, laid.end)
        line = laid.line_of(offset)
        return laid.x_of(offset), self.top(index) + line.top, line

    def guessed_y(self, offset: int) -> float:
        """About where `offset` stands, without laying anything out."""
        index = self.chunks.at(offset)
        laid = self._laid.get(index)
        if laid is not None:
            line = laid.line_of(min(offset, laid.end))
            return self.top(index) + line.text_top
        start, end = self.chunks.starts[index], self.chunks.ends[index]
        share = (min(offset, end) - start) / (end - start) if end > start else 0.0
        return self.top(index) + self.heights[index] * share

    def line_at(self, y: float) -> tuple[LaidChunk, VisualLine, float]:
        """The line at height `y` of the page, its chunk and that chunk's top."""
        index = self.chunk_at(y)
        laid = self.laid(index)
        top = self.top(index)
        return laid, laid.line_at(y - top), top

    def line_beside(self, offset: int, step: int) -> tuple[LaidChunk, VisualLine] | None:
        """The visual line after (+1) or before (-1) the one of `offset`; None at the ends."""
        index = self.chunks.at(offset)
        laid = self.laid(index)
        number = laid.lines.index(laid.line_of(min(offset, laid.end))) + step
        if 0 <= number < len(laid.lines):
            return laid, laid.lines[number]
        index += step
        if not 0 <= index < len(self.chunks):
            return None
        laid = self.laid(index)
        return laid, laid.lines[0 if step > 0 else -1]
