"""Where labels go above a line: beside each other where there is room, else in the next lane. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that wants a place: `places` are the left edges it would take, best first."""

    width: float
    places: tuple[float, ...]
    rank: int
    """Lower ranks choose first: what is innermost stays nearest to the text."""


def place_labels(wishes: Sequence[Wish], gap: float) -> list[tuple[int, float]]:
    """For each wish its lane, counted from 0 at the text, and its left edge; no two of a lane nearer than `gap`."""
    lanes: list[list[tuple[float, float]]] = []
    found: list[tuple[int, float]] = [(0, 0.0)] * len(wishes)
    for index in sorted(range(len(wishes)), key=lambda i: (wishes[i].rank, i)):
        wish = wishes[index]
        found[index] = _take(lanes, wish, gap)
    return found


def _take(lanes: list[list[tuple[float, float]]], wish: Wish, gap: float) -> tuple[int, float]:
    for number, taken in enumerate(lanes):
        for left in wish.places:
            right = left + wish.width
            if all(right + gap <= other_left or left >= other_right + gap for other_left, other_right in taken):
                taken.append((left, right))
                return number, left
    lanes.append([(wish.places[0], wish.places[0] + wish.width)])
    return len(lanes) - 1, wish.places[0]
