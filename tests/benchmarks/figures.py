"""What a benchmark hands back, and how it is printed: median, p95, floor and ratio, all from the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FRAME = 16.7
"""Milliseconds of one frame of a 60 Hz screen."""


@dataclass(frozen=True, slots=True)
class Options:
    """How much to measure."""

    folder: Path
    """Where files may be made; removed afterwards."""
    articles: int = 10_000
    rounds: int = 5
    """Repetitions of what takes seconds; what takes milliseconds is repeated twenty times as often."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: our values, and those of the floor."""

    what: str
    unit: str
    ours: Sequence[float]
    floor: Sequence[float] = ()
    floor_is: str = ""
    budget: str = ""
    more: dict[str, float] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.ours)

    @property
    def p95(self) -> float:
        return p95(self.ours)

    @property
    def ratio(self) -> float | None:
        """Our median over the floor's."""
        return self.median / statistics.median(self.floor) if self.floor else None

    def as_json(self) -> dict[str, object]:
        return {
            "what": self.what,
            "unit": self.unit,
            "median": self.median,
            "p95": self.p95,
            "worst": max(self.ours),
            "rounds": len(self.ours),
            "floor": statistics.median(self.floor) if self.floor else None,
            "floor_p95": p95(self.floor) if self.floor else None,
            "floor_is": self.floor_is,
            "ratio": self.ratio,
            "budget": self.budget,
            **self.more,
        }


def p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def side_by_side(
    rounds: int, ours: Callable[[int], object], floor: Callable[[int], object]
) -> tuple[list[float], list[float]]:
    """Milliseconds of both, taken in turn, so that what else the machine does falls on both."""
    pairs = [(milliseconds(lambda n=n: floor(n)), milliseconds(lambda n=n: ours(n))) for n in range(rounds)]  # type: ignore[misc]
    return [mine for _, mine in pairs], [bare for bare, _ in pairs]


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """The lines of the table."""
    wide = max([len(figure.what) for figure in figures], default=10)
    yield f"{'':{wide}}  {'median':>10} {'p95':>10} {'floor':>10} {'ratio':>6}  unit  budget (floor)"
    for figure in figures:
        floor = f"{statistics.median(figure.floor):10.4g}" if figure.floor else f"{'-':>10}"
        ratio = f"{figure.ratio:6.2f}" if figure.ratio is not None else f"{'-':>6}"
        said = figure.budget + (f" ({figure.floor_is})" if figure.floor_is else "")
        yield f"{figure.what:{wide}}  {figure.median:10.4g} {figure.p95:10.4g} {floor} {ratio}  {figure.unit:4}  {said}"
