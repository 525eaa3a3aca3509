"""Labels on tokens: which tokens a label covers, what to do where it cuts one, and which of overlapping ones to keep."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.formats.losses import Losses, where
from annotator.formats.writing import Writing
from annotator.model.exchange import Row, Span
from annotator.model.phrases import tr
from annotator.model.text import Span as Stretch


class Aligned(NamedTuple):
    """The tokens that a stretch of text covers: first and last, and whether the stretch is exactly these."""

    first: int
    last: int
    exact: bool


class Tokens:
    """The tokens of one text, in order, none of them empty."""

    def __init__(self, found: Sequence[Stretch]) -> None:
        self.places = found
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]

    def align(self, start: int, end: int, mode: str) -> Aligned | None:
        """The tokens of `text[start:end]`. A token that is cut belongs to it with `expand`, not with `contract`.

        None where there is no token, or (with `skip`) where one is cut.
        """
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return None
        if self._starts[first] >= start and self._ends[last] <= end:
            # White space at the ends of a label belongs to no token.
            return Aligned(first, last, self._starts[first] == start and self._ends[last] == end)
        if mode == "skip":
            return None
        if mode == "contract":
            first += self._starts[first] < start
            last -= self._ends[last] > end
        return Aligned(first, last, exact=False) if first <= last else None

    def cut_at(self, edges: Iterable[int]) -> Tokens:
        """The same tokens, those that an edge lies in cut in two there."""
        cuts = sorted(set(edges))
        if not cuts:
            return self
        found: list[Stretch] = []
        for start, end in self.places:
            for edge in cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]:
                found.append((start, edge))
                start = edge
            found.append((start, end))
        return Tokens(found)


def edges_of(spans: Iterable[Span]) -> set[int]:
    """Where labels begin and end."""
    return {edge for span in spans for piece in span.fragments for edge in piece}


class Piece(NamedTuple):
    """One fragment of a label, on tokens."""

    span: Span
    first: int
    last: int


def without_overlaps(pieces: Sequence[Piece], preference: str) -> tuple[list[Piece], list[Piece]]:
    """The pieces that are kept where no token can have two labels, in the order of the text; and those left out.

    `longest` keeps the longer of two, `first` the one that begins earlier.
    """
    if preference == "first":
        ranked = sorted(pieces, key=lambda piece: (piece.first, -piece.last))
    else:
        ranked = sorted(pieces, key=lambda piece: (piece.first - piece.last, piece.first))
    taken: set[int] = set()
    kept, left_out = [], []
    for piece in ranked:
        covered = range(piece.first, piece.last + 1)
        if taken.isdisjoint(covered):
            taken.update(covered)
            kept.append(piece)
        else:
            left_out.append(piece)
    return sorted(kept, key=lambda piece: piece.first), left_out


def aligned_pieces(row: Row, tokens: Tokens, writing: Writing, losses: Losses) -> Iterator[Piece]:
    """The labels of a row on tokens, as a person chose to have them: whole, longer, shorter, or left out and counted."""
    for span in row.spans:
        fragments = span.fragments
        if len(fragments) > 1:
            losses.add(tr("fragments"), _FRAGMENTS[writing.fragments](), len(fragments), which=where(row, span))
            if writing.fragments == "hull":
                fragments = ((fragments[0][0], fragments[-1][1]),)
            elif writing.fragments == "skip":
                continue
        for start, end in fragments:
            found = tokens.align(start, end, writing.cut_tokens)
            if found is None:
                reason = tr("They were left out: they are not made of whole tokens.")
                losses.add(tr("off-token boundaries"), reason, which=where(row, span))
                continue
            if not found.exact:
                longer = tokens.places[found.first][0] < start or tokens.places[found.last][1] > end
                reason = (
                    tr("They became longer, to whole tokens.")
                    if longer
                    else tr("They became shorter, to whole tokens.")
                )
                losses.add(tr("off-token boundaries"), reason, which=where(row, span))
            yield Piece(span, found.first, found.last)


_FRAGMENTS = {
    "split": lambda: tr("Each became a label of its own."),
    "hull": lambda: tr("They were written as one label from the first to the last."),
    "skip": lambda: tr("Labels in several pieces were left out."),
}
