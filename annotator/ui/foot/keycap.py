"""How a key with what it does is drawn: caps, a label's swatch, words. Used by the foot, the cards and the prompts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.ui.desk.prompts import KeyHint
from annotator.ui.keys import shown
from annotator.ui.theme import Theme

_GAP = 5.0
_PAD = 5.0
_SWATCH = 9.0
_BAR = 3.0
_SMALLER = 0.88


def caps_of(hint: KeyHint) -> list[str]:
    """The caps as people read them: `Enter`, `Shift+X`, `1–0`."""
    return [shown(key) if "–" not in key else key for key in hint.keys]


class KeyLook:
    """Measures and draws key hints in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.cap_font = QFont(font)
        self.cap_font.setPointSizeF(max(5.0, font.pointSizeF() * _SMALLER))
        self.cap_font.setWeight(QFont.Weight.DemiBold)
        self._metrics = QFontMetricsF(font)
        self._cap_metrics = QFontMetricsF(self.cap_font)

    @property
    def height(self) -> float:
        return max(self._metrics.height(), self._cap_height + 2)

    @property
    def _cap_height(self) -> float:
        return self._cap_metrics.height() + 5

    def _cap_width(self, cap: str) -> float:
        return max(self._cap_height, self._cap_metrics.horizontalAdvance(cap) + 2 * _PAD)

    def size(self, hint: KeyHint) -> QSizeF:
        """Pixels that a hint takes."""
        width = sum(self._cap_width(cap) + _GAP for cap in caps_of(hint))
        if hint.colour and not hint.keys:
            width += _SWATCH + _GAP
        return QSizeF(width + self._metrics.horizontalAdvance(hint.text), self.height)

    def paint(self, painter: QPainter, at: QPointF, hint: KeyHint, theme: Theme, *, muted: bool = False) -> None:
        """Draws a hint with its upper left corner `at`."""
        x, middle = at.x(), at.y() + self.height / 2
        for cap in caps_of(hint):
            width = self._cap_width(cap)
            box = QRectF(x, middle - self._cap_height / 2, width, self._cap_height)
            self._paint_cap(painter, box, cap, theme, hint.colour)
            x += width + _GAP
        if hint.colour and not hint.keys:
            swatch = QRectF(x, middle - _SWATCH / 2, _SWATCH, _SWATCH)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.family(hint.colour).ink))
            painter.drawRoundedRect(swatch, 2, 2)
            x += _SWATCH + _GAP
        painter.setFont(self.font)
        painter.setPen(QColor(theme.muted if muted else theme.ink))
        painter.drawText(QPointF(x, middle + (self._metrics.ascent() - self._metrics.descent()) / 2), hint.text)

    def _paint_cap(self, painter: QPainter, rect: QRectF, cap: str, theme: Theme, colour: str = "") -> None:
        """With a label's colour as a bar below the letter: beside it, a swatch would cost the width of a further label."""
        painter.setPen(QPen(QColor(theme.edge), 1))
        painter.setBrush(QColor(theme.paper))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        left, right, low = rect.left() + 3, rect.right() - 3, rect.bottom()
        if colour:
            bar = QRectF(left + 0.5, low - _BAR - 1, right - left - 1, _BAR)
            painter.fillRect(bar, QColor(theme.family(colour).ink))
        painter.drawLine(QPointF(left, low + 0.5), QPointF(right, low + 0.5))
        painter.setFont(self.cap_font)
        painter.setPen(QColor(theme.ink))
        painter.drawText(
            rect.adjusted(0, -2 if colour else 0, 0, -2 if colour else 0), Qt.AlignmentFlag.AlignCenter, cap
        )
