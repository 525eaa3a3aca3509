"""Claims where there is no parser: quotations with the speech word and the speaker beside them, in any language with word lists."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.nlp import german, words
from annotator.nlp.clauses import Found
from annotator.nlp.nesting import holds, touches
from annotator.nlp.quoted import Quoted
from annotator.nlp.reading import Range, Reading
from annotator.nlp.speakers import Mention, Mentions

_ENDS = frozenset((".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।"))
_COLONS = frozenset((":", "：", "﹕"))
_FRAME = 16
"""Tokens beside a quotation in which its speech word is looked for."""
_NEAR = 10
"""Tokens beside a speech word in which the speaker is looked for."""


def find(
    reading: Reading, quoted: Sequence[Quoted], mentions: Mentions, language: str
) -> tuple[list[Found], dict[int, list[Mention]]]:
    """The quotations that can stand for themselves or have a speech word beside them, with that; and by the number of
    the claim who says it."""
    plain = _Plain(reading, quoted, mentions, language)
    found: list[Found] = []
    speakers: dict[int, list[Mention]] = {}
    for quote in quoted:
        last = found[-1] if found else None
        cue = plain.cue_of(quote)
        announced = plain.is_announced(quote.tokens)
        if quote.continues and last is not None:
            last.pieces.append(quote.tokens)
            if not last.cue[1] and cue is not None and cue >= quote.tokens[1]:
                last.cue, last.kind = (cue, cue + 1), "quotation"
                if (mention := plain.speaker_of(cue, quote.tokens)) is not None:
                    speakers[len(found) - 1] = [mention]
            continue
        if not quote.speech and (plain.is_title(quote.tokens) or (cue is None and not announced)):
            continue
        if last is not None and cue is not None and last.cue[0] == cue and last.cue[1]:
            last.pieces.append(quote.tokens)
            continue
        claim = Found(
            [quote.tokens],
            (cue, cue + 1) if cue is not None else (0, 0),
            [],
            "quotation" if cue is not None else "floating",
            quoted=True,
        )
        if cue is not None:
            mention = plain.speaker_of(cue, quote.tokens)
        else:
            mention = (plain.before_colon(quote.tokens) if announced else None) or plain.opening(quote.tokens)
        if mention is not None:
            speakers[len(found)] = [mention]
        elif cue is None and not announced and last is not None and plain.goes_on(last, quote.tokens):
            speakers[len(found)] = speakers.get(len(found) - 1, [])
        found.append(claim)
    return (plain.with_indirect(found, speakers)) if language == "de" else (found, speakers)


class _Plain:
    """A text in which quotations, speech words and speakers are found by position."""

    def __init__(self, reading: Reading, quoted: Sequence[Quoted], mentions: Mentions, language: str) -> None:
        self.reading = reading
        self.mentions = mentions
        self.speech = words.section(language, "speech", "")
        self.pronouns = words.section(language, "speech", "pronouns")
        self.articles = words.section(language, "speech", "articles")
        self.small_nouns = language != "de"
        self.definite = words.section(language, "speech", "definite")
        self.titles = words.section(language, "speech", "titles")
        self._inside = {token for quote in quoted for token in range(*quote.tokens)}

    def cue_of(self, quote: Quoted) -> int | None:
        """The nearest speech word after the quotation, else before it, in its sentence; before it where it announces it."""
        first, last = quote.tokens
        after = range(last, min(len(self.reading), last + _FRAME))
        before = range(first - 1, max(-1, first - 1 - _FRAME), -1)
        following = self.reading.words[last : last + 1]
        if quote.ends_sentence and following and following[0][0].isupper():
            after = range(0)
        for step in (before, after) if self.is_announced(quote.tokens) else (after, before):
            for token in step:
                if self._is_border(token) and not (
                    token >= first - 2 and token < first and self._may_stand_between(token)
                ):
                    break
                if self.reading.lower[token] in self.speech:
                    return token
        return None

    def _may_stand_between(self, token: int) -> bool:
        """Whether the token may stand between a speech word and its quotation: a colon, a line end behind it."""
        word = self.reading.words[token]
        return word in _COLONS or ("\n" in word and self.reading.words[token - 1] in _COLONS)

    def is_announced(self, quote: Range) -> bool:
        """Whether a colon stands before the quotation, in the paragraph before it too."""
        at = quote[0] - 1
        if at > 0 and "\n" in self.reading.words[at]:
            at -= 1
        return at >= 0 and self.reading.words[at] in _COLONS

    def is_title(self, quote: Range) -> bool:
        """Whether a short quotation is the name of a newspaper or a place: behind an article, in capitals."""
        longer = [word for word in self.reading.words[slice(*quote)] if word.isalpha() and len(word) > 2]
        before = self.reading.lower[quote[0] - 1 : quote[0]]
        return bool(longer and before) and before[0] in self.definite and all(word[0].isupper() for word in longer)

    def with_indirect(
        self, found: list[Found], speakers: dict[int, list[Mention]]
    ) -> tuple[list[Found], dict[int, list[Mention]]]:
        """The quotations with what is reported in the journalist's words; what touches a quotation takes it in."""
        spoken = [(claim, speakers.get(number, [])) for number, claim in enumerate(found)]
        for claim in german.indirect(self.reading, self.speech, self._inside):
            touching = [other for other, _ in spoken if any(touches(claim, piece) for piece in other.pieces)]
            if any(not any(holds(piece, p) for piece in claim.pieces) for other in touching for p in other.pieces):
                continue
            said_by = next((by for other, by in spoken if other in touching and by), [])
            spoken = [(other, by) for other, by in spoken if other not in touching]
            claim.quoted = bool(touching)
            if claim.speakers:
                mention = self._mention_at(claim.speakers[0], True)
            elif claim.cue[1]:
                mention = self.speaker_of(claim.cue[0], claim.pieces[0])
            else:
                before = [by for other, by in spoken if other.first < claim.first]
                mention = next(iter(before[-1]), None) if before else None
            spoken.append((claim, [mention] if mention else said_by))
            spoken.sort(key=lambda pair: pair[0].first)
        for at in range(1, len(spoken)):
            (earlier, said_by), (claim, unknown) = spoken[at - 1], spoken[at]
            if not claim.cue[1] and not unknown and self.goes_on(earlier, claim.pieces[0]):
                spoken[at] = claim, said_by
        return [claim for claim, _ in spoken], {number: by for number, (_, by) in enumerate(spoken) if by}

    def goes_on(self, last: Found, quote: Range) -> bool:
        """Whether the quotation follows the end of the sentence in which the one before it was said."""
        end = max(last.last, last.cue[1])
        between = self.reading.words[end : quote[0]]
        if last.cue[1] <= last.first and any(word[0].isalnum() for word in between):
            return False
        return sum(word in _ENDS for word in between) <= 1 and (
            not between or between[-1] in _ENDS or between[-1].isspace()
        )

    def speaker_of(self, cue: int, quote: Range) -> Mention | None:
        """The name, noun or pronoun nearest to the speech word, behind it first where the quotation stands before it."""
        ahead = range(cue + 1, min(len(self.reading), cue + 1 + _NEAR))
        behind = range(cue - 1, max(-1, cue - 1 - _NEAR), -1)
        for step in (ahead, behind) if quote[1] <= cue else (behind, ahead):
            for token in step:
                if self._is_border(token):
                    break
                if token == cue + 1 + _NEAR // 2 and self.reading.words[token] == ",":
                    break
                mention = self._mention_at(token, step.step < 0)
                if mention is not None:
                    return mention
        return None

    def before_colon(self, quote: Range) -> Mention | None:
        """The name before the colon that announces a quotation, where it opens the line or sentence."""
        at = quote[0] - 2
        if at < 0 or not _is_capital(self.reading.words[at]):
            return None
        first, last = self._run(at)
        before = self.reading.words[first - 1] if first else "\n"
        opens = "\n" in before or before in _ENDS or before.isspace()
        return Mention((first, last), "PERSON", last - 1) if opens and last - first <= 4 else None

    def opening(self, quote: Range) -> Mention | None:
        """Who a quotation without a speech word is from by its sentence: the pronoun before it, else whom it begins with."""
        first, _ = self.reading.sentence(quote[0] - 1) if quote[0] else quote
        if quote[0] - first < 3 or any(self._is_border(at) for at in range(first, quote[0] - 1)):
            return None
        for at in range(quote[0] - 1, first, -1):
            if self.reading.lower[at] in self.pronouns:
                return Mention((at, at + 1), "ACTOR", at)
        return self._mention_at(first, False)

    def _is_border(self, token: int) -> bool:
        word = self.reading.words[token]
        return token in self._inside or word in _ENDS or word in _COLONS or "\n" in word

    def _mention_at(self, token: int, backwards: bool) -> Mention | None:
        reading = self.reading
        if (name := self.mentions.name_at(token)) is not None:
            return Mention(name.range, name.label, token)
        if reading.lower[token] in self.pronouns:
            return Mention((token, token + 1), "ACTOR", token)
        if not _is_capital(reading.words[token]):
            return None if backwards else self._common_noun(token)
        first, last = self._run(token)
        if last - first == 1 and self.small_nouns and reading.lower[first] in self.articles and last < len(reading):
            return Mention((first, last + 1), "ACTOR", last)
        for at in range(first, last):
            # "Ada Lee von der Initiative Elbe": the river at the end does not speak.
            if (name := self.mentions.name_at(at)) is not None and (at == first or name.label in ("PERSON", "ORG")):
                return Mention(name.range, name.label, at)
        if last - first > 1 and reading.lower[first] in self.articles:
            first += 1
        if first > 0 and reading.lower[first - 1] in self.articles:
            # "der Minister", "the mayor Ada Lee": with an article it is a noun, with more capitals behind it a name.
            names = next((at for at in range(first + 1, last) if reading.lower[at - 1] in self.titles), first)
            if names > first:
                return Mention((names, last), "PERSON", last - 1)
            return self._apposition(last) or Mention((first - 1, last), "ACTOR", last - 1)
        while first < last - 1 and reading.lower[first] in self.titles:
            first += 1
        return Mention((first, last), "PERSON", last - 1)

    def _common_noun(self, article: int) -> Mention | None:
        """A noun in small letters behind its article, "el ministro", or the name behind that."""
        words_ = self.reading.words
        if self.reading.lower[article] not in self.articles or not self.small_nouns or article + 1 >= len(words_):
            return None
        noun = article + 1
        if not words_[noun].isalpha() or _is_capital(words_[noun]):
            return None
        if noun + 1 < len(words_) and _is_capital(words_[noun + 1]):
            first, last = self._run(noun + 1)
            return Mention((first, last), "PERSON", last - 1)
        return Mention((article, noun + 1), "ACTOR", noun)

    def _apposition(self, last: int) -> Mention | None:
        """The name behind a noun and a comma: "der Präsident des Verbandes, Ulf Henning"."""
        words_ = self.reading.words
        at = last
        while at < min(len(words_), last + 6) and words_[at] != "," and not self._is_border(at):
            at += 1
        if words_[at : at + 1] != [","] or at + 2 >= len(words_) or not _is_capital(words_[at + 1]):
            return None
        first, end = self._run(at + 1)
        closed = words_[end : end + 1] and words_[end] in (",", ".", ":")
        return (
            Mention((first, end), "PERSON", end - 1) if first == at + 1 and 2 <= end - first <= 4 and closed else None
        )

    def _run(self, token: int) -> Range:
        first, last = token, token + 1
        while last < len(self.reading) and self._belongs(last):
            last += 1
        while first > 0 and self._belongs(first - 1):
            first -= 1
        while last - 1 > first and not _is_capital(self.reading.words[last - 1]):
            last -= 1
        while first < last - 1 and not _is_capital(self.reading.words[first]):
            first += 1
        return first, last

    def _belongs(self, token: int) -> bool:
        word = self.reading.words[token]
        return token not in self._inside and (
            _is_capital(word) or word in ("-", "von", "van", "de", "der", "del", "bin", "al")
        )


def _is_capital(word: str) -> bool:
    return word[0].isupper() and (len(word) > 1 or not word.isascii())
