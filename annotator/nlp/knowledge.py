"""What is known about English names without reading the article: places, people, organisations, words that names end with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from annotator.nlp import words

ROMAN = frozenset(
    ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
)
DIRECTIONS = frozenset(
    "northern southern eastern western central north south east west northeast northwest southeast southwest northeastern northwestern southeastern southwestern upper lower outer mainland mid downtown greater".split()  # noqa: SIM905  # a list of words reads better as one line
)


@dataclass(frozen=True)
class Knowledge:
    """Lookup tables, all by names as they are written."""

    names: Mapping[str, str]
    """A whole name -> its label."""
    first_names: frozenset[str]
    last_names: frozenset[str]
    """Family names that nearly always stand for one person."""
    family_names: frozenset[str]
    """Common ones, which other names share."""
    titles: frozenset[str]
    """In lower case, without point."""
    heads: Mapping[str, str]
    """A name's last word -> the label of such names."""
    opening: Mapping[str, str]
    """A name's first word -> the label of such names."""
    before_of: frozenset[str]
    """First words of organisations that go on with "of"."""
    no_names: frozenset[str]
    """What looks like a name and is none."""
    beginnings: Mapping[str, int]
    """The first word of a name in `names` -> words in the longest of those names."""

    def title(self, word: str) -> bool:
        return word.lower().rstrip(".") in self.titles


_ORDER = ("NORP", "LOC", "GPE cities", "GPE states", "GPE countries")


@cache
def knowledge(language: str) -> Knowledge:
    """What is known for a language. For others than English it is the English names, most of which are the same there,
    without the shortest ones and without what English words show.
    """
    found = _english()
    if language == "en":
        return found
    names = {name: label for name, label in found.names.items() if len(name) > 3 and label in ("GPE", "ORG", "LOC")}
    return Knowledge(
        names,
        found.first_names,
        found.last_names,
        found.family_names,
        frozenset(),
        {},
        {},
        frozenset(),
        found.no_names,
        _beginnings(names),
    )


@cache
def _english() -> Knowledge:
    places = words.sections("en", "places")
    organisations = words.sections("en", "organisations")
    people = words.sections("en", "people")
    names: dict[str, str] = dict.fromkeys(organisations["ORG"], "ORG")
    for section in _ORDER:
        names.update(dict.fromkeys(places[section], section.partition(" ")[0]))
    heads: dict[str, str] = {}
    opening: dict[str, str] = {}
    for section, entries in organisations.items():
        label, _, kind = section.partition(" ")
        if kind in ("heads", "first"):
            (heads if kind == "heads" else opening).update(dict.fromkeys(entries, label))
    return Knowledge(
        names,
        frozenset(people["first"]),
        frozenset(people["last"]),
        frozenset(people["family"]),
        words.section("en", "names", "titles"),
        heads,
        opening,
        frozenset(organisations["ORG of"]),
        words.section("en", "names", "no names"),
        _beginnings(names),
    )


def _beginnings(names: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        parts = split(name)
        found[parts[0]] = max(found.get(parts[0], 0), len(parts))
    return found


def split(name: str) -> list[str]:
    """A name in words as pipelines cut them: hyphens stand alone."""
    return name.replace("-", " - ").replace("’", "'").split()


def joined(parts: Sequence[str]) -> str:
    """The words of a name as `names` has it."""
    return " ".join(parts).replace(" - ", "-").replace("’", "'").replace(" 's", "'s").replace(" ,", ",")
