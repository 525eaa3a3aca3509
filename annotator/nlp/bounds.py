"""Where a name begins and ends: without determiner, possessive and title, with the words beside it that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from annotator.nlp.knowledge import DIRECTIONS, ROMAN, Knowledge, joined
from annotator.nlp.reading import Name, Reading

NAMED = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"))
"""Labels that can be confused with one another; dates and amounts are left as they are."""

_GROWING = NAMED - {"WORK_OF_ART", "EVENT", "LAW", "LANGUAGE", "PRODUCT"}
"""Labels of names that a word such as "River" or "University" behind them makes longer."""

_POSSESSIVE = frozenset(("'s", "’s", "'", "’", "`s"))
_QUOTES = frozenset("\"'“”‘’„«»`") | {"``", "''"}
_KEEPS_THE = frozenset(("DATE", "TIME", "MONEY", "QUANTITY", "WORK_OF_ART", "PERCENT", "CARDINAL", "ORDINAL"))
_WITH_THE = frozenset(("Alps", "Andes", "Netherlands", "Hague", "Bronx", "Rockies", "Himalayas", "Dolomites"))
"""Geographic names of which "the" is a part."""
_ENDS_BADLY = frozenset(
    (
        ",",
        ";",
        ":",
        "(",
        "—",
        "–",
        "-",
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "before",
        "after",
        "for",
        "the",
        "&",
        "/",
        "by",
        "to",
        "from",
        "with",
    )
)


def parts(reading: Reading, name: Name) -> list[Name]:
    """The names in what a pipeline took for one: those of a caption are divided by a stroke, "Jane Doe / Harbour Press";
    those of a sentence by its verb, "Cook sighted Antarctica"."""
    if name.label not in NAMED:
        return [name]
    strokes = [token for token in range(name.first, name.last) if reading.words[token] in ("/", "|")]
    if strokes:
        edges = [name.first - 1, *strokes, name.last]
        return [Name(a + 1, b, "PERSON" if a < strokes[0] else "ORG") for a, b in pairwise(edges) if b - a > 1]
    verbs = [token for token in range(name.first + 1, name.last - 1) if _divides(reading, token)]
    if verbs and name.label in _GROWING:
        edges = [name.first - 1, *verbs, name.last]
        return [Name(a + 1, b, name.label) for a, b in pairwise(edges) if b - a > 1]
    return [name]


def _divides(reading: Reading, token: int) -> bool:
    return reading.words[token].islower() and (
        reading.tags[token] in ("VBD", "VBZ", "VBP", "MD") or reading.words[token] in ("as", "vs", "vs.")
    )


def bounded(reading: Reading, name: Name, known: Knowledge) -> Name | None:
    """A name without what does not belong to it; None where nothing is left."""
    first, last, label = name.first, name.last, name.label
    words = reading.words
    for token in range(first, last):
        if "\n" in words[token]:
            if token == first:
                first += 1
            else:
                last = token
                break
    while first < last and _begins_badly(reading, first, last, label, known):
        if label in NAMED and label != "NORP" and known.title(words[first]) and last - first > 1 and label != "FAC":
            label = "PERSON" if last - first <= 4 and label in ("ORG", "PERSON", "GPE") else label
        first += 1
    while last > first:
        word = words[last - 1]
        if word in _POSSESSIVE or word in _QUOTES or word.isspace() or word.lower() in _ENDS_BADLY:
            last -= 1
        else:
            break
    if first >= last:
        return None
    if label in NAMED:
        first, last = _without_strays(reading, first, last)
        if joined(words[first:last]) in known.no_names or words[last - 1].endswith(("ism", "isation", "ization")):
            return None
        if first >= last or not any(word[0].isupper() or word[0].isdigit() for word in words[first:last]):
            return None
        if first > 0 and words[first] in _WITH_THE and reading.lower[first - 1] == "the" and last - first == 1:
            first -= 1
    return Name(first, last, label)


def _begins_badly(reading: Reading, first: int, last: int, label: str, known: Knowledge) -> bool:
    """Whether the first word does not belong to the name."""
    word, lower = reading.words[first], reading.lower[first]
    if word in _QUOTES or word.isspace() or lower in _POSSESSIVE or word in (",", "(", "-", "—", "–"):
        return True
    if label in _KEEPS_THE:
        return False
    if lower in (
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "our",
        "this",
        "that",
        "these",
        "those",
        "another",
        "each",
        "every",
        "some",
        "any",
        "all",
        "both",
        "most",
        "many",
        "several",
        "no",
        "and",
        "or",
        "as",
        "but",
        "of",
    ):
        return True
    if lower == "the":
        return reading.words[first + 1 : last] not in ([name] for name in _WITH_THE)
    if last - first < 2:
        return False
    following = reading.words[first + 1]
    if (
        label in ("PERSON", "ORG", "GPE")
        and known.title(word)
        and following[0].isupper()
        and joined(reading.words[first:last]) not in known.names
    ):
        return following not in known.heads and reading.lower[first + 1] != "of"
    if lower in DIRECTIONS and joined(reading.words[first:last]) not in known.names:
        return joined(reading.words[first + 1 : last]) in known.names
    return False


def _without_strays(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Without small words at the ends that no name has there."""
    while (
        first < last
        and reading.tags[first] in ("IN", "VBD", "VBZ", "VBP", "MD", "RB", "CC", "TO", "PRP", "WDT", "WP")
        and reading.words[first].islower()
    ):
        first += 1
    while (
        last > first
        and reading.words[last - 1].islower()
        and reading.tags[last - 1]
        in ("IN", "VBD", "VBZ", "VBP", "MD", "RB", "CC", "TO", "PRP", "VBN", "VBG", "NN", "NNS", "WDT", "WP", "DT")
    ):
        last -= 1
    return first, last


