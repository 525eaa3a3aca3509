"""The line under an article's title: source, date, length."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale

from annotator.model.article import Article
from annotator.model.phrases import tr, trn
from annotator.model.text import count_words


def byline(article: Article) -> str:
    """Source, date in the person's own manner, and number of words."""
    words = count_words(article.text)
    parts = [article.source, written_date(article.published), trn("{n} word", "{n} words", words)]
    return " · ".join(isolated(part) for part in parts if part)


def isolated(text: str) -> str:
    """`text` set off from its surroundings, so that a right-to-left name does not turn a date round (UAX #9, 2.4.2)."""
    return text if text.isascii() else f"\u2068{text}\u2069"


def written_date(published: str) -> str:
    """An ISO date as `12 February 2025`; what is no such date stays as it is."""
    date = QDate.fromString(published[:10], "yyyy-MM-dd")
    return QLocale().toString(date, tr("d MMMM yyyy")) if date.isValid() else published
