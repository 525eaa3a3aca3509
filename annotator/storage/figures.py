"""Counts of a whole project, for `annotator info` and the progress page. The same project gives the same figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.model.article import Annotator
from annotator.storage import people, queue
from annotator.storage.connection import Connection
from annotator.storage.rows import article_count, readable
from annotator.storage.schema_edit import read_schema


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """What one annotator has done."""

    annotator: Annotator
    annotations: int
    done: int
    """Articles that they finished."""
    seconds: float


@dataclass(frozen=True, slots=True)
class SuggestionFigures:
    """How one annotator stands to the suggestions: places still to decide, and decisions."""

    pending: int
    accepted: int
    edited: int
    rejected: int


@dataclass(frozen=True)
class Figures:
    """The figures of a project."""

    articles: int
    done: int
    """Articles that any annotator has finished."""
    people: tuple[PersonFigures, ...]
    """By name; without Gold."""
    labels: dict[str, dict[str, int]]
    """Layer id -> label id -> how many labels of all annotators without Gold, ids in alphabetical order."""
    gold: int
    """Labels of the gold layer."""


def figures(db: Connection) -> Figures:
    """Counts everything: one walk over the labels, the rest from indexes."""
    by_owner, labels = _labels(db)
    seconds = dict(db.execute("SELECT owner, sum(seconds) FROM spent GROUP BY owner").fetchall())
    sql = "SELECT owner, count(*) FROM work WHERE status = 'done' AND deleted = 0 GROUP BY owner"
    done = dict(db.execute(sql).fetchall())
    owner = people.gold(db).key
    sql = "SELECT count(DISTINCT article) FROM work WHERE status = 'done' AND deleted = 0 AND owner <> ?"
    (done_by_any,) = db.execute(sql, (owner,)).fetchone()
    persons = tuple(
        PersonFigures(p, by_owner[p.key], done.get(p.key, 0), round(seconds.get(p.key, 0.0), 3))
        for p in people.annotators(db)
    )
    return Figures(article_count(db), done_by_any, persons, labels, by_owner[owner])


def _labels(db: Connection) -> tuple[Counter[int], dict[str, dict[str, int]]]:
    gold = people.gold(db).key
    by_owner: Counter[int] = Counter()
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sql = "SELECT owner, layer, label, count(*) FROM annotation WHERE deleted = 0 GROUP BY owner, layer, label"
    for owner, layer, label, count in db.execute(sql).fetchall():
        by_owner[owner] += count
        if owner != gold:
            labels[layer][label] += count
    return by_owner, {layer: dict(sorted(found.items())) for layer, found in sorted(labels.items())}


def label_counts(db: Connection) -> dict[str, dict[str, int]]:
    """Layer id -> label id -> how many labels of all annotators without Gold."""
    return _labels(db)[1]


def suggestion_figures(db: Connection, owner: int) -> SuggestionFigures:
    """How the annotator stands to the suggestions of the whole project, counted as the window counts them."""
    sql = "SELECT verdict, count(*) FROM decision WHERE owner = ? AND deleted = 0 GROUP BY verdict"
    verdicts = dict(db.execute(sql, (owner,)).fetchall())
    touched = queue.touched_keys(db, owner)
    pending = sum(queue.pending_counts(db, touched, owner).values()) + _untouched(db, owner)
    return SuggestionFigures(
        pending, verdicts.get("accepted", 0), verdicts.get("edited", 0), verdicts.get("rejected", 0)
    )


def _untouched(db: Connection, owner: int) -> int:
    """Suggestions with a label that the schema offers, in articles where the annotator has decided nothing yet."""
    schema = read_schema(db)
    sql = f"SELECT detail, count(*) FROM suggestion WHERE article NOT IN ({queue.TOUCHED}) GROUP BY detail"

    def count(rows: list[tuple[str, int]]) -> int:
        total = 0
        for detail, times in rows:
            offered: dict[str, Any] = orjson.loads(detail)
            for name, number in offered.items():
                layer, _, label = name.partition("/")
                if queue.offers(schema, layer, label):
                    total += number * times
        return total

    return readable(count, db.execute(sql, {"owner": owner}).fetchall())


def label_uses(db: Connection, layer: str, label: str, owner: int | None = None) -> int:
    """How many labels with these ids there are, of one annotator or of everybody."""
    sql = "SELECT count(*) FROM annotation WHERE layer = ? AND label = ? AND deleted = 0 AND owner = coalesce(?, owner)"
    return int(db.execute(sql, (layer, label, owner)).fetchone()[0])
