"""The guidelines: written in Markdown, shown as a page, each saved text a version of its own, two versions compared."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.differing import Line, difference
from annotator.model.phrases import tr
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.helping import offer_help
from annotator.ui.markdown_page import MarkdownPage


class GuidelinesWindow(QDialog):
    """Reads and writes the guidelines of the open project. Fetches nothing: pictures and links stay text."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(tr("Guidelines"))
        offer_help(self, "schema")
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
        self.tabs.addTab(self._comparison(), tr("Compare"))
        self.tabs.currentChanged.connect(self._render)
        self.text.textChanged.connect(self._say)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        top = QHBoxLayout()
        top.addWidget(QLabel(tr("Version")))
        top.addWidget(self.versions)
        top.addWidget(self.note, 1)
        top.addWidget(self.save)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addLayout(top)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(foot)
        session.listen(self._heard)
        self.refresh()

    def _comparison(self) -> QWidget:
        """Two versions to choose, and what the later one says otherwise."""
        self.old, self.new = QComboBox(), QComboBox()
        self.old.setAccessibleName(tr("Earlier version"))
        self.new.setAccessibleName(tr("Later version"))
        self.difference = MarkdownPage()
        self.difference.setAccessibleName(tr("What is different"))
        row = QHBoxLayout()
        for text, choice in ((tr("From version"), self.old), (tr("to version"), self.new)):
            row.addWidget(QLabel(text))
            row.addWidget(choice)
            choice.activated.connect(self._compare)
        row.addStretch(1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addLayout(row)
        layout.addWidget(self.difference, 1)
        return page

    def _heard(self, changed: Changed) -> None:
        """Another definition is another version: it is listed, what is being written stays."""
        if self.isVisible() and "schema" in changed.what and not self._is_changed():
            self.refresh()

    def refresh(self) -> None:
        """Shows the version that holds."""
        self._texts = {version: text for version, _, text in self.session.schema_editing.guideline_versions()}
        for choice in (self.versions, self.old, self.new):
            choice.clear()
        for version, made, _ in self.session.schema_editing.guideline_versions():
            for choice in (self.versions, self.old, self.new):
                choice.addItem(f"{version} · {made[:16].replace('T', ' ')}", version)
        self.versions.setCurrentIndex(self.versions.findData(self.session.place.guidelines))
        self.old.setCurrentIndex(min(1, self.old.count() - 1))
        self._compare()
        self._show_version()

    def _compare(self) -> None:
        """Shows the difference, definitions of labels included: − for what is gone, + for what is new."""
        editing = self.session.schema_editing
        old, new = (editing.guideline_page(int(choice.currentData() or 0)) for choice in (self.old, self.new))
        lines = [_line_html(line) for line in difference(old, new)]
        if not lines:
            lines = [f"<p>{html.escape(tr('Both versions say the same.'))}</p>"]
        self.difference.setHtml("".join(lines))

    def _show_version(self) -> None:
        self.text.setPlainText(self._texts.get(self.versions.currentData(), ""))
        self._render()
        self._say()

    def _render(self) -> None:
        self.page.setMarkdown(self.text.toPlainText() or tr("*There are no guidelines yet. Write them under “Write”.*"))

    def _say(self) -> None:
        changed = self._is_changed()
        self.save.setEnabled(changed and not self.session.read_only)
        self.note.setText(tr("not saved yet") if changed else tr("in force"))

    def _is_changed(self) -> bool:
        return self.text.toPlainText() != self._texts.get(self.session.place.guidelines, "")

    def reject(self) -> None:
        """Esc and every other way of closing: what was written and not saved is asked about first."""
        if self._is_changed() and not self.session.read_only:
            buttons = QMessageBox.StandardButton
            answer = QMessageBox.question(
                self,
                tr("Guidelines"),
                tr("What you wrote is not saved yet. Save it as a new version?"),
                buttons.Save | buttons.Discard | buttons.Cancel,
                buttons.Save,
            )
            if answer == buttons.Cancel:
                return
            if answer == buttons.Save:
                self._save()
            else:
                self.refresh()
        super().reject()

    def _save(self) -> None:
        self.session.schema_editing.set_guidelines(self.text.toPlainText())
        self.refresh()


def _line_html(line: Line) -> str:
    """One line, escaped: nothing in it is read as markup. The sign says what the stroke says."""
    text = html.escape(line.text) or "&nbsp;"
    return {
        "gap": '<p style="margin:2px">…</p>',
        "same": f'<p style="margin:2px">&nbsp;&nbsp;{text}</p>',
        "gone": f'<p style="margin:2px">− <s>{text}</s></p>',
        "new": f'<p style="margin:2px">+ <b>{text}</b></p>',
    }[line.kind]
