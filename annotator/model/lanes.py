"""Stacking of things that overlap on one line: which goes into which lane. Pure geometry, in any unit."""

from __future__ import annotations

from collections.abc import Sequence


def stack(intervals: Sequence[tuple[float, float]], gap: float = 0) -> list[int]:
    """The lane of each interval `(start, end)`, counted from 0, so that in no lane two are nearer than `gap`.

    Shorter ones take the lower lanes, so what is nested in something lies under it; of two equal ones the first.
    """
    lanes: list[list[tuple[float, float]]] = []
    found = [0] * len(intervals)
    for index in sorted(range(len(intervals)), key=lambda i: (intervals[i][1] - intervals[i][0], i)):
        start, end = intervals[index]
        for lane, taken in enumerate(lanes):  # noqa: B007  # the lane that has room is used below
            if all(end + gap <= other_start or start >= other_end + gap for other_start, other_end in taken):
                break
        else:
            lane = len(lanes)
            lanes.append([])
        lanes[lane].append((start, end))
        found[index] = lane
    return found
