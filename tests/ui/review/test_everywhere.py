"""The table of all differences: filters, its order, and what is decided meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from annotator.services.session import Session
from annotator.ui.review.everywhere import EverywhereTable
from annotator.ui.review.window import ReviewWindow
from tests.ui.review.test_review_window import press, session, window
from tests.ui.windows import until

__all__ = ["session", "window"]


def listed(window: ReviewWindow) -> EverywhereTable:
    press(window, "d")
    until(lambda: window.pages.currentWidget() is window.everywhere, "the table of differences")
    return window.everywhere


def quotes(table: EverywhereTable) -> list[str]:
    return [difference.quote for difference in table.shown]


def choose(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def test_it_is_filtered_by_kind_label_person_and_state(window: ReviewWindow, session: Session) -> None:
    table = listed(window)
    assert quotes(table) == ["Critics", "Bo Ray", "Port Ellery"]
    choose(table.kind, "boundary")
    assert quotes(table) == ["Port Ellery"]
    choose(table.kind, "")
    choose(table.label, "entity/ORG")
    assert quotes(table) == ["Bo Ray"]
    choose(table.label, "entity")
    choose(table.person, "ann")
    assert quotes(table) == ["Critics", "Bo Ray", "Port Ellery"]
    choose(table.person, "bob")
    assert quotes(table) == ["Bo Ray", "Port Ellery"]
    choose(table.state, "decided")
    assert quotes(table) == []


def test_a_decision_leaves_it_and_its_order_stays(window: ReviewWindow, session: Session) -> None:
    table = listed(window)
    table.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert quotes(table) == ["Port Ellery", "Critics", "Bo Ray"]
    table.table.selectRow(0)
    QTest.keyClick(table.table, Qt.Key.Key_Return)
    press(window, "1")
    listed(window)
    assert quotes(table) == ["Critics", "Bo Ray"]
    choose(table.state, "")
    assert quotes(table) == ["Port Ellery", "Critics", "Bo Ray"]
    QTest.keyClick(table.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    choose(table.state, "to decide")
    assert quotes(table) == ["Port Ellery", "Critics", "Bo Ray"]


def test_enter_in_a_filter_decides_nothing(window: ReviewWindow, session: Session) -> None:
    table = listed(window)
    before = session.history.undoable()
    table.words.setFocus()
    QTest.keyClicks(table.words, "yg1")
    QTest.keyClick(table.words, Qt.Key.Key_Return)
    QTest.keyClick(table.kind, Qt.Key.Key_Return)
    assert session.history.undoable() == before
