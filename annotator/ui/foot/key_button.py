"""A button that is a key hint: shows the key and what it does, and does it when clicked. Never takes the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.model.phrases import tr
from annotator.ui.desk.prompts import KeyHint
from annotator.ui.foot.keycap import KeyLook, caps_of
from annotator.ui.theme import Theme

_PAD_X, _PAD_Y = 5, 2


class KeyButton(QAbstractButton):
    """Shows one hint; `clicked` is for its command."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = KeyLook(self.font())
        self.hint = KeyHint((), "")
        self._muted = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_hint(self, hint: KeyHint, *, muted: bool = False) -> None:
        if hint == self.hint and muted == self._muted:
            return
        self.hint, self._muted = hint, muted
        keys = " ".join(caps_of(hint))
        self.setAccessibleName(tr("{what}, key {keys}", what=hint.text, keys=keys) if keys else hint.text)
        self.setToolTip(tr("Click, or press {keys}", keys=keys) if hint.command and keys else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if hint.command else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._look = KeyLook(self.font())
            self.updateGeometry()
        super().changeEvent(event)

    @staticmethod
    def height_in(font: QFont) -> int:
        """Pixels that a button is high in this font."""
        return round(KeyLook(font).height + 0.5) + 2 * _PAD_Y

    @property
    def separates(self) -> bool:
        """Whether it is only a line between groups."""
        return not self.hint.keys and not self.hint.text

    def sizeHint(self) -> QSize:
        if self.separates:
            return QSize(9, self.height_in(self.font()))
        size = self._look.size(self.hint)
        return QSize(round(size.width() + 0.5) + 2 * _PAD_X, round(size.height() + 0.5) + 2 * _PAD_Y)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.separates:
            painter.fillRect(QRectF(4, 4, 1, self.height() - 8), QColor(self._theme.edge))
        if self.hint.command and self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.tag if self.isDown() else self._theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        self._look.paint(painter, QPointF(_PAD_X, _PAD_Y), self.hint, self._theme, muted=self._muted)
        painter.end()
