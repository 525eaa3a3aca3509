"""A line that says a key and what it does, and does it when clicked. Never takes the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy


def choice_button(text: str, action: Callable[[], object], *, strong: bool = False) -> QPushButton:
    """What has no room is cut off; the tool tip has it all."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    button.setProperty("role", "flat")
    button.setStyleSheet("text-align: left" + ("; font-weight: 600" if strong else ""))
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.clicked.connect(lambda: action())
    return button
