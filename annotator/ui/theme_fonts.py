"""Which fonts the window uses: the system's own for the frame, a good serif for the article's text in every script."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

TEXT_POINTS = 13.0
"""The article's text where the person has chosen no size."""

_SERIFS = (
    "Noto Serif",
    "Source Serif 4",
    "Source Serif Pro",
    "Charter",
    "Georgia",
    "Cambria",
    "Literata",
    "Liberation Serif",
    "DejaVu Serif",
    "Times New Roman",
)

_SCRIPTS = (
    "Noto Naskh Arabic",
    "Amiri",
    "Geeza Pro",
    "Noto Serif Hebrew",
    "Noto Serif Devanagari",
    "Noto Serif Bengali",
    "Noto Serif Tamil",
    "Noto Serif Telugu",
    "Noto Serif Gujarati",
    "Noto Serif Gurmukhi",
    "Noto Serif Kannada",
    "Noto Serif Malayalam",
    "Noto Serif Sinhala",
    "Noto Serif Thai",
    "Noto Serif Lao",
    "Noto Serif Khmer",
    "Noto Serif Myanmar",
    "Noto Serif Georgian",
    "Noto Serif Armenian",
    "Noto Serif Ethiopic",
    "Noto Serif Tibetan",
)
"""Serifs for scripts that the first font lacks: without a wish the system may pick a display face."""

_EAST_ASIAN = {
    "ja": ("Noto Serif CJK JP", "Noto Serif JP", "Hiragino Mincho ProN", "Yu Mincho", "MS Mincho"),
    "ko": ("Noto Serif CJK KR", "Noto Serif KR", "AppleMyungjo", "Batang"),
    "zh": ("Noto Serif CJK SC", "Noto Serif SC", "Songti SC", "SimSun"),
    "zh-hant": ("Noto Serif CJK TC", "Noto Serif TC", "Songti TC", "PMingLiU"),
}
_LAST = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "Noto Color Emoji",
    "Segoe UI Emoji",
    "Apple Color Emoji",
)


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


def default_text_family() -> str:
    """The first good serif that is installed, else the system's own."""
    found = next((family for family in _SERIFS if family in _installed()), None)
    return found or QFont("serif").defaultFamily() or "serif"


def text_families(family: str = "", language: str = "") -> list[str]:
    """`family` (or the default serif), then fonts for the scripts that it lacks; those of `language` come first."""
    code = language.lower()
    own = "zh-hant" if code.startswith(("zh-hant", "zh-tw", "zh-hk")) else code[:2]
    east = [name for key in sorted(_EAST_ASIAN, key=lambda key: key != own) for name in _EAST_ASIAN[key]]
    wanted = [*_SCRIPTS, *east, *_LAST]
    return [family or default_text_family(), *(name for name in wanted if name in _installed())]


def text_font(family: str = "", points: float = TEXT_POINTS, language: str = "") -> QFont:
    """The font of an article's text."""
    font = QFont(text_families(family, language))
    font.setPointSizeF(max(4.0, points))
    font.setStyleHint(QFont.StyleHint.Serif)
    return font


def frame_font() -> QFont:
    """The system's font for windows."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)


def fixed_font() -> QFont:
    """The system's font in which all letters are equally wide."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
