"""A panel that lies over the window while something is chosen or looked up, and gives the keyboard back afterwards.

Not a window of its own: it works without a window manager and never falls behind.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid


class Overlay(QFrame):
    """What builds on it lays out its content and says where the keyboard goes with `setFocusProxy`."""

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "card")
        self.setProperty("focused", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self.hide()

    def open(self) -> None:
        """Shows it in the middle of the upper part of the window and takes the keyboard."""
        self._before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.setFocus()
        window = self.parentWidget()
        if window is not None:
            window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def place(self) -> None:
        """Sets the geometry from the window's size."""
        window = self.parentWidget()
        if window is None:
            return
        wanted = self.sizeHint()
        width = min(max(wanted.width(), 560), window.width() - 32)
        height = min(wanted.height(), window.height() - 96)
        self.setGeometry((window.width() - width) // 2, 64, width, height)

    def leave(self) -> None:
        """Closes it; the keyboard goes where it was."""
        if self.isHidden():
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)
        window = self.parentWidget()
        if window is not None:
            window.removeEventFilter(self)
        had_keyboard = self._holds(QApplication.focusWidget())
        self.hide()
        before, self._before = self._before, None
        if had_keyboard and before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.closed.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self or self.isAncestorOf(widget))

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        del old
        if new is not None and not self._holds(new):
            self.leave()
