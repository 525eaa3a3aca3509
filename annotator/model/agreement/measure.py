"""A measured value, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Undefined:
    """Why a measure could not be computed, in words that people can read."""

    why: str


Measure = float | Undefined


def ratio(part: float, whole: float, why: str) -> Measure:
    """`part / whole`, or `Undefined(why)` where the whole is nothing."""
    return part / whole if whole else Undefined(why)
