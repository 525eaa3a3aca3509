"""Dividing articles into train, dev and test: by the article alone, so that no annotator's row of it is on another side.

Which article goes where depends on its id, not on chance: the same articles are divided the same way everywhere.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.model.errors import UserError
from annotator.model.phrases import tr

PARTS = ("train", "dev", "test")
_SHARES = re.compile(r"(\d+(?:\.\d+)?)%?/(\d+(?:\.\d+)?)%?(?:/(\d+(?:\.\d+)?)%?)?").fullmatch


@dataclass(frozen=True, slots=True)
class Split:
    """The shares of train, dev and test; they need not sum up to 100."""

    shares: tuple[float, float, float]

    @classmethod
    def parse(cls, text: str) -> Split:
        """The split that `80/10/10` means; `80/20` has no test part. Raises UserError."""
        found = _SHARES(text.strip())
        shares = tuple(float(share or 0) for share in found.groups()) if found else ()
        if len(shares) != 3 or not sum(shares):
            raise UserError(
                tr("“{text}” is no split.", text=text), hint=tr("Write the shares of train, dev and test as 80/10/10.")
            )
        return cls((shares[0], shares[1], shares[2]))

    def divide(self, keys: Sequence[int], ids: Mapping[int, str]) -> tuple[array[int], array[int], array[int]]:
        """The keys of each part, in the order they have in `keys`."""
        total = sum(self.shares)
        shuffled = sorted(keys, key=lambda key: hashlib.sha256(ids[key].encode()).digest())
        first = round(len(shuffled) * self.shares[0] / total)
        second = round(len(shuffled) * (self.shares[0] + self.shares[1]) / total)
        part = {key: 0 if at < first else 1 if at < second else 2 for at, key in enumerate(shuffled)}
        found = (array("q"), array("q"), array("q"))
        for key in keys:
            found[part[key]].append(key)
        return found
