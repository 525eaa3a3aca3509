"""Reasons in the review window: chosen by key, written once and kept, edited in their list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model.review import REASONS, ruling_of
from annotator.services.session import Session
from annotator.storage import rows
from annotator.ui.review.reasons import EditReasons
from annotator.ui.review.window import ReviewWindow
from tests.ui.review.test_review_window import press, session, window

__all__ = ["session", "window"]


def reasons_given(session: Session) -> list[str]:
    session.wait()
    db, gold = session.project.reader(), session.project.gold().key
    key = next(iter(rows.article_keys(db)))
    return [ruling.reason for a in rows.annotations_of(db, key, gold) if (ruling := ruling_of(a.origin))]


def test_a_reason_is_chosen_with_w_and_its_key(window: ReviewWindow, session: Session) -> None:
    press(window, "w")
    assert window.decision.reasons.isVisible()
    press(window, "3")
    assert not window.decision.reasons.isVisible()
    assert window.decision.why[0] == REASONS[2]
    press(window, "1")
    assert reasons_given(session) == [REASONS[2]]
    assert window.decision.why == ("", "")


def test_a_reason_that_is_written_is_kept_with_a_key(window: ReviewWindow, session: Session) -> None:
    press(window, "ww")
    QTest.keyClicks(window.decision.reason.entry, "A city, no land")
    QTest.keyClick(window.decision.reason.entry, Qt.Key.Key_Return)
    press(window, "1")
    assert session.reviewing.reasons.all() == (*REASONS, "A city, no land")
    press(window, "w0")
    press(window, "1")
    assert reasons_given(session) == ["A city, no land"] * 2
    session.history.undo()
    session.history.undo()
    session.history.undo()
    session.wait()
    assert session.reviewing.reasons.all() == REASONS


def test_the_list_is_edited(window: ReviewWindow, session: Session) -> None:
    dialog = EditReasons(window, session.reviewing.reasons.all())
    dialog.list.item(0).setText("of the house style")
    dialog.list.takeItem(1)
    session.reviewing.reasons.replace(dialog.reasons)
    assert session.reviewing.reasons.all() == ("of the house style", *REASONS[2:])
    dialog.deleteLater()


def test_what_is_no_list_of_words_is_no_reason(session: Session) -> None:
    session.place.keep("reasons", "Odd", {"reasons": [1, "  ", {"a": 1}, "a slip", "slip", " two\nlines "]})
    assert session.reviewing.reasons.all() == ("slip", "two lines")
