"""Which label of one annotator is which label of another's: the ground that all span measures stand on.

Three degrees: the same place and label (exact); the same label and overlapping text (partial); the same place, whatever
the label (boundary). Each label is matched at most once; places are code points with all their fragments, never flattened.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from annotator.model.agreement.measure import Measure, ratio
from annotator.model.annotation import Fragments
from annotator.model.phrases import tr

_FEW = 16
"""Pairs of labels that are looked at one by one; of more, only those that can touch."""


class Unit(NamedTuple):
    """One label of one annotator as agreement looks at it."""

    id: str
    label: str
    fragments: Fragments
    attributes: Mapping[str, Any] = {}

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]


@dataclass(frozen=True, slots=True)
class Score:
    """How many labels two annotators share: `both` counts for each side (in part where a match is partial)."""

    both: float = 0
    one: int = 0
    other: int = 0

    def __add__(self, more: Score) -> Score:
        return Score(self.both + more.both, self.one + more.one, self.other + more.other)

    @property
    def f1(self) -> Measure:
        """2 * both / (one + other): the harmonic mean of precision and recall, the same from either side.

        For labels without a fixed set of items it is what kappa tends to (Hripcsak and Rothschild 2005, "Agreement, the
        F-measure, and reliability in information retrieval", JAMIA 12(3)).
        """
        return ratio(2 * self.both, self.one + self.other, tr("Neither of the two labelled anything."))


def _same(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    mine, theirs = set(one), set(other)
    if len(mine) == len(one) and len(theirs) == len(other):  # nobody put the same twice, as nearly always
        return len(mine & theirs)
    return sum((Counter(one) & Counter(other)).values())


def exact(one: Sequence[Unit], other: Sequence[Unit]) -> Score:
    """Matches with the same label and the same fragments."""
    if not one or not other:
        return Score(0, len(one), len(other))
    both = _same([(u.label, u.fragments) for u in one], [(u.label, u.fragments) for u in other])
    return Score(both, len(one), len(other))


def boundary(one: Sequence[Unit], other: Sequence[Unit]) -> Score:
    """Matches with the same fragments, whatever the label."""
    if not one or not other:
        return Score(0, len(one), len(other))
    return Score(_same([u.fragments for u in one], [u.fragments for u in other]), len(one), len(other))


def partial(one: Sequence[Unit], other: Sequence[Unit]) -> Score:
    """Matches with the same label that share at least one code point, one to one, as many as can be."""
    if not one or not other:
        return Score(0, len(one), len(other))
    return Score(len(pairs(one, other, least=0.0)), len(one), len(other))


def overlap(one: Fragments, other: Fragments) -> int:
    """Code points that two places share."""
    if len(one) == 1 and len(other) == 1:
        return max(0, min(one[0][1], other[0][1]) - max(one[0][0], other[0][0]))
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def size(fragments: Fragments) -> int:
    """Code points of a place."""
    return sum(end - start for start, end in fragments)


def jaccard(one: Fragments, other: Fragments) -> float:
    """Shared code points over all code points of two places."""
    shared = overlap(one, other)
    return shared / (size(one) + size(other) - shared) if shared else 0.0


def pairs(
    one: Sequence[Unit], other: Sequence[Unit], *, least: float = 0.0, same_label: bool = True
) -> list[tuple[Unit, Unit]]:
    """The one-to-one matching of overlapping labels: as many pairs as possible, the more alike ones preferred.

    A pair needs a Jaccard index above `least`. Maximum matching by augmenting paths (Kuhn 1955), tried from the most
    alike pairs on; texts have few overlaps, so that it is fast.
    """
    edges = sorted(
        (
            (-alike, i, j)
            for i, j in _touching(one, other)
            if (not same_label or one[i].label == other[j].label)
            and (alike := jaccard(one[i].fragments, other[j].fragments)) > least
        ),
    )
    partner_of_other: dict[int, int] = {}
    partner_of_one: dict[int, int] = {}
    for _, i, j in edges:
        if i not in partner_of_one and j not in partner_of_other:
            partner_of_one[i], partner_of_other[j] = j, i
    reach: dict[int, list[int]] = {}
    for _, i, j in edges:
        reach.setdefault(i, []).append(j)
    for i in reach:
        if i not in partner_of_one:
            _augment(i, reach, partner_of_one, partner_of_other, set())
    return [(one[i], other[j]) for i, j in sorted(partner_of_one.items())]


def _augment(
    i: int, reach: Mapping[int, list[int]], of_one: dict[int, int], of_other: dict[int, int], seen: set[int]
) -> bool:
    for j in reach[i]:
        if j in seen:
            continue
        seen.add(j)
        if j not in of_other or _augment(of_other[j], reach, of_one, of_other, seen):
            of_one[i], of_other[j] = j, i
            return True
    return False


def _touching(one: Sequence[Unit], other: Sequence[Unit]) -> Iterable[tuple[int, int]]:
    """The index pairs whose hulls overlap, by a sweep over both."""
    if len(one) * len(other) <= _FEW:
        for i, mine in enumerate(one):
            start, end = mine.start, mine.end
            yield from ((i, j) for j, theirs in enumerate(other) if theirs.end > start and theirs.start < end)
        return
    first = sorted(range(len(one)), key=lambda i: one[i].start)
    second = sorted(range(len(other)), key=lambda j: other[j].start)
    live: list[int] = []
    at = 0
    for i in first:
        while at < len(second) and other[second[at]].start < one[i].end:
            live.append(second[at])
            at += 1
        yield from ((i, j) for j in live if other[j].end > one[i].start and other[j].start < one[i].end)
        live = [j for j in live if other[j].end > one[i].start]


def token_labels(spans: Sequence[tuple[int, int]], units: Sequence[Unit]) -> list[frozenset[str]]:
    """The labels on each token: all of them where labels nest; empty where there is none."""
    found: list[set[str]] = [set() for _ in spans]
    starts = [start for start, _ in spans]
    for unit in units:
        for start, end in unit.fragments:
            at = max(0, bisect_right(starts, start) - 1)
            while at < len(spans) and spans[at][0] < end:
                if spans[at][1] > start:
                    found[at].add(unit.label)
                at += 1
    return [frozenset(labels) for labels in found]
