"""What a screen reader gets to know: the text, the caret, the selection, the marks, in UTF-16 units as Qt wants them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleTextInterface
from PySide6.QtWidgets import QWidget

from annotator.ui.textview import ArticleView, accessible
from tests.ui.textview.articles import article, mark

TEXT = "👩 Altman told; Sky: News.\r\nNext line."


@pytest.fixture
def view(shown: Callable[[QWidget], QWidget]) -> ArticleView:
    found = ArticleView()
    found.resize(700, 400)
    found.show_article(article(TEXT, title="Talks"), "byline")
    shown(found)
    return found


@pytest.fixture
def read(view: ArticleView) -> QAccessibleTextInterface:
    interface = QAccessible.queryAccessibleInterface(view)
    found: QAccessibleTextInterface = interface.textInterface()
    return found


def test_the_view_is_a_text_that_cannot_be_edited(view: ArticleView) -> None:
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() == QAccessible.Role.EditableText
    assert interface.state().readOnly
    assert interface.state().multiLine
    assert interface.text(QAccessible.Text.Name) == "Article: Talks"
    view.set_marks([mark(TEXT, "Altman")])
    assert interface.text(QAccessible.Text.Description) == "1 mark"


def test_the_text_is_the_articles_own(read: QAccessibleTextInterface) -> None:
    assert read.characterCount() == len(TEXT) + 1
    assert read.text(0, read.characterCount()) == TEXT
    assert read.text(3, 9) == "Altman"


def test_caret_and_selection_count_units(view: ArticleView, read: QAccessibleTextInterface) -> None:
    view.place_caret(2)
    assert read.cursorPosition() == 3
    read.setCursorPosition(10)
    assert view.caret == 9
    read.setSelection(0, 3, 9)
    assert view.selected_text == "Altman"
    read.addSelection(10, 14)
    assert view.selected_text == "Altman told"
    read.removeSelection(0)
    assert view.selection == ()


def test_the_interfaces_that_are_not_there_are_null(view: ArticleView) -> None:
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.valueInterface() is None
    assert interface.tableCellInterface() is None


def test_marks_and_selections_are_read_out(view: ArticleView, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(accessible, "tell", lambda _, words: said.append(words))
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    view.set_marks([mark(TEXT, "Altman told", description="claim 1"), mark(TEXT, "told", suggested=True)])
    view.place_caret(3)
    view.place_caret(4)
    view.place_caret(TEXT.index("told"))
    view.select(2, 8)
    assert said == ["claim 1", "PERSON, suggested", "Altman selected"]


def test_places_on_the_screen(view: ArticleView, read: QAccessibleTextInterface) -> None:
    rect = read.characterRect(3)
    assert view.viewport().rect().contains(view.viewport().mapFromGlobal(rect.center()))
    assert read.offsetAtPoint(rect.center() - QPoint(rect.width() // 4, 0)) == 3
    assert read.offsetAtPoint(QPoint(-5000, -5000)) == -1


def test_another_article_is_read_at_once(view: ArticleView, read: QAccessibleTextInterface) -> None:
    assert read.characterCount() == len(TEXT) + 1
    view.show_article(article("𝒜𝒷"), "")
    assert read.characterCount() == 4
    assert read.text(2, 4) == "𝒷"


def test_an_interface_dies_with_its_view(view: ArticleView) -> None:
    other = ArticleView()
    other.show_article(article("x"), "")
    assert QAccessible.queryAccessibleInterface(other).textInterface().characterCount() == 1
    other.deleteLater()
    del other
