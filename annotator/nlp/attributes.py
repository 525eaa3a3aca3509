"""What can be filled in about a claim from its words: voice, polarity, certainty, kind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

import regex

from annotator.nlp import cues, words
from annotator.nlp.clauses import Found
from annotator.nlp.quoted import Quoted
from annotator.nlp.reading import Reading

_NUMBER = regex.compile(r"\p{N}[\p{N}.,]*\s?(?:%|percent|per cent)|\bby \p{N}", regex.IGNORECASE)
_SHORT = 30
"""Tokens of a claim from which on single words do not tell its kind."""


def of_claim(reading: Reading, claim: Found, has_speaker: bool, quoted: Sequence[Quoted]) -> dict[str, str]:
    """Attribute id -> value id, for what the text shows."""
    said = [reading.lower[token] for first, last in claim.pieces for token in range(first, last)]
    found = {"voice": _voice(claim, has_speaker, quoted)}
    found["polarity"] = _polarity(claim, said)
    if certainty := _certainty(said):
        found["certainty"] = certainty
    if kind := _kind(reading, claim, said):
        found["claim_type"] = kind
    return found


def _voice(claim: Found, has_speaker: bool, quoted: Sequence[Quoted]) -> str:
    size = covered = 0
    for first, last in claim.pieces:
        size += last - first
        near = bisect_right(quoted, first, key=lambda quote: quote.tokens[1])
        for quote in quoted[near : bisect_left(quoted, last, key=lambda quote: quote.tokens[0])]:
            covered += max(0, min(last, quote.tokens[1]) - max(first, quote.tokens[0]))
    if covered and covered == size:
        return "direct"
    if not has_speaker:
        return "unattributed"
    return "mixed" if covered > 2 else "indirect"


def _polarity(claim: Found, said: Sequence[str]) -> str:
    kinds = cues.kinds_of(claim.base)
    if "ask" in kinds and said and said[0] in ("whether", "if", "what", "who", "why", "how", "when", "where", "which"):
        return "asks"
    if (said and said[-1] == "?") or (len(said) > 1 and said[-2] == "?" and claim.quoted):
        return "asks"
    denies = claim.base in _list("refuting")
    return "refutes" if denies != claim.negated else "affirms"


def _certainty(said: Sequence[str]) -> str:
    for value in ("possible", "probable", "certain"):
        if any(word in _list(value) for word in said):
            return value
    return ""


def _kind(reading: Reading, claim: Found, said: Sequence[str]) -> str:
    """The claim's kind, where cue or words show it; empty where they do not."""
    kinds = cues.kinds_of(claim.base)
    if claim.kind == "infinitive" and "urge" in kinds and "vow" not in kinds:
        return "demand"
    if (claim.base in _list("demanding") and claim.kind not in ("as", "left")) or any(
        word in _list("demands") for word in said
    ):
        return "demand"
    foretold = claim.base in _list("predicting") or any(word in _list("predicts") for word in said)
    if foretold or _is_future_in_the_past(claim, said):
        return "prediction"
    text = " ".join(reading.quote(piece) for piece in claim.pieces)
    if _NUMBER.search(text):
        return "statistic"
    if claim.kind == "as":
        return "value"
    if claim.quoted and _is_imperative(reading, claim):
        return "demand"
    if len(said) > _SHORT:
        # A long quotation says several things: single words do not tell what kind of claim it is.
        return ""
    if any(word in _list("causes") for word in said):
        return "causal"
    if any(word in _list("values") for word in said):
        return "value"
    return "fact" if _tells_of_the_past(reading, claim) else ""


def _is_imperative(reading: Reading, claim: Found) -> bool:
    """Whether a quotation begins with a verb in its bare form: "“Ask me tomorrow,” he said"."""
    first = claim.first + 1
    return reading.tags[first : first + 1] == ["VB"] and reading.child(first, "nsubj") is None


def _tells_of_the_past(reading: Reading, claim: Found) -> bool:
    """Whether the journalist's words tell what somebody did or what was: "said that she had asked twice"."""
    if claim.quoted or claim.kind not in ("clause", "left", "according"):
        return False
    verbs = [token for first, last in claim.pieces for token in range(first, last) if reading.tags[token][:1] in "VM"]
    return any(reading.tags[token] == "VBD" for token in verbs) and all(reading.tags[token] != "MD" for token in verbs)


def _is_future_in_the_past(claim: Found, said: Sequence[str]) -> bool:
    """Whether reported speech tells what is to come: "said prices would rise"."""
    return not claim.quoted and "would" in said and not {"if", "like", "have"} & set(said)


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(entries) for name, entries in words.sections("en", "claims").items()}


def _list(name: str) -> frozenset[str]:
    return _lists().get(name, frozenset())
