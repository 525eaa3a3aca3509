"""The article view: shows an article, follows mouse and keys, tells by signals what a person points at and selects.

It never changes a text or a mark. All offsets are code points of the article's text.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model import text as texts
from annotator.model.article import Article
from annotator.ui.textview import accessible
from annotator.ui.textview.caretview import CaretView
from annotator.ui.textview.hits import Hit
from annotator.ui.textview.keys import act_on
from annotator.ui.textview.marks import Mark
from annotator.ui.textview.mouse import Mouse

_SCROLL_PAUSE = 40
"""Milliseconds between two lines while a drag pulls the text along."""


class ArticleView(CaretView):
    """Shows one article with its marks; read-only."""

    mark_clicked = Signal(str, Qt.KeyboardModifier)
    """The innermost mark that was clicked; a further click at the same place goes outward."""
    mark_double_clicked = Signal(str)
    menu_wanted = Signal(QPoint, int)
    """A context menu is wanted: where on the screen, and for which offset."""

    _can_be_read_out: ClassVar[bool] = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        if not ArticleView._can_be_read_out:
            QAccessible.installFactory(accessible.make_accessible)
            ArticleView._can_be_read_out = True
        self._article: Article | None = None
        self._accessible: accessible.ArticleAccessible | None = None
        self._under_caret: frozenset[str] = frozenset()
        self._mouse = Mouse(self, QGuiApplication.styleHints().mouseDoubleClickInterval())
        self._pull = QTimer(self)
        self._pull.setInterval(_SCROLL_PAUSE)
        self._pull.timeout.connect(self._pull_along)
        self.caret_moved.connect(self._tell_caret)
        self.selection_changed.connect(self._tell_selection)

    @property
    def article(self) -> Article | None:
        """The article that is shown."""
        return self._article

    def show_article(self, article: Article, byline: str) -> None:
        """Shows `article` from its top, without marks; `byline` stands under its title.

        A title that is only the text's first line is not shown twice.
        """
        self._article = article
        title = "" if article.title == texts.first_line(article.text) else article.title
        self._open(article.text, title, byline, article.language)
        self._under_caret = frozenset()
        self._start_over()
        accessible.tell_article(self)

    def marks_at(self, offset: int) -> list[Mark]:
        """The marks on the character at `offset`, innermost first."""
        return self.marks.covering(offset)

    def set_focus(self, mark_id: str | None, *, reveal: bool = False) -> None:
        """Puts the ring of the focus around a mark; with `reveal` it is scrolled into view. Screen readers say what it is."""
        entered = mark_id != self.focus
        super().set_focus(mark_id, reveal=reveal)
        if entered and (mark := self.marks.with_id(mark_id)):
            accessible.tell(self, accessible.mark_in_words(mark))

    # What the mouse acts on

    def under(self, point: QPointF) -> Hit:
        """What is under a point of the viewport."""
        return self._hit(point)

    def set_selection(self, anchor: int, caret: int, *, add: bool = False, extend: bool = False) -> None:
        """Selects from `anchor` to `caret`; `extend` changes the stretch that is being selected, `add` begins another."""
        selection = self._selection

        def change() -> None:
            if extend:
                selection.anchor, selection.caret = anchor, caret
            else:
                selection.select(anchor, caret, add=add)

        self._change(change, reveal=False)

    def clicked(self, marks: tuple[Mark, ...], modifiers: Qt.KeyboardModifier) -> None:
        """Tells of the innermost mark, or of the next one outward where the innermost has the focus already."""
        if not marks:
            return
        ids = [mark.id for mark in marks]
        chosen = ids[(ids.index(self.focus) + 1) % len(ids)] if self.focus in ids else ids[0]
        self.mark_clicked.emit(chosen, modifiers)

    def double_clicked(self, mark: Mark) -> None:
        self.mark_double_clicked.emit(mark.id)

    def article_text(self) -> str:
        return self.text

    def anchor(self) -> int:
        return self._selection.anchor

    def has_selection(self) -> bool:
        return bool(self.selection)

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._mouse.move(event.position(), event.modifiers())
            outside = not self.viewport().rect().contains(event.position().toPoint())
            if self._mouse.dragging and outside:
                self._pull.start()
            else:
                self._pull.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pull.stop()
            self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.double_click(event)

    def _pull_along(self) -> None:
        """Scrolls while a drag is held above or below the view."""
        point = QPointF(self.viewport().mapFromGlobal(self.cursor().pos()))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (bar.singleStep() if point.y() > 0 else -bar.singleStep()))
        self._mouse.move(point, QGuiApplication.keyboardModifiers())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pull.stop()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            marks = self._hit(QPointF(event.pos())).marks
            words = "\n".join(accessible.mark_in_words(mark) for mark in marks)
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.caret_rect(self.caret).bottomLeft()
            self.menu_wanted.emit(self._global(place), self.caret)
            return
        found = self._hit(QPointF(self.viewport().mapFromGlobal(event.globalPos())))
        offset = found.offset if found.character is None else found.character
        self.menu_wanted.emit(event.globalPos(), offset)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif not act_on(self, event):
            event.ignore()

    # Screen readers

    def accessible(self) -> accessible.ArticleAccessible:
        """What screen readers see of this view; made when the first one asks, and kept as long as the view."""
        if self._accessible is None:
            self._accessible = accessible.ArticleAccessible(self)
        return self._accessible

    def announce(self, words: str) -> None:
        """Has `words` read out where a screen reader runs."""
        accessible.tell(self, words)

    def character_rect(self, offset: int) -> QRectF:
        """Where the character at `offset` stands in the viewport."""
        return self._character_rect(offset)

    def _tell_caret(self, offset: int) -> None:
        if not QAccessible.isActive():
            return
        under = self.marks_at(offset)
        entered = [mark for mark in under if mark.id not in self._under_caret]
        self._under_caret = frozenset(mark.id for mark in under)
        accessible.tell_caret(self, entered)

    def _tell_selection(self) -> None:
        accessible.tell_selection(self)
