"""A field for the one letter that is the key of a label, a layer or a link."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class KeyField(QLineEdit):
    """Takes one sign. Alt with a letter presses a button of the window, as everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(1)
        self.setMaximumWidth(96)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl and Alt together are AltGr on some systems, which types signs.
        if event.modifiers() & _HELD == Qt.KeyboardModifier.AltModifier and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)
