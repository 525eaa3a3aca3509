"""Gamma's best alignment is the best there is: compared with trying every alignment of few units."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.agreement.gamma import Placed, disorder, dissimilarity, gamma

UNITS = st.builds(
    lambda start, length, label: Placed(start, start + length, label),
    st.integers(0, 12),
    st.integers(1, 6),
    st.sampled_from("AB"),
)


def exact(continuum: Sequence[Sequence[Placed]]) -> float:
    """The least disorder, by trying all partitions into alignments with at most one unit of each annotator."""
    units = [(row, unit) for row, units in enumerate(continuum) for unit in units]
    every = len(continuum) * (len(continuum) - 1) // 2

    def cost(alignment: tuple[int, ...]) -> float:
        found = [units[i][1] for i in alignment]
        inner = [dissimilarity(a, b) for at, a in enumerate(found) for b in found[at + 1 :]]
        return (sum(inner) + every - len(inner)) / every

    @cache
    def least(left: frozenset[int]) -> float:
        if not left:
            return 0.0
        first = min(left)
        found: list[tuple[int, ...]] = [(first,)]
        for i in sorted(left - {first}):
            found += [(*some, i) for some in found if all(units[j][0] != units[i][0] for j in some)]
        return min(cost(some) + least(left - set(some)) for some in found)

    return least(frozenset(range(len(units)))) / (len(units) / len(continuum))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(UNITS, max_size=3), min_size=2, max_size=4).filter(any))
def test_the_disorder_of_few_units_is_the_least_there_is(continuum: list[list[Placed]]) -> None:
    assert disorder(continuum) == pytest.approx(exact(continuum), rel=0.02 if len(continuum) > 2 else 1e-9)
    assert disorder(continuum) >= exact(continuum) - 1e-9
    assert disorder(continuum[::-1]) == pytest.approx(disorder(continuum), rel=0.02)


def test_the_same_labels_give_the_same_figure_and_agreement_gives_one() -> None:
    one = [Placed(0, 5, "A"), Placed(8, 12, "B")]
    assert gamma([one, one, one], 20) == 1.0
    apart = [one, [Placed(1, 5, "A")], []]
    assert gamma(apart, 20) == gamma(apart, 20)
