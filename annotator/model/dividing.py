"""Who gets which articles: some for everybody, the rest split evenly, each share with as much of every source and length.

Pure and without chance: the same articles and people give the same shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """An article as far as dividing looks at it."""

    key: int
    id: str
    source: str
    length: int
    words: int = 0
    """How many words it has, where somebody wants to know; not looked at."""


class Shares(NamedTuple):
    """What everybody gets, and what each person gets beside it; keys in the order of the articles given."""

    common: list[int]
    own: list[list[int]]


def divide(articles: Sequence[Piece], people: int, overlap: float) -> Shares:
    """The shares of `people` persons; `overlap` (0 to 1) of the articles goes to everybody, at least one if it is not 0.

    The numbers of articles that two people get differ by one at most.
    """
    ordered = sorted(articles, key=lambda piece: (piece.source, piece.length, piece.id))
    wanted = len(ordered) if people < 2 else round(overlap * len(ordered))
    if overlap and ordered:
        wanted = max(wanted, 1)
    common = set(spread(range(len(ordered)), wanted))
    own: list[list[int]] = [[] for _ in range(people)]
    totals = [0] * people
    rest = [piece for number, piece in enumerate(ordered) if number not in common]
    for first in range(0, len(rest), people):
        # One for each person, of one source and nearly one length; the longest to whoever has the least to read.
        block = sorted(rest[first : first + people], key=lambda piece: -piece.length)
        for person, piece in zip(sorted(range(people), key=totals.__getitem__), block, strict=False):
            own[person].append(piece.key)
            totals[person] += piece.length
    place = {piece.key: number for number, piece in enumerate(articles)}
    shared = sorted((ordered[number].key for number in common), key=place.__getitem__)
    return Shares(shared, [sorted(keys, key=place.__getitem__) for keys in own])


def spread(items: Sequence[int], wanted: int) -> list[int]:
    """`wanted` of the items, at even distances."""
    count = len(items)
    return [items[(2 * number + 1) * count // (2 * wanted)] for number in range(min(wanted, count))]
