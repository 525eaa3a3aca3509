"""The claims of a text: what is said, asked, demanded or thought, with its cue and who says it.

Works on a `Reading`: by the parse of English where there is one, by quotation marks and speech words otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.nlp import clauses, cues
from annotator.nlp.clauses import Found
from annotator.nlp.quoted import Frames, Quoted
from annotator.nlp.reading import Range, Reading


def find(reading: Reading, quoted: Sequence[Quoted]) -> list[Found]:
    """The claims of an English text that has a parse, in the order of the text."""
    frames = Frames(reading, quoted)
    inside = {token for quote in quoted if quote.speech for token in range(*quote.tokens)}
    found: list[Found] = []
    lexicon = cues.lexicon()
    for token in range(len(reading)):
        if token in inside:
            continue
        word = reading.lower[token]
        base = cues.verb_at(reading, token)
        if base:
            found.extend(clauses.found_by_verb(reading, token, base))
        elif word == "according":
            found.extend(clauses.found_by_according(reading, token))
        elif word in lexicon.nouns and reading.tags[token][:2] == "NN":
            found.extend(clauses.found_by_noun(reading, token))
        elif word in lexicon.adjectives and reading.tags[token][:2] in ("JJ", "VB"):
            found.extend(clauses.found_by_adjective(reading, token))
    found = _with_quotations(reading, found, quoted, frames)
    return _outermost(found)


def _with_quotations(reading: Reading, found: list[Found], quoted: Sequence[Quoted], frames: Frames) -> list[Found]:
    """Claims whose stretches take in the whole of each quotation that they touch, and one for each further quotation."""
    by_cue = {claim.cue[0]: claim for claim in found}
    last: Found | None = None
    last_end = -1
    for quote in quoted:
        owner = next(
            (claim for claim in found if _touches(claim, quote.tokens) and not _holds(quote.tokens, claim.cue)), None
        )
        if owner is not None:
            if quote.speech:
                owner = _better(reading, found, by_cue, owner, quote, frames)
            owner.pieces = _joined(reading, [*owner.pieces, quote.tokens])
            owner.quoted = True
            last, last_end = owner, max(owner.last, owner.cue[1])
            continue
        if not quote.speech:
            continue
        if quote.continues and last is not None:
            last.pieces = _joined(reading, [*last.pieces, quote.tokens])
            last_end = quote.tokens[1]
            continue
        cue = frames.cue_of(quote)
        if cue is not None:
            claim = by_cue.get(cue)
            if claim is None:
                speaker = frames.speaker_beside(cue, quote)
                base = cues.verb_at(reading, cue)
                claim = Found(
                    [quote.tokens],
                    clauses.cue_range(reading, cue),
                    [] if speaker is None else [speaker],
                    "quotation",
                    base,
                )
                found.append(claim)
                by_cue[cue] = claim
            else:
                claim.pieces = _joined(reading, [*claim.pieces, quote.tokens])
                if not claim.speakers and (speaker := frames.speaker_beside(cue, quote)) is not None:
                    claim.speakers = [speaker]
            claim.quoted = True
        elif last is not None and _goes_on(reading, last, last_end, quote):
            last.pieces = _joined(reading, [*last.pieces, quote.tokens])
            claim = last
        elif _stands_alone(reading, quote):
            claim = Found([quote.tokens], (0, 0), list(last.speakers) if last else [], "floating", quoted=True)
            found.append(claim)
        else:
            continue
        last, last_end = claim, max(claim.last, claim.cue[1])
    return found


def _better(
    reading: Reading, found: list[Found], by_cue: dict[int, Found], owner: Found, quote: Quoted, frames: Frames
) -> Found:
    """The claim that a quotation belongs to where the parse and its position do not agree: position is right more often."""
    if owner.kind in ("clause", "left"):
        return owner
    cue = frames.cue_of(quote)
    if cue is None or cue == owner.cue[0]:
        return owner
    other = by_cue.get(cue)
    if other is None:
        speaker = frames.speaker_beside(cue, quote)
        other = Found(
            [quote.tokens],
            clauses.cue_range(reading, cue),
            [] if speaker is None else [speaker],
            "quotation",
            cues.verb_at(reading, cue),
        )
        found.append(other)
        by_cue[cue] = other
    return other


def _goes_on(reading: Reading, last: Found, last_end: int, quote: Quoted) -> bool:
    """Whether `quote` goes on with what was said just before: '"No," he said. "Never."'"""
    first = quote.tokens[0]
    if not last.quoted or last_end > first:
        return False
    between = reading.words[last_end:first]
    if any("\n" in word for word in between):
        return False
    return sum(word in ".!?" for word in between) <= 1 and len(between) <= 30


def _stands_alone(reading: Reading, quote: Quoted) -> bool:
    """Whether the quotation is a sentence of its own, with nothing beside it in its sentence."""
    first, last = quote.tokens
    before = reading.words[first - 1] if first else "\n"
    after = reading.words[last] if last < len(reading) else "\n"
    opens = "\n" in before or before in (".", "!", "?", ":") or before.isspace() or before in ("”", '"')
    return opens and quote.ends_sentence and (not after[:1].islower())


def _touches(claim: Found, tokens: Range) -> bool:
    return any(a < tokens[1] and tokens[0] < b for a, b in claim.pieces)


def _holds(outer: Range, inner: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _joined(reading: Reading, pieces: list[Range]) -> list[Range]:
    """`pieces` in order; those that overlap or have nothing but white space or a comma between them become one."""
    joined: list[Range] = []
    for first, last in sorted(pieces):
        if (
            joined
            and (first <= joined[-1][1] or all(not word.strip(" ,") for word in reading.words[joined[-1][1] : first]))
            and not any("\n" in word for word in reading.words[joined[-1][1] : first])
        ):
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


_RANK = {
    "quotation": 0,
    "left": 1,
    "clause": 1,
    "floating": 2,
    "according": 3,
    "as": 4,
    "infinitive": 4,
    "noun": 5,
    "adjective": 5,
}


def _outermost(found: list[Found]) -> list[Found]:
    """Without claims inside of claims: what somebody is said to have said belongs to what was said."""
    kept: list[Found] = []
    for claim in sorted(found, key=lambda c: (not c.quoted, _RANK.get(c.kind, 6), -sum(b - a for a, b in c.pieces))):
        if not any(_conflict(claim, other) for other in kept):
            kept.append(claim)
    return sorted(kept, key=lambda claim: min(claim.first, claim.cue[0] if claim.cue[1] else claim.first))


def _conflict(claim: Found, other: Found) -> bool:
    if any(_touches(other, piece) for piece in claim.pieces):
        return True
    return claim.cue[1] > 0 and _touches(other, claim.cue)
