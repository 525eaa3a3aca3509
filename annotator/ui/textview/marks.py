"""What the article view draws on its text, and which of it lies where. Offsets are code points; no Qt.

The desk makes marks from annotations and suggestions; the view knows nothing else of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Fragments

STYLES = ("fill", "line", "cue", "evidence", "mark", "person")
"""Entity, claim, cue, evidence, stance; a label of one of several people, each with a lane and a pattern of their own."""

_LONG = 4_000
"""Code points from which on a mark is looked for one by one; the shorter ones are found by their start."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation or suggestion as the view draws it."""

    id: str
    fragments: Fragments
    style: str
    caption: str
    """The label's name; drawn in italics with "?" where it is suggested."""
    colour: str
    """A colour family of the theme, or `#rrggbb`."""
    suggested: bool = False
    number: int | None = None
    """A claim's number, shown where it begins; of a `person` their place, counted from 1."""
    sign: str = ""
    """A stance's ▲ ▼ ● or ?, shown in the margin."""
    aside: bool = False
    """Whether its words are no part of the article's text: they are grey."""
    description: str = ""
    """The mark in words, for screen readers."""

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]

    @property
    def length(self) -> int:
        """Code points in all fragments."""
        return sum(end - start for start, end in self.fragments)

    def covers(self, offset: int) -> bool:
        """Whether a fragment holds the character at `offset`."""
        return any(start <= offset < end for start, end in self.fragments)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link to draw, from mark to mark, with its role's name."""

    source_id: str
    target_id: str
    caption: str


class MarkIndex:
    """The marks of one article, found by place and by id."""

    __slots__ = ("_by_id", "_long", "_short", "_starts")

    def __init__(self, marks: Sequence[Mark] = ()) -> None:
        ordered = sorted(marks, key=_reading_order)
        self._long = [mark for mark in ordered if mark.fragments[-1][1] - mark.fragments[0][0] > _LONG]
        self._short = (
            [mark for mark in ordered if mark.fragments[-1][1] - mark.fragments[0][0] <= _LONG]
            if self._long
            else ordered
        )
        self._starts = [mark.fragments[0][0] for mark in self._short]
        self._by_id = {mark.id: mark for mark in ordered}

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._by_id.values())

    def with_id(self, mark_id: str | None) -> Mark | None:
        return self._by_id.get(mark_id) if mark_id is not None else None

    def missing_in(self, other: MarkIndex) -> list[Mark]:
        """The marks that `other` does not have, or not like this."""
        theirs = other._by_id
        return [mark for mark in self._by_id.values() if (known := theirs.get(mark.id)) is not mark and known != mark]

    def touching(self, start: int, end: int) -> list[Mark]:
        """The marks with a fragment in `[start, end)`, in reading order."""
        low, high = bisect_left(self._starts, start - _LONG), bisect_left(self._starts, end)
        found = [mark for mark in self._short[low:high] if _touches(mark.fragments, start, end)]
        if self._long and (others := [mark for mark in self._long if _touches(mark.fragments, start, end)]):
            found = sorted([*others, *found], key=_reading_order)
        return found

    def covering(self, offset: int) -> list[Mark]:
        """The marks on the character at `offset`, innermost first."""
        return innermost_first(mark for mark in self.touching(offset, offset + 1) if mark.covers(offset))


def innermost_first(marks: Iterator[Mark] | Sequence[Mark]) -> list[Mark]:
    """Shorter ones first; of equal ones decisions before suggestions."""
    return sorted(marks, key=lambda mark: (mark.length, mark.suggested, mark.start))


def _touches(fragments: Fragments, start: int, end: int) -> bool:
    if len(fragments) == 1:
        only = fragments[0]
        return only[0] < end and only[1] > start
    return any(a < end and b > start for a, b in fragments)


def _reading_order(mark: Mark) -> tuple[int, int]:
    return mark.fragments[0][0], -mark.fragments[-1][1]
