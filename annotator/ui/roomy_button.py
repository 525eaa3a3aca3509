"""A button that has room for its words in bold: checked ones are bold, for which Qt leaves no room by itself."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton


class RoomyButton(QPushButton):
    """As wide checked as unchecked, in whatever font it is shown."""

    def sizeHint(self) -> QSize:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        plain = QFont(self.font())
        plain.setWeight(QFont.Weight.Normal)
        text = self.text().replace("&&", "&")
        more = QFontMetrics(bold).horizontalAdvance(text) - QFontMetrics(plain).horizontalAdvance(text)
        return super().sizeHint() + QSize(max(0, more) + 2, 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
