"""How far what a cue brings reaches, by the parse of an English sentence and by what stands behind it."""

from __future__ import annotations

from itertools import pairwise

from annotator.nlp import cues, words
from annotator.nlp.asides import CLOSING_QUOTES
from annotator.nlp.reading import Range, Reading, trimmed

_CONTRASTS = frozenset(("while", "whereas", "though", "although"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_MAIN = frozenset(("ROOT", "ccomp", "conj", "parataxis"))
_OWN_KINDS = frozenset(("say", "think", "urge", "ask", "vow", "object", "preposition", "accuse", "call", "as"))


def after(reading: Reading, verb: int, clause: int) -> Range | None:
    """The clause behind its cue, without "that"; what else follows in the sentence belongs to it until somebody else
    speaks or the cue's own sentence goes on."""
    first, last = reading.subtree(clause)
    first = max(first, verb + 1)
    last = max(last, _end(reading, verb, last))
    last = _mended(reading, verb, first, last)
    if first + 1 < last and reading.lower[first + 1] == "that" and reading.lower[first] in cues.behind(reading, verb):
        first += 1
    while first < last and (reading.words[first] in (",", ":") or _is_conjunction(reading, first, last)):
        first += 1
    last = without_comment(reading, first, last)
    last = _before_own_verb(reading, verb, first, last)
    while last > first and reading.tags[last - 1] in ("CC", ","):
        last -= 1
    return trimmed(reading, (first, last))


def _mended(reading: Reading, verb: int, first: int, last: int) -> int:
    """The end of a clause whose verb the parse gave to something else: "said the plan that he has" | "is weak"."""
    at = last
    if reading.words[at : at + 1] == [","]:
        at += 1
    while at < len(reading) and reading.tags[at] == "RB":
        at += 1
    if (
        at >= reading.sentence(verb)[1]
        or reading.tags[at] not in _FINITE
        or reading.deps[verb] not in _MAIN
        or reading.tags[last - 1] in ("CC", "''")
        or reading.child(at, "nsubj") in range(last, at)
    ):
        return last
    main = reading.heads[at] if reading.deps[at] in ("aux", "auxpass") else at
    if _shares_subject(reading, main, verb):
        return last
    return max(last, min(reading.subtree(main)[1], reading.sentence(verb)[1]))


def _shares_subject(reading: Reading, main: int, verb: int) -> bool:
    """Whether a verb goes on with the cue's own sentence: "said on Monday, has resigned"."""
    subject = reading.child(main, "nsubj", "nsubjpass")
    return subject is not None and subject < verb and reading.deps[verb] not in ("ROOT", "ccomp")


def _before_own_verb(reading: Reading, cue: int, first: int, last: int) -> int:
    """Where content ends before a further cue verb of the same speaker: "said that prices fell, and predicted ...".

    The parse often joins that verb to what was said. It is the speaker's own where it has the cue's tense and the verb
    that it is joined to has another one, has nobody as its subject who could do it, or ends with a comma or a quotation.
    """
    tense = _tense(reading, cue)
    for token in range(first + 2, last):
        if reading.tags[token][:2] != "VB" or reading.deps[token] != "conj" or _is_marked(reading, first, token):
            continue
        conjunction = next((at for at in range(token - 1, max(first, token - 4), -1) if reading.tags[at] == "CC"), None)
        if conjunction is None or reading.child(token, "nsubj", "nsubjpass") is not None:
            continue
        joined = reading.heads[token]
        if not cues.kinds_of(cues.verb_at(reading, token)) & _OWN_KINDS or _tense(reading, token) != tense:
            continue
        if joined < first or (
            _tense(reading, joined) != tense
            or reading.words[conjunction - 1] in CLOSING_QUOTES
            or reading.words[conjunction - 1] == ","
            or not _is_somebody(reading, reading.child(joined, "nsubj", "nsubjpass"))
        ):
            return conjunction
    return last


def _tense(reading: Reading, verb: int) -> str:
    """`past`, `present`, `modal` or `bare`, by the verb's own form or that of its auxiliary."""
    for token in (*(child for child in reading.children[verb] if reading.deps[child] in ("aux", "auxpass")), verb):
        tag = reading.tags[token]
        if tag in _FINITE:
            return {"VBD": "past", "MD": "modal"}.get(tag, "present")
    # A participle joined to another one without its auxiliary: "has warned ... and urged".
    return "past" if reading.tags[verb] == "VBN" else "bare"


def _is_somebody(reading: Reading, token: int | None) -> bool:
    """Whether the subject of a verb looks like somebody who can speak."""
    if token is None:
        return True
    return (
        reading.tags[token] in ("NNP", "NNPS", "WP")
        or (reading.tags[token] == "PRP" and reading.lower[token] != "it")
        or reading.lower[token].removesuffix("s") in words.section("en", "names", "people")
    )


def each_that(reading: Reading, piece: Range) -> list[Range]:
    """The parts of a content that each begin with "that": "said that it was late and that she would go"."""
    first, last = piece
    starts = [
        at + 1
        for at in range(first + 3, last - 3)
        if reading.tags[at] == "CC"
        and reading.lower[at + 1] == "that"
        and reading.deps[at + 1] == "mark"
        and not _is_marked(reading, first, at)
    ]
    parts = [(a, b - 1 if b < last else b) for a, b in pairwise([first, *starts, last])]
    return [part for a, b in parts if (part := trimmed(reading, (a + (reading.lower[a] == "that"), b)))]


def _is_marked(reading: Reading, first: int, token: int) -> bool:
    """Whether `token` stands within quotation marks that open behind `first`."""
    opened = 0
    for word in reading.words[first:token]:
        if word in ('"', "``", "''"):
            opened = 1 - opened
        elif word in ("“", "„", "«"):
            opened = 1
        elif word in ("”", "»"):
            opened = 0
    return opened > 0


def _is_conjunction(reading: Reading, token: int, last: int) -> bool:
    """Whether the word is the "that" which joins a clause, not the one that stands for something."""
    return reading.lower[token] == "that" and (
        reading.deps[token] == "mark" or (token + 1 < last and reading.tags[token + 1][:2] not in ("VB", "MD", "RB"))
    )


def without_finite(reading: Reading, first: int, last: int) -> int:
    """The end of an infinitive before "and criticised": a finite verb that is joined to it belongs to its cue."""
    for token in range(first + 1, last):
        if (
            reading.tags[token] in ("VBD", "VBZ", "VBN")
            and reading.deps[token] == "conj"
            and reading.tags[reading.heads[token]] == "VB"
        ):
            return next((at for at in range(token, first, -1) if reading.tags[at] == "CC"), token)
    return last


def without_comment(reading: Reading, first: int, last: int) -> int:
    """The end of a clause without the journalist's remark on it ("..., a claim that others dispute"), without what is said
    next ("..., adding that") and without who speaks next ("... and Ada Lee insisting that")."""
    nouns, remarks = cues.lexicon().nouns, words.section("en", "cues", "remark")
    for token in range(first + 2, last):
        before = reading.words[token - 1]
        is_remark = before == "," and reading.tags[token] == "VBG"
        if is_remark and (reading.lower[token] in remarks or _joins(reading, token)):
            if not _is_marked(reading, first, token):
                return token - 1
            continue
        if before == "," and reading.lower[token] in ("a", "an", "the"):
            noun = next((at for at in range(token + 1, min(token + 3, last - 1)) if reading.lower[at] in nouns), None)
            if noun is not None and (
                reading.lower[noun + 1] in ("that", "which") or reading.tags[noun + 1] in ("PRP", "NNP", "DT")
            ):
                return token - 1
        if (reading.tags[token] == "CC" or reading.lower[token] in _CONTRASTS) and (
            speaker := _next_speaker(reading, token, last)
        ):
            return speaker
    return last


def _joins(reading: Reading, token: int) -> bool:
    """Whether a participle behind a comma begins a further claim of the same speaker."""
    return bool(cues.kinds_of(cues.verb_at(reading, token)) & {"say", "call", "as", "accuse", "urge"})


def _next_speaker(reading: Reading, conjunction: int, last: int) -> int | None:
    """Where content ends before "and Ada Lee insisting that": the conjunction, if another one speaks behind it."""
    for verb in range(conjunction + 2, min(conjunction + 10, last - 1)):
        if "say" not in cues.kinds_of(cues.verb_at(reading, verb)):
            continue
        subject = reading.child(verb, "nsubj")
        if subject is None or subject < conjunction or reading.tags[subject] not in ("NNP", "NNPS", "NNS", "NN"):
            return None
        contrast = reading.lower[conjunction] in _CONTRASTS or reading.lower[conjunction - 1 : conjunction + 1] == [
            ",",
            "but",
        ]
        joins = contrast or reading.lower[verb + 1] == "that"
        return conjunction if joins else None
    return None


def _end(reading: Reading, verb: int, last: int) -> int:
    """How far the clause behind `verb` reaches: over what hangs on the verb behind it, up to a new clause of the verb's."""
    end = last
    for child in reading.children[verb]:
        if child < last:
            continue
        dep = reading.deps[child]
        left, right = reading.subtree(child)
        after_comma = reading.words[left - 1] == ","
        if dep in ("conj", "cc", "parataxis", "ccomp") or (
            dep == "advcl" and (after_comma or reading.tags[child] == "VBG")
        ):
            break
        if dep == "prep" and (after_comma or reading.lower[child] == "according"):
            break
        if dep != "punct":
            end = right
    return end


def around(reading: Reading, verb: int, clause: int) -> list[Range]:
    """The clause before its cue, in two pieces where the cue stands in the middle of it."""
    sentence = reading.sentence(verb)
    first, last = reading.subtree(clause)
    subject = reading.child(verb, "nsubj")
    cue_first = min(verb, reading.subtree(subject)[0] if subject is not None and subject > clause else verb)
    if reading.deps[verb] in ("ROOT", "parataxis", "ccomp"):
        first = min(first, max(sentence[0], reading.subtree(verb)[0]))
    pieces = [piece] if (piece := trimmed(reading, (first, cue_first))) else []
    comma = next((at for at in range(verb + 1, min(sentence[1], verb + 25)) if reading.words[at] in ",—–"), None)
    divided = [
        at for at in range(clause, cue_first) if reading.words[at] in (";", ":") and not _is_marked(reading, first, at)
    ]
    if divided and (reading.words[divided[-1]] == ";" or divided[-1] + 1 == cue_first):
        # "Some say that; others warn": what stands before a semicolon is a sentence of its own.
        return []
    if last > verb + 1 and comma is not None and comma < last and (piece := trimmed(reading, (comma + 1, last))):
        pieces.append(piece)
    return pieces
