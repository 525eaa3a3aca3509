"""The learning curve, painted: exact F1 by articles learned from, a dashed line where the suggester in use is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.model.phrases import tr
from annotator.services.training_words import Line, shown

_LEFT, _BOTTOM, _TOP, _RIGHT = 40, 44, 48, 96


class Curve(QWidget):
    """Paints the lines it is given; says them to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Line] = ()
        self.setMinimumSize(400, 220)
        self.setAccessibleName(tr("Learning curve"))
        self.hide()

    def show_points(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        said = ("; ".join(f"{size}: {shown(f1)}" for size, f1 in line.points) for line in lines)
        self.setAccessibleDescription(". ".join(f"{line.name} {one}" for line, one in zip(lines, said, strict=True)))
        self.setVisible(any(line.points for line in lines))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, soft = self.palette().text().color(), self.palette().placeholderText().color()
        area = QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM)
        most = max((size for line in self._lines for size, _ in line.points), default=1)
        painter.setPen(ink)
        painter.drawText(
            QRectF(0, 0, self.width(), 20), Qt.AlignmentFlag.AlignLeft, tr("Exact F1 by articles learned from")
        )
        for value in (0.0, 0.25, 0.5, 0.75, 1.0):
            y = area.bottom() - value * area.height()
            painter.setPen(QPen(soft, 0.5))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.drawText(QRectF(0, y - 9, _LEFT - 6, 18), Qt.AlignmentFlag.AlignRight, f"{value:g}")
        for line in self._lines:
            self._paint(painter, line, area, most)
        painter.end()

    def _paint(self, painter: QPainter, line: Line, area: QRectF, most: int) -> None:
        ink, soft = self.palette().text().color(), self.palette().placeholderText().color()
        colour = self.palette().link().color()
        places = [
            QPointF(area.left() + size / most * area.width(), area.bottom() - (f1 or 0.0) * area.height())
            for size, f1 in line.points
        ]
        painter.setPen(QPen(colour, 2))
        for one, other in pairwise(places):
            painter.drawLine(one, other)
        for (size, f1), place in zip(line.points, places, strict=True):
            painter.setPen(QPen(colour, 2))
            painter.drawEllipse(place, 3, 3)
            painter.setPen(ink)
            painter.drawText(QRectF(place.x() - 24, place.y() - 22, 48, 18), Qt.AlignmentFlag.AlignCenter, shown(f1))
            painter.setPen(soft)
            painter.drawText(QRectF(place.x() - 20, area.bottom() + 4, 40, 18), Qt.AlignmentFlag.AlignCenter, str(size))
        if places:
            painter.setPen(ink)
            painter.drawText(
                QRectF(places[-1].x() + 10, places[-1].y() - 9, _RIGHT, 18), Qt.AlignmentFlag.AlignLeft, line.name
            )
        if line.in_use is not None:
            y = area.bottom() - line.in_use * area.height()
            painter.setPen(QPen(soft, 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            words = tr("in use {f1}", f1=shown(line.in_use))
            painter.drawText(QRectF(area.right() + 8, y - 9, _RIGHT, 18), Qt.AlignmentFlag.AlignLeft, words)
