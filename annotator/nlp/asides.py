"""Cues set off by commas from what they bring, by the parse of an English sentence: "The plan, she said, will fail"."""

from __future__ import annotations

from annotator.nlp import cues
from annotator.nlp.reading import Range, Reading, trimmed

_SUBJECT_TAGS = frozenset(("NNP", "NNPS", "NN", "NNS", "DT", "JJ", "PRP", "PRP$", "POS"))
_LONGEST_SUBJECT = 5
CLOSING_QUOTES = frozenset(("”", '"', "’", "'", "''", "»"))
OPENING_QUOTES = frozenset(("“", '"', "‘", "``", "«", "„"))
_RELATIVE = frozenset(("who", "which", "that", "whom", "what", "whoever"))
_CIRCUMSTANCES = frozenset(
    ("since", "after", "when", "while", "before", "although", "though", "until", "whereas", "once", "whenever")
)


def parenthetical(reading: Reading, verb: int) -> list[Range]:
    """What stands around a cue that is set off by commas: "The plan, she said, will fail"; "It failed, he said"."""
    subject = reading.child(verb, "nsubj")
    mark = reading.child(verb, "mark", "prep")
    as_said = mark is not None and reading.lower[mark] == "as" and mark < verb
    if subject is None or (reading.deps[verb] in ("acl", "advcl", "csubj", "pcomp") and not as_said):
        return []
    if as_said and mark is not None:
        return _as_said(reading, verb, mark)
    if reading.deps[verb] == "relcl" and any(
        reading.tags[c] in ("WDT", "WP", "WRB", "IN") for c in reading.children[verb]
    ):
        return []
    if _has_own_object(reading, verb):
        return []
    left, right = reading.subtree(subject)
    if reading.lower[subject] in _RELATIVE or reading.lower[left] == "whose":
        return []
    start, end = reading.sentence(verb)
    if left <= verb < right:
        return []
    first = min(
        [left, verb, *(c for c in reading.children[verb] if reading.deps[c] in ("aux", "advmod", "neg") and c < verb)]
    )
    if first <= start or not _is_set_off(reading, first):
        return []
    delimiter = _next_comma(reading, max(verb + 1, right), end)
    if any(
        reading.deps[c] in ("ccomp", "xcomp", "dobj", "mark") and verb < c < delimiter and _is_clause(reading, c)
        for c in reading.children[verb]
    ):
        return []
    if reading.lower[delimiter : delimiter + 2] == [",", "that"] or any(
        reading.deps[c] == "mark" for c in reading.children[verb]
    ):
        return []
    start = max([start, *(at + 1 for at in range(start, first - 3) if reading.words[at] == ";")])
    before, behind = trimmed(reading, (start, first)), trimmed(reading, (delimiter, end))
    if before is None or _is_circumstance(reading, verb, before):
        return []
    if behind is not None and _opens_quotation(reading, delimiter, behind) and not _is_main(reading, verb, before):
        return []
    said_before = _has_verb(reading, before)
    if behind is None or (said_before and not _goes_on(reading, behind)):
        return [before] if said_before else []
    if not said_before and not _has_verb(reading, behind):
        return []
    return [before, behind]


def _as_said(reading: Reading, verb: int, mark: int) -> list[Range]:
    """The sentence around "as he put it", where that is set off by a comma and brings nothing of its own."""
    start, end = reading.sentence(verb)
    if any(reading.deps[child] in ("ccomp", "xcomp") and child > verb for child in reading.children[verb]):
        return []
    if mark > start + 1 and reading.words[mark - 1] not in (",", "—", "–"):
        return []
    before = trimmed(reading, (start, mark))
    behind = trimmed(reading, (_next_comma(reading, verb + 1, end), end))
    if before is not None and before[1] - before[0] < 3:
        before = None
    return [piece for piece in (before, behind) if piece]


