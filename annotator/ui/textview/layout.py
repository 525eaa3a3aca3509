"""Lays out one chunk of text: breaks it into visual lines and gives each line room for what is drawn around it.

A line has, from top to bottom: lanes of labels, lanes of stance brackets, the text with the boxes around it, lanes of claim lines.
Each is reserved per visual line, so nothing touches the line above. Coordinates are pixels from the chunk's top left;
offsets are code points of the article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextLine, QTextOption

from annotator.model.lanes import stack
from annotator.model.offsets import Utf16Offsets
from annotator.ui.textview.cells import NEAR, Box, Cell, boxes_of, cells_of, nearest, unit_at, x_of
from annotator.ui.textview.display import display_copy, has_right_to_left, has_tall_letters, in_one_line
from annotator.ui.textview.lanes import Wish, place_labels
from annotator.ui.textview.marks import Mark
from annotator.ui.textview.style import TextStyle

_LONGEST_CAPTION = 28
_GIVE = 56.0
"""Pixels that a label gives way at most before it takes another lane."""


@dataclass(slots=True)
class Piece:
    """What of one mark's fragment lies on one visual line."""

    mark: Mark
    boxes: list[Box]
    begins: bool
    """The fragment begins here (else it goes on from the line above)."""
    ends: bool
    lane: int = 0

    @property
    def left(self) -> float:
        return min(left for left, _ in self.boxes)

    @property
    def right(self) -> float:
        return max(right for _, right in self.boxes)


@dataclass(slots=True)
class LabelBox:
    """A label above the text. `number` is a claim's, drawn in a circle before the caption."""

    mark: Mark
    caption: str
    left: float
    width: float
    lane: int
    number: int | None = None
    last: float = 0.0
    """How far its left edge may give way to another label."""


@dataclass(slots=True)
class VisualLine:
    """One line on the screen: `[start, end)` of the article's text."""

    shape: QTextLine
    start: int
    end: int
    top: float = 0.0
    height: float = 0.0
    text_top: float = 0.0
    """The upper edge of the text, and of the boxes around it."""
    baseline: float = 0.0
    text_bottom: float = 0.0
    labels_bottom: float = 0.0
    """The lower edge of the lowest label lane."""
    box_lanes: int = 0
    pieces: list[Piece] = field(default_factory=list)
    labels: list[LabelBox] = field(default_factory=list)
    cells: list[Cell] | None = None
    """Where its graphemes stand, once somebody asked."""
    signs: list[Mark] = field(default_factory=list)
    """Stances that begin here, for the margin."""


