"""The title and the byline above an article's text: laid out and painted with it, never part of its offsets."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

from annotator.ui.textview.display import in_one_line, reads_right_to_left
from annotator.ui.textview.style import TextStyle

_LONGEST = 400


class Header:
    """Title and byline for one width. `height` includes the space above and below."""

    def __init__(self, title: str, byline: str, style: TextStyle, width: float) -> None:
        self._above = round(24 * style.unit)
        right_to_left = reads_right_to_left(title or byline)
        self._title = _lines(title, style.title_font, width, right_to_left)
        self._byline = _lines(byline, style.byline_font, width, right_to_left)
        y: float = self._above
        for layout, after in ((self._title, 4 * style.unit), (self._byline, 10 * style.unit)):
            for number in range(layout.lineCount() if layout else 0):
                line = layout.lineAt(number)  # type: ignore[union-attr]  # counted above
                line.setPosition(QPointF(0.0, y))
                y += line.height()
            y += after if layout else 0
        self.height = round(y)

    def paint(self, painter: QPainter, clip: QRectF, ink: str, muted: str) -> None:
        for layout, colour in ((self._title, ink), (self._byline, muted)):
            if layout is not None:
                painter.setPen(QColor(colour))
                layout.draw(painter, QPointF(0.0, 0.0), [], clip)


def _lines(text: str, font: QFont, width: float, right_to_left: bool) -> QTextLayout | None:
    if not text.strip():
        return None
    layout = QTextLayout(in_one_line(text, _LONGEST), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
    if right_to_left:
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()
    return layout
