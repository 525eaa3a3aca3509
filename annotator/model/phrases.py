"""The words that people read, in the language they chose. Every text that is shown passes through `tr` or `trn`.

The English text is the key; a gettext catalogue maps it to another language. Texts that are files' own words (labels,
keys of JSON, command names) do not pass here. No text is looked up while a module is imported: the language may not be
chosen yet.
"""

from __future__ import annotations

from gettext import NullTranslations

SOURCE = "en"
"""The language that the texts are written in."""

_language = SOURCE
_catalogue = NullTranslations()
_thousands = ","


def use_catalogue(code: str, catalogue: NullTranslations, thousands: str) -> None:
    """Shows texts as `catalogue` of the language `code` has them from now on, what it lacks in English.

    `thousands` stands between groups of three digits.
    """
    global _language, _catalogue, _thousands
    _language, _catalogue, _thousands = code, catalogue, thousands


def language() -> str:
    """The code of the chosen language."""
    return _language


def tr(text: str, /, **values: object) -> str:
    """`text` in the chosen language, its `{names}` replaced by `values`."""
    found = _catalogue.gettext(text)
    return found.format(**values) if values else found


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """`one` where `count` is 1, else `many`, in the chosen language; `{n}` is the count with thousands separated."""
    return _catalogue.ngettext(one, many, count).format(n=number(count), **values)


def later(text: str) -> str:
    """Marks `text` for the catalogue where it is only written down; it passes through `tr` when it is shown."""
    return text


def number(count: int) -> str:
    """A whole number with its thousands separated as the chosen language does it."""
    return f"{count:,}".replace(",", _thousands)
