"""What a person's hands do to the article view in tests: clicks, drags and keys on the real widget."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.textview import ArticleView

Key, Modifier, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
NONE, CTRL, SHIFT, ALT = Modifier.NoModifier, Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.AltModifier
TEXT = "Sam Altman told Sky News 👩‍👩‍👧 on Monday. He said “no way”, twice.\r\n\r\nOpenAI would work with China."
Show = Callable[[QWidget], QWidget]


def at(view: ArticleView, offset: int) -> QPoint:
    """A point in the left half of the character at `offset`."""
    rect = view.character_rect(offset)
    return QPointF(rect.left() + rect.width() * 0.3, rect.center().y()).toPoint()


def click(view: ArticleView, offset: int, modifiers: Modifier = NONE) -> None:
    QTest.mouseClick(view.viewport(), Left, modifiers, at(view, offset))


def drag(view: ArticleView, start: int, end: int, modifiers: Modifier = NONE) -> None:
    viewport = view.viewport()
    QTest.mousePress(viewport, Left, modifiers & CTRL, at(view, start))
    for offset in (start + (end - start) // 2, end):
        point = QPointF(at(view, offset))
        event = QEvent.Type.MouseMove
        _move(view, event, point, modifiers)
    QTest.mouseRelease(viewport, Left, modifiers, at(view, end))


def _move(view: ArticleView, kind: QEvent.Type, point: QPointF, modifiers: Modifier) -> None:
    everywhere = QPointF(view.viewport().mapToGlobal(point.toPoint()))
    event = QMouseEvent(kind, point, everywhere, Qt.MouseButton.NoButton, Left, modifiers)
    QApplication.sendEvent(view.viewport(), event)


def press(view: ArticleView, key: Key, modifiers: Modifier = NONE, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(view, key, modifiers)


def word(text: str, quote: str) -> tuple[int, int]:
    return text.index(quote), text.index(quote) + len(quote)
