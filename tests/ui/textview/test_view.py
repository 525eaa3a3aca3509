"""The article view as a person meets it: real mouse and key events on the real widget."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.textview import ArticleView, Mark
from tests.ui.textview.articles import NASTY, article, mark

Key, Modifier, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
NONE, CTRL, SHIFT, ALT = Modifier.NoModifier, Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.AltModifier
TEXT = "Sam Altman told Sky News 👩‍👩‍👧 on Monday. He said “no way”, twice.\r\n\r\nOpenAI would work with China."
Show = Callable[[QWidget], QWidget]


@pytest.fixture
def view(shown: Show) -> ArticleView:
    found = ArticleView()
    found.resize(700, 400)
    found.show_article(article(TEXT), "byline")
    shown(found)
    return found


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


# Mouse


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


# Keys


def test_arrows_move_by_token_and_select_with_shift(view: ArticleView) -> None:
    press(view, Key.Key_Right, times=3)
    assert view.caret == TEXT.index("Sky")
    press(view, Key.Key_Right, SHIFT, times=2)
    assert view.selected_text == "Sky News"
    press(view, Key.Key_Left, SHIFT)
    assert view.selected_text == "Sky"
    press(view, Key.Key_Left)
    assert (view.caret, view.selection) == (TEXT.index("Sky"), ())


def test_alt_and_arrows_move_by_grapheme(view: ArticleView) -> None:
    start, end = word(TEXT, "👩‍👩‍👧")
    view.place_caret(start)
    press(view, Key.Key_Right, ALT)
    assert view.caret == end
    press(view, Key.Key_Left, ALT | SHIFT)
    assert view.selected_text == "👩‍👩‍👧"


def test_shift_from_inside_a_word_takes_the_word(view: ArticleView) -> None:
    view.place_caret(6)
    press(view, Key.Key_Right, SHIFT)
    assert view.selected_text == "Altman"


def test_lines_keep_the_column(view: ArticleView) -> None:
    long = "\n".join(["a line of some length here"] * 5)
    view.show_article(article(long), "")
    view.place_caret(10)
    press(view, Key.Key_Down, times=2)
    assert view.caret == 10 + 2 * 27
    press(view, Key.Key_Up)
    assert view.caret == 10 + 27
    press(view, Key.Key_Home)
    assert view.caret == 27
    press(view, Key.Key_End)
    assert view.caret == 27 + 26
    press(view, Key.Key_Up, times=5)
    assert view.caret == 0
    press(view, Key.Key_End, CTRL)
    assert view.caret == len(long)


def test_a_short_line_between_does_not_lose_the_column(view: ArticleView) -> None:
    text = "a line of some length here\nab\na line of some length here"
    view.show_article(article(text), "")
    view.place_caret(20)
    press(view, Key.Key_Down)
    assert view.caret == text.index("ab") + 2
    press(view, Key.Key_Down)
    assert view.caret == text.index("ab\n") + 3 + 20


def test_pages_and_ends(view: ArticleView) -> None:
    long = "\n".join(f"paragraph {number} with words" for number in range(200))
    view.show_article(article(long), "")
    press(view, Key.Key_PageDown)
    first = view.caret
    assert first > 100
    assert 0 <= view.y_of(first) < view.viewport().height()
    press(view, Key.Key_PageDown)
    assert view.caret > first
    press(view, Key.Key_PageUp, times=2)
    assert view.caret < 60
    press(view, Key.Key_End, CTRL | SHIFT)
    assert view.selection[-1][1] == len(long)
    assert view.y_of(len(long)) < view.viewport().height()


def test_left_and_right_follow_the_screen_in_right_to_left_text(view: ArticleView) -> None:
    text = "قالت الوزيرة ليلى حداد اليوم"
    view.show_article(article(text), "")
    press(view, Key.Key_Left)
    assert view.caret == 5
    press(view, Key.Key_Left, SHIFT)
    assert view.selected_text == "الوزيرة"
    press(view, Key.Key_Right)
    assert view.caret == 5


def test_sentence_and_quotation_around_the_caret(view: ArticleView) -> None:
    view.place_caret(TEXT.index("way"))
    view.select_quotation()
    assert view.selected_text == "no way"
    view.select_quotation()
    assert view.selected_text == "“no way”"
    view.select_sentence()
    assert view.selected_text == "He said “no way”, twice."


def test_a_second_fragment_by_keyboard(view: ArticleView) -> None:
    view.place_caret(0)
    press(view, Key.Key_Right, SHIFT)
    view.start_new_fragment()
    press(view, Key.Key_Right, times=2)
    press(view, Key.Key_Right, SHIFT)
    assert view.selected_text == "Sam told"
    assert len(view.selection) == 2
    press(view, Key.Key_Right)
    assert view.selection == ()


def test_keys_that_mean_nothing_here_go_on_to_the_window(shown: Show) -> None:
    heard: list[int] = []

    class Window(QWidget):
        def keyPressEvent(self, event: object) -> None:  # noqa: N802  # Qt's own name
            heard.append(event.key())  # type: ignore[attr-defined]

    window = Window()
    view = ArticleView(window)
    view.show_article(article(TEXT), "")
    shown(window)
    view.setFocus()
    for key in (Key.Key_1, Key.Key_C, Key.Key_Tab, Key.Key_Return, Key.Key_X, Key.Key_Slash):
        QTest.keyClick(view, key)
    assert [Key(key) for key in heard] == [Key.Key_1, Key.Key_C, Key.Key_Tab, Key.Key_Return, Key.Key_X, Key.Key_Slash]


def test_copy_gives_the_articles_own_characters(view: ArticleView) -> None:
    text = "nul\x00here\r\nnext\u00a0one"
    view.show_article(article(text), "")
    view.select(0, len(text))
    assert view.selected_text == text
    view.select(3, 10)
    press(view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().replace("\r\n", "\n") == text[3:10].replace("\r\n", "\n")


# Scrolling and zoom


def _long(view: ArticleView, paragraphs: int = 300) -> str:
    text = "\n".join(
        f"Paragraph {number} says that Altman of OpenAI went to Paris again." * 3 for number in range(paragraphs)
    )
    view.show_article(article(text), "byline")
    return text


def test_what_is_revealed_is_seen(view: ArticleView) -> None:
    text = _long(view)
    for quote in ("Paragraph 250 ", "Paragraph 3 ", "Paragraph 299 ", "Paragraph 0 "):
        start = text.index(quote)
        view.reveal(start, start + 8)
        assert view.character_rect(start).top() >= 0
        assert view.character_rect(start + 7).bottom() <= view.viewport().height()
    assert view.verticalScrollBar().value() == 0


def test_what_is_seen_is_not_scrolled(view: ArticleView) -> None:
    text = _long(view)
    view.reveal(text.index("Paragraph 100 "))
    before = view.verticalScrollBar().value()
    view.reveal(text.index("Paragraph 100 ") + 5)
    assert view.verticalScrollBar().value() == before


def test_the_place_comes_back(view: ArticleView) -> None:
    text = _long(view)
    place = text.index("Paragraph 123 ")
    view.set_scroll_place(place)
    assert view.scroll_place == place
    view.set_scroll_place(0)
    assert view.verticalScrollBar().value() == 0
    view.set_scroll_place(place)
    assert view.scroll_place == place


def test_zoom_and_new_width_keep_the_place(view: ArticleView) -> None:
    text = _long(view)
    place = text.index("Paragraph 77 ")
    view.set_scroll_place(place)
    view.set_zoom(1.6)
    assert view.scroll_place == place
    view.resize(480, 400)
    QApplication.processEvents()
    assert abs(view.scroll_place - place) < 200
    view.set_zoom(1.0)
    assert abs(view.scroll_place - place) < 200


def test_new_marks_keep_the_place(view: ArticleView) -> None:
    text = _long(view)
    place = text.index("Paragraph 150 ")
    view.set_scroll_place(place)
    y = view.y_of(place)
    marks = [
        Mark(f"{n}{style}", ((n, n + 30),), "fill", style, "people") for n in range(0, len(text), 60) for style in "abc"
    ]
    view.set_marks(marks)
    assert abs(view.y_of(place) - y) <= 3 * 40  # the line itself grew by its lanes
    assert view.scroll_place == place


def test_scrolling_up_line_by_line_never_jumps(view: ArticleView) -> None:
    text = _long(view)
    marks = [
        Mark(f"{n}{style}", ((n, n + 30),), "fill", style, "people") for n in range(0, len(text), 60) for style in "ab"
    ]
    view.set_marks(marks)
    view.set_scroll_place(text.index("Paragraph 200 "))
    bar = view.verticalScrollBar()
    for _ in range(60):
        seen = view.scroll_place
        y = view.y_of(seen)
        bar.setValue(bar.value() - 30)
        assert abs(view.y_of(seen) - y - 30) <= 1


def test_control_and_wheel_zoom(view: ArticleView) -> None:
    spy = QSignalSpy(view.zoom_changed)

    def turn(delta: int) -> None:
        point = QPointF(100, 100)
        event = QWheelEvent(
            point, point, QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(view.viewport(), event)

    turn(60)
    assert view.zoom == 1.0
    turn(60)
    assert view.zoom > 1.05
    turn(-120)
    assert view.zoom == pytest.approx(1.0)
    assert spy.count() == 2
    view.set_zoom(99)
    assert view.zoom == 4.0


def test_zoom_makes_text_labels_and_lines_larger(view: ArticleView) -> None:
    view.set_marks([mark(TEXT, "Sam Altman")])
    before = view.character_rect(0)
    view.set_zoom(2.0)
    after = view.character_rect(0)
    assert after.height() > 1.8 * before.height()
    assert after.width() > 1.8 * before.width()


def test_the_measure_stays_and_margins_grow(view: ArticleView) -> None:
    view.resize(900, 400)
    QApplication.processEvents()
    narrow = view.character_rect(0).left()
    view.resize(1500, 400)
    QApplication.processEvents()
    assert view.character_rect(0).left() == pytest.approx(narrow + 300, abs=1)


def test_settings_of_the_text(view: ArticleView) -> None:
    rect = view.character_rect(0)
    gap = view.y_of(TEXT.index("OpenAI")) - view.y_of(0)
    view.set_line_spacing(3.0)
    assert view.y_of(TEXT.index("OpenAI")) - view.y_of(0) > gap
    view.set_text_font("", 20)
    assert view.character_rect(0).height() > rect.height() * 1.4
    view.set_measure(40)
    assert view.typeface.measure == 40


# Marks


def test_only_what_changed_is_laid_out_again(view: ArticleView) -> None:
    text = _long(view, 3)
    marks = [mark(text, "Altman", occurrence=number) for number in range(9)]
    view.set_marks(marks)
    view.viewport().repaint()
    chunks = view._page.chunks
    before = [view._page.known(index) for index in range(len(chunks))]
    view.set_marks([*marks[:-1], mark(text, "OpenAI", occurrence=8)])
    after = [view._page.known(index) for index in range(len(chunks))]
    changed = [index for index in range(len(chunks)) if before[index] is not after[index]]
    assert changed == [chunks.at(marks[-1].start)]


def test_a_new_article_starts_clean(view: ArticleView) -> None:
    view.set_marks([mark(TEXT, "Altman")])
    view.select(2, 9)
    view.set_focus("x")
    view.show_article(article("Another text."), "")
    assert (view.caret, view.selection, view.focus, len(view.marks)) == (0, (), None, 0)
    assert view.text == "Another text."


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_can_be_walked_selected_and_shown(view: ArticleView, text: str) -> None:
    view.show_article(article(text), "")
    if text:
        view.set_marks(
            [
                Mark(str(n), ((n, n + 1),), style, "X", "people", n % 2 == 0)
                for n in range(len(text))
                for style in ("fill",)
            ]
        )
    for _ in range(len(text) + 1):
        press(view, Key.Key_Right, ALT | SHIFT)
        press(view, Key.Key_Left, ALT | SHIFT)
        press(view, Key.Key_Right, ALT | SHIFT)
    view.viewport().repaint()
    if text:
        view.select(0, len(text))
        assert view.selected_text == text


def test_a_megabyte_without_a_line_end(view: ArticleView) -> None:
    text = "word " * 200_000
    view.show_article(article(text), "")
    view.set_marks([Mark(str(n), ((n, n + 4),), "fill", "X", "people") for n in range(0, len(text), 50)])
    view.place_caret(len(text) // 2)
    assert 0 <= view.y_of(view.caret) <= view.viewport().height()
    assert sum(1 for index in range(len(view._page.chunks)) if view._page.known(index)) < 100


def test_the_caret_blinks_only_while_it_has_the_focus(view: ArticleView) -> None:
    assert view.hasFocus()
    assert view._blink.isActive() == (QGuiApplication.styleHints().cursorFlashTime() > 0)
    view.clearFocus()
    assert not view._blink.isActive()
