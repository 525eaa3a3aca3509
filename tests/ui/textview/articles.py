"""Articles, marks and pixels for the tests of the article view."""

from __future__ import annotations

from itertools import count

from PySide6.QtGui import QColor, QImage

from annotator.model.article import Article
from annotator.ui.textview import ArticleView, Mark

_ids = count(1)

NASTY = (
    "plain words here",
    "emoji 👩‍👩‍👧‍👦 and 𝒜stral 🇫🇷 flags",
    "combining e\u0301 a\u0308\u0323 z\u0361x",
    "שלום עולם abc 123 שלום",
    "قالت الوزيرة إن الحكومة 12 فبراير",
    "प्रधानमंत्री ने क्षत्रिय कहा",
    "石破茂首相は東京で述べた。",
    "ไทยแลนด์ไม่มีวรรค",
    "tab\there nul\x00 bell\x07 c1\x9f obj\ufffc end",
    "zero\u200bwidth\u200djoiner\ufeffbom soft\u00adhyphen",
    "nbsp\u00a0narrow\u202fspace",
    "",
)


def article(text: str, title: str = "", language: str = "") -> Article:
    return Article(1, "id", text, "", "", title, "", "", language, {})


def mark(text: str, quote: str, style: str = "fill", occurrence: int = 0, **more: object) -> Mark:
    """A mark on the n-th occurrence of `quote`."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    values: dict[str, object] = {"caption": "PERSON", "colour": "people", **more}
    return Mark(str(next(_ids)), ((start, start + len(quote)),), style, **values)  # type: ignore[arg-type]


def picture(view: ArticleView) -> QImage:
    """The viewport as it is painted, one image pixel a pixel."""
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def count_colour(image: QImage, colour: str, left: int, top: int, right: int, bottom: int) -> int:
    """How many pixels of exactly this colour are in the rectangle."""
    wanted = QColor(colour).rgb()
    return sum(
        image.pixel(x, y) == wanted
        for y in range(max(0, top), min(bottom, image.height()))
        for x in range(max(0, left), min(right, image.width()))
    )
