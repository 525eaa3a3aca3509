"""A page with a caret and a selection, moved by methods: by token, character, line and page. No mouse, no keys.

All offsets are code points of the article's text.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QPainter
from PySide6.QtWidgets import QWidget

from annotator.model import text as texts
from annotator.model.annotation import Fragments, quote_of
from annotator.ui.textview import movement
from annotator.ui.textview.pageview import PageView
from annotator.ui.textview.selection import Selection

_NEARBY = 200
"""Pixels outside the viewport within which a caret may still have to be painted."""


class CaretView(PageView):
    """Shows where the caret is and what is selected."""

    caret_moved = Signal(int)
    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection()
        self._wanted_x: float | None = None
        self._lit = True
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._turn_caret)

    @property
    def text(self) -> str:
        """The article's text."""
        return self._page.text

    def _start_over(self) -> None:
        """Caret and selection for another text."""
        self._selection = Selection()
        self._wanted_x = None
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
        offset = self._page.chunks.clamp(offset)
        self._change(lambda: self._selection.select(offset, offset), reveal=reveal)

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
        """Selects the sentence around the caret, or all sentences that the selection touches; again, the whole line."""
        active = self._selection.active
        span = movement.sentences_around(self.text, *active)
        if span == active:
            span = texts.trim(self.text, texts.paragraph_at(self.text, active[0]))
            span = span and (span[0], max(span[1], active[1]))
        if span:
            self._change(lambda: self._selection.select(*span))

    def select_quotation(self) -> None:
        """Selects the quotation around the caret without its marks; again, the marks too, then the next one outward."""
        if span := movement.wider_quotation(self.text, *self._selection.active):
            self._change(lambda: self._selection.select(*span))

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

    def copy(self) -> None:
        """Puts the selected text on the clipboard, exactly as it is in the article."""
        if self.selection:
            QGuiApplication.clipboard().setText(self.selected_text)

    # The caret

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._blink.stop()
        self._repaint_caret()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._blink.stop()

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
        if -_NEARBY < y < self.viewport().height() + _NEARBY:
            self.viewport().update(self.caret_rect(self.caret).toAlignedRect().adjusted(-2, -2, 2, 2))

    def _selected(self) -> Fragments:
        return self._selection.fragments

    def _paint_caret(self, painter: QPainter, exposed: QRectF) -> None:
        if not (self._lit and self.hasFocus()):
            return
        y = self.y_of(self.caret)
        if -_NEARBY < y < self.viewport().height() + _NEARBY:
            painter.fillRect(self.caret_rect(self.caret), self._inks.ink)
