"""How well a suggester does on articles with labels: precision, recall and F1 by label, and whether one is better than another.

A place counts as right with its label (exact) or whatever the label (boundary). Whether a difference is one of the suggesters
or of the few articles is told by drawing articles anew, as many as there are, with replacement (paired bootstrap: Efron and
Tibshirani 1993, "An Introduction to the Bootstrap"; for language processing Berg-Kirkpatrick et al. 2012, EMNLP).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Fragments, Place

BETTER, NOT_BETTER, TOO_FEW = "better", "not better", "too few"
LEAST_ARTICLES, LEAST_LABELS = 5, 30
"""Held-out articles and labels in them below which nothing is said."""
_DRAWS = 1000
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Count:
    """Places that were right, proposed and labelled. `right` differs for precision and recall only where labels overlap."""

    right: int = 0
    proposed: int = 0
    labelled: int = 0
    found: int = 0
    """Labelled places that were proposed; for exact places the same as `right`."""

    def __add__(self, more: Count) -> Count:
        return Count(
            self.right + more.right,
            self.proposed + more.proposed,
            self.labelled + more.labelled,
            self.found + more.found,
        )

    @property
    def precision(self) -> float | None:
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        return self.found / self.labelled if self.labelled else None

    @property
    def f1(self) -> float | None:
        """None where nothing was labelled."""
        if not self.labelled:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Marks:
    """Exact places, and places whatever their label."""

    exact: Count = Count()
    boundary: Count = Count()

    def __add__(self, more: Marks) -> Marks:
        return Marks(self.exact + more.exact, self.boundary + more.boundary)


Kind = tuple[str, str]
"""Layer and label."""


def marks(labelled: Collection[Place], proposed: Collection[Place]) -> dict[Kind, Marks]:
    """The counts of one article, by layer and label."""
    truth, guess = set(labelled), set(proposed)
    truth_places = {(layer, fragments) for layer, _, fragments in truth}
    guess_places = {(layer, fragments) for layer, _, fragments in guess}
    found: dict[Kind, Marks] = {}
    by_truth, by_guess = Counter(map(_kind, truth)), Counter(map(_kind, guess))
    exact = Counter(map(_kind, truth & guess))
    right = Counter(_kind(place) for place in guess if _where(place) in truth_places)
    met = Counter(_kind(place) for place in truth if _where(place) in guess_places)
    for kind in by_truth | by_guess:
        sizes = by_guess[kind], by_truth[kind]
        found[kind] = Marks(Count(exact[kind], *sizes, exact[kind]), Count(right[kind], *sizes, met[kind]))
    return found


def _kind(place: Place) -> Kind:
    return place[0], place[1]


def _where(place: Place) -> tuple[str, Fragments]:
    return place[0], place[2]


def total(found: Iterable[Mapping[Kind, Marks]], layer: str) -> Marks:
    """The counts of several articles, all labels of a layer together."""
    return sum((each for one in found for (its, _), each in one.items() if its == layer), Marks())


def by_label(found: Iterable[Mapping[Kind, Marks]]) -> dict[Kind, Marks]:
    """The counts of several articles, by layer and label, in order."""
    summed: dict[Kind, Marks] = {}
    for one in found:
        for kind, each in one.items():
            summed[kind] = summed.get(kind, Marks()) + each
    return dict(sorted(summed.items()))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the new suggester is better in a layer, and in what share of the drawn sets of articles it was."""

    said: str
    share: float | None = None
    articles: int = 0
    labels: int = 0


def verdict(
    old: Sequence[Mapping[Kind, Marks]], new: Sequence[Mapping[Kind, Marks]], layer: str, seed: int = 0
) -> Verdict:
    """Compares exact F1 over the same articles, in the same order. The same seed gives the same answer."""
    pairs = [(total([a], layer).exact, total([b], layer).exact) for a, b in zip(old, new, strict=True)]
    labels = sum(b.labelled for _, b in pairs)
    if len(pairs) < LEAST_ARTICLES or labels < LEAST_LABELS:
        return Verdict(TOO_FEW, None, len(pairs), labels)
    chance = random.Random(seed)  # noqa: S311  # drawing articles, no secret
    won = 0
    for _ in range(_DRAWS):
        drawn = chance.choices(pairs, k=len(pairs))
        before, after = sum((a for a, _ in drawn), Count()), sum((b for _, b in drawn), Count())
        won += (after.f1 or 0.0) > (before.f1 or 0.0)
    share = won / _DRAWS
    return Verdict(BETTER if share >= _SURE else NOT_BETTER, share, len(pairs), labels)
