"""The foot of the review window: each key is a button that does what the key does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.services.session import Session
from annotator.ui.foot.key_button import KeyButton
from annotator.ui.review.window import ReviewWindow
from tests.ui.review.test_review_window import gold, session, window

__all__ = ["session", "window"]


def button(window: ReviewWindow, command: str) -> KeyButton:
    return next(each for each in window.foot.buttons if each.hint.command == command)


def test_a_click_does_what_the_key_does(window: ReviewWindow, session: Session) -> None:
    assert all(each.accessibleName() for each in window.foot.buttons)
    QTest.mouseClick(button(window, "agreed"), Qt.MouseButton.LeftButton)
    assert gold(session) == {("PERSON", "Ada Lee")}
    QTest.mouseClick(button(window, "undo"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(window, "decide:nothing"), Qt.MouseButton.LeftButton)
    assert gold(session) == set()
    assert len(window.reviewing.opened.open_items if window.reviewing.opened else ()) == 3
    QTest.mouseClick(button(window, "columns"), Qt.MouseButton.LeftButton)
    assert len(window.texts.views) == 3
