"""How the window looks: chooses a theme (what the person set, ANNOTATOR_THEME, the system) and gives it to the application.

Colours are in `theme_colours`, the style sheet and its roles in `theme_sheet`, fonts in `theme_fonts`.
"""

from __future__ import annotations

import os
from functools import lru_cache

from PySide6.QtCore import QLoggingCategory, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QStyleFactory

from annotator.ui.theme_colours import DARK, FAMILIES, LIGHT, Family, Theme, theme_of
from annotator.ui.theme_fonts import fixed_font, frame_font, text_font
from annotator.ui.theme_sheet import palette, style_sheet

__all__ = [
    "CHOICES",
    "DARK",
    "FAMILIES",
    "FRAME_ZOOMS",
    "LIGHT",
    "Family",
    "Theme",
    "apply_theme",
    "chosen_theme",
    "colour",
    "fixed_font",
    "frame_font",
    "text_font",
    "theme_of",
]

CHOICES = ("system", "light", "dark")
"""What a person can set; ANNOTATOR_THEME overrules `system`."""


def chosen_theme(setting: str = "system", *, high_contrast: bool | None = None, safe: bool = False) -> Theme:
    """The theme to show: `setting`, else ANNOTATOR_THEME, else what the system says.

    `high_contrast` None follows the system as well.
    """
    wanted = setting if setting in ("light", "dark") else os.environ.get("ANNOTATOR_THEME", "").strip().lower()
    if wanted not in ("light", "dark"):
        wanted = "dark" if _system_is_dark() else "light"
    if high_contrast is None:
        high_contrast = _system_wants_contrast()
    return theme_of(dark=wanted == "dark", high_contrast=high_contrast, safe=safe)


def _system_is_dark() -> bool:
    if QGuiApplication.instance() is None:
        return False
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _system_wants_contrast() -> bool:
    if QGuiApplication.instance() is None:
        return False
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):  # from Qt 6.10 on
        return False
    return bool(hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


FRAME_ZOOMS = 0.8, 2.0
"""Between these the frame's font follows the zoom of the text."""


def apply_theme(app: QApplication, theme: Theme, zoom: float = 1.0) -> None:
    """Gives `theme` to the whole application: Fusion, its palette and the style sheet; the frame's font follows `zoom`."""
    QLoggingCategory.setFilterRules(
        "qt.text.font.db.info=false"
    )  # says which fonts lack a script: others are asked then
    if app.property("annotator_theme") is None:  # under a style sheet, a style does not say its name
        app.setStyle(QStyleFactory.create("Fusion"))
    font = frame_font()
    points = font.pointSizeF() * max(FRAME_ZOOMS[0], min(FRAME_ZOOMS[1], zoom))
    if points > 0 and abs(app.font().pointSizeF() - points) > 0.05:
        font.setPointSizeF(points)
        app.setFont(font)
    if app.property("annotator_theme") != theme.name:
        app.setPalette(palette(theme))
    sheet = style_sheet(theme, points if points > 0 else 10.0)
    if sheet != app.styleSheet():  # every widget is measured anew
        app.setStyleSheet(sheet)
    app.setProperty("annotator_theme", theme.name)


@lru_cache(maxsize=256)
def _colours(ink: str, fill: str) -> tuple[QColor, QColor]:
    return QColor(ink), QColor(fill)


def colour(theme: Theme, family: str) -> tuple[QColor, QColor]:
    """Ink and fill of a colour family. The two are shared: never change them."""
    found = theme.family(family)
    return _colours(found.ink, found.fill)
