"""Paints a laid-out chunk: fills, selection, text, lines, brackets, labels, signs, the ring of the focus, the caret.

Only lines that the clip touches are painted. What is suggested is dashed and unfilled, its label in italics with "?".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF, QTextCharFormat, QTextLayout

from annotator.model.annotation import Fragments
from annotator.ui.textview.inks import PEOPLE, Inks
from annotator.ui.textview.layout import LabelBox, LaidChunk, Piece, VisualLine
from annotator.ui.textview.marks import Mark

_CORNER = 3.0
_RING = 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """What is not part of the text: selection, what a search found, focus."""

    inks: Inks
    selection: Fragments = ()
    focus: str | None = None
    found: Sequence[tuple[int, int]] = ()


def paint_chunk(painter: QPainter, laid: LaidChunk, clip: QRectF, look: Look) -> None:
    """Paints what `clip` shows; the painter's origin is the chunk's top left."""
    lines = [line for line in laid.lines if line.top < clip.bottom() and line.top + line.height > clip.top()]
    if not lines:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for line in lines:
        _paint_fills(painter, laid, line, look.inks)
    _paint_stretches(painter, laid, lines, look.found, look.inks.found)
    _paint_stretches(painter, laid, lines, look.selection, look.inks.selection)
    painter.setPen(look.inks.ink)
    laid.layout.draw(painter, QPointF(0.0, 0.0), _coloured_words(laid, look.inks), clip)
    for line in lines:
        _paint_lines(painter, laid, line, look.inks)
        if look.focus is not None:
            _paint_ring(painter, laid, line, look)
        for label in line.labels:
            _paint_label(painter, laid, line, label, look.inks)
        for mark, rect in sign_rects(laid, line):
            _paint_sign(painter, laid, mark, rect, look.inks)


def _coloured_words(laid: LaidChunk, inks: Inks) -> list[QTextLayout.FormatRange]:
    """Captions and trailers are grey, cues that are decided have the colour of their family.

    Given when painting, so that a theme lays out nothing anew.
    """
    found = []
    stretches = [(start, length, inks.muted) for start, length, _ in laid.asides]
    stretches += [(start, length, inks.family(family)[0]) for start, length, family in laid.cues]
    for start, length, colour in stretches:
        coloured = QTextLayout.FormatRange()
        coloured.start, coloured.length = start, length
        coloured.format = QTextCharFormat()
        coloured.format.setForeground(colour)
        found.append(coloured)
    return found


def piece_rects(laid: LaidChunk, line: VisualLine, piece: Piece) -> Iterator[QRectF]:
    """The boxes around a piece's text; outer ones are larger."""
    grown = piece.lane * laid.style.fill_step if piece.mark.style == "fill" else 0.0
    top, bottom = line.text_top - grown, line.text_bottom + grown
    side = 1.0 + grown / 2
    for left, right in piece.boxes:
        yield QRectF(left - side, top, right - left + 2 * side, bottom - top)


def label_rect(laid: LaidChunk, line: VisualLine, label: LabelBox) -> QRectF:
    """The room that a label takes above its line."""
    lane = laid.style.label_lane
    return QRectF(label.left, line.labels_bottom - (label.lane + 1) * lane, label.width, lane)


def sign_rects(laid: LaidChunk, line: VisualLine) -> Iterator[tuple[Mark, QRectF]]:
    """The stances that begin on the line and where their signs stand: in the margin at which reading begins."""
    size = 11.0 * laid.style.unit
    middle = (line.text_top + line.text_bottom) / 2
    for number, mark in enumerate(line.signs):
        away = 12 * laid.style.unit + number * (size + 5 * laid.style.unit)
        left = laid.width + away if laid.right_to_left else -away - size
        yield mark, QRectF(left, middle - size / 2, size, size)


