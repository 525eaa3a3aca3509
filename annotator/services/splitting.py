"""Dividing articles into train, dev and test: by the article alone, so that no annotator's row of it is on another side.

Articles that say nearly the same are always on one side. Which side depends on ids and the seed, not on chance: the same
articles are divided the same way everywhere.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.model.errors import UserError
from annotator.model.phrases import tr

PARTS = ("train", "dev", "test")
WAYS = ("article", "time", "source")
"""`article`: evenly; `time`: the newest articles are the test; `source`: each source on one side."""
_SHARES = re.compile(r"(\d+(?:\.\d+)?)%?/(\d+(?:\.\d+)?)%?/(\d+(?:\.\d+)?)%?").fullmatch


class Piece(NamedTuple):
    """An article as far as dividing looks at it."""

    key: int
    id: str
    source: str
    published: str


@dataclass(frozen=True, slots=True)
class Split:
    """The shares of train, dev and test (they need not sum up to 100), and how articles are divided."""

    shares: tuple[float, float, float]
    by: str = "article"
    seed: int = 0

    @classmethod
    def parse(cls, text: str, by: str = "article", seed: int = 0) -> Split:
        """The split that `80/10/10` means; a part whose share is 0 is left out. Raises UserError."""
        found = _SHARES(text.strip())
        shares = tuple(float(share) for share in found.groups()) if found else ()
        if len(shares) != 3 or not sum(shares):
            raise UserError(
                tr("“{text}” is no split.", text=text),
                hint=tr("Write the shares of train, dev and test as 80/10/10, or 80/20/0 for no test part."),
            )
        if by not in WAYS:
            raise UserError(
                tr("Articles cannot be split by “{way}”.", way=by),
                hint=tr("Known are: {known}.", known=", ".join(WAYS)),
            )
        return cls((shares[0], shares[1], shares[2]), by, seed)

    @property
    def parts(self) -> list[str]:
        """The parts that get a share."""
        return [part for part, share in zip(PARTS, self.shares, strict=True) if share]

    def divide(self, pieces: Sequence[Piece], alike: Mapping[int, int]) -> dict[str, array[int]]:
        """The keys of each part, in the order of `pieces`. `alike`: key -> key of the first article that says the same.

        No part is empty as long as there are articles for it that need not stay together.
        """
        parts = self.parts
        full = [round(len(pieces) * sum(self.shares[: PARTS.index(part) + 1]) / sum(self.shares)) for part in parts]
        groups = self._groups(pieces, alike)
        part_of: dict[int, str] = {}
        at = here = 0
        for number, group in enumerate(groups):
            behind = len(parts) - 1 - at
            if behind and here and (len(part_of) >= full[at] or len(groups) - number <= behind):
                at, here = at + 1, 0
            part_of |= {piece.key: parts[at] for piece in group}
            here += len(group)
        found = {part: array("q") for part in parts}
        for piece in pieces:
            found[part_of[piece.key]].append(piece.key)
        return found

    def _groups(self, pieces: Sequence[Piece], alike: Mapping[int, int]) -> list[list[Piece]]:
        """What must stay together, in the order in which the parts are filled."""
        above = {piece.key: piece.key for piece in pieces}

        def top(key: int) -> int:
            while above[key] != key:
                above[key] = above[above[key]]
                key = above[key]
            return key

        first_of: dict[object, int] = {}
        for piece in pieces:
            joined: list[object] = [alike.get(piece.key, piece.key)]
            if self.by == "source" and piece.source:
                joined.append(piece.source)
            for each in joined:
                above[top(piece.key)] = top(first_of.setdefault(each, piece.key))
        groups: dict[int, list[Piece]] = {}
        for piece in pieces:
            groups.setdefault(top(piece.key), []).append(piece)
        if self.by == "time":
            return sorted(groups.values(), key=lambda group: (max(p.published for p in group), self._chance(group)))
        return sorted(groups.values(), key=self._chance)

    def _chance(self, group: Sequence[Piece]) -> bytes:
        first = min(piece.id for piece in group)
        return hashlib.sha256((f"{self.seed}:{first}" if self.seed else first).encode()).digest()
