"""A page to be read and saved: somebody's lessons, the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter, QTextCursor, QTextDocument
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr
from annotator.ui.dialogs.files import file_dialog
from annotator.ui.helping import offer_help
from annotator.ui.markdown_page import MarkdownPage

_ABOVE_HEADING = 16
"""Pixels."""


class PageWindow(QDialog):
    """Stays open beside the desk."""

    wanted = Signal(str, bool)
    """Whose page is to be shown (empty where there is only one), and whether names are hidden."""
    saved = Signal(str, str, bool)
    """Whose page is to be written, where to, and whether names are hidden."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        place: Path,
        people: Sequence[str] = (),
        letters: Mapping[str, str] | None = None,
        *,
        blind: bool = False,
    ) -> None:
        """`place`: where it is proposed to be saved; `letters`: what people are called where names are hidden."""
        super().__init__(parent)
        self.setWindowTitle(title)
        offer_help(self, "review")
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(940, 700)
        self._place = place
        self.people = QComboBox()
        self.people.setAccessibleName(tr("Whose"))
        self._names, self._letters = list(people), dict(letters or {})
        self.hidden = QCheckBox(tr("&Hide names"))
        self.hidden.setToolTip(tr("Letters for names, as in a review with hidden names"))
        self.hidden.setChecked(blind and bool(self._letters))
        self._offer_people()
        self.people.currentIndexChanged.connect(self.ask)
        self.hidden.toggled.connect(self._turn_names)
        self.text = MarkdownPage()
        self.text.setAccessibleName(title)
        self.message = QLabel()
        self.message.setProperty("role", "muted")
        self.message.setWordWrap(True)
        self.save = QPushButton(tr("&Save as HTML or Markdown…"))
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._ask_place)
        top = QHBoxLayout()
        top.addWidget(self.people)
        top.addWidget(self.hidden)
        top.addWidget(self.message, 1)
        top.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)
        self.people.setVisible(bool(people))  # by now it has a parent: alone it would be a window
        self.hidden.setVisible(bool(self._letters))

    def ask(self) -> None:
        """Asks for the page that is chosen."""
        self.message.setText(tr("Gathering…"))
        self.wanted.emit(str(self.people.currentData() or ""), self.hidden.isChecked())

    def _offer_people(self) -> None:
        """Lists whose page can be shown; where names are hidden in the order of letters, for that of names would tell."""
        present = self.people.currentData()
        shown = [(name, name) for name in self._names]
        if self.hidden.isChecked():
            shown = [(letter, name) for name, letter in self._letters.items() if name in self._names]
        self.people.blockSignals(True)
        self.people.clear()
        for text, name in shown:
            self.people.addItem(text, name)
        self.people.setCurrentIndex(max(0, self.people.findData(present)))
        self.people.blockSignals(False)

    def _turn_names(self) -> None:
        self._offer_people()
        self.ask()

    def show_page(self, markdown: str, pictures: Mapping[str, str] | None = None) -> None:
        """Shows a page; `pictures`: name -> SVG."""
        self.message.clear()
        self.text.pictures = {name: _image(picture) for name, picture in (pictures or {}).items()}
        self.text.setMarkdown(markdown)
        _space_headings(self.text.document())
        self.text.setFocus()

    def _ask_place(self) -> None:
        kinds = tr("Web page (*.html);;Markdown (*.md)")
        dialog = file_dialog(self, tr("Save the page"), self._place.parent)
        dialog.setNameFilter(kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        shown, person, blind = self.people.currentText(), str(self.people.currentData() or ""), self.hidden.isChecked()
        dialog.selectFile(f"{self._place.stem}{f'-{shown}' if shown else ''}.html")
        dialog.fileSelected.connect(lambda path: self.saved.emit(person, path, blind))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.activateWindow)
        dialog.open()


def _space_headings(document: QTextDocument) -> None:
    """Room above each heading but the first: Qt puts them close to what stands before."""
    block = document.firstBlock().next()
    while block.isValid():
        if block.blockFormat().headingLevel():
            spaced = block.blockFormat()
            spaced.setTopMargin(_ABOVE_HEADING)
            QTextCursor(block).setBlockFormat(spaced)
        block = block.next()


def _image(picture: str) -> QImage:
    renderer = QSvgRenderer(picture.encode())
    image = QImage(renderer.defaultSize(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image
