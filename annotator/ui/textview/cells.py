"""Where the characters of one visual line stand: the only place that asks Qt about single positions on a line.

Offsets are UTF-16 units of the laid-out text, lengths are pixels. In lines with right-to-left runs everything is taken from the
glyphs: a caret has two places at the edge of a run, so `cursorToX` cannot tell where a stretch ends. `xToCursor` is never asked:
at the edge of a cluster with several marks it jumps to the end of the line (Qt 6.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QTextLayout, QTextLine

Box = tuple[float, float]
"""Left and right edge on a line."""

NEAR = 0.6
"""Pixels under which two edges are one."""
_NARROWEST = 3.0
"""Pixels: what covers only characters without width is still to be seen."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a caret does not stand inside of: one grapheme, from unit `low` to `high`."""

    left: float
    right: float
    low: int
    high: int
    backward: bool
    """It reads from right to left."""


def x_of(shape: QTextLine, unit: int) -> float:
    """Where a caret before `unit` stands on a line that has one direction."""
    # The stubs promise a float or an object; Qt gives back the x and the position that it snapped to.
    x: float = shape.cursorToX(unit)[0]  # type: ignore[index]
    return x


def cells_of(layout: QTextLayout, shape: QTextLine, mixed: bool) -> list[Cell]:
    """The cells of a line in the order of the text. `mixed`: it may hold right-to-left runs."""
    low, end = shape.textStart(), shape.textStart() + shape.textLength()
    edges = [low, *(unit for unit in range(low + 1, end) if layout.isValidCursorPosition(unit)), end]
    found = []
    for start, stop in pairwise(edges):
        if start == stop:
            continue
        if mixed:
            runs = shape.glyphRuns(start, stop - start)
            rects = [run.boundingRect() for run in runs]
            if rects:
                left, right = min(rect.left() for rect in rects), max(rect.right() for rect in rects)
                found.append(Cell(left, right, start, stop, runs[0].isRightToLeft()))
        else:
            found.append(Cell(x_of(shape, start), x_of(shape, stop), start, stop, False))
    return found


def nearest(cells: list[Cell], x: float) -> Cell | None:
    """The cell under `x`, else the nearest one; None on an empty line."""
    return min(cells, key=lambda cell: (max(cell.left - x, x - cell.right, 0.0), x >= cell.right), default=None)


def unit_at(cell: Cell, x: float) -> int:
    """The end of the cell that is nearer to `x`."""
    before = x < (cell.left + cell.right) / 2
    return cell.low if before != cell.backward else cell.high


def boxes_of(shape: QTextLine, low: int, high: int, mixed: bool) -> list[Box]:
    """The stretches of the line that the units `[low, high)` take, from left to right; at least one."""
    if not mixed:
        found = [(x_of(shape, low), x_of(shape, high))]
    elif low >= high:
        found = [(x_of(shape, low), x_of(shape, low))]
    else:
        found = _glyph_boxes(shape, low, high)
    return [_wide_enough(box) for box in found]


def _glyph_boxes(shape: QTextLine, low: int, high: int) -> list[Box]:
    found: list[Box] = []
    rects = [run.boundingRect() for run in shape.glyphRuns(low, high - low)]
    for rect in sorted(rects, key=lambda rect: rect.left()):
        if found and rect.left() <= found[-1][1] + NEAR:
            found[-1] = found[-1][0], max(found[-1][1], rect.right())
        else:
            found.append((rect.left(), rect.right()))
    return found or [(x_of(shape, low), x_of(shape, low))]


def _wide_enough(box: Box) -> Box:
    left, right = min(box), max(box)
    return (left, right) if right - left >= _NARROWEST else (left, left + _NARROWEST)
