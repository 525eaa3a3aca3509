"""Who says a quotation: the cue and speaker beside it, by position and by the parse where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.nlp import cues
from annotator.nlp.quoting import Quotation
from annotator.nlp.reading import Range, Reading
from annotator.nlp.speakers import PRONOUNS, subject_of

_ENDS = frozenset((".", "!", "?", "…"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "VBN", "VBG", ""))
_NAMING = frozenset(("NNP", "PRP", "NN", "DT", "JJ", "RB", "POS", "NNS"))
_BEGINNING = frozenset(("NNP", "PRP", "DT", "CD", "PRP$", "NN", "NNS"))
_FRAME = 24
"""Tokens beside a quotation in which its cue is looked for."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in tokens. `speech`: it can stand for itself."""

    tokens: Range
    speech: bool
    continues: bool
    ends_sentence: bool


def in_tokens(reading: Reading, quotations: Sequence[Quotation]) -> list[Quoted]:
    """The quotations as token ranges."""
    found = []
    for quotation in quotations:
        tokens = reading.tokens_in(quotation.start, quotation.end)
        if tokens[0] < tokens[1]:
            speech = quotation.is_speech(reading.text) and not _is_title(reading, tokens)
            found.append(Quoted(tokens, speech, quotation.continues, quotation.ends_sentence(reading.text)))
    return found


def _is_title(reading: Reading, tokens: Range) -> bool:
    """Whether the quotation is the name of a programme, a book, a film: each of its longer words has a capital."""
    longer = [word for word in reading.words[slice(*tokens)] if word.isalpha() and len(word) > 3]
    return reading.tagged and len(longer) > 1 and all(word[0].isupper() for word in longer)


class Frames:
    """The text around quotations: finds the verb that brings each."""

    def __init__(self, reading: Reading, quoted: Sequence[Quoted]) -> None:
        self.reading = reading
        self.quoted = quoted
        self._inside = {token for quote in quoted for token in range(*quote.tokens)}

    def cue_of(self, quote: Quoted) -> int | None:
        """The token of the verb that brings `quote`; None where it floats."""
        after = self._after(quote)
        if after is None:
            after = self._framed(quote)
        return after if after is not None else self._before(quote)

    def _framed(self, quote: Quoted) -> int | None:
        """Any verb with a name or pronoun right behind a quotation that ends with a comma: '"It is late," Lee enthused.'"""
        reading, at = self.reading, quote.tokens[1]
        if at < 3 or reading.words[at - 2] not in (",", "?", "!") or not reading.tagged:
            return None
        if self._is_cue_form(at) and reading.tags[at + 1 : at + 2] and reading.tags[at + 1] in _BEGINNING:
            return at
        verb = next((t for t in range(at, min(len(reading), at + 6)) if reading.tags[t] in ("VBD", "VBZ", "VBP")), None)
        if verb is None or any(reading.tags[t][:3] not in _NAMING and t not in self._inside for t in range(at, verb)):
            return None
        if verb == at and reading.tags[at + 1 : at + 2] not in (["NNP"], ["PRP"]):
            return None
        return verb if reading.words[at] != "," else None

    def _after(self, quote: Quoted) -> int | None:
        reading = self.reading
        at = quote.tokens[1]
        limit = min(len(reading), at + _FRAME)
        first = True
        for token in range(at, limit):
            word = reading.words[token]
            if "\n" in word or token in self._inside or self._is_end(token) or word in (":", ";"):
                return None
            if first and word not in (",", "—", "–", "-"):
                first = False
                stopped = reading.words[at - 2 : at - 1] == ["."]
                if quote.ends_sentence and word[:1].isupper() and not self._inverted_or_direct(token, stopped):
                    return None
            if self._is_cue(token):
                return token
        return None

    def _is_end(self, token: int) -> bool:
        """Whether a sentence ends with the token; the point of "D-Vt.," ends none."""
        return self.reading.words[token] in _ENDS and self.reading.words[token + 1 : token + 2] != [","]

    def _inverted_or_direct(self, token: int, stopped: bool) -> bool:
        """Whether a speech verb follows within a few words, with nothing but a name or noun before it; where the quotation
        ends with a full stop (`stopped`) nothing must follow the verb."""
        reading = self.reading
        for at in range(token, min(len(reading), token + 7)):
            if self._is_cue(at):
                # "It is late." Smith said he was tired: what follows the verb would then be a clause of its own.
                following = reading.lower[at + 1] if at + 1 < len(reading) else "."
                if stopped:
                    return following in (",", ".")
                return following in (
                    ",",
                    ".",
                    "in",
                    "on",
                    "at",
                    "to",
                    "of",
                    "during",
                    "when",
                    "as",
                    "after",
                    ";",
                ) or following.endswith("day")
            if reading.tagged and reading.tags[at][:2] in ("VB", "MD"):
                return False
            if reading.words[at] in _ENDS:
                return False
        return False

    def _before(self, quote: Quoted) -> int | None:
        reading = self.reading
        at = quote.tokens[0] - 1
        for token in range(at, max(-1, at - _FRAME), -1):
            word = reading.words[token]
            if "\n" in word and token == at and reading.words[token - 1] in (":", ","):
                # "She tweeted:" with the quotation in a paragraph of its own.
                at -= 1
                continue
            if "\n" in word or token in self._inside or word in _ENDS or word == ";":
                return None
            if self._is_cue(token):
                near = at - token <= 2 or reading.words[at] in (",", ":") or reading.lower[at] in ("that", "–", "—")
                return token if near else None
        return None

    def _is_cue_form(self, token: int) -> bool:
        """Whether the word is a form of a speech verb, whatever tag it has: '“I’m with her,” read one sign'."""
        reading = self.reading
        return token < len(reading) and cues.is_speech(cues.lexicon().verbs.get(reading.lower[token], ""))

    def _is_cue(self, token: int) -> bool:
        base = cues.verb_at(self.reading, token)
        return bool(base) and cues.is_speech(base) and self.reading.tags[token] in _FINITE

    def speaker_beside(self, cue: int, quote: Quoted) -> int | None:
        """The head word of the speaker: the parse's subject, else the name or noun that stands beside the verb."""
        reading = self.reading
        if reading.parsed:
            subject = subject_of(reading, cue)
            if subject is not None and subject not in self._inside:
                return subject
        ahead = self._scan(range(cue + 1, min(len(reading), cue + 12)))
        behind = self._scan(range(cue - 1, max(-1, cue - 12), -1))
        inverted = quote.tokens[1] <= cue and cue - quote.tokens[1] <= 1
        return (ahead or behind) if inverted else (behind or ahead)

    def _scan(self, tokens: range) -> int | None:
        reading = self.reading
        found = None
        for token in tokens:
            word, tag = reading.words[token], reading.tags[token]
            if token in self._inside or word in _ENDS or word == "," or "\n" in word:
                break
            if tag[:2] == "NN" or reading.lower[token] in PRONOUNS or tag == "PRP":
                found = token
                if tokens.step < 0:
                    break
            elif found is not None:
                break
        return found
