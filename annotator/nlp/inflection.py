"""The forms of English verbs: from a base form to all it can look like in a text, so that no lemmatizer is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import regex

_DOUBLES = regex.compile(r"[^aeiou][aeiou][bdgklmnprt]\Z")
_VOWELS = regex.compile(r"[aeiouy]+")
_STRESSED_END = (
    "admit",
    "refer",
    "rebut",
    "regret",
    "prefer",
    "infer",
    "defer",
    "commit",
    "submit",
    "concur",
    "occur",
    "compel",
    "deter",
)
"""Verbs of two syllables that double their last consonant because the last syllable carries the stress."""


def forms(base: str, irregular: Mapping[str, str]) -> set[str]:
    """Every form of the verb `base`: base, third person, past, participles.

    `irregular` maps a base to its past and past participle, separated by a space.
    """
    found = {base, _third(base), _ing(base)}
    past = irregular.get(base)
    found.update(past.split() if past else (_ed(base),))
    return found


def table(bases: Iterable[str], irregular: Mapping[str, str]) -> dict[str, str]:
    """Form -> base form, for all `bases`; an earlier base keeps a form that a later one has too."""
    found: dict[str, str] = {}
    for base in bases:
        for form in forms(base, irregular):
            found.setdefault(form, base)
    return found


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def _doubled(base: str) -> str:
    one_syllable = len(_VOWELS.findall(base)) == 1
    if _DOUBLES.search(base) and (one_syllable or base in _STRESSED_END):
        return base + base[-1]
    return base


def _ed(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def _ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return _doubled(base) + "ing"
