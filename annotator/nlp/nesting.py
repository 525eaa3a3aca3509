"""Which of the claims that were found are kept: of those that cut into each other the surer one, and claims within claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.nlp import cues
from annotator.nlp.clauses import Found
from annotator.nlp.quoted import Quoted
from annotator.nlp.reading import Range, Reading
from annotator.nlp.speakers import PRONOUNS

_RANK = {
    "quotation": 0,
    "left": 1,
    "clause": 1,
    "floating": 2,
    "statement": 1,
    "according": 3,
    "as": 4,
    "infinitive": 4,
    "noun": 5,
    "adjective": 5,
}
_WITHIN = frozenset(("quotation", "clause", "left", "according", "as", "accuse", "noun"))
"""Kinds of claims that are worth a suggestion within another claim."""
_SPEAKERS_OF_QUOTATIONS = frozenset(("i", "we", "you", "me", "us", "it", "one", "who"))


def kept(reading: Reading, found: Sequence[Found], quoted: Sequence[Quoted]) -> list[Found]:
    """The claims in the order of the text."""
    speech = {token for quote in quoted if quote.speech for token in range(*quote.tokens)}
    chosen: list[Found] = []
    # A long article has thousands of claims: each is compared with those at its own tokens alone.
    at: dict[int, list[Found]] = {}
    for claim in sorted(found, key=lambda c: (not c.quoted, _RANK.get(c.kind, 6), -sum(b - a for a, b in c.pieces))):
        if all(_agree(reading, claim, other, speech) for other in _near(claim, at)):
            chosen.append(claim)
            for token in _tokens(claim):
                at.setdefault(token, []).append(claim)
    for claim in chosen:
        claim.nested = any(is_within(claim, other) for other in _near(claim, at) if other is not claim)
    return sorted(chosen, key=lambda claim: min(claim.first, claim.cue[0] if claim.cue[1] else claim.first))


def _tokens(claim: Found) -> set[int]:
    return {token for first, last in (*claim.pieces, claim.cue) for token in range(first, last)}


def _near(claim: Found, at: Mapping[int, Sequence[Found]]) -> list[Found]:
    """The claims that have a token in common with `claim`, each once."""
    return list({id(other): other for token in _tokens(claim) for other in at.get(token, ())}.values())


def touches(claim: Found, tokens: Range) -> bool:
    first, last = tokens
    # Most claims are far away: the first and last piece say so without looking at each.
    if claim.pieces[0][0] >= last or claim.pieces[-1][1] <= first:
        return False
    return any(a < last and first < b for a, b in claim.pieces)


def holds(outer: Range, inner: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def is_within(claim: Found, other: Found) -> bool:
    """Whether a claim stands with its cue in one piece of another one."""
    stretches = [*claim.pieces, claim.cue] if claim.cue[1] else claim.pieces
    return any(all(holds(piece, stretch) for stretch in stretches) for piece in other.pieces)


def _agree(reading: Reading, claim: Found, other: Found, speech: set[int]) -> bool:
    """Whether both can be kept: they do not touch, or one is said within the other."""
    for inner, outer in ((claim, other), (other, claim)):
        if is_within(inner, outer):
            return _is_worth_it(reading, inner, speech)
    crossing = any(touches(other, piece) for piece in claim.pieces)
    return not crossing and not any(
        one.cue[1] and touches(two, one.cue) for one, two in ((claim, other), (other, claim))
    )


def _is_worth_it(reading: Reading, claim: Found, speech: set[int]) -> bool:
    """Whether a claim within a claim is one that somebody else makes, or the speaker at another time."""
    if claim.kind not in _WITHIN or not claim.speakers or not claim.cue[1]:
        return False
    said_by = reading.lower[claim.speakers[0]]
    if claim.cue[0] in speech:
        return said_by not in _SPEAKERS_OF_QUOTATIONS and "say" in cues.kinds_of(claim.base)
    # "Lee said she hoped that": what is said is what is hoped.
    return said_by not in PRONOUNS or claim.kind == "as" or "say" in cues.kinds_of(claim.base)
