"""Overlapping highlights never share a lane, and as few lanes are used as they need."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.lanes import stack

intervals = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1])), max_size=25)


@given(intervals, st.integers(0, 3))
def test_no_two_in_one_lane_come_nearer_than_the_gap(spans: list[tuple[int, int]], gap: int) -> None:
    lanes = stack(spans, gap)
    for i, one in enumerate(spans):
        for j, other in enumerate(spans[:i]):
            if lanes[i] == lanes[j]:
                assert one[1] + gap <= other[0] or other[1] + gap <= one[0]


@given(intervals)
def test_lanes_are_used_from_the_text_upward(spans: list[tuple[int, int]]) -> None:
    used = set(stack(spans))
    assert used == set(range(len(used)))


def test_what_is_nested_lies_nearer_to_the_text() -> None:
    assert stack([(0, 20), (5, 9), (11, 12)]) == [1, 0, 0]
