"""The difference of two texts, line by line, for people to read. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_AROUND = 2
"""Lines that are shown before and after what differs."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference. `kind`: `same`, `gone`, `new`, or `gap` where equal lines were left out."""

    kind: str
    text: str = ""


def difference(before: str, after: str) -> list[Line]:
    """What became of `before` in `after`; equal lines far from any change are left out. Empty where both are equal."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Line] = []
    groups = list(SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND))
    end = 0
    for group in groups:
        if group[0][1] > end:
            found.append(Line("gap"))
        for kind, i, j, m, n in group:
            if kind == "equal":
                found += [Line("same", text) for text in old[i:j]]
            else:
                found += _changed(old[i:j], new[m:n])
        end = group[-1][2]
    if groups and end < len(old):
        found.append(Line("gap"))
    return found


def _changed(gone: list[str], new: list[str]) -> Iterator[Line]:
    yield from (Line("gone", text) for text in gone)
    yield from (Line("new", text) for text in new)
