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

_Member = tuple[int, int]
"""Annotator and index of a unit."""


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
    cost = sum(_best(continuum, group) for group in _groups(continuum))
    return cost / (count / len(continuum))


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


def _groups(continuum: Continuum) -> list[list[_Member]]:
    """The units in groups, so that aligning units of two groups never pays."""
    members = sorted(
        ((row, i) for row, units in enumerate(continuum) for i in range(len(units))),
        key=lambda member: continuum[member[0]][member[1]].start,
    )
    parent = list(range(len(members)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    longest = max((u.end - u.start for units in continuum for u in units), default=0)
    for i, (row, index) in enumerate(members):
        one = continuum[row][index]
        for j in range(i + 1, len(members)):
            other_row, other_index = members[j]
            other = continuum[other_row][other_index]
            if other.start - one.start > 2 * longest + (one.end - one.start):
                break
            if row != other_row and _pays(dissimilarity(one, other), len(continuum)):
                parent[root(i)] = root(j)
    groups: dict[int, list[_Member]] = {}
    for i, member in enumerate(members):
        groups.setdefault(root(i), []).append(member)
    return list(groups.values())


def _pays(unlike: float, annotators: int) -> bool:
    """Whether having two units in one alignment can be better than having them apart.

    A member more saves one alignment of its own, whose pairs all cost 1; with n annotators a pair may therefore be as
    unlike as n (n - 1) / 2 + 1 at the very most.
    """
    return unlike < annotators * (annotators - 1) / 2 + 1


def _cost(continuum: Continuum, members: Sequence[_Member]) -> float:
    """The mean dissimilarity of an alignment's pairs (equation 2)."""
    n = len(continuum)
    every = n * (n - 1) // 2
    placed = [continuum[row][i] for row, i in members]
    real = len(placed) * (len(placed) - 1) // 2
    return (every - real + sum(dissimilarity(a, b) for a, b in combinations(placed, 2))) / every


def _best(continuum: Continuum, group: Sequence[_Member]) -> float:
    """The cost of the best partition of a group into alignments with at most one unit of each annotator.

    Begins with each unit where it costs least in reading order. Then all alignments are cut between one or two
    annotators and the others, and the halves put together at the least cost, for each such cut in turn until none
    helps. For two annotators that is the best there is; for more, very near to it.
    """
    rows = sorted({row for row, _ in group})
    if len(rows) == 1:
        return float(len(group))
    alignments = _begun(continuum, group)
    sizes = (1, 2) if len(rows) > 3 and len(group) <= _LARGE else (1,)
    cuts = [frozenset(cut) for size in sizes for cut in combinations(rows, size)]
    cost = sum(_cost(continuum, one) for one in alignments)
    for _ in range(_MOST_ROUNDS):
        for cut in cuts:
            alignments = _recombined(continuum, alignments, cut)
        found = sum(_cost(continuum, one) for one in alignments)
        if found > cost - 1e-9:
            break
        cost = found
    return cost


def _begun(continuum: Continuum, group: Sequence[_Member]) -> list[list[_Member]]:
    found: list[list[_Member]] = []
    for member in group:
        fitting = [one for one in found if all(row != member[0] for row, _ in one)]
        more = [_cost(continuum, [*one, member]) - _cost(continuum, one) for one in fitting]
        cheapest = min(range(len(more)), key=more.__getitem__, default=None)
        if cheapest is not None and more[cheapest] < 1:
            fitting[cheapest].append(member)
        else:
            found.append([member])
    return found


def _recombined(
    continuum: Continuum, alignments: Sequence[Sequence[_Member]], cut: frozenset[int]
) -> list[list[_Member]]:
    """`alignments` cut in two by annotator and put together again so that the sum of costs is least."""
    ours = [half for one in alignments if (half := [member for member in one if member[0] in cut])]
    theirs = [half for one in alignments if (half := [member for member in one if member[0] not in cut])]
    before = [_cost(continuum, half) for half in theirs]
    costs = []
    for half in ours:
        joined = [_cost(continuum, [*other, *half]) - old for other, old in zip(theirs, before, strict=True)]
        costs.append(joined + [_cost(continuum, half)] * len(ours))
    found = [list(half) for half in theirs]
    for half, column in zip(ours, cheapest_assignment(costs), strict=True):
        if column < len(theirs):
            found[column] += half
        else:
            found.append(half)
    return found


def cheapest_assignment(costs: Sequence[Sequence[float]]) -> list[int]:
    """For each row a column of its own, so that the sum of costs is least; there are at least as many columns as rows.

    The Hungarian method with potentials (Kuhn 1955; Munkres 1957), O(rows^2 * columns).
    """
    rows, columns = len(costs), len(costs[0]) if costs else 0
    infinite = float("inf")
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        least, used = [infinite] * (columns + 1), [False] * (columns + 1)
        while row_of[column]:
            used[column] = True
            here, step, following = row_of[column], infinite, 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                reduced = costs[here - 1][j - 1] - row_potential[here] - column_potential[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, column
                if least[j] < step:
                    step, following = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    row_potential[row_of[j]] += step
                    column_potential[j] -= step
                else:
                    least[j] -= step
            column = following
        while column:
            row_of[column], column = row_of[way[column]], way[column]
    found = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            found[row_of[column] - 1] = column - 1
    return found
