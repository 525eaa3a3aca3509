"""Draws the links of what is in focus: from mark to mark with an arrow, the role's name at the far end.

A link runs through the gaps between lines and the margin, never across words. Only what is laid out is asked where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPolygonF

from annotator.ui.textview.inks import Inks
from annotator.ui.textview.layout import VisualLine
from annotator.ui.textview.marks import Mark, ShownLink
from annotator.ui.textview.page import Page

_ARROW = 6.0
_WIDTH = 1.3
_MARGIN = 30.0
_TRACK = 5.0
_TRACKS = 3
_CORNER = 5.0


_RING = 4.0
"""What the ring of the focus takes below the text: links of what is in focus begin under it."""


@dataclass(frozen=True, slots=True)
class _End:
    """Where a link can meet a mark: the lower edge of its first piece, from `left` to `right`; `x` where it prefers to."""

    x: float
    y: float
    line: VisualLine | None
    left: float = 0.0
    right: float = 0.0
    backward: bool = False
    """It stands in a paragraph that reads from right to left."""

    def toward(self, x: float) -> float:
        """The place on the edge that is nearest to `x`."""
        return min(max(x, self.left), self.right)


def paint_links(painter: QPainter, page: Page, links: Sequence[ShownLink], inks: Inks) -> None:
    """Paints `links`, dashed where an end is only suggested; the painter's origin is the page's top left."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    shown = []
    for link in links:
        source, target = page.marks.with_id(link.source_id), page.marks.with_id(link.target_id)
        if source is not None and target is not None and source is not target:
            pattern = "dashed" if source.suggested or target.suggested else "solid"
            shown.append((_end(page, source), _end(page, target), link.caption, pattern))
    for number, (start, end, _, pattern) in enumerate(shown):
        painter.setPen(inks.pen(inks.accent, _WIDTH * page.style.unit, pattern))
        _paint_way(painter, page, start, end, number, inks)
    for _, end, caption, _ in shown:
        _paint_caption(painter, page, end, caption, inks)


def _end(page: Page, mark: Mark) -> _End:
    index = page.chunks.at(mark.start)
    laid = page.known(index)
    if laid is None:
        return _End(page.width / 2, page.guessed_y(mark.start), None)
    offset = min(mark.start, laid.end)
    line = laid.line_of(offset)
    below = page.top(index) + line.text_bottom + 2.0 * page.style.unit
    for piece in line.pieces:
        if piece.mark.id == mark.id:
            left, right = piece.boxes[-1 if laid.right_to_left else 0]
            near = 24.0 * page.style.unit
            x = max((left + right) / 2, right - near) if laid.right_to_left else min((left + right) / 2, left + near)
            inset = min(6.0 * page.style.unit, (right - left) / 2)
            return _End(x, below, line, left + inset, right - inset, laid.right_to_left)
    return _End(laid.x_of(offset), below, line)


def _paint_way(painter: QPainter, page: Page, start: _End, end: _End, number: int, inks: Inks) -> None:
    unit = page.style.unit
    gap = (8.0 + 2.5 * (number % _TRACKS)) * unit
    tip = QPointF(end.x, end.y)
    y = start.y + _RING * unit
    low = start.y + gap
    if start.line is not None and start.line is end.line:
        x = start.toward(end.x)
        points = [QPointF(x, y), QPointF(x, low), QPointF(end.x, low), tip]
    else:
        x = start.x + 3 * number * unit
        away = (_MARGIN + _TRACK * (number % _TRACKS)) * unit
        out = page.width + away if start.backward and end.backward else -away
        track = end.y + gap
        points = [QPointF(x, y), QPointF(x, low), QPointF(out, low), QPointF(out, track), QPointF(end.x, track), tip]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_rounded(points, _CORNER * unit))
    size = _ARROW * unit
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.accent)
    wings = [QPointF(tip.x() - size / 2, tip.y() + size), QPointF(tip.x() + size / 2, tip.y() + size)]
    painter.drawPolygon(QPolygonF([tip, *wings]))


def _rounded(points: Sequence[QPointF], corner: float) -> QPainterPath:
    """A path along `points` with rounded corners."""
    path = QPainterPath(points[0])
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_toward(at, before, corner))
        path.quadTo(at, _toward(at, after, corner))
    path.lineTo(points[-1])
    return path


def _toward(origin: QPointF, goal: QPointF, distance: float) -> QPointF:
    way = goal - origin
    length = (way.x() ** 2 + way.y() ** 2) ** 0.5
    return goal if length <= 2 * distance else origin + way * (distance / length)


def _paint_caption(painter: QPainter, page: Page, end: _End, caption: str, inks: Inks) -> None:
    if not caption:
        return
    font = page.style.label_font
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(caption) + 8, metrics.height() + 1
    rect = QRectF(end.x + 5 * page.style.unit, end.y + 3 * page.style.unit, width, height)
    painter.setPen(inks.pen(inks.accent, 1.0))
    painter.setBrush(inks.paper)
    painter.drawRoundedRect(rect, 3, 3)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, caption)
