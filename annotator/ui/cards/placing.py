"""Where cards stand beside a text: pure geometry. One card stands at its words, the others as near as there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_GAP = 10.0
_EDGE = 6.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A card that is in sight, in pixels."""

    id: str
    top: float
    height: float


def place(
    ids: Sequence[str],
    wanted: Callable[[int], float],
    height_of: Callable[[int], float],
    room: float,
    *,
    anchor: int,
    nudge: float = 0.0,
) -> list[Placed]:
    """The cards that are in sight in `room` pixels, in order; `wanted` is how high the n-th card's words stand.

    The card `anchor` stands at its words as far as the room allows. Heights are asked for only as far as needed.
    """
    if not ids or anchor < 0:
        return []
    height = height_of(anchor)
    top = max(_EDGE, min(wanted(anchor), room - height - _EDGE))
    above, missing = _above(wanted, height_of, anchor, top)
    if missing > 0:  # the first cards would be cut off: all go down, as long as the anchor can be seen
        moved = max(0.0, min(missing, room - height - _EDGE - top))
        top += moved
        above = [(number, y + moved, tall) for number, y, tall in above]
    top += nudge
    places = [(number, y + nudge, tall) for number, y, tall in reversed(above)]
    places.append((anchor, top, height))
    bottom = top + height
    number = anchor + 1
    while number < len(ids) and bottom + _GAP < room:
        tall = height_of(number)
        y = max(wanted(number) + min(0.0, nudge), bottom + _GAP)
        places.append((number, y, tall))
        bottom = y + tall
        number += 1
    return [Placed(ids[n], y, tall) for n, y, tall in places if y + tall > 0 and y < room]


def _above(
    wanted: Callable[[int], float], height_of: Callable[[int], float], anchor: int, top: float
) -> tuple[list[tuple[int, float, float]], float]:
    """The cards before the anchor, upward until out of sight; and by how much the very first is above the edge."""
    found: list[tuple[int, float, float]] = []
    limit = -2 * max(400.0, top)
    number = anchor - 1
    while number >= 0 and top > limit:
        tall = height_of(number)
        top = min(wanted(number), top - _GAP - tall)
        found.append((number, top, tall))
        number -= 1
    missing = _EDGE - top if found and number < 0 else 0.0
    return found, missing if wanted(0) >= 0 else 0.0
