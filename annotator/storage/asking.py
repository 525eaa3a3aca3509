"""Which articles to ask a person about first: those with the least certain suggestions, and of equally uncertain ones such
as are unlike each other (uncertainty sampling with a simple regard for diversity: Settles 2009, section 3)."""

from __future__ import annotations

from array import array
from collections import Counter

from annotator.model.calibration import Calibration
from annotator.storage.connection import Connection

_STEP = 0.05
"""Certainties that lie this close together count as one."""


def least_certain_first(db: Connection, keys: array[int], calibration: Calibration) -> array[int]:
    """`keys` by the least certain suggestion of each article, as it is calibrated; those without a scored one come last.

    Inside one step of certainty publishers take turns, so that the first articles are not all of one kind.
    """
    least: dict[int, float] = {}
    for article, source, score in db.execute(
        "SELECT article, source, least FROM suggestion WHERE total > 0 AND least IS NOT NULL"
    ):
        share = calibration.share((source, "", ""), score)
        if share is not None:
            least[article] = min(share, least.get(article, 1.0))
    publishers = dict(db.execute("SELECT id, source FROM article").fetchall()) if least else {}
    ordered = sorted(keys, key=lambda key: least.get(key, 2.0))
    turns: Counter[tuple[int, str]] = Counter()
    places = {}
    for at, key in enumerate(ordered):
        step = int(least.get(key, 2.0) / _STEP)
        kind = step, str(publishers.get(key, ""))
        places[key] = step, turns[kind], at
        turns[kind] += 1
    return array("q", sorted(ordered, key=places.__getitem__))
