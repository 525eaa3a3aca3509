"""Key presses and their names: `x`, `Shift+Return`, `Ctrl+Return`, `?`. Keys are named by what they type.

A sign is named as it was typed, whatever else must be held for it on this keyboard (`{` is AltGr+7 on many). Letters
carry `Shift+` where Shift is held, so that Caps Lock makes no difference. Where the keyboard types other letters or the
digits need Shift (Cyrillic, Greek, AZERTY) the key's place is tried next.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.model.phrases import later, tr

_Modifier = Qt.KeyboardModifier
_HELD = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier
_MODIFIER_KEYS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}


def _places(first: int, keys: str) -> dict[int, str]:
    return {first + number: key for number, key in enumerate(keys)}


_X11 = {**_places(10, "1234567890"), **_places(24, "qwertyuiop"), **_places(38, "asdfghjkl"), **_places(52, "zxcvbnm")}
_WINDOWS = {
    **_places(2, "1234567890"),
    **_places(16, "qwertyuiop"),
    **_places(30, "asdfghjkl"),
    **_places(44, "zxcvbnm"),
}
_PLACES = {"linux": _X11, "win32": _WINDOWS}.get(sys.platform, {})
"""Scan code -> what the key types on an American keyboard."""


def names_of(event: QKeyEvent) -> tuple[str, ...]:
    """The names a key press may have, the best first; none for a modifier alone."""
    if Qt.Key(event.key()) in _MODIFIER_KEYS:
        return ()
    held = event.modifiers() & _HELD
    text = event.text()
    shift = bool(event.modifiers() & _Modifier.ShiftModifier)
    altgr = held == (_Modifier.ControlModifier | _Modifier.AltModifier)
    if len(text) == 1 and text.isprintable() and not text.isspace() and (not held or (altgr and not text.isalnum())):
        typed = ("Shift+" if shift else "") + text.lower() if text.isalpha() else text
        place = _PLACES.get(event.nativeScanCode(), "")
        if place.isalpha() and not (text.isalpha() and text.isascii()):
            return typed, ("Shift+" if shift else "") + place
        if place.isdigit() and not shift and not text.isdigit():
            return typed, place
        return (typed,)
    return (_sequence_name(event.keyCombination()),)


def _sequence_name(combination: QKeyCombination) -> str:
    modifiers = combination.keyboardModifiers() & ~(_Modifier.KeypadModifier | _Modifier.GroupSwitchModifier)
    key = combination.key()
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    elif key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
        modifiers |= _Modifier.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)


_SHOWN = {
    "Return": later("Enter"),
    "PgDown": later("Page Down"),
    "PgUp": later("Page Up"),
    "Home": later("Home"),
    "End": later("End"),
    "Space": later("Space"),
    "Ctrl": later("Ctrl"),
    "Shift": later("Shift"),
    "Alt": later("Alt"),
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Del": later("Delete"),
}


def parts(name: str) -> list[str]:
    """The keys of `name` one by one: `Ctrl++` is `Ctrl` and `+`."""
    pieces: list[str] = []
    while "+" in name[:-1]:
        head, _, name = name.partition("+")
        pieces.append(head)
    return [*pieces, name]


def shown(name: str) -> str:
    """`name` as people read it: `Ctrl+Enter`, `Shift+X`, `?`."""
    pieces = parts(name)
    last = pieces[-1]
    if len(pieces) > 1 and len(last) == 1:
        last = last.upper()
    return "+".join(tr(_SHOWN.get(piece, piece)) for piece in (*pieces[:-1], last))
