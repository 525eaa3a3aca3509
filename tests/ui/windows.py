"""What tests of the window share: waiting for what comes by the event loop, keys, and a window with a project."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

TEXTS = (
    "Mayor Ida Lund said the bridge would close.\n\nThe union of Odal disagreed.\n",
    "Rain fell on Brena for nine days.\n",
    "Old news from Vik.\n",
)
"""The articles of the project that tests of the window open."""

PATIENCE = 15.0
"""Seconds; many times what anything here takes."""


def until(holds: Callable[[], object], what: str) -> None:
    """Lets the event loop run until `holds`; fails naming `what` where that never comes."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"never came: {what}"
        QApplication.processEvents()
        time.sleep(0.002)


def press(
    key: Qt.Key,
    text: str = "",
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    scan_code: int = 0,
) -> QKeyEvent:
    """A key press as the system sends it."""
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan_code, 0, 0, text)
