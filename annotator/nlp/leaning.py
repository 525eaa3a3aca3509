"""The words that show where somebody stands, and which way they point. Lists: `resources/words/en/stances.txt`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotator.nlp import words
from annotator.nlp.inflection import forms
from annotator.nlp.reading import Reading

FAVOR, AGAINST, NEUTRAL, NONE = "favor", "against", "neutral", "none"
_DENYING = frozenset(("never", "neither", "hardly", "no", "seldom", "rarely", "nor"))
_SIDES = (FAVOR, AGAINST)


@dataclass(frozen=True)
class Leanings:
    """By word as it stands in a text."""

    verbs: Mapping[str, str]
    """Verb -> side, toward its object."""
    with_preposition: Mapping[str, Mapping[str, str]]
    """Verb, noun or adjective -> preposition -> side, toward what stands behind the preposition."""
    holders: Mapping[str, str]
    values: Mapping[str, str]
    turning: frozenset[str]
    neutral: frozenset[str]
    """Words of those who take no side."""
    alone: Mapping[str, str]
    """Verb or adjective that shows a side with nothing behind it: "disagrees", "is sceptical"."""
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """First word -> phrases that begin with it, each with its side: "took no side"."""
    silent: frozenset[str]
    """Verbs of those who do not say where they stand, where they are denied: "would not comment"."""


@cache
def leanings() -> Leanings:
    """The English words."""
    found = words.sections("en", "stances")
    irregular = words.pairs(words.sections("en", "cues")["irregular"])
    verbs: dict[str, str] = {}
    behind: dict[str, dict[str, str]] = {}
    for side in _SIDES:
        for base in found[f"{side} verbs"]:
            verbs.update(dict.fromkeys(forms(base, irregular), side))
        for base, prepositions in words.pairs(found[f"{side} prepositions"]).items():
            for form in forms(base, irregular):
                behind.setdefault(form, {}).update(dict.fromkeys(prepositions.split(), side))
        for kind in ("nouns", "adjectives"):
            for word, prepositions in words.pairs(found[f"{side} {kind}"]).items():
                behind.setdefault(word, {}).update(dict.fromkeys(prepositions.split(), side))
    return Leanings(
        verbs,
        behind,
        {word: side for side in _SIDES for word in found[f"{side} holders"]},
        {word: side for side in _SIDES for word in found[f"{side} values"]},
        frozenset(found["turning"]),
        frozenset(found["neutral words"]),
        _alone(found, irregular),
        _phrases(found),
        frozenset(found["none words"]),
    )


def _alone(found: words.Sections, irregular: Mapping[str, str]) -> Mapping[str, str]:
    alone = {word: side for side in _SIDES for word in found[f"{side} alone"]}
    for side in _SIDES:
        for base in found[f"{side} verbs alone"]:
            alone.update(dict.fromkeys(forms(base, irregular), side))
    return alone


def _phrases(found: words.Sections) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for side in (*_SIDES, NEUTRAL, NONE):
        for phrase in found[f"{side} said"]:
            first, *_ = said = tuple(phrase.split())
            phrases.setdefault(first, []).append((said, side))
    return {first: tuple(those) for first, those in phrases.items()}


def turned(reading: Reading, word: int, side: str) -> str:
    """`side` as it is where the sentence denies it: who does not support is against; of who does not
    oppose nothing can be said (an empty text)."""
    negations = 0
    token = word
    for _ in range(4):
        negations += any(
            reading.deps[child] == "neg" or reading.lower[child] in _DENYING
            for child in reading.children[token]
            if child < word
        )
        head = reading.heads[token]
        if head == token or reading.deps[token] not in ("xcomp", "pcomp", "prep", "dobj", "aux", "acomp", "attr"):
            break
        if reading.lower[head] in leanings().turning:
            negations += 1
        token = head
    if negations % 2 == 0:
        return side
    return AGAINST if side == FAVOR else ""


def value_of(reading: Reading, first: int, last: int) -> str:
    """Which side the judging words in a stretch of tokens are on; empty where there are none, or some of both."""
    sides = {side for token in range(first, last) if (side := leanings().values.get(reading.lower[token]))}
    if len(sides) != 1:
        return ""
    side = sides.pop()
    denied = any(reading.lower[token] in ("not", "n't", "n’t", "never", "no") for token in range(first, last))
    return (AGAINST if side == FAVOR else "") if denied else side
