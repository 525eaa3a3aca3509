"""The keys of the review window, besides those of the choices: which action each stands for, and all of them in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.model.phrases import tr
from annotator.ui.desk.prompts import KeyHint

_TYPED = {
    "g": "agreed",
    "y": "majority",
    "v": "columns",
    "d": "list",
    "h": "names",
    "o": "all",
    "n": "note",
    "w": "reason",
}
EDGES = {"[": ("end", -1), "]": ("end", 1), "{": ("start", 1), "}": ("start", -1)}
"""The keys that move an edge of a label of one's own by a word, as at the desk."""
LETTERS = frozenset({*_TYPED, *"bukimr"})
"""All letters that mean something in a review, those of the choices among them."""
_KEYS = {Qt.Key.Key_Tab: "next", Qt.Key.Key_Backtab: "previous"}
_WITH_CONTROL = {
    Qt.Key.Key_Return: "finish",
    Qt.Key.Key_Enter: "finish",
    Qt.Key.Key_Z: "undo",
    Qt.Key.Key_Y: "redo",
    Qt.Key.Key_PageDown: "next article",
    Qt.Key.Key_PageUp: "previous article",
}


def simple_action(event: QKeyEvent) -> str | None:
    """The action of a key that means the same wherever nothing is written; None where it has none."""
    key = Qt.Key(event.key())
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        if key == Qt.Key.Key_Z and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return "redo"
        return _WITH_CONTROL.get(key)
    return _KEYS.get(key) or _TYPED.get(event.text())


def hints() -> tuple[KeyHint, ...]:
    """What the keys do, for the foot; a click does it too (`decide:` is for the difference in question)."""
    return tuple(
        KeyHint((key,), what, command)
        for key, what, command in (
            ("1–6", tr("take A, B, …"), ""),
            ("B", tr("all of them"), "decide:both"),
            ("0", tr("nothing here"), "decide:nothing"),
            ("U", tr("widest boundaries"), "decide:union"),
            ("I", tr("what is common"), "decide:common"),
            ("M", tr("my own"), "decide:mine"),
            ("Return", tr("what most say"), "decide:most"),
            ("Tab", tr("next"), "next"),
            ("W", tr("reason"), "reason"),
            ("N", tr("note"), "note"),
            ("G", tr("accept what all agree on"), "agreed"),
            ("Y", tr("accept what most say"), "majority"),
            ("V", tr("side by side"), "columns"),
            ("D", tr("all differences"), "list"),
            ("H", tr("hide names"), "names"),
            ("O", tr("also where all agree"), "all"),
            ("Ctrl+Z", tr("undo"), "undo"),
            ("Ctrl+Return", tr("reviewed, next"), "finish"),
        )
    )
