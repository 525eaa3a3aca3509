"""Which articles to ask a person about first: those with the least certain suggestions, and of equally uncertain ones such
as are unlike each other (uncertainty sampling with a simple regard for diversity: Settles 2009, section 3).

Nothing here is one long step: a million articles are put in order while other threads go on.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator

from annotator.model.calibration import Calibration
from annotator.storage.connection import Connection

_STEP = 0.05
"""Certainties that lie this close together count as one."""
_ROWS_AT_ONCE = 2_000


def least_certain_first(db: Connection, keys: array[int], calibration: Calibration) -> array[int]:
    """`keys` by the least certain suggestion of each article, as it is calibrated; those without a scored one come last.

    Inside one step of certainty publishers take turns, so that the first articles are not all of one kind.
    """
    least = _least(db, calibration)
    if not least:
        return keys
    publishers = _publishers(db, least)
    unscored: array[int] = array("q")
    alike: defaultdict[float, list[int]] = defaultdict(list)
    for key in keys:
        share = least.get(key)
        if share is None:
            unscored.append(key)
        else:
            alike[share].append(key)
    turns: Counter[tuple[int, int]] = Counter()
    rounds: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for share in sorted(alike):
        step = int(share / _STEP)
        for key in alike[share]:
            kind = step, publishers.get(key, 0)
            rounds[step][turns[kind]].append(key)
            turns[kind] += 1
    ordered: array[int] = array("q")
    for step in sorted(rounds):
        for turn in range(len(rounds[step])):
            ordered.extend(rounds[step][turn])
    ordered.extend(unscored)
    return ordered


def _least(db: Connection, calibration: Calibration) -> dict[int, float]:
    """The calibrated share of each article's least certain suggestion. Read from two indexes; no pack is read."""
    least: dict[int, float] = {}
    sql = """SELECT two.article, two.least FROM suggestion AS one INDEXED BY suggestion_source
        JOIN suggestion AS two INDEXED BY suggestion_counts ON two.article = one.article AND +two.id = one.id
        WHERE one.source = ? AND two.total > 0 AND two.least IS NOT NULL"""
    for (source,) in db.execute("SELECT DISTINCT source FROM suggestion").fetchall():
        for article, score in _rows(db, sql, source):
            share = calibration.share((source, "", ""), score)
            if share is not None:
                least[article] = min(share, least.get(article, 1.0))
    return least


def _publishers(db: Connection, wanted: dict[int, float]) -> dict[int, int]:
    """A number for the publisher of each wanted article."""
    numbers: dict[str, int] = {}
    return {
        key: numbers.setdefault(publisher, len(numbers))
        for publisher, key in _rows(db, "SELECT source, id FROM article INDEXED BY article_source ORDER BY source")
        if key in wanted
    }


def _rows(db: Connection, sql: str, *values: str) -> Iterator[tuple]:  # type: ignore[type-arg]  # columns of a query
    cursor = db.execute(sql, values)
    while page := cursor.fetchmany(_ROWS_AT_ONCE):
        yield from page
