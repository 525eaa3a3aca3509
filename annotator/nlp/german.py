"""Indirect speech in German, without a parser: by its subjunctive, by what opens it, and by the words that name a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.nlp import words
from annotator.nlp.clauses import Found
from annotator.nlp.reading import Range, Reading, trimmed

_ARTICLES = frozenset(("einem", "einer", "dem", "der", "den", "eigenen", "ihrer", "seiner"))
_LEAST = 3


def indirect(reading: Reading, speech: frozenset[str], inside: set[int]) -> Iterator[Found]:
    """What is reported in the journalist's own words, sentence by sentence; `inside`: the tokens of quotations."""
    told = False
    for sentence in reading.sentences:
        found = (
            _of_source(reading, sentence)
            or _of_cue(reading, sentence, speech, inside)
            or _of_conjunction(reading, sentence, inside)
        )
        if found is None and told and _is_reported(reading, sentence, inside):
            piece = trimmed(reading, sentence)
            found = Found([piece], (0, 0), [], "floating") if piece else None
        told = found is not None or any(token in inside for token in range(*sentence))
        if reading.text[reading.ends[sentence[1] - 1] : reading.ends[sentence[1] - 1] + 2].startswith("\n\n"):
            told = False
        if found is not None:
            yield found


def _of_cue(reading: Reading, sentence: Range, speech: frozenset[str], inside: set[int]) -> Found | None:
    """ "Lee sagte, die Brücke sei sicher"; "Die Brücke sei sicher, sagte Lee"; "Die Brücke, sagte Lee, sei sicher"."""
    first, last = sentence
    for cue in range(first, last):
        if cue in inside or not _is_cue(reading, cue, first, speech):
            continue
        comma = _comma(reading, cue + 1, last, inside)
        behind = trimmed(reading, (comma, last)) if comma < last else None
        set_off = cue > first + 1 and reading.words[cue - 1] == "," and cue - 1 not in inside
        before = trimmed(reading, (first, cue - 1)) if set_off else None
        if before is not None and not _is_reported(reading, before, inside):
            before = None
        if before is None and behind is not None and not _opens(reading, cue, behind, inside):
            behind = None
        if before is not None and behind is not None and not _is_reported(reading, behind, inside):
            behind = None
        pieces = [piece for piece in (before, behind) if piece is not None and piece[1] - piece[0] >= _LEAST]
        if pieces:
            return Found(pieces, (cue, cue + 1), [], "left" if before else "clause")
    return None


def _is_cue(reading: Reading, token: int, first: int, speech: frozenset[str]) -> bool:
    """Whether a word brings speech: by the word list, or by its place between a comma and a name, "..., klagte Lee"."""
    word = reading.words[token]
    if word[0].isupper() or word in words.section("de", "indirect", "no cues"):
        return False
    following = reading.words[token + 1 : token + 2]
    inverted = token > first + 2 and reading.words[token - 1] == "," and bool(following) and following[0][0].isupper()
    return word in speech or (inverted and word.endswith(("t", "te", "ten")))


def _of_conjunction(reading: Reading, sentence: Range, inside: set[int]) -> Found | None:
    """ "Das Gutachten kommt zu dem Schluss, dass der Neubau teurer sei": whatever brings a clause in the subjunctive."""
    first, last = sentence
    for token in range(first + 2, last):
        if reading.lower[token] in words.section("de", "indirect", "conjunctions") and reading.words[token - 1] == ",":
            piece = trimmed(reading, (token, last))
            if piece is not None and token not in inside and _is_reported(reading, piece, inside):
                return Found([piece], (token - 2, token - 1), [], "clause")
            return None
    return None


def _comma(reading: Reading, token: int, last: int, inside: set[int]) -> int:
    """The next comma or colon that stands in no quotation, and opens no remark on a name: ", der Minister, "."""
    return next((at for at in range(token, last) if reading.words[at] in (",", ":") and at not in inside), last)


def _opens(reading: Reading, cue: int, part: Range, inside: set[int]) -> bool:
    """Whether a part of a sentence behind its cue is what is said: "dass ..." or with a subjunctive."""
    opener = reading.lower[part[0]]
    asked = reading.lower[cue] in words.section("de", "indirect", "asking")
    return (
        opener in words.section("de", "indirect", "conjunctions")
        or (asked and opener in words.section("de", "indirect", "questions"))
        or _is_reported(reading, part, inside)
    )


def _is_reported(reading: Reading, part: Range, inside: set[int]) -> bool:
    """Whether a verb in its words outside of quotations stands in the subjunctive of reported speech."""
    forms = words.section("de", "indirect", "subjunctive")
    said = [token for token in range(*part) if token not in inside]
    if any(reading.lower[token] == "ich" for token in said):
        return False
    # Nouns look like some of the forms, but for their capital: "Folge", "Ende"; "es sei denn" reports nothing.
    return any(reading.words[token] in forms and reading.lower[token + 1 : token + 2] != ["denn"] for token in said)


def _of_source(reading: Reading, sentence: Range) -> Found | None:
    """ "Laut einer Umfrage halten viele den Plan für falsch"; "Einer Umfrage zufolge ..."; "Nach Angaben der Polizei ..."."""
    first, last = sentence
    for token in range(first, last):
        word = reading.lower[token]
        if (behind := _before_source(reading, token)) is not None:
            cue: Range = (token, behind)
        elif word in words.section("de", "indirect", "behind a source") and token > first:
            start = token - 1
            while start > first and reading.words[start - 1] not in (",", ":"):
                start -= 1
            pieces = [p for part in ((first, start), (token + 1, last)) if (p := trimmed(reading, part))]
            return _sourced(pieces, (token, token + 1), token - 1)
        else:
            continue
        end = _end_of_source(reading, cue[1], last)
        pieces = [p for part in ((first, token), (end, last)) if (p := trimmed(reading, part))]
        return _sourced(pieces, cue, end - 1)
    return None


def _before_source(reading: Reading, token: int) -> int | None:
    """The token behind "laut", "nach Angaben", "nach einem Bericht" where a source can follow."""
    word, following = reading.lower[token], reading.lower[token + 1 : token + 3]
    nouns = words.section("de", "indirect", "nouns of a source")
    if len(following) < 2 or not following[0][0].isalpha():
        return None
    if word in words.section("de", "indirect", "before a source"):
        return token + 1
    if word == "nach" and following[0] in nouns:
        return token + 2
    return token + 1 if word == "nach" and following[0] in _ARTICLES and following[1] in nouns else None


def _sourced(pieces: Sequence[Range], cue: Range, source: int) -> Found | None:
    long = [piece for piece in pieces if piece[1] - piece[0] >= _LEAST]
    return Found(long, cue, [source], "according") if long else None


def _end_of_source(reading: Reading, token: int, last: int) -> int:
    """Where the noun phrase behind "laut" ends: before a comma, or before the verb, the first small word behind a noun."""
    capital = False
    for at in range(token, last):
        word = reading.words[at]
        if word in (",", ".", ":", ";"):
            return at
        if word[0].isupper():
            capital = True
        elif capital and word[0].isalpha() and reading.lower[at] not in words.section("de", "indirect", "small words"):
            return at
    return last
