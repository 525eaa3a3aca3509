"""The keys of the review window, besides those of the choices: which action each stands for, and all of them in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.model.phrases import tr

_TYPED = {
    "g": "agreed",
    "y": "majority",
    "v": "columns",
    "d": "list",
    "h": "names",
    "o": "all",
    "n": "note",
}
EDGES = {"[": ("end", -1), "]": ("end", 1), "{": ("start", 1), "}": ("start", -1)}
"""The keys that move an edge of a label of one's own by a word, as at the desk."""
LETTERS = frozenset({*_TYPED, *"buimr"})
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


def keys_in_words() -> str:
    """What the keys do, for the foot."""
    return "   ".join(
        f"{key} {what}"
        for key, what in (
            ("1–6", tr("take A, B, …")),
            ("b", tr("all of them")),
            ("0", tr("nothing here")),
            ("u i", tr("merge boundaries")),
            ("m", tr("my own")),
            ("Enter", tr("what most say")),
            ("Tab", tr("next")),
            ("g", tr("accept what all agree on")),
            ("y", tr("accept what most say")),
            ("n", tr("note")),
            ("v", tr("side by side")),
            ("d", tr("all differences")),
            ("h", tr("hide names")),
            ("o", tr("also where all agree")),
            ("Ctrl+Enter", tr("reviewed, next")),
            ("Ctrl+Z", tr("undo")),
        )
    )
