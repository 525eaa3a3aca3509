"""Stances as pairs of holder and target: who was found to stand anywhere toward what, and then where.

A holder or target is known by its canonical `name` where it has one, else by its words; one that is no span by the
attribute that says it (`author`, a topic).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from annotator.model.agreement.layer import Seen
from annotator.model.agreement.matching import Score, Unit
from annotator.model.agreement.measure import Measure

Who = tuple[str, str]
"""Holder and target, as they are compared."""


def stances_of(seen: Seen, annotator: str) -> dict[Who, str]:
    """An annotator's stances in an article: (holder, target) -> label; of several with one pair the first in the text."""
    everything = seen.everything.get(annotator, {})
    ends: dict[tuple[str, str], Unit] = {}
    for role, source, target in seen.links.get(annotator, ()):
        if target in everything:
            ends.setdefault((source, role), everything[target])
    found: dict[Who, str] = {}
    for unit in sorted(seen.units.get(annotator, ()), key=lambda u: (u.start, u.end)):
        holder = _name(seen, ends.get((unit.id, "holder"))) or str(unit.attributes.get("holder_kind", ""))
        target = _name(seen, ends.get((unit.id, "target"))) or str(unit.attributes.get("topic", ""))
        found.setdefault((_folded(holder), _folded(target)), unit.label)
    return found


def _name(seen: Seen, unit: Unit | None) -> str:
    if unit is None:
        return ""
    return str(unit.attributes.get("name") or seen.quote(unit))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def pairs_f1(articles: Sequence[tuple[Mapping[Who, str], Mapping[Who, str]]]) -> Measure:
    """F1 of the (holder, target) pairs that two annotators found, whatever label they gave."""
    return sum((Score(len(one.keys() & other.keys()), len(one), len(other)) for one, other in articles), Score()).f1
