"""The choices of a question as a list: key, swatch, words, what they are. Paints; chooses nothing by itself."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.model.phrases import tr
from annotator.ui.desk.prompts import Choice, KeyHint
from annotator.ui.foot.keycap import KeyLook
from annotator.ui.textview.display import display_copy
from annotator.ui.theme import Theme
from annotator.ui.theme_colours import mix

_ROWS = 7
_PAD = 8.0
_CHECK = 16.0

Index = QModelIndex | QPersistentModelIndex
CHOICE = Qt.ItemDataRole.UserRole


class ChoiceModel(QAbstractListModel):
    """The choices of the present question."""

    def __init__(self) -> None:
        super().__init__()
        self._choices: tuple[Choice, ...] = ()

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        """Shows other choices; where only their checks have changed the list stays where it is."""
        if choices == self._choices:
            return
        same_length = len(choices) == len(self._choices)
        if not same_length:
            self.beginResetModel()
        self._choices = choices
        if same_length:
            self.dataChanged.emit(self.index(0), self.index(len(choices) - 1))
        else:
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default; immutable
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._choices):
            return None
        choice = self._choices[index.row()]
        if role == CHOICE:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(choice)
        return None


def spoken(choice: Choice) -> str:
    """A choice in words, for screen readers."""
    key = tr("key {key}", key=choice.key) if choice.key else ""
    checked = "" if choice.checked is None else tr("checked") if choice.checked else tr("not checked")
    return ", ".join(part for part in (choice.text, choice.detail, key, checked) if part)


class ChoiceDelegate(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self.theme = theme
        self.set_font(font)

    def set_font(self, font: QFont) -> None:
        self._font = font
        self._small = QFont(font)
        self._small.setPointSizeF(max(5.0, font.pointSizeF() * 0.9))
        self._keys = KeyLook(self._small)
        self._metrics, self._small_metrics = QFontMetricsF(font), QFontMetricsF(self._small)

    @property
    def height(self) -> int:
        return round(self._metrics.height() + 10)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice = index.data(CHOICE)
        view = self.parent()
        if not isinstance(choice, Choice):
            return
        lit = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lit:
            self._paint_lit(painter, rect)
        x = rect.left() + _PAD
        if choice.checked is not None:
            self._paint_check(painter, QRectF(x, rect.center().y() - 7, 14, 14), choice.checked)
            x += _CHECK + 6
        x += self._paint_key(painter, x, rect, choice)
        room = rect.right() - _PAD - x
        detail = self._small_metrics.elidedText(choice.detail, Qt.TextElideMode.ElideRight, room * 0.5)
        beside = self._small_metrics.horizontalAdvance(detail)
        text = self._metrics.elidedText(display_copy(choice.text), Qt.TextElideMode.ElideRight, room - beside - 10)
        base = rect.center().y() + (self._metrics.ascent() - self._metrics.descent()) / 2
        painter.setPen(QColor(self.theme.ink))
        painter.setFont(self._font)
        painter.drawText(QPointF(x, base), text)
        painter.setPen(QColor(self.theme.muted))
        painter.setFont(self._small)
        painter.drawText(QPointF(rect.right() - _PAD - beside, base), detail)
        painter.restore()

    def _paint_lit(self, painter: QPainter, rect: QRectF) -> None:
        """The row that Enter takes: a ground and, so that it is not by colour alone, a bar at its side."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mix(self.theme.accent, self.theme.paper, 0.8)))
        painter.drawRoundedRect(rect, 4, 4)
        painter.setBrush(QColor(self.theme.accent))
        painter.drawRect(QRectF(rect.left(), rect.top() + 3, 3, rect.height() - 6))

    def _paint_check(self, painter: QPainter, box: QRectF, checked: bool) -> None:
        painter.setPen(QPen(QColor(self.theme.edge), 1.2))
        painter.setBrush(QColor(self.theme.paper))
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            painter.setPen(QPen(QColor(self.theme.ink), 2))
            points = [box.topLeft() + QPointF(3, 7), box.topLeft() + QPointF(6, 10.5), box.topLeft() + QPointF(11, 3.5)]
            painter.drawPolyline(points)

    def _paint_key(self, painter: QPainter, x: float, rect: QRectF, choice: Choice) -> float:
        if not choice.key and not choice.colour:
            return 0.0
        hint = KeyHint(tuple(choice.key.split()), "", colour=choice.colour)
        size = self._keys.size(hint)
        self._keys.paint(painter, QPointF(x, rect.center().y() - size.height() / 2), hint, self.theme)
        return size.width() + 3


class ChoiceList(QListView):
    """The list. It never has the keyboard: keys go to the question."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = ChoiceModel()
        self.setModel(self.choices)
        self.look = ChoiceDelegate(theme, self.font())
        self.look.setParent(self)
        self.setItemDelegate(self.look)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(tr("Choices"))

    def show_choices(self, choices: tuple[Choice, ...], lit: int) -> None:
        self.choices.show_choices(choices)
        index = self.choices.index(lit) if lit >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        self.viewport().update()

    def fitting_height(self) -> int:
        """Pixels for as many rows as there are, up to a limit."""
        return self.look.height * max(1, min(_ROWS, self.choices.rowCount()))
