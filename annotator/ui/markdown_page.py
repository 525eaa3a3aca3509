"""A page of Markdown to be read: guidelines, help. Loads nothing that it names; links to other pages are told."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser


class MarkdownPage(QTextBrowser):
    """Shows Markdown and fetches nothing: other pictures stay away, links are only told by `anchorClicked`."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.pictures: dict[str, QImage] = {}
        """Pictures that were made here, by the names that a page calls them by."""

    def loadResource(self, kind: int, name: object) -> object:
        """Nothing in a text is fetched; pictures that were made here are shown."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        found = self.pictures.get(name.toString()) if isinstance(name, QUrl) else None
        if found is None:  # without any answer Qt would read a local file itself
            found = QImage(1, 1, QImage.Format.Format_ARGB32)
            found.fill(0)
        return found
