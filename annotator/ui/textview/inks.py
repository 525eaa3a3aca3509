"""Pens and colours of a theme, made once each: painting asks for the same few thousands of times."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from annotator.ui.theme_colours import Theme

_PATTERNS = {
    "dashed": [3.0, 2.0],
    "fine": [2.1, 2.0],
    "dotted": [0.1, 2.2],
    "dots": [1.0, 1.5],
    "long": [7.0, 2.5],
    "dash dot": [5.0, 2.0, 1.0, 2.0],
    "dash dots": [5.0, 2.0, 1.0, 1.5, 1.0, 2.0],
}
"""Lengths of dashes and gaps, in widths of the pen."""
PEOPLE = ("solid", "dashed", "dots", "long", "dash dot", "dash dots")
"""The patterns of people, in the order of their letters: they are told apart without colour."""

_FOUND_ALPHA = 70
"""Of 255: behind what a search found; the words stay readable on it."""


class Inks:
    """Colours and pens for one theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.ink = QColor(theme.ink)
        self.muted = QColor(theme.muted)
        self.paper = QColor(theme.paper)
        self.accent = QColor(theme.accent)
        self.selection = QColor(theme.selection)
        self.found = QColor(theme.waiting)
        self.found.setAlpha(_FOUND_ALPHA)
        self._families: dict[str, tuple[QColor, QColor]] = {}
        self._pens: dict[tuple[int, float, str], QPen] = {}

    def family(self, name: str) -> tuple[QColor, QColor]:
        """Ink and fill of a colour family."""
        known = self._families.get(name)
        if known is None:
            found = self.theme.family(name)
            known = QColor(found.ink), QColor(found.fill)
            self._families[name] = known
        return known

    def pen(self, colour: QColor, width: float, pattern: str = "solid") -> QPen:
        """A pen; `pattern` is `solid`, `dashed`, `fine` (dashes for small things), `dotted`, or one of `PEOPLE`."""
        key = (colour.rgba(), width, pattern)
        known = self._pens.get(key)
        if known is None:
            known = QPen(colour, width)
            known.setCapStyle(Qt.PenCapStyle.RoundCap if pattern == "dotted" else Qt.PenCapStyle.FlatCap)
            if pattern != "solid":
                known.setDashPattern(_PATTERNS[pattern])
            self._pens[key] = known
        return known
