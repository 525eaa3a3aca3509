"""Every text that the window shows passes through the catalogue: in a marking language nothing stays unmarked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QFontDatabase
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QTabWidget,
    QWidget,
)

from annotator.model.phrases import SOURCE, use_catalogue
from annotator.services.creating import create, templates
from annotator.services.importing import import_files
from annotator.ui.actions import table
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import SUGGEST_ON_OPENING, Settings
from tests.ui.windows import until

MARK = "\N{SECTION SIGN}"
TEXT = "Mayor Ida Lund said the bridge would close.\n\nThe union of Odal disagreed.\n"

LEAVES = {"app.quit", "project.close", "project.new", "project.open", "project.sample", "view.full_screen"}
"""Commands that leave the project, or that ask the system for a file."""

NOT_WORDS = re.compile(r"^[\W\d_]*$")
OWN_NAMES = {
    "Annotator", "English", "Deutsch", "Ann", "EPUB", "NITF", "NewsML-G2", "PDF", "Parquet", "Reuters SGML", "UIMA CAS (JSON)", "UIMA CAS (XMI)",
    "W3C Web Annotation", "WebAnno TSV 2", "WebAnno TSV 3", "ninjs", "spaCy DocBin",
}  # fmt: skip  # a list of words reads better as one block
"""What is called the same in every language."""
OF_QT = {"OK", "Scroll Left", "Scroll Right"}
"""Qt's own texts: its own catalogues translate them."""
OF_FILES = re.compile(r"^[a-z]+-?[a-z0-9-]*(, [a-z_]+)*$|^#[0-9a-f]{6}$|^\d")
"""Names in files and of encodings: `windows-1252`, `title, headline`, `claim_type`."""
KEYS = re.compile(r"^((Ctrl|Alt|Shift)\+)?\S+( / ((Ctrl|Alt|Shift)\+)?\S+)*$")


class Marking(NullTranslations):
    """A language in which every text is the English one with a mark, so that what did not pass shows."""

    def gettext(self, message: str) -> str:
        return MARK + message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return MARK + (msgid1 if n == 1 else msgid2)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    source = tmp_path / "article.txt"
    source.write_text(TEXT, encoding="utf-8")
    project = create(tmp_path / "desk.annotator", annotator="Ann")
    import_files(project, [source])
    project.close()
    use_catalogue("xx", Marking(), ",")
    settings = Settings()
    settings.set_flag(SUGGEST_ON_OPENING, False)
    made = MainWindow(settings)
    made.resize(1280, 800)
    made.show()
    made.open_project(project.path)
    until(lambda: made.page is not None, "the project is open")
    yield made
    for dialog in dialogs():
        dialog.close()
    made.close()
    made.deleteLater()
    use_catalogue(SOURCE, NullTranslations(), ",")
    qapp.processEvents()


def dialogs() -> list[QDialog]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog) and widget.isVisible()]


def texts_of(widget: QObject) -> Iterator[str]:
    """What a person reads or hears of a widget."""
    if isinstance(widget, QAction):
        yield widget.text()
        return
    if not isinstance(widget, QWidget) or isinstance(widget, QMenu):
        return
    yield widget.toolTip()
    yield widget.accessibleName()
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QTabWidget):
        yield from (widget.tabText(number) for number in range(widget.count()))
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(number) for number in range(widget.count()))
    if isinstance(widget, QTableView) and (model := widget.model()) is not None:
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def of_the_project(window: MainWindow) -> set[str]:
    """Words that people chose: the schema's, the article's, the file's."""
    assert window.session is not None
    schema = window.session.schema
    found = {
        str(window.session.project.path),
        TEXT,
        *TEXT.split("\n"),
        "article.txt",
        *OWN_NAMES,
        *templates(),
        *QFontDatabase.families(),
    }
    for part in (*schema.layers, *schema.roles, *schema.article):
        found |= {part.id, part.name, part.definition}
    for layer in schema.layers:
        found |= {attribute.name for attribute in layer.attributes}
        for label in layer.labels:
            found |= {
                label.name,
                label.title,
                label.name.title(),
                label.definition,
                *label.examples,
                *label.counter_examples,
            }
    return {word for word in found if word}


def is_known(text: str, known: set[str]) -> bool:
    """Whether a text belongs to the project, to files, to Qt or to no language."""
    if len(text) < 2 or NOT_WORDS.match(text) or text in known | OF_QT or OF_FILES.match(text) or KEYS.match(text):
        return True
    # Words of the project beside each other: "ORG (Entities)", "desk.annotator — Annotator", a definition under its label.
    left = text
    for word in sorted((*known, "MB", "desk.annotator"), key=len, reverse=True):
        left = left.replace(word, "")
    return bool(NOT_WORDS.match(left))


def unmarked(window: MainWindow, root: QWidget, seen: set[str]) -> set[str]:
    """The texts of a window and of all in it that are not marked; those in `seen` were looked at before."""
    known = of_the_project(window)
    found = set()
    for widget in [root, *root.findChildren(QObject)]:
        parent = widget
        while parent is not None and not isinstance(parent, QFileDialog):
            parent = parent.parent()
        if parent is not None:
            continue
        for text in texts_of(widget):
            if text in seen:
                continue
            seen.add(text)
            plain = " ".join(re.sub(r"<[^>]*>", " ", text).split())
            if MARK not in plain and not is_known(plain, known):
                found.add(f"{type(widget).__name__}: {plain[:100]}")
    return found


def test_no_text_of_the_window_misses_the_catalogue(window: MainWindow) -> None:
    page = window.page
    assert page is not None
    page.view.select(TEXT.index("Ida"), TEXT.index(" said"))
    seen: set[str] = set()
    missed = {("window", text) for text in unmarked(window, window, seen)}

    def close_menu() -> None:
        """Some commands open a menu and wait for a choice."""
        menu = QApplication.activePopupWidget()
        if menu is not None:
            missed.update((f"menu of {menu.parent()}", text) for text in unmarked(window, menu, seen))
            menu.close()

    watch = QTimer()
    watch.timeout.connect(close_menu)
    watch.start(50)
    for entry in table():
        if entry.id in LEAVES:
            continue
        window.commands.run(entry.id)
        for _ in range(20):
            QApplication.processEvents()
        missed |= {(entry.id, text) for text in unmarked(window, window, seen)}
        for dialog in dialogs():
            missed |= {(entry.id, text) for text in unmarked(window, dialog, seen)}
            dialog.close()
        QApplication.processEvents()
    found = sorted({text: command for command, text in missed}.items())
    assert not found, "\n".join(f"{command}: {text}" for text, command in found)
