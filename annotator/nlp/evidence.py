"""What speaks for a label of a name: the name itself, and the words beside each of its mentions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from annotator.nlp import words
from annotator.nlp.knowledge import Knowledge
from annotator.nlp.reading import Name, Reading

_PLACE_PREPOSITIONS = {
    "in": 0.8,
    "near": 0.8,
    "through": 0.4,
    "across": 0.5,
    "throughout": 0.8,
    "outside": 0.5,
    "around": 0.4,
    "from": 0.2,
    "to": 0.2,
    "at": 0.2,
    "into": 0.4,
    "toward": 0.2,
    "via": 0.3,
}

_DOUBT = 1.0
"""Weight against every label that is always there: a name that a pipeline found once may be wrong."""
_DECISIVE = 2.0
"""How much more than all else together speaks for a label that is known."""


class Votes:
    """The weight of all that speaks for each label of one name."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}

    def add(self, label: str, weight: float) -> None:
        self.weights[label] = self.weights.get(label, 0.0) + weight

    def decide(self, label: str) -> None:
        """Puts `label` before all others, however often the article's mentions were read otherwise."""
        self.add(label, _DECISIVE + sum(self.weights.values()))

    @property
    def best(self) -> str:
        return max(self.weights, key=lambda label: self.weights[label])

    @property
    def margin(self) -> float:
        """How far the best label is ahead of the next one, from 0 to 1: little evidence is never sure evidence."""
        ordered = sorted(self.weights.values(), reverse=True)
        return (ordered[0] - (ordered[1] if len(ordered) > 1 else 0.0)) / (sum(ordered) + _DOUBT)


def of_shape(surface: str, vote: Votes, known: Knowledge) -> None:
    """What the name itself shows."""
    if (label := known.names.get(surface)) is not None:
        vote.decide(label)
        return
    parts = surface.split()
    if ((label := known.heads.get(parts[-1])) is not None and len(parts) > 1) or (
        len(parts) > 1 and (label := known.opening.get(parts[0])) is not None
    ):
        vote.add(label, 3.0)
    elif parts[0] in known.before_of and len(parts) > 2 and parts[1] == "of":
        vote.add("ORG", 4.0)
    elif parts[0] in known.first_names:
        vote.add("PERSON", 2.5 if len(parts) > 1 else 0.8)
    elif parts[-1] in known.last_names:
        vote.add("PERSON", 2.0)
    elif parts[-1] in known.family_names and len(parts) <= 2:
        vote.add("PERSON", 1.5)
    elif len(parts) == 1 and surface.isupper() and 2 <= len(surface) <= 6:
        vote.add("ORG", 0.8)


def of_context(reading: Reading, name: Name, vote: Votes, known: Knowledge) -> None:
    """What stands beside one mention."""
    first, last = name.first, name.last
    before = reading.lower[first - 1] if first else ""
    after = reading.lower[last] if last < len(reading) else ""
    behind = reading.lower[last + 1] if last + 1 < len(reading) else ""
    if first and known.title(before) and reading.words[first - 1][0].isupper():
        vote.add("PERSON", 2.0)
    if before == "the" and name.label == "PERSON":
        vote.add("ORG", 0.9)
    if (weight := _PLACE_PREPOSITIONS.get(before)) is not None:
        vote.add("GPE", weight)
    if after == "," and behind == "who":
        vote.add("PERSON", 1.5)
    if after == "-" and behind == "based":
        vote.add("GPE", 3.0)
    if after == "," and known.names.get("".join(reading.words[last + 1 : last + 2])) == "GPE":
        vote.add("GPE", 1.0)
    nouns = kinds_of_nouns()
    if before in nouns and reading.tags[first - 1] in ("NN", "NNS"):
        vote.add(nouns[before], 2.0)
    elif before == "of" and first > 1 and (label := nouns.get(reading.lower[first - 2])) in ("GPE", "LOC"):
        vote.add(label, 1.5)
    if after in nouns and nouns[after] in ("GPE", "LOC"):
        vote.add(nouns[after], 1.0)
    if reading.parsed:
        _of_parse(reading, name, vote, nouns)


def _of_parse(reading: Reading, name: Name, vote: Votes, nouns: Mapping[str, str]) -> None:
    head = head_of(reading, name)
    dep = reading.deps[head]
    for child in reading.children[head]:
        if reading.deps[child] == "appos" and child >= name.last and (label := nouns.get(reading.lower[child])):
            vote.add(label, 2.0)
    verb = reading.heads[head]
    if dep in ("nsubj", "nsubjpass"):
        if reading.lower[verb] in _person_verbs():
            vote.add("PERSON", 1.0)
        attribute = reading.child(verb, "attr")
        if attribute is not None and (label := nouns.get(reading.lower[attribute])):
            vote.add(label, 2.0)
    elif dep == "appos" and (label := nouns.get(reading.lower[verb])):
        vote.add(label, 2.0)


def head_of(reading: Reading, name: Name) -> int:
    """The token of the name on which the others depend."""
    return next(
        (token for token in range(name.first, name.last) if not name.first <= reading.heads[token] < name.last),
        name.last - 1,
    )


@cache
def kinds_of_nouns() -> Mapping[str, str]:
    """Noun -> the label of what it is said of."""
    found: dict[str, str] = {}
    for section, entries in words.sections("en", "names").items():
        label, _, kind = section.partition(" ")
        if kind == "nouns":
            found.update(dict.fromkeys(entries, label))
    return found


@cache
def _person_verbs() -> frozenset[str]:
    return words.section("en", "names", "PERSON verbs")
