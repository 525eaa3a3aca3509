"""Dates by their form in any language: days of the week, months with day and year, dates in figures.

For texts that no pipeline reads. The names are those of the Unicode Common Locale Data Repository (CLDR), by Babel.
"""

from __future__ import annotations

from functools import cache

import regex

from annotator.nlp.reading import Name, Reading

_FIGURES = r"\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}|\p{Nd}{1,2}[./]\s?\p{Nd}{1,2}[./]\s?\p{Nd}{2,4}"
_DAY = r"(?:\p{Nd}{1,2}(?:\.|er|º|\sde|th|st|nd|rd)?\s)"
_YEAR = r"(?:,?\s(?:de\s)?\p{Nd}{4})"


def find(reading: Reading, language: str) -> list[Name]:
    """The dates of a text in `language` (a code such as `de`)."""
    found = []
    for match in _pattern(language).finditer(reading.text):
        first, last = reading.tokens_in(*match.span())
        if first < last and reading.span((first, last)) == match.span():
            found.append(Name(first, last, "DATE"))
    return found


@cache
def _pattern(language: str) -> regex.Pattern[str]:
    months, days = _names(language)
    forms = [_FIGURES]
    if months:
        forms.append(rf"{_DAY}?(?:{'|'.join(months)}){_YEAR}?")
        forms.append("|".join(days))
    return regex.compile(rf"(?<![\p{{L}}\p{{Nd}}.])(?:{'|'.join(forms)})(?![\p{{L}}\p{{Nd}}])")


def _names(language: str) -> tuple[list[str], list[str]]:
    """Months and days of the week as the language writes them; nothing for one that is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return [], []
    months = {str(name) for form in ("format", "stand-alone") for name in locale.months[form]["wide"].values()}
    days = {str(name) for form in ("format", "stand-alone") for name in locale.days[form]["wide"].values()}
    return _longest_first(months), _longest_first(days)


def _longest_first(names: set[str]) -> list[str]:
    return [regex.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))]
