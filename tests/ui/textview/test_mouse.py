"""The article view met by mouse: clicks, drags, labels that are hit, the menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.textview import ArticleView
from tests.ui.textview.articles import mark
from tests.ui.textview.hands import (
    ALT,
    CTRL,
    NONE,
    SHIFT,
    TEXT,
    Left,
    at,
    click,
    drag,
    word,
)


def test_a_click_puts_the_caret(view: ArticleView) -> None:
    spy = QSignalSpy(view.caret_moved)
    click(view, 6)
    assert view.caret == 6
    assert view.selection == ()
    assert spy.at(spy.count() - 1)[0] == 6


def test_a_drag_selects_whole_tokens(view: ArticleView) -> None:
    spy = QSignalSpy(view.selection_changed)
    drag(view, 6, 13)
    assert view.selection == ((4, 15),)
    assert view.selected_text == "Altman told"
    assert spy.count() >= 1


def test_a_drag_backwards_selects_the_same(view: ArticleView) -> None:
    drag(view, 13, 6)
    assert view.selection == ((4, 15),)
    assert view.caret == 4


def test_a_drag_with_alt_selects_characters(view: ArticleView) -> None:
    drag(view, 6, 13, ALT)
    assert view.selection == ((6, 13),)


def test_a_drag_over_emoji_counts_code_points(view: ArticleView) -> None:
    start, end = word(TEXT, "👩‍👩‍👧")
    drag(view, start, end + 1)
    assert view.selected_text == "👩‍👩‍👧"
    assert view.selection == ((start, end),)
    drag(view, *word(TEXT, "Monday"))
    assert view.selected_text == "Monday"


def test_a_double_click_selects_the_word_right_after_an_emoji(view: ArticleView) -> None:
    QTest.mouseDClick(view.viewport(), Left, NONE, at(view, TEXT.index("on Monday")))
    assert view.selected_text == "on"


def test_a_triple_click_selects_the_sentence(view: ArticleView) -> None:
    point = at(view, TEXT.index("said"))
    QTest.mouseClick(view.viewport(), Left, NONE, point)
    QTest.mouseDClick(view.viewport(), Left, NONE, point)
    QTest.mousePress(view.viewport(), Left, NONE, point)
    QTest.mouseRelease(view.viewport(), Left, NONE, point)
    assert view.selected_text == "He said “no way”, twice."


def test_control_and_drag_adds_a_fragment(view: ArticleView) -> None:
    drag(view, *word(TEXT, "Sam"))
    drag(view, *word(TEXT, "told"), CTRL)
    drag(view, *word(TEXT, "China"), CTRL)
    assert view.selection == (word(TEXT, "Sam"), word(TEXT, "told"), word(TEXT, "China"))
    assert view.selected_text == "Sam told China"
    drag(view, *word(TEXT, "twice"))
    assert view.selection == (word(TEXT, "twice"),)


def test_control_and_click_adds_a_word_to_a_selection(view: ArticleView) -> None:
    drag(view, *word(TEXT, "Sam"))
    click(view, TEXT.index("News") + 1, CTRL)
    assert view.selected_text == "Sam News"


def test_shift_and_click_extends(view: ArticleView) -> None:
    click(view, 0)
    click(view, 13, SHIFT)
    assert view.selection == ((0, 15),)


def test_a_drag_over_line_ends_takes_both_paragraphs(view: ArticleView) -> None:
    drag(view, TEXT.index("twice"), TEXT.index("would"))
    assert view.selected_text == "twice.\r\n\r\nOpenAI"


def test_a_click_reaches_the_innermost_mark_and_then_the_outer_ones(view: ArticleView) -> None:
    outer, middle, inner = mark(TEXT, "Sam Altman told Sky"), mark(TEXT, "Altman told"), mark(TEXT, "Altman")
    view.set_marks([outer, middle, inner])
    heard: list[str] = []
    view.mark_clicked.connect(lambda mark_id, _: heard.append(mark_id))
    view.mark_clicked.connect(lambda mark_id, _: view.set_focus(mark_id))
    for _ in range(4):
        click(view, 6)
        QTest.qWait(1)
    assert heard == [inner.id, middle.id, outer.id, inner.id]
    assert view.marks_at(6) == [inner, middle, outer]


def test_labels_numbers_and_signs_can_be_clicked(view: ArticleView) -> None:
    named = mark(TEXT, "Sky News")
    claim = mark(TEXT, "OpenAI would work with China", "line", number=4)
    stance = mark(TEXT, "no way", "mark", sign="▼")
    view.set_marks([named, claim, stance])
    heard: list[str] = []
    view.mark_clicked.connect(lambda mark_id, _: heard.append(mark_id))
    for found, across in ((named, 5), (claim, 4)):
        rect = view.character_rect(found.start)
        QTest.mouseClick(view.viewport(), Left, NONE, QPointF(rect.left() + across, rect.top() - 7).toPoint())
    line = view.character_rect(stance.start)
    column = view.character_rect(0).left()
    QTest.mouseClick(view.viewport(), Left, NONE, QPointF(column - 17, line.center().y()).toPoint())
    assert heard == [named.id, claim.id, stance.id]


def test_a_double_click_on_a_mark_says_so(view: ArticleView) -> None:
    found = mark(TEXT, "Sky News")
    view.set_marks([found])
    heard: list[str] = []
    view.mark_double_clicked.connect(heard.append)
    QTest.mouseDClick(view.viewport(), Left, NONE, at(view, found.start + 1))
    assert heard == [found.id]


def test_a_menu_is_wanted_for_the_place_under_the_mouse(view: ArticleView) -> None:
    heard: list[tuple[QPoint, int]] = []
    view.menu_wanted.connect(lambda point, offset: heard.append((point, offset)))
    point = at(view, 12)
    everywhere = view.viewport().mapToGlobal(point)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, everywhere))
    view.place_caret(20)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    assert [offset for _, offset in heard] == [12, 20]
    assert heard[0][0] == everywhere
