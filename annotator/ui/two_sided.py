"""A row of a list with words at its left and quieter ones at its right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem


class TwoSided(QStyledItemDelegate):
    """Paints the display text at the left, the text of role `RIGHT` at the right."""

    RIGHT = int(Qt.ItemDataRole.UserRole) + 1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, option.fontMetrics.height() + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        colours = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, colours.color(QPalette.ColorRole.Highlight))
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(option.rect.left(), option.rect.top(), 3, option.rect.height(), colours.accent())
        inside = option.rect.adjusted(10, 0, -10, 0)
        right = option.fontMetrics.elidedText(
            str(index.data(self.RIGHT) or ""), Qt.TextElideMode.ElideMiddle, inside.width() * 2 // 3
        )
        painter.setPen(
            colours.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText)
        )
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), right)
        left = inside.adjusted(0, 0, -option.fontMetrics.horizontalAdvance(right) - 16, 0)
        painter.setPen(colours.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text))
        text = option.fontMetrics.elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole) or ""), Qt.TextElideMode.ElideRight, left.width()
        )
        painter.drawText(left, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()
