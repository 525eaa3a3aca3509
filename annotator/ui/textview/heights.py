"""How tall the chunks are, one under the other: sums and places in logarithmic time (Fenwick 1994). Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class Heights:
    """Heights of things that stand under each other, in pixels. Any of them can change."""

    def __init__(self, heights: Iterable[float]) -> None:
        self._heights = array("d", heights)
        count = len(self._heights)
        tree = array("d", [0.0])
        tree.extend(self._heights)
        for index in range(1, count + 1):
            above = index + (index & -index)
            if above <= count:
                tree[above] += tree[index]
        self._tree = tree
        self._top_bit = 1 << (count.bit_length() - 1) if count else 0

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> float:
        return self._heights[index]

    def set(self, index: int, height: float) -> float:
        """Makes thing `index` `height` tall; returns by how much it grew."""
        grown = height - self._heights[index]
        if grown:
            self._heights[index] = height
            at = index + 1
            while at < len(self._tree):
                self._tree[at] += grown
                at += at & -at
        return grown

    def before(self, index: int) -> float:
        """The heights of all things above thing `index` together; of all where `index` is their count."""
        total = 0.0
        while index > 0:
            total += self._tree[index]
            index -= index & -index
        return total

    @property
    def total(self) -> float:
        return self.before(len(self._heights))

    def at(self, y: float) -> int:
        """The thing at `y`: the first above it, the last below."""
        index, bit = 0, self._top_bit
        while bit:
            following = index + bit
            if following < len(self._tree) and self._tree[following] <= y:
                index = following
                y -= self._tree[following]
            bit >>= 1
        return min(index, len(self._heights) - 1)
