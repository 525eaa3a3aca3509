"""The words that attribute: which tokens of an English text may be cues, and what each may bring. Lists: `resources/words/en/cues.txt`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotator.nlp import words
from annotator.nlp.inflection import forms
from annotator.nlp.reading import Reading

NO_KINDS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lexicon:
    """What the word list says: forms of verbs, and by base form the sections that have it."""

    verbs: Mapping[str, str]
    """Form -> base form."""
    kinds: Mapping[str, frozenset[str]]
    """Base form -> sections: `say`, `think`, `ask`, `urge`, `vow`, `object`, `quote`, ..."""
    following: Mapping[str, frozenset[str]]
    """Base form that attributes only before certain words -> those words: "make" before "clear"."""
    prepositions: Mapping[str, tuple[str, ...]]
    """Base form -> prepositions that bring what is said."""
    accusing: Mapping[str, tuple[str, ...]]
    noun_prepositions: Mapping[str, tuple[str, ...]]
    nouns: frozenset[str]
    documents: frozenset[str]
    adjectives: frozenset[str]
    evidence: frozenset[str]
    """Verbs whose subject may be a thing; then nobody speaks."""


_VERB_SECTIONS = ("say", "quote", "think", "ask", "urge", "vow", "object", "as", "call", "raised")


@cache
def lexicon() -> Lexicon:
    """The English cue words."""
    found = words.sections("en", "cues")
    irregular = words.pairs(found["irregular"])
    kinds: dict[str, set[str]] = {}
    single: set[str] = set()
    following: dict[str, set[str]] = {}
    for name in _VERB_SECTIONS:
        for base in found[name]:
            verb, _, behind = base.partition(" ")
            kinds.setdefault(verb, set()).add(name)
            if behind:
                following.setdefault(verb, set()).add(behind)
            else:
                single.add(verb)
    prepositions = {base: tuple(after.split()) for base, after in words.pairs(found["preposition"]).items()}
    accusing = {base: tuple(after.split()) for base, after in words.pairs(found["accuse"]).items()}
    single |= prepositions.keys() | accusing.keys()
    for base in prepositions:
        kinds.setdefault(base, set()).add("preposition")
    for base in accusing:
        kinds.setdefault(base, set()).add("accuse")
    verbs: dict[str, str] = {}
    for base in kinds:
        for form in forms(base, irregular):
            verbs.setdefault(form, base)
    return Lexicon(
        verbs,
        {base: frozenset(names) for base, names in kinds.items()},
        {base: frozenset(behind) for base, behind in following.items() if base not in single},
        prepositions,
        accusing,
        {noun: tuple(after.split()) for noun, after in words.pairs(found["noun preposition"]).items()},
        frozenset(found["noun"]),
        frozenset(form for noun in found["document"] for form in (noun, f"{noun}s")),
        frozenset(found["adjective"]),
        frozenset(found["evidence"]),
    )


def verb_at(reading: Reading, token: int) -> str:
    """The base form of the cue verb at `token`; empty where it is none (or is no verb there)."""
    base = lexicon().verbs.get(reading.lower[token], "")
    if not base or (reading.tagged and reading.tags[token][:2] not in ("VB", "MD")):
        return ""
    behind = lexicon().following.get(base)
    if behind is not None and behind.isdisjoint(reading.lower[token + 1 : token + 4]):
        return ""
    return base


def behind(reading: Reading, token: int) -> frozenset[str]:
    """The words before which alone the verb attributes: "clear" behind "make"; none for most verbs."""
    return lexicon().following.get(lexicon().verbs.get(reading.lower[token], ""), NO_KINDS)


def kinds_of(base: str) -> frozenset[str]:
    """The sections of the word list that have this verb."""
    return lexicon().kinds.get(base, NO_KINDS)


def is_speech(base: str) -> bool:
    """Whether the verb can stand with a quotation."""
    kinds = kinds_of(base)
    return "say" in kinds or "quote" in kinds or "ask" in kinds
