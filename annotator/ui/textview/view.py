"""The article view: a page with a caret and a selection, by keyboard and by mouse.

It never changes a text or a mark: it tells by signals what a person points at and selects, and shows what it is given.
All offsets are code points of the article's text.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QWidget

from annotator.model import text as texts
from annotator.model.annotation import Fragments, quote_of
from annotator.model.article import Article
from annotator.ui.textview import movement
from annotator.ui.textview.hits import Hit
from annotator.ui.textview.keys import act_on
from annotator.ui.textview.marks import Mark
from annotator.ui.textview.mouse import Mouse
from annotator.ui.textview.pageview import PageView
from annotator.ui.textview.selection import Selection

_SCROLL_PAUSE = 40
"""Milliseconds between two lines while a drag pulls the text along."""


class ArticleView(PageView):
    """Shows one article with its marks; read-only."""

    caret_moved = Signal(int)
    selection_changed = Signal()
    mark_clicked = Signal(str, Qt.KeyboardModifier)
    """The innermost mark that was clicked; a further click at the same place goes outward."""
    mark_double_clicked = Signal(str)
    menu_wanted = Signal(QPoint, int)
    """A context menu is wanted: where on the screen, and for which offset."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._article: Article | None = None
        self._selection = Selection()
        self._wanted_x: float | None = None
        self._lit = True
        hints = QGuiApplication.styleHints()
        self._mouse = Mouse(self, hints.mouseDoubleClickInterval())
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._turn_caret)
        self._pull = QTimer(self)
        self._pull.setInterval(_SCROLL_PAUSE)
        self._pull.timeout.connect(self._pull_along)

    # The article

    @property
    def article(self) -> Article | None:
        """The article that is shown."""
        return self._article

    @property
    def text(self) -> str:
        return self._page.text

    def show_article(self, article: Article, byline: str) -> None:
        """Shows `article` from its top, without marks; `byline` stands under its title."""
        self._article = article
        title = "" if article.title == texts.first_line(article.text) else article.title
        self._selection = Selection()
        self._wanted_x = None
        self._open(article.text, title, byline, article.language)
        self._show_caret()
        self.caret_moved.emit(0)
        self.selection_changed.emit()

    # Caret and selection

    @property
    def caret(self) -> int:
        return self._selection.caret

    @property
    def selection(self) -> Fragments:
        """The selected stretches in order; empty where nothing is selected."""
        return self._selection.fragments

    @property
    def selected_text(self) -> str:
        """The article's own text of what is selected, stretches joined by one space."""
        return quote_of(self.text, self.selection) if self.selection else ""

    def place_caret(self, offset: int, *, reveal: bool = True) -> None:
        """Puts the caret before `offset` and lets the selection go."""
        self._selection.clear()
        self._change(lambda: self._selection.place(self._page.chunks.clamp(offset)), reveal=reveal)

    def select(self, start: int, end: int, add: bool = False, *, reveal: bool = True) -> None:
        """Selects `[start, end)`, beside what is selected with `add`; the caret goes to its end."""
        length = len(self.text)
        start, end = max(0, min(start, length)), max(0, min(end, length))
        self._change(lambda: self._selection.select(start, end, add=add), reveal=reveal)

    def clear_selection(self) -> None:
        self._change(self._selection.clear, reveal=False)

    def start_new_fragment(self) -> None:
        """Keeps what is selected: the next stretch is selected beside it."""
        self._change(self._selection.keep, reveal=False)

    def select_sentence(self) -> None:
        """Selects the sentence around the caret."""
        self._select_around(texts.sentence_at)

    def select_quotation(self) -> None:
        """Selects the quotation around the caret without its marks; again, the marks too, then the next one outward."""
        self._select_around(texts.quotation_at)

    def _select_around(self, find: Callable[[str, int], tuple[int, int] | None]) -> None:
        start, end = self._selection.active
        if span := find(self.text, min(start, end)):
            self._change(lambda: self._selection.select(*span, add=False))

    # Moving

    def move_token(self, step: int, extend: bool = False) -> None:
        """As an arrow key: -1 to the left, +1 to the right, by token."""
        self._move_along(step, extend, by_token=True)

    def move_character(self, step: int, extend: bool = False) -> None:
        """As an arrow key: -1 to the left, +1 to the right, by grapheme."""
        self._move_along(step, extend, by_token=False)

    def _move_along(self, step: int, extend: bool, *, by_token: bool) -> None:
        selection, text = self._selection, self.text
        if self._page.chunks.right_to_left(self._page.chunks.at(selection.caret)):
            step = -step
        if by_token and extend and selection.caret == selection.anchor:
            selection.anchor = movement.snapped_anchor(text, selection.anchor, step)
            selection.caret = selection.anchor
        if by_token:
            to = movement.by_token(text, selection.caret, selection.anchor, step, extend=extend)
        else:
            to = movement.by_character(text, selection.caret, step)
        self._go(to, extend)

    def move_line(self, step: int, extend: bool = False) -> None:
        """To the visual line above (-1) or below (+1)."""
        x = self._keep_x()
        beside = self._page.line_beside(self.caret, step)
        if beside is None:
            self._go(0 if step < 0 else len(self.text), extend)
        else:
            laid, line = beside
            self._go(laid.offset_at(line, x), extend)
        self._wanted_x = x

    def move_page(self, step: int, extend: bool = False) -> None:
        """Up (-1) or down (+1) by what the window shows."""
        x = self._keep_x()
        _, y, line = self._page.place(self.caret)
        y += step * max(line.height, self.viewport().height() - 2 * line.height) + line.height / 2
        laid, found, _ = self._page.line_at(y)
        self._go(laid.offset_at(found, x), extend)
        self._wanted_x = x

    def move_edge(self, step: int, extend: bool = False) -> None:
        """To the start (-1) or end (+1) of the visual line."""
        laid = self._page.laid(self._page.chunks.at(self.caret))
        line = laid.line_of(min(self.caret, laid.end))
        if step < 0:
            self._go(line.start, extend)
        else:
            self._go(laid.offset_at(line, -1e6 if laid.right_to_left else 1e6), extend)

    def move_to_end(self, step: int, extend: bool = False) -> None:
        """To the start (-1) or end (+1) of the article."""
        self._go(0 if step < 0 else len(self.text), extend)

    def _keep_x(self) -> float:
        if self._wanted_x is None:
            self._wanted_x = self._page.place(self.caret)[0]
        return self._wanted_x

    def _go(self, offset: int, extend: bool) -> None:
        offset = self._page.chunks.clamp(offset) if not extend else max(0, min(offset, len(self.text)))
        self._change(lambda: self._selection.extend(offset) if extend else self._selection.place(offset))

    def _change(self, change: Callable[[], None], *, reveal: bool = True) -> None:
        """Changes the selection, shows it and tells about it."""
        caret, selected = self.caret, self.selection
        change()
        self._wanted_x = None
        if reveal:
            self.reveal(self.caret)
        self._show_caret()
        self.viewport().update()
        if self.selection != selected:
            self.selection_changed.emit()
        if self.caret != caret:
            self.caret_moved.emit(self.caret)

    def marks_at(self, offset: int) -> list[Mark]:
        """The marks on the character at `offset`, innermost first."""
        return self.marks.covering(offset)

    def copy(self) -> None:
        """Puts the selected text on the clipboard, exactly as it is in the article."""
        if self.selection:
            QGuiApplication.clipboard().setText(self.selected_text)

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

    # The caret

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._blink.stop()
        self._repaint_caret()

    def hideEvent(self, event: QEvent) -> None:
        self._blink.stop()
        self._pull.stop()

    def _show_caret(self) -> None:
        """The caret is lit, and from now on blinks as the system says."""
        self._lit = True
        flash = QGuiApplication.styleHints().cursorFlashTime()
        if self.hasFocus() and flash > 0:
            self._blink.start(max(100, flash // 2))
        else:
            self._blink.stop()
        self._repaint_caret()

    def _turn_caret(self) -> None:
        self._lit = not self._lit
        self._repaint_caret()

    def _repaint_caret(self) -> None:
        y = self.y_of(self.caret)
        if -200 < y < self.viewport().height() + 200:
            self.viewport().update(self.caret_rect(self.caret).toAlignedRect().adjusted(-2, -2, 2, 2))

    def _selected(self) -> Fragments:
        return self._selection.fragments

    def _paint_caret(self, painter: QPainter, exposed: QRectF) -> None:
        if not (self._lit and self.hasFocus() and self._article is not None):
            return
        y = self.y_of(self.caret)
        if -200 < y < self.viewport().height() + 200:
            painter.fillRect(self.caret_rect(self.caret), self._inks.ink)
