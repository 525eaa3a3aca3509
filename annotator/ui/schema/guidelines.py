"""The guidelines: written in Markdown, shown as a page, each saved text a version of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr
from annotator.services.session import Session
from annotator.ui.markdown_page import MarkdownPage


class GuidelinesWindow(QDialog):
    """Reads and writes the guidelines of the open project. Fetches nothing: pictures and links stay text."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(tr("Guidelines"))
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(760, 640)
        self.page = MarkdownPage()
        self.page.setAccessibleName(tr("Guidelines"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("Guidelines in Markdown"))
        self.text.setTabChangesFocus(True)
        self.text.setReadOnly(session.read_only)
        self.versions = QComboBox()
        self.versions.setAccessibleName(tr("Version"))
        self.versions.activated.connect(self._show_version)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.save = QPushButton(tr("Save as a new version"))
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._save)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.page, tr("Read"))
        self.tabs.addTab(self.text, tr("Write"))
        self.tabs.currentChanged.connect(self._render)
        self.text.textChanged.connect(self._say)
        top = QHBoxLayout()
        top.addWidget(QLabel(tr("Version")))
        top.addWidget(self.versions)
        top.addWidget(self.note, 1)
        top.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addLayout(top)
        layout.addWidget(self.tabs, 1)
        self.refresh()

    def refresh(self) -> None:
        """Shows the version that holds."""
        self._texts = {version: text for version, _, text in self.session.schema_editing.guideline_versions()}
        self.versions.clear()
        for version, made, _ in self.session.schema_editing.guideline_versions():
            self.versions.addItem(f"{version} · {made[:16].replace('T', ' ')}", version)
        self.versions.setCurrentIndex(self.versions.findData(self.session.place.guidelines))
        self._show_version()

    def _show_version(self) -> None:
        self.text.setPlainText(self._texts.get(self.versions.currentData(), ""))
        self._render()
        self._say()

    def _render(self) -> None:
        self.page.setMarkdown(self.text.toPlainText() or tr("*There are no guidelines yet. Write them under “Write”.*"))

    def _say(self) -> None:
        changed = self.text.toPlainText() != self._texts.get(self.session.place.guidelines, "")
        self.save.setEnabled(changed and not self.session.read_only)
        self.note.setText(tr("not saved yet") if changed else tr("in force"))

    def _save(self) -> None:
        self.session.schema_editing.set_guidelines(self.text.toPlainText())
        self.refresh()
