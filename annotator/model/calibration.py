"""How often suggestions like this one were right: scores that mean something, from what a person decided before.

The raw score of a source says little by itself: one pipeline's .9 is right nine times in ten, another's six times. Here
each score falls into one of ten bins, in which decisions are counted: by source, and by source, layer and label. A bin's
share of right ones is smoothed by m-estimates (Cestnik 1990): toward what the source's decisions say of the bin, and these
toward the raw score, so that little is believed of few decisions. Bins are then made to rise with the raw score by pooling
adjacent violators (binning and isotonic calibration: Zadrozny and Elkan 2001, 2002). Without a decision on a source its
raw score stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.model.annotation import Decision, Suggestion
from annotator.model.change import Change

SURE, LIKELY = 0.85, 0.6
"""From which share on suggestions are called sure, and likely; below they are unsure."""
BINS = 10
_UNSCORED = BINS
"""The bin of suggestions without a score."""
_WEIGHT_OF_SCORE = 10.0
"""How many decisions the raw score is worth where a source's bin is worked out: one refusal must not make all unsure."""
_WEIGHT_OF_SOURCE = 5.0
"""How many decisions the source's share is worth where a label's is worked out."""
_UNTRIED = 0.1
"""What a bin without decisions weighs where bins are made to rise: those with decisions have the say."""
_NOTHING_KNOWN = 0.5

Kind = tuple[str, str, str]
"""Source, layer and label."""


def band(share: float | None) -> str:
    """`sure`, `likely` or `unsure`; empty where nothing is known."""
    if share is None:
        return ""
    return "sure" if share >= SURE else "likely" if share >= LIKELY else "unsure"


def bin_of(score: float | None) -> int:
    """The bin of a raw score: 0 for [0, .1), ... 9 for [.9, 1], 10 where there is none."""
    return _UNSCORED if score is None else min(BINS - 1, max(0, int(score * BINS + 1e-9)))


@dataclass
class Counts:
    """Right and wrong ones by bin."""

    right: list[int] = field(default_factory=lambda: [0] * (BINS + 1))
    wrong: list[int] = field(default_factory=lambda: [0] * (BINS + 1))

    def add(self, number: int, times: int, *, is_right: bool) -> None:
        (self.right if is_right else self.wrong)[number] += times

    @property
    def total(self) -> int:
        return sum(self.right) + sum(self.wrong)

    def toward(self, priors: Sequence[float], weight: float) -> list[float]:
        """The share of right ones in each bin, with a prior for each that counts as much as `weight` decisions."""
        return [
            (right + weight * prior) / (right + wrong + weight)
            for right, wrong, prior in zip(self.right, self.wrong, priors, strict=True)
        ]


class Calibration:
    """Grows with each decision; cheap to ask."""

    def __init__(self) -> None:
        self._kinds: dict[Kind, Counts] = {}
        self._sources: dict[str, Counts] = {}
        self._shares: dict[Kind, list[float]] = {}
        """Worked out shares, until the next decision."""

    def count(self, kind: Kind, number: int, verdict: str, times: int = 1) -> None:
        """Takes in (with a negative number gives back) decisions on suggestions in a bin. What was edited was not right."""
        is_right = verdict == "accepted"
        self._kinds.setdefault(kind, Counts()).add(number, times, is_right=is_right)
        self._sources.setdefault(kind[0], Counts()).add(number, times, is_right=is_right)
        self._shares.clear()

    def learn(self, changes: Iterable[Change]) -> None:
        """Takes in what an action changed."""
        for change in changes:
            for record, times in ((change.before, -1), (change.after, 1)):
                if isinstance(record, Decision) and not record.deleted and record.source:
                    kind = record.source, record.layer, record.label
                    self.count(kind, bin_of(record.score), record.verdict, times)

    def of(self, suggestion: Suggestion) -> float | None:
        """The share of suggestions like this one that are right; None where neither it nor anybody says anything."""
        return self.share((suggestion.source, suggestion.layer, suggestion.label), suggestion.score)

    def share(self, kind: Kind, score: float | None) -> float | None:
        """As `of`; with an empty layer and label for a source as a whole."""
        source = self._sources.get(kind[0])
        if source is None or source.total <= 0:
            return score
        if kind not in self._shares:
            own = self._kinds.get(kind)
            self._shares[kind] = _shares(source, own)
        return self._shares[kind][bin_of(score)]

    def decided(self, source: str) -> int:
        """How many decisions on a source's suggestions it rests on."""
        counts = self._sources.get(source)
        return counts.total if counts else 0


def _shares(source: Counts, own: Counts | None) -> list[float]:
    priors = [(number + 0.5) / BINS for number in range(BINS)] + [_NOTHING_KNOWN]
    found = source.toward(priors, _WEIGHT_OF_SCORE)
    counts = source
    if own is not None:
        found, counts = own.toward(found, _WEIGHT_OF_SOURCE), own
    weights = [right + wrong + _UNTRIED for right, wrong in zip(counts.right, counts.wrong, strict=True)]
    return [*rising(found[:BINS], weights[:BINS]), found[_UNSCORED]]


def rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The closest values (by weighted squares) that never fall: pool adjacent violators."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        mean, heavy, count = value, weight, 1
        while pools and pools[-1][0] > mean:
            before, its, number = pools.pop()
            mean = (before * its + mean * heavy) / (its + heavy)
            heavy, count = heavy + its, count + number
        pools.append((mean, heavy, count))
    return [mean for mean, _, count in pools for _ in range(count)]
