"""Krippendorff's alpha for unitizing: do annotators find the same stretches in a continuum?

Krippendorff (1995, "On the reliability of unitizing continuous data", Sociological Methodology 25; 2004, "Content
Analysis", 2nd ed., section 11.6). Each category is looked at by itself: the text of `length` is for each observer a row
of sections, units of the category and the gaps between them. Lengths are in any unit (code points, tokens).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from annotator.model.agreement.measure import Measure, Undefined
from annotator.model.phrases import tr

Unit = tuple[int, int]
"""Start and end of a unit, end-exclusive."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Observed and expected disagreement of one category; both in squared lengths over the squared continuum."""

    observed: float
    expected: float


@dataclass(frozen=True, slots=True)
class Section:
    """A unit, or a gap between units."""

    start: int
    end: int
    is_unit: bool

    @property
    def length(self) -> int:
        return self.end - self.start


def sections(units: Iterable[Unit], length: int, begin: int = 0) -> list[Section]:
    """One observer's continuum cut into units and gaps. Units that overlap are made one."""
    found: list[Section] = []
    at = begin
    for start, end in sorted(units):
        start = max(start, at)
        if end <= start:
            continue
        if start > at:
            found.append(Section(at, start, False))
        found.append(Section(start, end, True))
        at = end
    if at < begin + length:
        found.append(Section(at, begin + length, False))
    return found


def _between(one: Section, other: Section) -> int:
    """The squared difference of two sections (Krippendorff 1995, equation 2)."""
    if one.end <= other.start or other.end <= one.start:
        return 0
    if one.is_unit and other.is_unit:
        return (one.start - other.start) ** 2 + (one.end - other.end) ** 2
    if one.is_unit and not other.is_unit and other.start <= one.start and one.end <= other.end:
        return one.length**2
    if other.is_unit and not one.is_unit and one.start <= other.start and other.end <= one.end:
        return other.length**2
    return 0


def _observed(observers: Sequence[Sequence[Section]], length: int) -> float:
    total = 0
    for one, other in combinations(observers, 2):
        i = j = 0
        while i < len(one) and j < len(other):
            total += _between(one[i], other[j])
            ends = one[i].end, other[j].end
            i += ends[0] <= ends[1]
            j += ends[1] <= ends[0]
    m = len(observers)
    return 2 * total / (m * (m - 1) * length**2)


def _expected(observers: Sequence[Sequence[Section]], length: int) -> float:
    """Krippendorff 2004, p. 254: units and gaps of all observers, as if shuffled over the continuum."""
    m = len(observers)
    units = [section.length for row in observers for section in row if section.is_unit]
    gaps = [section.length for row in observers for section in row if not section.is_unit]
    total = m * length
    if not units:
        return 0.0
    count = len(units)
    gaps.sort()
    longer = list(accumulate(reversed(gaps), initial=0))
    squares = 0.0
    for unit in units:
        squares += (count - 1) / 3 * (2 * unit**3 - 3 * unit**2 + unit)
        room = len(gaps) - bisect_left(gaps, unit)  # gaps that the unit fits into
        squares += unit**2 * (longer[room] - room * (unit - 1))
    below = total * (total - 1) - sum(unit * (unit - 1) for unit in units)
    return 2 / length * squares / below if below else 0.0


def disagreement(units: Sequence[Iterable[Unit]], length: int, begin: int = 0) -> Disagreement:
    """Observed and expected disagreement on one category; `units[j]` are those of observer j."""
    observers = [sections(own, length, begin) for own in units]
    return Disagreement(_observed(observers, length), _expected(observers, length))


def alpha_u(units: Mapping[Hashable, Sequence[Iterable[Unit]]], length: int, begin: int = 0) -> Measure:
    """Alpha over all categories: 1 - sum of observed / sum of expected disagreements.

    `units[category][j]` are the units of observer j; every observer must be there, with no units if they found none.
    """
    return alpha_of([disagreement(own, length, begin) for own in units.values()])


def alpha_of(found: Sequence[Disagreement]) -> Measure:
    """Alpha over categories whose disagreements are known."""
    expected = sum(part.expected for part in found)
    if not expected:
        return Undefined(tr("Nobody labelled anything, so that there is nothing to agree on."))
    return 1 - sum(part.observed for part in found) / expected
