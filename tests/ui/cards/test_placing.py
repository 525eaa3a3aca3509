"""Cards beside their words: never over each other, in order, the anchor in sight."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.cards.placing import place

ROOM = 600.0


@st.composite
def stacks(draw: st.DrawFn) -> tuple[list[float], list[float], int]:
    """Heights where the words stand, heights of the cards, and which card is the anchor."""
    ys = sorted(draw(st.lists(st.floats(-3000, 3000), min_size=1, max_size=40)))
    heights = draw(st.lists(st.floats(30, 200), min_size=len(ys), max_size=len(ys)))
    return ys, heights, draw(st.integers(0, len(ys) - 1))


@given(stacks(), st.floats(-500, 500))
def test_cards_keep_their_order_and_never_overlap(stack: tuple[list[float], list[float], int], nudge: float) -> None:
    ys, heights, anchor = stack
    ids = [str(number) for number in range(len(ys))]
    placed = place(ids, lambda n: ys[n], lambda n: heights[n], ROOM, anchor=anchor, nudge=nudge)
    numbers = [int(found.id) for found in placed]
    assert numbers == sorted(numbers)
    for one, other in itertools.pairwise(placed):
        assert one.top + one.height <= other.top


@given(stacks())
def test_the_anchor_is_wholly_in_sight(stack: tuple[list[float], list[float], int]) -> None:
    ys, heights, anchor = stack
    placed = place([str(n) for n in range(len(ys))], lambda n: ys[n], lambda n: heights[n], ROOM, anchor=anchor)
    found = next(card for card in placed if card.id == str(anchor))
    assert found.top >= 0
    assert found.top + found.height <= ROOM


def test_only_what_can_be_seen_is_measured() -> None:
    asked: set[int] = set()

    def height(number: int) -> float:
        asked.add(number)
        return 50.0

    place([str(n) for n in range(10_000)], lambda n: n * 40.0 - 200_000, height, ROOM, anchor=5_000)
    assert len(asked) < 60


def test_a_card_with_room_stands_at_its_words() -> None:
    ys = [100.0, 300.0]
    placed = place(["a", "b"], lambda n: ys[n], lambda n: 60.0, ROOM, anchor=0)
    assert [card.top for card in placed] == ys


def test_nothing_to_place() -> None:
    assert place([], lambda n: 0.0, lambda n: 0.0, ROOM, anchor=-1) == []
