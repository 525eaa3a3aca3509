"""How sure a suggestion is: a number from 0 to 1 for each way of finding.

The numbers are the share that was right on articles with gold labels, rounded; `tests/benchmarks` measures them.
"""

from __future__ import annotations

from annotator.nlp import words
from annotator.nlp.clauses import Found

NAME = 0.85
ACTOR = 0.7

_AMOUNTS = {"DATE": 0.85, "MONEY": 0.9, "PERCENT": 0.9, "TIME": 0.75, "ORDINAL": 0.8, "CARDINAL": 0.8, "QUANTITY": 0.7}

_CLAIMS = {
    "quotation": 0.95,
    "left": 0.9,
    "clause": 0.9,
    "according": 0.85,
    "statement": 0.6,
    "floating": 0.75,
    "infinitive": 0.65,
    "as": 0.7,
    "accuse": 0.65,
    "noun": 0.7,
    "adjective": 0.65,
    "preposition": 0.55,
    "named": 0.45,
    "headline": 0.6,
    "object": 0.45,
    "raised": 0.35,
}
_INTENTION = 0.45
_NESTED = 0.75
_WITHOUT_SPEAKER = 0.7
"""What a claim's score is multiplied with where nobody was found who says it."""


def of_entity(label: str, margin: float | None) -> float:
    """How sure a name is whose label is `margin` ahead of all others; dates and amounts (None) have one figure each.

    A line through what was right with its label on uner-pud-en: a margin of .5 half the time, one of .8 four times in five.
    """
    if margin is None:
        return _AMOUNTS.get(label, 0.6)
    return round(min(0.97, max(0.15, 1.15 * margin - 0.07)), 2)


def of_claim(claim: Found, has_speaker: bool) -> float:
    """How sure a claim is that was found in this way."""
    score = _CLAIMS.get(claim.kind, 0.5)
    if claim.kind == "infinitive" and claim.base in words.section("en", "cues", "intention"):
        score = _INTENTION
    if claim.quoted and claim.kind in ("clause", "infinitive", "preposition", "object", "as"):
        score = max(score, 0.85)
    if claim.nested:
        score *= _NESTED
    return round(score if has_speaker else score * _WITHOUT_SPEAKER, 2)


_STANCES = {
    "verb": 0.7,
    "preposition": 0.65,
    "noun": 0.6,
    "adjective": 0.7,
    "holder": 0.7,
    "demand": 0.6,
    "value": 0.5,
    "judgement": 0.5,
    "alone": 0.6,
    "phrase": 0.6,
}


def of_stance(kind: str, side: str) -> float:
    """How sure a stance is that was shown in this way; one that is denied is less so."""
    return round(_STANCES.get(kind, 0.5) * (0.6 if side == "neutral" else 1.0), 2)
