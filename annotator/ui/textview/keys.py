"""The keys that move the caret in the article view, where the window has given them no other meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_Key = Qt.Key
_ALONG = {_Key.Key_Left: -1, _Key.Key_Right: 1}
_LINES = {_Key.Key_Up: -1, _Key.Key_Down: 1}
_PAGES = {_Key.Key_PageUp: -1, _Key.Key_PageDown: 1}
_EDGES = {_Key.Key_Home: -1, _Key.Key_End: 1}

Move = Callable[[int, bool], None]


class Walker(Protocol):
    """What the keys act on."""

    def move_token(self, step: int, extend: bool = False) -> None: ...
    def move_character(self, step: int, extend: bool = False) -> None: ...
    def move_line(self, step: int, extend: bool = False) -> None: ...
    def move_page(self, step: int, extend: bool = False) -> None: ...
    def move_edge(self, step: int, extend: bool = False) -> None: ...
    def move_to_end(self, step: int, extend: bool = False) -> None: ...


def act_on(walker: Walker, event: QKeyEvent) -> bool:
    """Moves the caret as the key says; whether it was such a key. Shift extends, Alt goes by character."""
    key, modifiers = _Key(event.key()), event.modifiers()
    extend = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    move: Move
    if key in _ALONG and not control:
        move, step = (walker.move_character if alt else walker.move_token), _ALONG[key]
    elif key in _EDGES and not alt:
        move, step = (walker.move_to_end if control else walker.move_edge), _EDGES[key]
    elif key in _LINES and not (alt or control):
        move, step = walker.move_line, _LINES[key]
    elif key in _PAGES and not (alt or control):
        move, step = walker.move_page, _PAGES[key]
    else:
        return False
    move(step, extend)
    return True
