"""How a row of the queue is drawn: status circle, title on two lines, source and date, what is pending."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.phrases import tr, trn
from annotator.services.queue import QueueRow
from annotator.ui.desk.byline import isolated
from annotator.ui.queue.model import ROW, Index
from annotator.ui.theme import Theme
from annotator.ui.theme_colours import mix

_LEFT, _RIGHT, _ABOVE = 26, 12, 9
_TITLE_LINES = 2


class QueueDelegate(QStyledItemDelegate):
    """Paints; reads nothing but the row that the model gives."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self.current_key: int | None = None
        """The article that is open: it carries a bar at its left."""
        self._theme = theme
        self.set_font(font)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def set_font(self, font: QFont) -> None:
        self._title_font = QFont(font)
        self._title_font.setWeight(QFont.Weight.DemiBold)
        self._small_font = QFont(font)
        self._small_font.setPointSizeF(max(6.0, font.pointSizeF() * 0.88))
        self._title = QFontMetrics(self._title_font)
        self._small = QFontMetrics(self._small_font)

    @property
    def height(self) -> int:
        """Pixels of every row: two lines of title and one of details."""
        return _TITLE_LINES * self._title.lineSpacing() + self._small.lineSpacing() + 2 * _ABOVE + 3

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, QueueRow):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, row, state)
        self._paint_circle(painter, QPointF(rect.left() + 14, rect.top() + _ABOVE + self._title.height() / 2), row)
        if row.flagged:
            self._paint_flag(painter, rect)
        below = self._paint_title(painter, rect, row)
        self._paint_details(painter, QRect(rect.left(), below + 2, rect.width(), self._small.height()), row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, row: QueueRow, state: QStyle.StateFlag) -> None:
        theme = self._theme
        is_open = row.key == self.current_key
        if is_open:
            painter.fillRect(rect, QColor(mix(theme.accent, theme.panel, 0.82 if theme.dark else 0.9)))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), QColor(theme.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.hover))
        painter.setPen(QColor(theme.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(QRectF(rect).adjusted(4, 2, -3, -3))

    def _paint_circle(self, painter: QPainter, middle: QPointF, row: QueueRow) -> None:
        """Empty: open; half: begun; full with a tick: done; crossed: skipped."""
        theme, size = self._theme, 5.0
        box = QRectF(middle.x() - size, middle.y() - size, 2 * size, 2 * size)
        if row.status == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.saved))
            painter.drawEllipse(box)
            painter.setPen(QPen(QColor(theme.paper), 1.5))
            painter.drawPolyline(
                [middle + QPointF(-2.4, 0.2), middle + QPointF(-0.6, 2.0), middle + QPointF(2.6, -1.8)]
            )
            return
        colour = QColor(theme.accent if row.labels and row.status == "open" else theme.muted)
        painter.setPen(QPen(colour, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        if row.status == "skipped":
            painter.drawLine(middle + QPointF(-3.4, 3.4), middle + QPointF(3.4, -3.4))
        elif row.labels:
            half = QPainterPath(middle)
            half.arcTo(box, 90, 180)
            painter.fillPath(half, colour)

    def _paint_flag(self, painter: QPainter, rect: QRect) -> None:
        x, y = rect.left() + 11.0, rect.top() + _ABOVE + self._title.lineSpacing() + 4.0
        colour = QColor(self._theme.waiting)
        painter.setPen(QPen(colour, 1.4))
        painter.drawLine(QPointF(x, y), QPointF(x, y + 11))
        flag = QPainterPath(QPointF(x, y))
        for point in (QPointF(x + 8, y + 2.8), QPointF(x, y + 6)):
            flag.lineTo(point)
        painter.fillPath(flag, colour)

    def _paint_title(self, painter: QPainter, rect: QRect, row: QueueRow) -> int:
        """Draws at most two lines, the second cut with an ellipsis; returns the y below them."""
        title = " ".join(row.title.split()) or tr("(no title)")
        width = max(20, rect.width() - _LEFT - _RIGHT)
        layout = QTextLayout(title[:400], self._title_font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        painter.setFont(self._title_font)
        painter.setPen(QColor(self._theme.ink))
        layout.beginLayout()
        y = rect.top() + _ABOVE
        for number in range(_TITLE_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            rest = title[line.textStart() :]
            if number == _TITLE_LINES - 1 and line.textLength() < len(rest):
                shown = self._title.elidedText(rest, Qt.TextElideMode.ElideRight, width)
            else:
                shown = rest[: line.textLength()].strip()
            place = QRect(rect.left() + _LEFT, y, width, self._title.lineSpacing())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
            y += self._title.lineSpacing()
        layout.endLayout()
        return y

    def _paint_details(self, painter: QPainter, rect: QRect, row: QueueRow) -> None:
        painter.setFont(self._small_font)
        right = rect.right() - _RIGHT
        left = rect.left() + _LEFT
        used = self._paint_badge(painter, right, rect, row)
        details = " · ".join(isolated(piece) for piece in (row.source, short_date(row.published)) if piece)
        painter.setPen(QColor(self._theme.muted))
        width = right - used - 8 - left
        text = self._small.elidedText(details, Qt.TextElideMode.ElideRight, max(0, width))
        place = QRect(left, rect.top(), max(0, width), rect.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_badge(self, painter: QPainter, right: int, rect: QRect, row: QueueRow) -> int:
        """What stands at the right: pending ones of the open article as a badge, else words. Returns its width."""
        words = badge(row)
        if row.key == self.current_key and row.pending and row.status == "open":
            words = f"{row.pending:,}"
            width = max(20, self._small.horizontalAdvance(words) + 14)
            box = QRectF(right - width, rect.top() - 1, width, rect.height() + 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            painter.setPen(QColor(self._theme.on_accent))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
            return width
        width = self._small.horizontalAdvance(words)
        painter.setPen(QColor(self._theme.muted))
        place = QRect(right - width, rect.top(), width, rect.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        return width


def badge(row: QueueRow) -> str:
    """What a row says at its right: labels of what is finished, else what is pending, else labels."""
    if row.status == "skipped":
        return tr("skipped")
    if row.status == "open" and row.pending:
        return tr("{n} pending", n=f"{row.pending:,}")
    return trn("{n} label", "{n} labels", row.labels) if row.labels else ""


def short_date(published: str) -> str:
    """`2025-02-12T...` as `12 Feb`, with the year where it is not this one; what is no date as it is."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return published
    pattern = tr("d MMM") if day.year == date.today().year else tr("d MMM yyyy")  # noqa: DTZ011  # the reader's own calendar
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)