def _paint_fills(painter: QPainter, laid: LaidChunk, line: VisualLine, inks: Inks) -> None:
    pieces = [piece for piece in line.pieces if piece.mark.style == "fill"]
    for piece in sorted(pieces, key=lambda piece: -piece.lane):
        ink, fill = inks.family(piece.mark.colour)
        for rect in piece_rects(laid, line, piece):
            if piece.mark.suggested:
                painter.setPen(inks.pen(ink, 1.0, "dashed"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(fill)
                painter.drawRoundedRect(rect, _CORNER, _CORNER)
                bottom = round(rect.bottom())
                painter.fillRect(QRectF(rect.left(), bottom - 1.0, rect.width(), 2.0), ink)


def _paint_stretches(
    painter: QPainter,
    laid: LaidChunk,
    lines: Sequence[VisualLine],
    stretches: Sequence[tuple[int, int]],
    colour: QColor,
) -> None:
    for start, end in stretches:
        if end <= laid.start or start > laid.end:
            continue
        for line in lines:
            if start <= line.end and end > line.start:
                for left, right in _selected(laid, line, start, end):
                    painter.fillRect(
                        QRectF(left, line.text_top, right - left, line.text_bottom - line.text_top), colour
                    )


def _selected(laid: LaidChunk, line: VisualLine, start: int, end: int) -> Iterator[tuple[float, float]]:
    if max(start, line.start) < min(end, line.end):
        yield from laid.boxes(line, start, end)
    if end > line.end == laid.end and start <= line.end:  # the line end is selected too
        natural = line.shape.naturalTextRect()
        if laid.right_to_left:
            yield natural.left() - 5, natural.left()
        else:
            yield natural.right(), natural.right() + 5


def _paint_lines(painter: QPainter, laid: LaidChunk, line: VisualLine, inks: Inks) -> None:
    style = laid.style
    under = line.text_bottom + max(0, line.box_lanes - 1) * style.fill_step + 3.5 * style.unit
    over = line.text_top - max(0, line.box_lanes - 1) * style.fill_step - 2.0 * style.unit
    for piece in line.pieces:
        mark = piece.mark
        if mark.style == "fill":
            continue
        ink, _ = inks.family(mark.colour)
        if mark.style == "mark":
            _paint_bracket(
                painter,
                piece,
                round(over - piece.lane * style.over_step) + 0.5,
                3.0 * style.unit,
                _bracket_pen(inks, mark),
            )
            continue
        y = round(under + piece.lane * style.under_step)
        if mark.style == "evidence":
            _paint_bracket(painter, piece, y + 0.5, -3.0 * style.unit, _bracket_pen(inks, mark))
            continue
        if mark.style == "person":
            pattern, width = PEOPLE[((mark.number or 1) - 1) % len(PEOPLE)], 2.0
        elif mark.style == "cue":
            pattern, width = ("dashed", 1.0) if mark.suggested else ("dotted", 1.6)
        else:
            pattern, width = ("dashed" if mark.suggested else "solid"), 2.0
        painter.setPen(inks.pen(ink, width, pattern))
        for left, right in piece.boxes:
            painter.drawLine(QPointF(left, y), QPointF(right, y))


def _bracket_pen(inks: Inks, mark: Mark) -> QPen:
    ink, _ = inks.family(mark.colour)
    return inks.pen(ink, 1.2, "dashed" if mark.suggested else "solid")


def _paint_bracket(painter: QPainter, piece: Piece, y: float, tick: float, pen: QPen) -> None:
    painter.setPen(pen)
    for left, right in piece.boxes:
        painter.drawLine(QPointF(left, y), QPointF(right, y))
    if piece.begins:
        painter.drawLine(QPointF(piece.left, y), QPointF(piece.left, y + tick))
    if piece.ends:
        painter.drawLine(QPointF(piece.right, y), QPointF(piece.right, y + tick))


def _paint_label(painter: QPainter, laid: LaidChunk, line: VisualLine, label: LabelBox, inks: Inks) -> None:
    style = laid.style
    ink, _ = inks.family(label.mark.colour)
    rect = label_rect(laid, line, label)
    baseline = rect.bottom() - (rect.height() - style.label_ascent) / 2
    left = rect.left()
    if label.number is not None:
        number = str(label.number)
        width = style.circle_width(label.number)
        circle = QRectF(left, rect.center().y() - style.circle / 2, width, style.circle)
        painter.setPen(inks.pen(ink, 1.0, "fine" if label.mark.suggested else "solid"))
        painter.setBrush(QBrush(inks.paper))
        painter.drawRoundedRect(circle.adjusted(0.5, 0.5, -0.5, -0.5), style.circle / 2, style.circle / 2)
        painter.setPen(ink)
        painter.setFont(style.label_font)
        spacing = 0.06 * style.label_ascent  # the letter spacing behind the last digit
        painter.drawText(QPointF(left + (width - style.caption_width(number, False) + spacing) / 2, baseline), number)
        left += width + 2
    if label.caption:
        painter.setPen(ink)
        painter.setFont(style.suggested_font if label.mark.suggested else style.label_font)
        painter.drawText(QPointF(left, baseline), label.caption)


def _paint_sign(painter: QPainter, laid: LaidChunk, mark: Mark, rect: QRectF, inks: Inks) -> None:
    ink, _ = inks.family(mark.colour)
    painter.setPen(inks.pen(ink, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush if mark.suggested else QBrush(ink))
    if mark.sign == "▲":
        painter.drawPolygon(QPolygonF([rect.bottomLeft(), rect.bottomRight(), QPointF(rect.center().x(), rect.top())]))
    elif mark.sign == "▼":
        painter.drawPolygon(QPolygonF([rect.topLeft(), rect.topRight(), QPointF(rect.center().x(), rect.bottom())]))
    elif mark.sign == "●":
        painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
    else:
        painter.drawEllipse(rect)
        if not mark.suggested:
            painter.setPen(inks.paper)
        painter.setFont(laid.style.sign_font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, mark.sign[:1] or "?")


def _paint_ring(painter: QPainter, laid: LaidChunk, line: VisualLine, look: Look) -> None:
    for piece in line.pieces:
        if piece.mark.id != look.focus:
            continue
        painter.setPen(look.inks.pen(look.inks.accent, _RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath()
        for rect in piece_rects(laid, line, piece):
            path.addRoundedRect(rect.adjusted(-2.5, -1.5, 2.5, 3.0), _CORNER + 2, _CORNER + 2)
        painter.drawPath(path)