def inserted(reading: Reading, verb: int) -> tuple[list[Range], int] | None:
    """What stands around a cue with nothing but its subject between two commas, by position alone, and the subject's
    head word: "Recipients, said Lee, are free"; 'Fell, Lee said, "is a disaster."'. None where it is otherwise."""
    start, end = reading.sentence(verb)
    size = len(reading)
    if verb + 1 < size and reading.words[verb + 1] == ",":
        first = verb
        while first - 1 > start and verb - first < _LONGEST_SUBJECT and reading.tags[first - 1] in _SUBJECT_TAGS:
            first -= 1
        speaker, delimiter = verb - 1, verb + 1
    else:
        first, delimiter = verb, verb + 1
        while delimiter < end and delimiter - verb <= _LONGEST_SUBJECT and reading.tags[delimiter] in _SUBJECT_TAGS:
            delimiter += 1
        speaker = delimiter - 1
        own = reading.child(verb, "nsubj")
        if reading.words[delimiter : delimiter + 1] != [","] or (own is not None and own < start + 1):
            return None
    if first - 2 < start or speaker == verb or not first <= speaker < delimiter or reading.words[first - 1] != ",":
        return None
    if reading.tags[speaker] not in ("NNP", "NN", "NNS", "PRP", "NNPS") or reading.deps[speaker] == "npadvmod":
        return None
    before, behind = trimmed(reading, (start, first)), trimmed(reading, (delimiter, end))
    if before is None or behind is None or behind[1] - behind[0] < 2 or _has_verb(reading, before):
        return None
    opens = reading.tags[before[0]] in ("DT", "NNP", "NNS", "NN", "JJ", "PRP", "PRP$", "CD", "NNPS")
    goes_on = reading.tags[next((at for at in range(*behind) if reading.words[at] not in OPENING_QUOTES), behind[0])]
    return ([before, behind], speaker) if opens and goes_on in ("VBZ", "VBD", "VBP", "MD", "RB") else None


def _has_own_object(reading: Reading, verb: int) -> bool:
    """Whether a preposition of the verb's own brings what is said: "he objected to the plan"."""
    wanted = cues.lexicon().prepositions.get(cues.verb_at(reading, verb), ())
    return any(
        child > verb and reading.deps[child] == "prep" and reading.lower[child] in wanted
        for child in reading.children[verb]
    )


def _is_circumstance(reading: Reading, verb: int, before: Range) -> bool:
    """Whether the words before a cue only say when or why it was said: "When the vote ended, she said"."""
    opens = reading.lower[before[0]] in _CIRCUMSTANCES or reading.tags[before[0]] in ("VBN", "VBG")
    return opens and any(
        reading.deps[child] == "advcl" and reading.subtree(child)[0] <= before[0] <= child < before[1]
        for child in reading.children[verb]
    )


def _opens_quotation(reading: Reading, delimiter: int, behind: Range) -> bool:
    return any(word in OPENING_QUOTES for word in reading.words[delimiter : behind[0] + 1])


def _is_main(reading: Reading, verb: int, part: Range) -> bool:
    """Whether the sentence's main clause, or what the verb brings, stands in this part of it."""
    return any(
        reading.deps[token] == "ROOT" or (reading.deps[token] == "ccomp" and reading.heads[token] == verb)
        for token in range(*part)
        if token != verb
    )


def _has_verb(reading: Reading, part: Range) -> bool:
    return any(reading.tags[token] in ("VBD", "VBZ", "VBP", "MD") for token in range(*part))


def _is_set_off(reading: Reading, first: int) -> bool:
    """Whether a comma or dash, or a quotation that ends with one, stands before `first`."""
    word = reading.words[first - 1]
    if word in (",", "—", "–", "--"):
        return True
    return word in CLOSING_QUOTES and first > 1 and reading.words[first - 2] in (",", "?", "!", "…")


def _next_comma(reading: Reading, token: int, end: int) -> int:
    while token < end and reading.words[token] not in (",", "—", "–", "--", ";", ":"):
        if reading.words[token] in OPENING_QUOTES and reading.tags[token - 1] != "IN":
            break
        token += 1
    return token


def _is_clause(reading: Reading, token: int) -> bool:
    return reading.tags[token][:2] in ("VB", "MD") or reading.deps[token] == "ccomp"


def _goes_on(reading: Reading, behind: Range) -> bool:
    """Whether what follows the cue still belongs to the clause before it: "that ...", "if ...", "and" with a new subject."""
    first, last = behind
    if reading.lower[first] in ("that", "if", "because", "unless") or reading.tags[first] in (
        "VBZ",
        "VBD",
        "VBP",
        "MD",
    ):
        return True
    return reading.lower[first] in ("and", "but", "or", "so") and any(
        reading.deps[token] in ("nsubj", "nsubjpass", "expl") for token in range(first + 1, min(last, first + 6))
    )
