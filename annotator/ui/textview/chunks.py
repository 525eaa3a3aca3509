"""An article's text cut into the pieces that are laid out one by one: a paragraph each, long ones in several pieces.

Pure: offsets are code points. A line end lies between two chunks and belongs to neither.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right

from annotator.model.text import LINE_END, grapheme_start
from annotator.ui.textview.display import reads_right_to_left

LONGEST = 2_000
"""Code points that one chunk has at most: laying out more at once would be felt."""
_LOOK_BACK = 400


class Chunks:
    """The chunks of one text. Chunk `i` is `text[starts[i]:ends[i]]`; there is always at least one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = array("L")
        self.ends = array("L")
        at = 0
        for found in LINE_END.finditer(text):
            self._add(at, found.start())
            at = found.end()
        self._add(at, len(text))

    def _add(self, start: int, end: int) -> None:
        while end - start > LONGEST:
            cut = _cut(self.text, start)
            self.starts.append(start)
            self.ends.append(cut)
            start = cut
        self.starts.append(start)
        self.ends.append(end)

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """The chunk of `offset`; within a line end, the one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def clamp(self, offset: int) -> int:
        """`offset`, or the end of its line where it lies within a line end."""
        offset = max(0, min(offset, len(self.text)))
        return min(offset, self.ends[self.at(offset)])

    def opens_paragraph(self, index: int) -> bool:
        return index == 0 or self.starts[index] > self.ends[index - 1]

    def ends_paragraph(self, index: int) -> bool:
        return index + 1 == len(self.starts) or self.starts[index + 1] > self.ends[index]

    def reach(self, index: int) -> tuple[int, int]:
        """From the chunk's start to the next one's: the line end included."""
        last = index + 1 == len(self.starts)
        return self.starts[index], len(self.text) + 1 if last else self.starts[index + 1]

    def right_to_left(self, index: int) -> bool:
        """Whether the chunk's paragraph reads from right to left."""
        while not self.opens_paragraph(index):
            index -= 1
        return reads_right_to_left(self.text[self.starts[index] : self.ends[index]])


def _cut(text: str, start: int) -> int:
    """Where a chunk that starts at `start` and goes on too long ends: after a space, else between two graphemes."""
    limit = start + LONGEST
    space = text.rfind(" ", limit - _LOOK_BACK, limit)
    if space > 0:
        return space + 1
    cut = grapheme_start(text, limit)
    return cut if cut > start else limit
