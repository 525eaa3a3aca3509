"""The help pages inside the application."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from annotator.resources_path import resource
from annotator.ui.help_window import PAGES, HelpWindow


def test_every_page_that_is_shipped_is_listed_and_can_be_read(qapp: QApplication) -> None:
    assert set(PAGES) == {path.stem for path in resource("help").glob("*.md")}
    window = HelpWindow(None)
    for number, name in enumerate(PAGES):
        window.open_page(name)
        title = window.pages.item(number).text()
        assert title
        assert window.text.toPlainText().startswith(title)
    window.deleteLater()


def test_a_link_between_pages_is_followed_inside(qapp: QApplication) -> None:
    window = HelpWindow(None)
    window.text.anchorClicked.emit(QUrl("keys.md"))
    assert window.pages.currentRow() == PAGES.index("keys")
    window.text.anchorClicked.emit(QUrl("http://example.org/"))
    assert window.pages.currentRow() == PAGES.index("keys")
    window.deleteLater()
