"""The article view met by keyboard: moving, selecting, fragments, copying."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.ui.textview import ArticleView
from tests.ui.textview.articles import article
from tests.ui.textview.hands import (
    ALT,
    CTRL,
    SHIFT,
    TEXT,
    Key,
    Show,
    press,
    word,
)


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


def test_the_sentence_key_pressed_again_selects_the_whole_line(view: ArticleView) -> None:
    caption = "The summit in Paris, Feb. 11. AP-Yonhap"
    view.show_article(article(f"{caption}\n\nRain fell.\n"), "")
    view.place_caret(3)
    for _ in range(2):
        view.select_sentence()
    assert view.selected_text == caption


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
