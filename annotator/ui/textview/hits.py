"""What is under a point of a laid-out chunk: the place in the text and every mark there, innermost first."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.ui.textview.layout import LaidChunk, VisualLine
from annotator.ui.textview.marks import Mark, innermost_first
from annotator.ui.textview.painting import label_rect, sign_rects


@dataclass(frozen=True, slots=True)
class Hit:
    """`offset` is the nearest place between two characters, `character` the one under the point, None beside the text."""

    offset: int
    character: int | None
    marks: tuple[Mark, ...]
    on_label: bool = False
    """The point is on a label, a number or a sign, not on text."""


def hit(laid: LaidChunk, line: VisualLine, x: float, y: float) -> Hit:
    """What is at (`x`, `y`), pixels from the chunk's top left, on `line` of it."""
    offset = laid.offset_at(line, x)
    for label in line.labels:
        if label_rect(laid, line, label).contains(x, y):
            others = [mark for mark in _under(line, x) if mark is not label.mark]
            return Hit(label.mark.start, None, (label.mark, *others), on_label=True)
    for mark, rect in sign_rects(laid, line):
        if rect.contains(x, y):
            return Hit(mark.start, None, (mark,), on_label=True)
    return Hit(offset, laid.character_at(line, x), tuple(_under(line, x)))


def _under(line: VisualLine, x: float) -> list[Mark]:
    found = {
        piece.mark.id: piece.mark for piece in line.pieces if any(left <= x < right for left, right in piece.boxes)
    }
    return innermost_first(list(found.values()))
