"""What one suggester finds that another does not, in one text: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Fragments, Suggestion

BOTH, LABEL, BOUNDARY, ONLY_A, ONLY_B = KINDS = ("both", "label", "boundary", "only_a", "only_b")
"""The same; the same text under another label; overlapping text of the layer; nothing of the other there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What two suggesters say at one place; None where one of them says nothing."""

    kind: str
    a: Suggestion | None
    b: Suggestion | None

    @property
    def layer(self) -> str:
        return self._one.layer

    @property
    def fragments(self) -> Fragments:
        return self._one.fragments

    @property
    def _one(self) -> Suggestion:
        found = self.a or self.b
        assert found is not None, "one of the two says something"
        return found


def compare(a: Sequence[Suggestion], b: Sequence[Suggestion]) -> list[Difference]:
    """The two packs side by side, in reading order; each suggestion in one line. What only serves as the end of a link counts
    too: it is proposed.

    What is equal is paired first, then what has the same text, then what overlaps most (by characters).
    """
    left, right = _places(a), _places(b)
    found = [Difference(BOTH, left.pop(place), right.pop(place)) for place in left.keys() & right.keys()]
    for kind, fits in ((LABEL, _same_text), (BOUNDARY, _overlap)):
        for one in sorted(left.values(), key=_order):
            other = _best(one, right.values(), fits)
            if other is not None:
                found.append(Difference(kind, left.pop(one.place), right.pop(other.place)))
    found += [Difference(ONLY_A, one, None) for one in left.values()]
    found += [Difference(ONLY_B, None, one) for one in right.values()]
    return sorted(found, key=lambda one: (one.fragments[0][0], -one.fragments[-1][1], one.layer))


def _places(pack: Iterable[Suggestion]) -> dict[object, Suggestion]:
    return {suggestion.place: suggestion for suggestion in pack}


def _order(one: Suggestion) -> tuple[int, int]:
    return one.start, -one.end


def _same_text(a: Suggestion, b: Suggestion) -> int:
    return int(a.fragments == b.fragments)


def _overlap(a: Suggestion, b: Suggestion) -> int:
    if a.end <= b.start or b.end <= a.start:
        return 0
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a.fragments for t, f in b.fragments)


def _best(
    one: Suggestion, others: Iterable[Suggestion], fits: Callable[[Suggestion, Suggestion], int]
) -> Suggestion | None:
    near = [(fits(one, other), other.label == one.label, other) for other in others if other.layer == one.layer]
    best = max(near, key=lambda pair: pair[:2], default=None)
    return best[2] if best is not None and best[0] else None


@dataclass(slots=True)
class Tally:
    """What a comparison counts for one label."""

    both: int = 0
    only_a: int = 0
    only_b: int = 0
    label: int = 0
    boundary: int = 0
    judged_a: int = 0
    right_a: int = 0
    judged_b: int = 0
    right_b: int = 0

    def count(self, kind: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)

    def judge(self, side: str, *, is_right: bool) -> None:
        """Takes in that what side `a` or `b` said turned out right or wrong."""
        if side == "a":
            self.judged_a += 1
            self.right_a += is_right
        else:
            self.judged_b += 1
            self.right_b += is_right


def sides(difference: Difference) -> Iterator[tuple[str, Suggestion]]:
    """What is said, with the side that says it."""
    if difference.a is not None:
        yield "a", difference.a
    if difference.b is not None:
        yield "b", difference.b
