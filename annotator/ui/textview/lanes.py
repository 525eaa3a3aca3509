"""Where labels go above a line: beside each other where there is room, else in the next lane. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that wants a place: its left edge at `first`, or as little further as needed, `last` at most (or least)."""

    width: float
    first: float
    last: float
    """Less than `first` where labels give way to the left."""
    rank: int
    """Lower ranks choose first: what is innermost stays nearest to the text."""


def place_labels(wishes: Sequence[Wish], gap: float) -> list[tuple[int, float]]:
    """For each wish its lane, counted from 0 at the text, and its left edge; no two of a lane nearer than `gap`."""
    lanes: list[list[tuple[float, float]]] = []
    found: list[tuple[int, float]] = [(0, 0.0)] * len(wishes)
    for index in sorted(range(len(wishes)), key=lambda i: (wishes[i].rank, i)):
        lane, left = _choose(lanes, wishes[index], gap)
        lanes[lane].append((left, left + wishes[index].width))
        found[index] = lane, left
    return found


def _choose(lanes: list[list[tuple[float, float]]], wish: Wish, gap: float) -> tuple[int, float]:
    for lane, taken in enumerate(lanes):
        left = _free(taken, wish, gap)
        if left is not None:
            return lane, left
    lanes.append([])
    return len(lanes) - 1, wish.first


def _free(taken: Sequence[tuple[float, float]], wish: Wish, gap: float) -> float | None:
    """The free left edge nearest to what the wish would take first; None where the lane has none for it."""
    rightward = wish.last >= wish.first
    candidates = [wish.first]
    for left, right in taken:
        beside = right + gap if rightward else left - gap - wish.width
        if min(wish.first, wish.last) <= beside <= max(wish.first, wish.last):
            candidates.append(beside)
    for candidate in sorted(candidates, key=lambda edge: abs(edge - wish.first)):
        if all(candidate + wish.width + gap <= left or candidate >= right + gap for left, right in taken):
            return candidate
    return None
