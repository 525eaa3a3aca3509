"""Counts for the report: who labelled what, what became of suggestions, which articles had some. Each is one query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from annotator.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How often one owner has put one label."""

    owner: int
    layer: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How often annotators have said one thing to one source's suggestions of one label."""

    source: str
    layer: str
    label: str
    verdict: str
    count: int


def label_counts(db: Connection) -> list[LabelCount]:
    sql = """SELECT owner, layer, label, count(*) FROM annotation WHERE deleted = 0
        GROUP BY owner, layer, label ORDER BY owner, layer, label"""
    return [LabelCount(*row) for row in db.execute(sql).fetchall()]


def verdict_counts(db: Connection, gold: int) -> list[VerdictCount]:
    """Of everybody but Gold, whose decisions are of another kind."""
    sql = """SELECT source, layer, label, verdict, count(*) FROM decision WHERE deleted = 0 AND owner <> ?
        GROUP BY source, layer, label, verdict ORDER BY source, layer, label, verdict"""
    return [VerdictCount(*row) for row in db.execute(sql, (gold,)).fetchall()]


def suggested_articles(db: Connection) -> dict[int, set[int]]:
    """Owner -> the articles in which they decided on a suggestion: in those they saw some."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for owner, article in db.execute("SELECT DISTINCT owner, article FROM decision WHERE deleted = 0").fetchall():
        found[owner].add(article)
    return dict(found)


def worked_articles(db: Connection) -> dict[int, dict[int, tuple[int, float]]]:
    """Owner -> article -> (length of its text, seconds spent), of the articles that they have finished."""
    found: defaultdict[int, dict[int, tuple[int, float]]] = defaultdict(dict)
    sql = """SELECT work.owner, work.article, length, coalesce(seconds, 0) FROM work
        JOIN article ON article.id = work.article
        LEFT JOIN spent ON spent.article = work.article AND spent.owner = work.owner
        WHERE work.deleted = 0 AND status = 'done'"""
    for owner, article, length, seconds in db.execute(sql).fetchall():
        found[owner][article] = length, seconds
    return dict(found)


def labels_in(db: Connection, owner: int, articles: set[int]) -> int:
    """How many labels an owner has in these articles."""
    sql = "SELECT article, count(*) FROM annotation WHERE owner = ? AND deleted = 0 GROUP BY article"
    return sum(count for article, count in db.execute(sql, (owner,)).fetchall() if article in articles)


def reason_counts(db: Connection, gold: int) -> list[tuple[str, int]]:
    """The reasons (codes or words) that Gold's labels, links and decisions have, with how often, the most frequent first."""
    sql = """SELECT reason, count(*) FROM (
            SELECT CASE WHEN json_valid(kept) THEN json_extract(kept, '$.reason') END AS reason FROM (
                SELECT origin AS kept FROM annotation WHERE owner = :gold AND deleted = 0
                UNION ALL SELECT origin FROM link WHERE owner = :gold AND deleted = 0
                UNION ALL SELECT source FROM decision WHERE owner = :gold AND deleted = 0))
        WHERE typeof(reason) = 'text' AND reason <> '' GROUP BY reason ORDER BY count(*) DESC, reason"""
    return [(reason, count) for reason, count in db.execute(sql, {"gold": gold}).fetchall()]
