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
    """What is known for a language; nothing where it has no lists."""
    places = words.sections(language, "places")
    organisations = words.sections(language, "organisations")
    people = words.sections(language, "people")
    names: dict[str, str] = dict.fromkeys(organisations.get("ORG", ()), "ORG")
    for section in _ORDER:
        names.update(dict.fromkeys(places.get(section, ()), section.partition(" ")[0]))
    heads: dict[str, str] = {}
    opening: dict[str, str] = {}
    for section, entries in organisations.items():
        label, _, kind = section.partition(" ")
        if kind in ("heads", "first"):
            (heads if kind == "heads" else opening).update(dict.fromkeys(entries, label))
    beginnings: dict[str, int] = {}
    for name in names:
        parts = split(name)
        beginnings[parts[0]] = max(beginnings.get(parts[0], 0), len(parts))
    return Knowledge(
        names,
        frozenset(people.get("first", ())),
        frozenset(people.get("last", ())),
        words.section(language, "names", "titles"),
        heads,
        opening,
        frozenset(organisations.get("ORG of", ())),
        words.section(language, "names", "no names"),
        beginnings,
    )


def split(name: str) -> list[str]:
    """A name in words as pipelines cut them: hyphens stand alone."""
    return name.replace("-", " - ").replace("’", "'").split()


def joined(parts: Sequence[str]) -> str:
    """The words of a name as `names` has it."""
    return " ".join(parts).replace(" - ", "-").replace("’", "'").replace(" 's", "'s").replace(" ,", ",")
