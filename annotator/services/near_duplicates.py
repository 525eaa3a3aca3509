"""Which articles say nearly the same: the same agency's text in two papers, an article and its correction.

From each text the smallest checksums of its runs of four words are kept; two texts are near-duplicates where at least
half of their runs are the same, as far as these show. Memory is a few hundred bytes an article.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

from annotator.model.text import words_are_spaced

_WORDS, _CHARACTERS = 4, 8
"""Words of a run; characters where words are not spaced."""
_KEPT = 48
"""Checksums that are kept of a text."""
_KEYS = 16
"""Of these, how many bring texts together that are then compared; at half of the runs shared one is missed in 65,536."""
_SAME = 0.5
_COMPARED = 12
"""Texts that one is compared with for each key: a run that all articles of a paper have brings nobody together."""
_MULTIPLIER = 0x9E3779B97F4A7C15

Sketch = tuple[int, ...]


def sketch(text: str) -> Sketch:
    """The smallest checksums of a text's runs, in order."""
    import numpy as np  # only a split needs it

    if words_are_spaced(text[:2000]):
        values, length = [_checksum(word) for word in text.casefold().split()], _WORDS
    else:
        values, length = [ord(character) for character in text if not character.isspace()], _CHARACTERS
    length = max(1, min(length, len(values)))
    numbers = np.array(values, dtype="uint64")
    runs = np.zeros(len(values) - length + 1, dtype="uint64")
    for at in range(length):  # a number that depends on all of a run and looks like chance, the same everywhere
        runs = (runs ^ numbers[at : at + len(runs)]) * np.uint64(_MULTIPLIER)
        runs ^= runs >> np.uint64(29)
    return tuple(np.unique(runs)[:_KEPT].tolist())


@lru_cache(maxsize=100_000)
def _checksum(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def similarity(one: Sketch, other: Sketch) -> float:
    """The share of runs that two texts have in common (Jaccard), from their sketches."""
    both = sorted({*one, *other})[: max(len(one), len(other))]
    if not both:
        return 1.0
    shared = set(one) & set(other)
    return sum(each in shared for each in both) / len(both)


def near_duplicates(texts: Iterable[tuple[int, str]]) -> dict[int, int]:
    """For each key the key of its group, the first of it; alone in its group where no other text is nearly the same."""
    sketches: dict[int, array[int]] = {}
    by_key: defaultdict[int, list[int]] = defaultdict(list)
    group: dict[int, int] = {}

    def root(key: int) -> int:
        while group[key] != key:
            group[key] = group[group[key]]
            key = group[key]
        return key

    for key, text in texts:
        mine = sketch(text)
        sketches[key] = array("Q", mine)
        group[key] = key
        compared: set[int] = set()
        for each in mine[:_KEYS]:
            others = by_key[each]
            for other in others[-_COMPARED:]:
                if other not in compared and root(other) != root(key):
                    compared.add(other)
                    if similarity(mine, tuple(sketches[other])) >= _SAME:
                        first, second = sorted((root(other), root(key)))
                        group[second] = first
            others.append(key)
    return {key: root(key) for key in group}
