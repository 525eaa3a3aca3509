"""Lets screen readers read the article and its marks: a text interface for the article view, and what to say when.

Qt's accessibility counts UTF-16 units; everything is converted here and nowhere else in the view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6.Shiboken import VoidPtr

from annotator.model.offsets import Utf16Offsets
from annotator.model.phrases import tr, trn
from annotator.ui.textview.marks import Mark

if TYPE_CHECKING:
    from annotator.ui.textview.view import ArticleView


def mark_in_words(mark: Mark) -> str:
    """A mark as it is read out."""
    if mark.description:
        return mark.description
    return tr("{label}, suggested", label=mark.caption) if mark.suggested else mark.caption


class ArticleText(QAccessibleTextInterface):
    """The article's text, caret and selection for screen readers."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__()
        self._view = view
        self._of = ""
        self._offsets = Utf16Offsets("")

    def units(self) -> Utf16Offsets:
        """The conversion for the text that is shown now."""
        if self._of is not self._view.text:
            self._of = self._view.text
            self._offsets = Utf16Offsets(self._of)
        return self._offsets

    def _point(self, unit: int) -> int:
        return self.units().to_codepoint(max(0, min(unit, self.characterCount())))

    def characterCount(self) -> int:
        return self.units().to_utf16(len(self._view.text))

    def text(self, start: int, end: int) -> str:
        if end < 0:
            end = self.characterCount()
        return self._view.text[self._point(start) : self._point(end)]

    def cursorPosition(self) -> int:
        return self.units().to_utf16(self._view.caret)

    def setCursorPosition(self, position: int) -> None:
        self._view.place_caret(self._point(position))

    def selectionCount(self) -> int:
        # PySide 6.11 cannot pass `selection` and `attributes` on: asked for them, it would give random numbers.
        # So what is selected, and the marks at the caret, are announced in words.
        return 0

    def addSelection(self, start: int, end: int) -> None:
        self._view.select(self._point(start), self._point(end), add=True)

    def setSelection(self, index: int, start: int, end: int) -> None:
        self._view.select(self._point(start), self._point(end))

    def removeSelection(self, index: int) -> None:
        self._view.clear_selection()

    def characterRect(self, offset: int) -> QRect:
        rect = self._view.character_rect(self._point(offset)).toAlignedRect()
        return QRect(self._view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def offsetAtPoint(self, point: QPoint) -> int:
        inside = self._view.viewport().mapFromGlobal(point)
        if not self._view.viewport().rect().contains(inside):
            return -1
        return self.units().to_utf16(self._view.under(QPointF(inside)).offset)

    def scrollToSubstring(self, start: int, end: int) -> None:
        self._view.reveal(self._point(start), self._point(end))


class ArticleAccessible(QAccessibleWidget):
    """The article view for screen readers: a text that can be read and selected, not edited."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view, QAccessible.Role.EditableText)
        self._view = view
        self._text = ArticleText(view)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        if kind == QAccessible.InterfaceType.TextInterface:
            return self._text  # the stubs say int, the address; PySide takes the object
        # None, which PySide gives for a null pointer, crashes it on the way back (6.11).
        found: Any = super().interface_cast(kind)
        return VoidPtr(0) if found is None else found

    def state(self) -> QAccessible.State:
        state: Any = super().state()  # its flags are missing in the stubs
        state.readOnly = True
        state.multiLine = True
        state.selectableText = True
        return state  # type: ignore[no-any-return]

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            article = self._view.article
            return tr("Article: {title}", title=article.title) if article else tr("No article")
        if kind == QAccessible.Text.Description:
            return trn("{n} mark", "{n} marks", len(self._view.marks))
        if kind == QAccessible.Text.Value:
            return self._view.text
        return ""


def make_accessible(key: str, widget: QObject) -> QAccessibleInterface | None:
    """Qt's accessibility asks this for each object: an interface for article views, None for others."""
    if key == "ArticleView":
        return widget.accessible()  # type: ignore[attr-defined,no-any-return]  # an ArticleView, by its class name
    return None


def tell_caret(view: ArticleView, entered: list[Mark]) -> None:
    """The caret moved; `entered` are the marks that it came into."""
    if not QAccessible.isActive():
        return
    QAccessible.updateAccessibility(QAccessibleTextCursorEvent(view, Utf16Offsets(view.text).to_utf16(view.caret)))
    if entered:
        tell(view, "; ".join(mark_in_words(mark) for mark in entered))


def tell_selection(view: ArticleView) -> None:
    """Other text is selected."""
    if not QAccessible.isActive():
        return
    if view.selection:
        tell(view, tr("{text} selected", text=view.selected_text))


def tell_article(view: ArticleView) -> None:
    """Another article is shown."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(view, QAccessible.Event.NameChanged))


def tell(view: ArticleView, words: str) -> None:
    """Has `words` read out, when the screen reader has finished what it says."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, words))
