"""Draws the links of what is in focus: a curve from mark to mark, an arrow at its end, the role's name on it."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPolygonF

from annotator.ui.textview.inks import Inks
from annotator.ui.textview.marks import Mark, ShownLink
from annotator.ui.textview.page import Page

_ARROW = 7.0
_BOW = 46.0


def paint_links(painter: QPainter, page: Page, links: Sequence[ShownLink], inks: Inks) -> None:
    """Paints `links`; the painter's origin is the page's top left."""
    for link in links:
        source, target = page.marks.with_id(link.source_id), page.marks.with_id(link.target_id)
        if source is not None and target is not None and source is not target:
            _paint_link(painter, page, source, target, link.caption, inks)


def _anchor(page: Page, mark: Mark) -> tuple[QPointF, bool]:
    """The lower edge of the middle of the mark's first piece, and whether it was laid out (else a guess)."""
    index = page.chunks.at(mark.start)
    laid = page.known(index)
    if laid is None:
        return QPointF(page.width / 2, page.guessed_y(mark.start)), False
    line = laid.line_of(min(mark.start, laid.end))
    top = page.top(index)
    for piece in line.pieces:
        if piece.mark.id == mark.id:
            left, right = piece.boxes[0]
            return QPointF((left + min(right, left + 60)) / 2, top + line.text_bottom), True
    return QPointF(laid.x_of(min(mark.start, laid.end)), top + line.text_bottom), True


def _paint_link(painter: QPainter, page: Page, source: Mark, target: Mark, caption: str, inks: Inks) -> None:
    unit = page.style.unit
    (start, _), (end, _) = _anchor(page, source), _anchor(page, target)
    bow = _BOW * unit / 2 if abs(start.y() - end.y()) < page.style.line_height else _BOW * unit
    path = QPainterPath(start)
    one, two = QPointF(start.x(), start.y() + bow), QPointF(end.x(), end.y() + bow)
    path.cubicTo(one, two, end)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(inks.pen(inks.accent, 1.4))
    painter.drawPath(path)
    _paint_arrow(painter, end, atan2(end.y() - two.y(), end.x() - two.x()), unit, inks)
    _paint_caption(painter, page, path.pointAtPercent(0.5), caption, inks)


def _paint_arrow(painter: QPainter, tip: QPointF, angle: float, unit: float, inks: Inks) -> None:
    size = _ARROW * unit
    wings = [QPointF(tip.x() - size * cos(angle + turn), tip.y() - size * sin(angle + turn)) for turn in (0.4, -0.4)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.accent)
    painter.drawPolygon(QPolygonF([tip, *wings]))


def _paint_caption(painter: QPainter, page: Page, middle: QPointF, caption: str, inks: Inks) -> None:
    if not caption:
        return
    font = page.style.label_font
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(caption) + 8, metrics.height() + 2
    rect = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
    painter.setPen(inks.pen(inks.accent, 1.0))
    painter.setBrush(inks.paper)
    painter.drawRoundedRect(rect, 3, 3)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, caption)
