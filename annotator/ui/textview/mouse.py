"""What the mouse does in the article view: clicks, double and triple clicks, drags by token or by character, a second selection.

Plain drag selects whole tokens, with Alt single characters; Ctrl adds what is dragged over (or, where something is
selected, the word that is clicked) as a fragment; Shift extends.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from annotator.model import text as texts
from annotator.ui.textview import movement
from annotator.ui.textview.hits import Hit
from annotator.ui.textview.marks import Mark

_NEAR = 4
"""Pixels that a pressed mouse may move and still be a click."""

Modifier = Qt.KeyboardModifier


class Target(Protocol):
    """What the mouse acts on: the article view."""

    def under(self, point: QPointF) -> Hit: ...
    def set_selection(self, anchor: int, caret: int, *, add: bool = False, extend: bool = False) -> None: ...
    def clicked(self, marks: tuple[Mark, ...], modifiers: Modifier) -> None: ...
    def double_clicked(self, mark: Mark) -> None: ...
    def article_text(self) -> str: ...
    def anchor(self) -> int: ...
    def has_selection(self) -> bool: ...


class Mouse:
    """Follows one mouse over one view. Positions are the viewport's pixels."""

    def __init__(self, target: Target, interval: int) -> None:
        self._target = target
        self._interval = interval
        """Milliseconds within which a click after a double click makes a triple click."""
        self._pressed: Hit | None = None
        self._at = QPointF()
        self._origin = 0
        self._dragging = False
        self._adding = False
        self._doubled = (-1, QPointF())

    @property
    def dragging(self) -> bool:
        return self._dragging

    def press(self, event: QMouseEvent) -> None:
        point, modifiers = event.position(), event.modifiers()
        hit = self._target.under(point)
        self._pressed, self._at, self._dragging = hit, point, False
        self._adding = bool(modifiers & Modifier.ControlModifier)
        self._origin = hit.offset
        when, where = self._doubled
        if when >= 0 and event.timestamp() - when < self._interval and (where - point).manhattanLength() <= _NEAR:
            self._pressed = None
            self._doubled = (-1, QPointF())
            self._select(texts.sentence_at(self._target.article_text(), self._place(hit)))
        elif modifiers & Modifier.ShiftModifier:
            self._origin = self._target.anchor()
            self._drag_to(hit.offset, modifiers)
            self._pressed = None
            self._dragging = True
        elif not self._adding:
            self._target.set_selection(hit.offset, hit.offset)

    def move(self, point: QPointF, modifiers: Modifier) -> None:
        """The mouse moved with its button held down."""
        if not self._dragging:
            if self._pressed is None or (point - self._at).manhattanLength() <= _NEAR:
                return
            self._dragging = True
            self._target.set_selection(self._origin, self._origin, add=self._adding)
        self._drag_to(self._target.under(point).offset, modifiers)

    def _drag_to(self, offset: int, modifiers: Modifier) -> None:
        by_character = bool(modifiers & Modifier.AltModifier)
        anchor, caret = movement.dragged(self._target.article_text(), self._origin, offset, by_character=by_character)
        self._target.set_selection(anchor, caret, extend=True)

    def release(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._dragging:
            self._dragging = False
        elif pressed is not None:
            if self._adding and self._target.has_selection():
                self._select(texts.token_at(self._target.article_text(), self._place(pressed)))
            self._target.clicked(pressed.marks, event.modifiers())

    def double_click(self, event: QMouseEvent) -> None:
        point = event.position()
        hit = self._target.under(point)
        self._pressed = None
        self._adding = bool(event.modifiers() & Modifier.ControlModifier)
        self._doubled = (event.timestamp(), point)
        if not hit.on_label:
            self._select(texts.token_at(self._target.article_text(), self._place(hit)))
        if hit.marks:
            self._target.double_clicked(hit.marks[0])

    def _place(self, hit: Hit) -> int:
        return hit.offset if hit.character is None else hit.character

    def _select(self, span: tuple[int, int] | None) -> None:
        if span is not None:
            self._target.set_selection(*span, add=self._adding)
