"""A page of Markdown to be read: guidelines, help. Loads nothing that it names; links to other pages are told."""

from __future__ import annotations

from PySide6.QtWidgets import QTextBrowser


class MarkdownPage(QTextBrowser):
    """Shows Markdown and fetches nothing: pictures stay away, links are only told by `anchorClicked`."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)

    def loadResource(self, kind: int, name: object) -> object:
        """Nothing in a text is fetched."""
        return None
