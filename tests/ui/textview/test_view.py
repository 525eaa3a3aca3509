"""The article view as a person sees it: scrolling, zoom, settings, nasty texts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from annotator.ui.textview import ArticleView, Mark
from tests.ui.textview.articles import NASTY, article, mark
from tests.ui.textview.hands import (
    ALT,
    CTRL,
    SHIFT,
    TEXT,
    Key,
    press,
)


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
