"""Mends the names that a pipeline found in an article: their boundaries, then one label for each name in the whole article.

Works on plain tokens; `entities` puts the outcome into the document. A small pipeline reads each sentence by itself and calls
one company a person, a place and an organisation in one article; what is known about names and what stands beside them
at their other mentions decides here for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from annotator.nlp import amounts, bounds, overlooked
from annotator.nlp.bounds import NAMED
from annotator.nlp.evidence import Votes, of_context, of_shape
from annotator.nlp.knowledge import Knowledge, joined
from annotator.nlp.reading import Name, Reading

_SHORTENED = frozenset(("LAW", "ORG", "EVENT"))
"""Labels of names that are shortened to their last word: "the Act", "the Council"."""


def mend(reading: Reading, names: Sequence[Name], known: Knowledge) -> list[tuple[Name, float | None]]:
    """The names of an article with their boundaries and labels mended, and those of them that were overlooked; each with
    how far its label is ahead of others (0 to 1), None for dates and amounts."""
    parts = [part for name in names for part in bounds.parts(reading, name)]
    found = [fixed for name in parts if (fixed := bounds.bounded(reading, name, known))]
    found = _without_overlaps([*amounts.find(reading), *amounts.bare(reading, found)])
    found = _without_overlaps([*overlooked.well_known(reading, found, known), *bounds.grown(reading, found, known)])
    found = _without_overlaps(
        [*found, *overlooked.acting(reading, found, known), *overlooked.first_named(reading, found, known)]
    )
    votes = _votes(reading, found, known)
    labelled = [
        Name(name.first, name.last, votes[_key(_surface(reading, name))].best) if name.label in NAMED else name
        for name in found
    ]
    again = overlooked.repeated(reading, labelled)
    margins = {key: vote.margin for key, vote in votes.items()}
    return [
        (name, margins.get(_key(_surface(reading, name)), 0.0) if name.label in NAMED else None)
        for name in _without_overlaps([*labelled, *again])
    ]


def _surface(reading: Reading, name: Name) -> str:
    return joined(reading.words[name.first : name.last])


def _key(surface: str) -> str:
    """What is taken as one name in an article: "DeepSeek" and "Deepseek", but not "US" and "us"."""
    return surface.casefold() if len(surface) > 4 else surface


def _without_overlaps(names: Sequence[Name]) -> list[Name]:
    """`names` in order of the text; of two that overlap the longer one, of two of one length the one that comes first."""
    kept: list[Name] = []
    taken: set[int] = set()
    for name in sorted(names, key=lambda n: (n.first - n.last, n.first)):
        tokens = range(name.first, name.last)
        if not taken.intersection(tokens):
            kept.append(name)
            taken.update(tokens)
    return sorted(kept, key=lambda n: n.first)


# -- labels ---------------------------------------------------------------------------------------------------------


def _votes(reading: Reading, names: Sequence[Name], known: Knowledge) -> dict[str, Votes]:
    """For each name as it is written all that speaks for its labels in the article."""
    votes: defaultdict[str, Votes] = defaultdict(Votes)
    surfaces: dict[str, str] = {}
    for name in names:
        if name.label in NAMED:
            surface = _surface(reading, name)
            vote = votes[_key(surface)]
            surfaces.setdefault(_key(surface), surface)
            vote.add(name.label, 1.0)
            of_context(reading, name, vote, known)
    for key, vote in votes.items():
        of_shape(surfaces[key], vote, known)
    people = {surfaces[key].rpartition(" ")[2] for key, vote in votes.items() if " " in key and vote.best == "PERSON"}
    long = {
        surfaces[key].rpartition(" ")[2]: vote.best
        for key, vote in votes.items()
        if " " in key and vote.best in _SHORTENED
    }
    for key, vote in votes.items():
        if " " not in key and surfaces[key] in people:
            vote.decide("PERSON")
        elif surfaces[key] in known.heads and (label := long.get(surfaces[key])) is not None:
            vote.decide(label)
    return dict(votes)
