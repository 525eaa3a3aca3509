"""One card on the screen. Paints what it is given and tells what was clicked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model.phrases import tr
from annotator.ui.cards.drawing import CardFonts, LaidCard, paint
from annotator.ui.foot.keycap import caps_of
from annotator.ui.theme import Theme


class CardWidget(QWidget):
    """Shows one laid-out card; used again for another one when it scrolls out of sight."""

    chosen = Signal(str)
    acted = Signal(str, str)
    """Card id and action, as `Tag.action` and `run:COMMAND`."""
    menu_wanted = Signal(str, QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._laid: LaidCard | None = None
        self._fonts: CardFonts | None = None
        self._theme: Theme | None = None
        self._focused = False
        self.setMouseTracking(True)

    @property
    def laid(self) -> LaidCard | None:
        return self._laid

    def show_card(self, laid: LaidCard, fonts: CardFonts, theme: Theme, *, focused: bool) -> None:
        if (laid, focused, theme) != (self._laid, self._focused, self._theme):
            self._laid, self._fonts, self._theme, self._focused = laid, fonts, theme, focused
            self.resize(round(laid.width), round(laid.height))
            self.setAccessibleName(laid.card.spoken)
            self.setAccessibleDescription(tr("in focus") if focused else "")
            self.update()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._laid is None or self._fonts is None or self._theme is None:
            return
        painter = QPainter(self)
        paint(painter, self._laid, self._fonts, self._theme, focused=self._focused)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._laid is None or event.button() != Qt.MouseButton.LeftButton:
            return
        card = self._laid.card.id
        action = self._laid.action_at(event.position())
        if action:
            self.acted.emit(card, action)
        else:
            self.chosen.emit(card)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._laid is not None and bool(self._laid.action_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._laid is not None:
            self.menu_wanted.emit(self._laid.card.id, event.globalPos())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._laid is not None:
            found = next((box for box in self._laid.boxes if box.rect.contains(event.pos().toPointF())), None)
            if found is None:
                QToolTip.hideText()
            elif found.hint is not None:
                keys = " ".join(caps_of(found.hint))
                QToolTip.showText(event.globalPos(), tr("Click, or press {keys}", keys=keys), self)
            else:
                QToolTip.showText(event.globalPos(), tr("Click to change it"), self)
            return True
        return bool(super().event(event))