def grown(reading: Reading, names: Sequence[Name], known: Knowledge) -> list[Name]:
    """Names with the words before and behind them that belong to them: first names, numerals, "of Edinburgh"."""
    taken = {token for name in names for token in range(name.first, name.last)}
    return [_with_neighbours(reading, name, taken, known) if name.label in NAMED else name for name in names]


def _with_neighbours(reading: Reading, name: Name, taken: set[int], known: Knowledge) -> Name:
    words, first, last, label = reading.words, name.first, name.last, name.label

    def free(token: int) -> bool:
        return 0 <= token < len(words) and token not in taken

    if (
        label in ("PERSON", "ORG", "GPE")
        and free(first - 1)
        and words[first - 1] in known.first_names
        and is_name_word(reading, first - 1)
        and words[first] not in known.heads
    ):
        first, label = first - 1, "PERSON"
    while free(last) and last - first < 8:
        word, single = words[last], last - first == 1
        capital = is_name_word(reading, last)
        if label == "PERSON" and _is_numeral(reading, last):
            last += 1
        elif (
            label in ("PERSON", "GPE", "ORG")
            and single
            and words[first] in known.first_names
            and capital
            and word not in known.heads
        ):
            last, label = last + 1, "PERSON"
        elif word in known.heads and capital and label in _GROWING and not known.title(words[last - 1]):
            last, label = last + 1, known.heads[word]
        elif (
            word == "of"
            and single
            and words[first] in known.before_of
            and free(last + 1)
            and is_name_word(reading, last + 1)
        ):
            last, label = end_of_run(reading, last + 1), "ORG"
        else:
            break
    if (
        label in ("GPE", "ORG", "LOC")
        and first >= 2
        and reading.lower[first - 1] == "of"
        and words[first - 2] in known.before_of
        and free(first - 2)
    ):
        first, label = first - 2, "ORG"
        while (
            free(first - 1) and is_name_word(reading, first - 1) and reading.deps[first - 1] in ("compound", "amod", "")
        ):
            first -= 1
    return Name(first, last, label)


def _is_numeral(reading: Reading, token: int) -> bool:
    """Whether the word is the "II" or "Jr." behind a person's name."""
    word = reading.words[token]
    return word in ("Jr.", "Sr.", "Jr", "Sr") or (word in ROMAN and not (word == "I" and reading.tags[token] == "PRP"))


def is_name_word(reading: Reading, token: int) -> bool:
    word, tag = reading.words[token], reading.tags[token]
    return word[0].isupper() and (tag in ("NNP", "NNPS") or (not tag and reading.lower[token - 1 : token] != ["."]))


def end_of_run(reading: Reading, token: int) -> int:
    while token < len(reading) and is_name_word(reading, token):
        token += 1
    return token
