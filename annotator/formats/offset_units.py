"""In which unit a file counts its offsets: found by the quotes that it stores beside them, never by guessing.

Tools count code points, UTF-16 units, bytes or grapheme clusters, and some of them a CRLF as one character. The unit
under which every quote stands where the file says is the file's. A label whose quote does not is not moved: it is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from annotator.model.annotation import Fragments, are_fragments, quote_of
from annotator.model.offsets import Scale, scale
from annotator.model.phrases import tr


class Unit(NamedTuple):
    """How a tool counts."""

    name: str = "codepoint"
    """One of `annotator.model.offsets.UNITS`."""
    crlf_as_one: bool = False
    without_mark: bool = False
    """Whether it did not see the byte order mark at the beginning of the text."""

    def scale(self, text: str) -> Scale:
        return scale(text, self.name, crlf_as_one=self.crlf_as_one, without_mark=self.without_mark)

    @property
    def title(self) -> str:
        """What the unit is called in messages."""
        names = {
            "codepoint": tr("code points"),
            "utf16": tr("UTF-16 units"),
            "byte": tr("bytes"),
            "grapheme": tr("grapheme clusters"),
        }
        name = names[self.name]
        if self.crlf_as_one:
            name = tr("{units}, CRLF as one", units=name)
        return tr("{units}, without the byte order mark", units=name) if self.without_mark else name

    def __str__(self) -> str:
        return self.name + ("/lf" if self.crlf_as_one else "") + ("/no-mark" if self.without_mark else "")


CODEPOINT = Unit()

Claim = tuple[Fragments, str | None]
"""Where a file says that a label is, in its own unit, and the text that it says is there."""

Agrees = Callable[[str, Fragments, str], bool]
"""Whether the quote that a file has fits the fragments of the text."""


class FoundUnit(NamedTuple):
    """The unit of a file's offsets."""

    unit: Unit
    places: list[Fragments | None]
    """For each claim its fragments in code points; None where it fits nowhere or cuts a character."""
    fits: list[bool]
    """For each claim whether its quote stands there; true as well where there is no quote."""


def candidates(text: str, only: str | None = None, names: Sequence[str] = ("codepoint", "utf16", "byte")) -> list[Unit]:
    """The units that differ for `text`, the likeliest first. `only`: the unit that a person named."""
    crlf, marked = "\r\n" in text, text.startswith("\ufeff")
    wide = not text.isascii()
    found = [
        Unit(name, as_one, unseen)
        for unseen in ((False, True) if marked else (False,))
        for as_one in ((False, True) if crlf else (False,))
        for name in ([only] if only else names)
        if not (name == "grapheme" and as_one)
        and (wide or only or name == "codepoint" or (name == "grapheme" and crlf))
    ]
    return found or [CODEPOINT]


def find_unit(text: str, claims: Sequence[Claim], units: Sequence[Unit], agrees: Agrees) -> FoundUnit:
    """The unit under which the most quotes fit: of several such, the first of `units`."""
    best: FoundUnit | None = None
    most = -1
    for unit in units:
        found = _converted(text, claims, unit, agrees)
        count = sum(found.fits)
        if count == len(claims):
            return found
        if count > most:
            best, most = found, count
    assert best is not None, "there is at least one unit"
    return best


def _converted(text: str, claims: Sequence[Claim], unit: Unit, agrees: Agrees) -> FoundUnit:
    places: list[Fragments | None] = []
    fits: list[bool] = []
    length = len(text)
    known = None if unit == CODEPOINT else unit.scale(text)
    for fragments, quote in claims:
        place = fragments if known is None else convert(known, fragments)
        good = place is not None and are_fragments(place, length)
        places.append(place if good else None)
        fits.append(good and place is not None and (quote is None or agrees(text, place, quote)))
    return FoundUnit(unit, places, fits)


def convert(known: Scale, fragments: Fragments) -> Fragments | None:
    """Fragments in code points; None where one of them would cut a character."""
    found = []
    for start, end in fragments:
        first, last = known.to_codepoint(start), known.to_codepoint(end)
        if first is None or last is None:
            return None
        found.append((first, last))
    return tuple(found)


def exactly(text: str, fragments: Fragments, quote: str) -> bool:
    """Whether the quote is the text of the fragments, joined by one space."""
    return quote_of(text, fragments) == quote
