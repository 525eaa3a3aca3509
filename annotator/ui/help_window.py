"""The help pages, inside the application: a list of pages, the chosen one beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from annotator.model.phrases import tr
from annotator.services.languages import help_page
from annotator.ui.dialogs.asking import closing
from annotator.ui.markdown_page import MarkdownPage

PAGES = (
    "first-article",
    "keys",
    "claims-and-stances",
    "suggestions",
    "schema",
    "import",
    "export",
    "review",
    "deciding",
    "training",
)
"""In the order in which a newcomer reads them; each is a Markdown file in `resources/help`."""


class HelpWindow(QDialog):
    """Stays open beside the desk."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help"))
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(860, 640)
        self.pages = QListWidget()
        self.pages.setAccessibleName(tr("Help pages"))
        self.text = MarkdownPage()
        self.text.setAccessibleName(tr("Help page"))
        self.text.anchorClicked.connect(self._follow)
        for name in PAGES:
            item = QListWidgetItem(_title(help_page(name)))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.pages.addItem(item)
        self.pages.currentItemChanged.connect(self._show)
        split = QSplitter()
        split.addWidget(self.pages)
        split.addWidget(self.text)
        split.setSizes([220, 640])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(split, 1)
        layout.addWidget(closing(self))
        self.open_page(PAGES[0])

    def open_page(self, name: str) -> None:
        """Shows a page by its name."""
        if name in PAGES:
            self.pages.setCurrentRow(PAGES.index(name))

    def _show(self) -> None:
        item = self.pages.currentItem()
        if item is not None:
            path = help_page(item.data(Qt.ItemDataRole.UserRole))
            self.text.setMarkdown(path.read_text(encoding="utf-8"))

    def _follow(self, url: QUrl) -> None:
        """A link to another help page opens it here; any other stays text."""
        self.open_page(Path(url.path()).stem)


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as stream:
        return stream.readline().lstrip("# ").strip()
