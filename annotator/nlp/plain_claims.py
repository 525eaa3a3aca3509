"""Claims where there is no parser: quotations with the speech word and the name beside them, in any language with word lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from annotator.nlp import words
from annotator.nlp.clauses import Found
from annotator.nlp.quoted import Quoted
from annotator.nlp.reading import Range, Reading
from annotator.nlp.speakers import Mentions

_ENDS = frozenset((".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।"))
_FRAME = 16
"""Tokens beside a quotation in which its speech word is looked for."""


def find(reading: Reading, quoted: Sequence[Quoted], mentions: Mentions, language: str) -> list[Found]:
    """The quotations that can stand for themselves or have a speech word beside them, with that and the speaker."""
    speech = _speech(language)
    inside = {token for quote in quoted for token in range(*quote.tokens)}
    found: list[Found] = []
    last: Found | None = None
    for quote in quoted:
        if quote.continues and last is not None:
            last.pieces.append(quote.tokens)
            continue
        cue = _beside(reading, quote.tokens, inside, speech)
        if cue is None and not quote.speech:
            continue
        if last is not None and cue is not None and last.cue[0] == cue:
            last.pieces.append(quote.tokens)
            continue
        speaker = _speaker(reading, cue, quote.tokens, inside, mentions) if cue is not None else None
        claim = Found(
            [quote.tokens],
            (cue, cue + 1) if cue is not None else (0, 0),
            [] if speaker is None else [speaker],
            "quotation" if cue is not None else "floating",
            quoted=True,
        )
        if cue is None and last is not None:
            claim.speakers = list(last.speakers)
        found.append(claim)
        last = claim
    return found


def _beside(reading: Reading, tokens: Range, inside: set[int], speech: frozenset[str]) -> int | None:
    """The nearest speech word after the quotation, else before it, in its sentence."""
    first, last = tokens
    for token in range(last, min(len(reading), last + _FRAME)):
        if token in inside or "\n" in reading.words[token] or reading.words[token] in _ENDS:
            break
        if reading.lower[token] in speech:
            return token
    for token in range(first - 1, max(-1, first - 1 - _FRAME), -1):
        if token in inside or "\n" in reading.words[token] or reading.words[token] in _ENDS:
            break
        if reading.lower[token] in speech:
            return token
    return None


def _speaker(reading: Reading, cue: int, tokens: Range, inside: set[int], mentions: Mentions) -> int | None:
    """The last word of the name nearest to the speech word, in the same sentence."""
    best: tuple[int, int] | None = None
    for distance in range(1, _FRAME):
        for token in (cue + distance, cue - distance):
            if 0 <= token < len(reading) and token not in inside and (name := mentions.name_at(token)) is not None:
                step = range(min(cue, token) + 1, max(cue, token))
                if not any(reading.words[at] in _ENDS or "\n" in reading.words[at] for at in step):
                    best = (distance, name.last - 1)
                    break
        if best:
            return best[1]
    return None


@cache
def _speech(language: str) -> frozenset[str]:
    return words.section(language, "speech", "")