class LaidChunk:
    """One chunk, laid out."""

    def __init__(
        self, text: str, start: int, right_to_left: bool, marks: Sequence[Mark], style: TextStyle, width: float
    ) -> None:
        self.start = start
        self.end = start + len(text)
        self.right_to_left = right_to_left
        self.marks = list(marks)
        self.style = style
        self.width = width
        self.offsets = Utf16Offsets(text)
        self._mixed = right_to_left or has_right_to_left(text)
        self._tall = has_tall_letters(text)
        self._text = text
        self.cues = self._stretches(mark for mark in self.marks if mark.style == "cue" and not mark.suggested)
        """Cues that are decided, set in italics: UTF-16 start and length in the chunk, colour family."""
        self.asides = self._stretches(mark for mark in self.marks if mark.aside)
        """What is not the article's text, in grey: as `cues`."""
        self.layout = self._break_lines()
        self.lines = [
            VisualLine(shape, self._point(shape.textStart()), self._point(shape.textStart() + shape.textLength()))
            for shape in (self.layout.lineAt(number) for number in range(self.layout.lineCount()))
        ]
        self._line_starts = [line.start for line in self.lines]
        self._collect()
        self.height = self._stand()

    def unit(self, offset: int) -> int:
        """The UTF-16 offset in the chunk of the article's `offset`."""
        return self.offsets.to_utf16(offset - self.start)

    def _point(self, unit: int) -> int:
        return self.start + self.offsets.to_codepoint(unit)

    def line_of(self, offset: int) -> VisualLine:
        """The visual line of `offset`; at a break, the line that begins there."""
        return self.lines[max(0, bisect_right(self._line_starts, offset) - 1)]

    def line_at(self, y: float) -> VisualLine:
        """The visual line at `y`: the first above, the last below."""
        for line in self.lines:
            if y < line.top + line.height:
                return line
        return self.lines[-1]

    def x_of(self, offset: int) -> float:
        """Where a caret before `offset` stands: at the edge at which the character after it begins."""
        line = self.line_of(offset)
        unit = self.unit(offset)
        if self._mixed and (cells := self._cells(line)):
            cell = next((cell for cell in cells if cell.low <= unit < cell.high), None)
            if cell is not None:
                return cell.right if cell.backward else cell.left
            return cells[-1].left if cells[-1].backward else cells[-1].right
        return x_of(line.shape, unit)

    def _cells(self, line: VisualLine) -> list[Cell]:
        if line.cells is None:
            line.cells = cells_of(self.layout, line.shape, self._mixed)
        return line.cells

    def offset_at(self, line: VisualLine, x: float) -> int:
        """The offset between two graphemes nearest to `x` on `line`."""
        cells = self._cells(line)
        cell = nearest(cells, x)
        if cell is None:
            return line.start
        offset = self._point(unit_at(cell, x))
        if offset >= line.end and line is not self.lines[-1]:  # the end of a broken line is the next one's start
            return self._point(cells[-1].low)
        return offset

    def character_at(self, line: VisualLine, x: float) -> int | None:
        """The offset of the character under `x` on `line`; None beside the text."""
        cell = nearest(self._cells(line), x)
        return self._point(cell.low) if cell is not None and cell.left <= x < cell.right else None

    def boxes(self, line: VisualLine, start: int, end: int) -> list[Box]:
        """The stretches of `line` that `[start, end)` takes; several where directions are mixed."""
        low, high = self.unit(max(start, line.start)), self.unit(min(end, line.end))
        return boxes_of(line.shape, low, high, self._mixed)

    def _break_lines(self) -> QTextLayout:
        layout = QTextLayout(display_copy(self._text), self.style.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        right_to_left = Qt.LayoutDirection.RightToLeft
        option.setTextDirection(right_to_left if self.right_to_left else Qt.LayoutDirection.LeftToRight)
        if self.right_to_left:
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        if self.cues:
            layout.setFormats(self._slanted())
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
        layout.endLayout()
        return layout

    def _slanted(self) -> list[QTextLayout.FormatRange]:
        found = []
        for start, length, _ in self.cues:
            slant = QTextLayout.FormatRange()
            slant.start, slant.length = start, length
            slant.format = QTextCharFormat()
            slant.format.setFontItalic(True)
            found.append(slant)
        return found

    def _stretches(self, marks: Iterable[Mark]) -> list[tuple[int, int, str]]:
        """Where the words of these marks stand in the chunk: start and length (UTF-16 units), colour family."""
        found = []
        for mark in marks:
            for start, end in mark.fragments:
                low, high = max(start, self.start), min(end, self.end)
                if low < high:
                    found.append((self.unit(low), self.unit(high) - self.unit(low), mark.colour))
        return found

    def _collect(self) -> None:
        """Cuts the marks into the pieces that lie on each line."""
        for mark in self.marks:
            for number, (start, end) in enumerate(mark.fragments):
                low, high = max(start, self.start), min(end, self.end)
                if low > high or (low == high and not (self.end <= start and number == 0)):
                    continue
                self._cut(mark, number, low, high, begins=low == start, ends=high == end)

    def _cut(self, mark: Mark, number: int, low: int, high: int, *, begins: bool, ends: bool) -> None:
        index = max(0, bisect_right(self._line_starts, low) - 1)
        first = True
        while index < len(self.lines):
            line = self.lines[index]
            if line.start >= high and not first:
                break
            start, end = max(low, line.start), min(high, line.end)
            if end == line.end < high:  # the space at which a line breaks is not drawn
                end = self._without_spaces(start, end)
            if start < end or low == high:
                piece = Piece(mark, self.boxes(line, start, end), begins and first, ends and high <= line.end)
                line.pieces.append(piece)
                if piece.begins:
                    self._announce(line, piece, number)
                first = False
            index += 1

    def _without_spaces(self, start: int, end: int) -> int:
        while end > start and self._text[end - 1 - self.start].isspace():
            end -= 1
        return end

    def _announce(self, line: VisualLine, piece: Piece, number: int) -> None:
        """Gives the piece that begins a fragment its label, number or sign."""
        mark = piece.mark
        if mark.style == "mark":
            if number == 0:
                line.signs.append(mark)
            return
        if mark.style == "person" and not mark.caption:
            return  # another one's label speaks for both
        caption = in_one_line(mark.caption, _LONGEST_CAPTION)
        if mark.style == "line" and mark.number is not None:
            caption = ""
        elif mark.style == "cue" and not mark.suggested:
            return
        if mark.suggested:
            caption = f"{caption} ?" if caption else "?"
        if number:
            caption = f"… {caption}" if caption else "…"
        shown = mark.number if mark.style == "line" else None
        width = self.style.caption_width(caption, mark.suggested) if caption else 0.0
        if shown is not None:
            width += self.style.circle_width(shown) + (2 if caption else 0)
        line.labels.append(self._label(piece, caption, width, shown))

    def _label(self, piece: Piece, caption: str, width: float, number: int | None) -> LabelBox:
        """A label at the edge where its piece begins; it may give way along the piece."""
        give = _GIVE * self.style.unit
        if self.right_to_left:
            first = max(piece.right - width, 0.0)
            last = min(first, max(piece.left, first - give))
        else:
            first = min(piece.left, max(0.0, self.width - width))
            last = max(first, min(piece.right - width, first + give))
        return LabelBox(piece.mark, caption, first, width, 0, number, last)

    def _stand(self) -> float:
        """Puts the lines under each other; returns the chunk's height."""
        y = 0.0
        for line in self.lines:
            line.top = y
            self._give_lanes(line)
            line.shape.setPosition(QPointF(0.0, line.baseline - line.shape.ascent()))
            y += line.height
        return y

    def _give_lanes(self, line: VisualLine) -> None:
        style = self.style
        boxes = _stacked(line.pieces, ("fill",))
        under = _stacked(line.pieces, ("line", "evidence", "cue")) + _by_person(line.pieces)
        over = _stacked(line.pieces, ("mark",))
        labels = self._place(line.labels)
        line.box_lanes = boxes
        ascent, descent = line.shape.ascent(), line.shape.descent()
        tall = self._tall or ascent > style.ascent + NEAR
        headroom = 0.0 if tall else style.headroom
        outside = max(0, boxes - 1) * style.fill_step
        above = outside + over * style.over_step + (labels * style.label_lane + style.label_gap if labels else 0)
        below = outside + under * style.under_step
        foot = max(float(style.foot), below + 1.5 * style.unit)
        body = ascent - headroom + descent
        usual = style.line_height if line.start < line.end or len(self.lines) > 1 else style.blank_line
        line.height = max(float(usual), round(above + body + foot + style.unit) if line.start < line.end else 0.0)
        line.text_bottom = line.top + line.height - foot
        line.baseline = line.text_bottom - descent
        line.text_top = max(line.top, line.text_bottom - body)
        line.labels_bottom = line.text_top - outside - over * style.over_step - style.label_gap

    def _place(self, labels: list[LabelBox]) -> int:
        """Gives each label its lane and edge; returns how many lanes they take."""
        if len(labels) < 2:
            return len(labels)
        wishes = [Wish(label.width, label.left, label.last, label.mark.length) for label in labels]
        gap = 4 * self.style.unit
        for label, (lane, left) in zip(labels, place_labels(wishes, gap), strict=True):
            label.lane, label.left = lane, left
        return 1 + max(label.lane for label in labels)


def _by_person(pieces: Sequence[Piece]) -> int:
    """Gives the pieces of each person lanes of their own, in order; returns how many they take together."""
    lanes = 0
    wanted = [piece for piece in pieces if piece.mark.style == "person"]
    for person in sorted({piece.mark.number or 0 for piece in wanted}):
        own = [piece for piece in wanted if (piece.mark.number or 0) == person]
        found = stack([(piece.left + NEAR, piece.right - NEAR) for piece in own])
        for piece, lane in zip(own, found, strict=True):
            piece.lane = lanes + lane
        lanes += 1 + max(found)
    return lanes


def _stacked(pieces: Sequence[Piece], styles: tuple[str, ...]) -> int:
    """Stacks the pieces of these styles where they overlap; returns how many lanes they take."""
    wanted = [piece for piece in pieces if piece.mark.style in styles]
    if len(wanted) < 2:
        return len(wanted)
    wanted.sort(key=lambda piece: piece.mark.length)  # pieces of equal width: the shorter mark lies inside
    lanes = stack([(piece.left + NEAR, piece.right - NEAR) for piece in wanted])
    for piece, lane in zip(wanted, lanes, strict=True):
        piece.lane = lane
    return max(lanes) + 1
