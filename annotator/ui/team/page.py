"""A page to be read and saved: somebody's lessons, the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.model.phrases import tr
from annotator.ui.dialogs.files import file_dialog
from annotator.ui.markdown_page import MarkdownPage


class PageWindow(QDialog):
    """Stays open beside the desk."""

    wanted = Signal(str)
    """Whose page is to be shown; empty where there is only one."""
    saved = Signal(str, str)
    """Whose page is to be written, and where to."""

    def __init__(self, parent: QWidget, title: str, place: Path, people: Sequence[str] = ()) -> None:
        """`place`: where it is proposed to be saved."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(940, 700)
        self._place = place
        self.people = QComboBox()
        self.people.setAccessibleName(tr("Whose"))
        self.people.addItems(list(people))
        self.people.setVisible(bool(people))
        self.people.currentTextChanged.connect(self.wanted)
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
        top.addWidget(self.message, 1)
        top.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)

    def ask(self) -> None:
        """Asks for the page that is chosen."""
        self.message.setText(tr("Gathering…"))
        self.wanted.emit(self.people.currentText())

    def show_page(self, markdown: str, pictures: Mapping[str, str] | None = None) -> None:
        """Shows a page; `pictures`: name -> SVG."""
        self.message.clear()
        self.text.pictures = {name: _image(picture) for name, picture in (pictures or {}).items()}
        self.text.setMarkdown(markdown)
        self.text.setFocus()

    def _ask_place(self) -> None:
        kinds = tr("Web page (*.html);;Markdown (*.md)")
        dialog = file_dialog(self, tr("Save the page"), self._place.parent)
        dialog.setNameFilter(kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("html")
        person = self.people.currentText()
        dialog.selectFile(f"{self._place.stem}{f'-{person}' if person else ''}.html")
        dialog.fileSelected.connect(lambda path: self.saved.emit(person, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.activateWindow)
        dialog.open()


def _image(picture: str) -> QImage:
    renderer = QSvgRenderer(picture.encode())
    image = QImage(renderer.defaultSize(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image
