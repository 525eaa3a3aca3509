"""Names that a pipeline passed over: well-known ones, those that grammar gives away, and repeated ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from annotator.nlp.bounds import NAMED, end_of_run, is_name_word
from annotator.nlp.knowledge import ROMAN, Knowledge, joined
from annotator.nlp.reading import Name, Reading


def well_known(reading: Reading, names: Sequence[Name], known: Knowledge) -> list[Name]:
    """Well-known names that were overlooked, or cut in two."""
    found = []
    inside = {token: name for name in names for token in range(name.first, name.last)}
    for token, word in enumerate(reading.words):
        longest = known.beginnings.get(word)
        if longest is None:
            continue
        for length in range(min(longest, len(reading) - token), 0, -1):
            label = known.names.get(joined(reading.words[token : token + length]))
            if label is None:
                continue
            covering = [inside.get(at) for at in range(token, token + length)]
            free = all(name is None for name in covering)
            whole = free or (length > 1 and _all_within(covering, token, token + length))
            named = length > 1 or is_name_word(reading, token) or label == "NORP"
            if whole and named and not _part_of_name(reading, token, length):
                found.append(Name(token, token + length, label))
            break
    return found


def acting(reading: Reading, names: Sequence[Name], known: Knowledge) -> list[Name]:
    """Runs of capitals that the pipeline passed over where title, numeral or grammar says that somebody is named."""
    taken = {token for name in names for token in range(name.first, name.last)}
    found = []
    token = 0
    while token < len(reading):
        if token in taken or not is_name_word(reading, token):
            token += 1
            continue
        first, token = token, end_of_run(reading, token)
        last = next((at for at in range(first, token) if at in taken), token)
        titled = False
        while first < last and known.title(reading.words[first]):
            first, titled = first + 1, True
        if first == last or last - first > 4 or joined(reading.words[first:last]) in known.no_names:
            continue
        numbered = last - first > 1 and reading.words[last - 1] in ROMAN
        if last < len(reading) and reading.words[last] in ROMAN and reading.tags[last] != "PRP":
            last, numbered = last + 1, True
        if last - first > 1 and (label := known.heads.get(reading.words[last - 1])) is not None and not titled:
            found.append(Name(first, last, label))
        elif titled or numbered:
            found.append(Name(first, last, "PERSON"))
        elif _acts(reading, first, last) and reading.words[first].lower() not in known.titles:
            the = first > 0 and reading.lower[first - 1] == "the"
            found.append(Name(first, last, "ORG" if the else "PERSON"))
    return found


def first_named(reading: Reading, names: Sequence[Name], known: Knowledge) -> list[Name]:
    """People by their first name, where no tagger says what a word is."""
    if reading.tagged:
        return []
    taken = {token for name in names for token in range(name.first, name.last)}
    found = []
    for token, word in enumerate(reading.words[:-1]):
        if word not in known.first_names or token in taken or not reading.words[token + 1][0].isupper():
            continue
        last = token + 1
        while last < len(reading) and last - token < 4 and last not in taken and _may_be_surname(reading.words[last]):
            last += 1
        if last > token + 1:
            found.append(Name(token, last, "PERSON"))
            taken.update(range(token, last))
    return found


def _may_be_surname(word: str) -> bool:
    return word[0].isupper() and word[1:2].islower()


def _acts(reading: Reading, first: int, last: int) -> bool:
    """Whether the run is the whole subject of a verb, so that it names who acts."""
    head = last - 1
    return (
        reading.deps[head] == "nsubj"
        and reading.subtree(head) in ((first, last), (first - 1, last))
        and reading.tags[reading.heads[head]][:2] == "VB"
    )


def _all_within(covering: Sequence[Name | None], first: int, last: int) -> bool:
    return all(name is None or (first <= name.first and name.last <= last) for name in covering)


def _part_of_name(reading: Reading, token: int, length: int) -> bool:
    """Whether an overlooked name stands before or behind further capitals, so that it may be part of a longer one."""
    before = token > 0 and is_name_word(reading, token - 1) and reading.deps[token - 1] == "compound"
    behind = (
        token + length < len(reading) and is_name_word(reading, token + length) and reading.deps[token] == "compound"
    )
    return before or behind


def repeated(reading: Reading, names: Sequence[Name]) -> list[Name]:
    """Further mentions of names that were found elsewhere in the article."""
    by_first: defaultdict[str, list[tuple[list[str], str]]] = defaultdict(list)
    seen: set[str] = set()
    for name in names:
        surface = joined(reading.words[name.first : name.last])
        if name.label in NAMED and surface not in seen and len(surface) > 2 and reading.words[name.first][0].isupper():
            seen.add(surface)
            parts = reading.words[name.first : name.last]
            by_first[parts[0]].append((parts, name.label))
    taken = {token for name in names for token in range(name.first, name.last)}
    found = []
    for token, word in enumerate(reading.words):
        if token in taken:
            continue
        for parts, label in sorted(by_first.get(word, ()), key=lambda entry: -len(entry[0])):
            last = token + len(parts)
            if reading.words[token:last] == parts and not taken.intersection(range(token, last)):
                if reading.tags[token] in ("NNP", "NNPS", "") or label == "NORP":
                    found.append(Name(token, last, label))
                    taken.update(range(token, last))
                break
    return found
