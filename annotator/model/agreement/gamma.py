"""The gamma measure: agreement on place and label at once, by the best alignment of everybody's units.

Mathet, Widlöcher and Métivier (2015, "The Unified and Holistic Method Gamma for Inter-Annotator Agreement Measure and
Alignment", Computational Linguistics 41(3)). Positional and categorical dissimilarity weigh the same (alpha = beta = 1,
delta_empty = 1). Expected disorder is the mean over corpora in which each annotator's units are shifted around the
continuum by a random amount (section 5.2); the seed is fixed, so that the same labels give the same figure.

Units that could be aligned at a gain form groups; the best alignment is found in each group by itself.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations
from statistics import fmean
from typing import NamedTuple

from annotator.model.agreement.assignment import cheapest_joins
from annotator.model.agreement.measure import Measure, Undefined
from annotator.model.phrases import tr

_SAMPLES = 30
_SEED = 20150901
_MOST_ROUNDS = 10
_LARGE = 60
"""Units in a group from which on only cuts of one annotator are tried."""


class Placed(NamedTuple):
    """One unit on the continuum; offsets in any unit of length."""

    start: float
    end: float
    label: str


Continuum = Sequence[Sequence[Placed]]
"""For each annotator the units; an annotator who found nothing has an empty row."""


def dissimilarity(one: Placed, other: Placed) -> float:
    """How unlike two units are (equations 4 and 5): squared relative distance of their ends, plus 1 for another label."""
    length = (one.end - one.start) + (other.end - other.start)
    place = (abs(one.start - other.start) + abs(one.end - other.end)) / length
    return place * place + (one.label != other.label)


def disorder(continuum: Continuum) -> float:
    """The disorder of the best alignment: the sum over its members of the mean dissimilarity of their pairs, divided by
    the mean number of units an annotator has. A place where an annotator has nothing costs 1 with each other one."""
    count = sum(len(units) for units in continuum)
    if not count:
        return 0.0
    aligning = _Aligning(continuum)
    return sum(aligning.best(group) for group in aligning.groups()) / (count / len(continuum))


def gamma(continuum: Continuum, length: float, samples: int = _SAMPLES) -> Measure:
    """1 - observed / expected disorder. `length` is that of the continuum, in the unit of the offsets."""
    if len(continuum) < 2:
        return Undefined(tr("There is only one annotator."))
    if not any(continuum):
        return Undefined(tr("Nobody labelled anything, so that there is nothing to agree on."))
    observed = disorder(continuum)
    rng = random.Random(_SEED)  # noqa: S311  # a sample, no secret
    expected = fmean(disorder(_shuffled(continuum, length, rng)) for _ in range(samples))
    if not expected:
        return Undefined(tr("Chance alone gives full agreement."))
    return 1 - observed / expected


def _shuffled(continuum: Continuum, length: float, rng: random.Random) -> list[list[Placed]]:
    """Units of randomly chosen annotators, shifted around; a unit that the end would cut moves on to the beginning."""
    found = []
    for _ in continuum:
        units = rng.choice(continuum)
        shift = rng.uniform(0, length)
        row = []
        for unit in units:
            start = (unit.start + shift) % length
            row.append(Placed(start, start + unit.end - unit.start, unit.label))
        found.append(row)
    return found


class _Aligning:
    """Finds the best alignment of a continuum. Units are known by their number in the order of their starts.

    The cost of an alignment is the mean dissimilarity of its pairs (equation 2), where pairs with an annotator who has
    nothing there cost 1. Costs are told in pairs: `_every` of them make a mean.
    """

    def __init__(self, continuum: Continuum) -> None:
        self._every = len(continuum) * (len(continuum) - 1) // 2
        found = sorted(
            ((unit, row) for row, units in enumerate(continuum) for unit in units), key=lambda each: each[0].start
        )
        self._units = [unit for unit, _ in found]
        self._rows = [row for _, row in found]
        self._near: list[dict[int, float]] = [{} for _ in found]
        """For each unit the units that it can be aligned with at a gain, and how unlike they are.

        A member more saves one alignment of its own, whose pairs all cost 1; of an alignment that is worth having, any
        two halves have two units between them that are less unlike than all pairs of annotators and one.
        """
        self._unlike = [_Unlike(self._units, i) for i in range(len(found))]
        """For each unit how unlike it is to any other."""
        self._look_around()

    def _look_around(self) -> None:
        units, rows, bound = self._units, self._rows, self._every + 1
        longest = max((unit.end - unit.start for unit in units), default=0)
        reach = bound**0.5
        for i, one in enumerate(units):
            row, length, near = rows[i], one.end - one.start, self._near[i]
            furthest = one.start + reach * (longest + length)
            for j in range(i + 1, len(units)):
                other = units[j]
                if other.start > furthest:
                    break
                if rows[j] != row:
                    unlike = dissimilarity(one, other)
                    if unlike < bound:
                        near[j] = self._near[j][i] = unlike

    def groups(self) -> list[list[int]]:
        """The units in groups, so that aligning units of two groups never pays."""
        found: list[list[int]] = []
        seen = [False] * len(self._units)
        for first in range(len(self._units)):
            if seen[first]:
                continue
            seen[first] = True
            group = [first]
            for i in group:
                for j in self._near[i]:
                    if not seen[j]:
                        seen[j] = True
                        group.append(j)
            found.append(sorted(group))
        return found

    def best(self, group: Sequence[int]) -> float:
        """The cost of the best partition of a group into alignments with at most one unit of each annotator.

        Begins with each unit where it costs least in reading order. Then all alignments are cut between one or two
        annotators and the others, and the halves put together at the least cost, for each such cut in turn until none
        helps. For two annotators that is the best there is; for more, very near to it.
        """
        rows = sorted({self._rows[i] for i in group})
        if len(rows) == 1:
            return float(len(group))
        alignments = self._begun(group)
        sizes = (1, 2) if len(rows) > 3 and len(group) <= _LARGE else (1,)
        cuts = [frozenset(cut) for size in sizes for cut in combinations(rows, size)]
        in_vain = 0
        for cut in cuts * _MOST_ROUNDS:
            alignments, change = self._recombined(alignments, cut)
            in_vain = in_vain + 1 if change > -1e-9 else 0
            if in_vain == len(cuts):
                break
        return sum(map(self._cost, alignments)) / self._every

    def _cost(self, alignment: Sequence[int]) -> float:
        real = len(alignment) * (len(alignment) - 1) // 2
        return self._every - real + sum(self._unlike[i][j] for i, j in combinations(alignment, 2))

    def _gain(self, half: Sequence[int], other: Sequence[int]) -> float:
        """What joining two halves costs more than leaving them apart; below 0 where it pays."""
        found = float(-len(half) * len(other) - self._every)
        for i in half:
            unlike = self._unlike[i]
            for j in other:
                found += unlike[j]
        return found

    def _begun(self, group: Sequence[int]) -> list[list[int]]:
        found: list[list[int]] = []
        at: dict[int, int] = {}
        for i in group:
            least, where = 0.0, len(found)
            for number in sorted({at[j] for j in self._near[i] if j in at}):
                one = found[number]
                if all(self._rows[j] != self._rows[i] for j in one) and (gain := self._gain((i,), one)) < least:
                    least, where = gain, number
            if where == len(found):
                found.append([])
            found[where].append(i)
            at[i] = where
        return found

    def _recombined(self, alignments: Sequence[Sequence[int]], cut: frozenset[int]) -> tuple[list[list[int]], float]:
        """`alignments` cut in two by annotator and put together again so that the sum of costs is least; and by how much
        that changes the cost."""
        rows = self._rows
        ours: list[list[int]] = []
        theirs: list[list[int]] = []
        change = 0.0
        for one in alignments:
            half, rest = [i for i in one if rows[i] in cut], [i for i in one if rows[i] not in cut]
            if half and rest:
                change -= self._gain(half, rest)
            if half:
                ours.append(half)
            if rest:
                theirs.append(rest)
        at = {i: number for number, half in enumerate(theirs) for i in half}
        gains = []
        for half in ours:
            others = sorted({at[j] for i in half for j in self._near[i] if j in at})
            gains.append([(n, gain) for n in others if (gain := self._gain(half, theirs[n])) < 0])
        for half, own, column in zip(ours, gains, cheapest_joins(gains), strict=True):
            if column is None:
                theirs.append(half)
            else:
                change += next(gain for n, gain in own if n == column)
                theirs[column] += half
        return theirs, change


class _Unlike(dict[int, float]):
    """How unlike one unit is to each other, looked up by their numbers; computed when asked for."""

    def __init__(self, units: Sequence[Placed], own: int) -> None:
        super().__init__()
        self._units, self._own = units, own

    def __missing__(self, other: int) -> float:
        found = self[other] = dissimilarity(self._units[self._own], self._units[other])
        return found
