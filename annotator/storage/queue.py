"""What to label next: the articles under a filter, in an order. Keys for the whole list, rows a page at a time."""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model.annotation import NOT_TEXT, Fragments, Place
from annotator.model.calibration import Calibration
from annotator.model.schema import Schema
from annotator.storage import search, suggestions
from annotator.storage.asking import least_certain_first
from annotator.storage.connection import Connection
from annotator.storage.rows import article_count, key_array, readable
from annotator.storage.schema_edit import read_schema
from annotator.storage.tables import fragments_of, to_json

ORDERS = ("imported", "newest", "pending", "uncertain", "random")
"""As imported; newest first; most pending suggestions first; least certain first; shuffled."""
STATUSES = ("open", "done", "skipped")
_KEYS_AT_ONCE = 500
_FEW = 20_000
"""Found articles up to which SQLite is given their keys; more are compared here."""


@dataclass(frozen=True)
class QueueFilter:
    """Which articles to show, and in which order. Everything that is given must hold."""

    status: str = ""
    """`open`, `done` or `skipped`; empty for all."""
    flagged: bool = False
    notes: bool = False
    """Only articles on which the annotator has an open note."""
    pending: bool = False
    """Only articles with suggestions that the annotator has not decided on."""
    unanswered: bool = False
    """Only articles with labels that lack a required answer; found by a query, see `services.queue`."""
    source: str = ""
    after: str = ""
    """Published on this day or later (ISO 8601)."""
    before: str = ""
    """Published on this day or earlier (ISO 8601)."""
    text: str = ""
    """A query: words and "phrases" that title or text must contain, and fields as `services.query` knows them."""
    order: str = "imported"
    seed: int = 0
    """For the order `random`: the same seed shuffles the same articles the same way."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What the list shows of one article, for one annotator."""

    key: int
    title: str
    source: str
    published: str
    language: str
    status: str
    flagged: bool
    labels: int
    """How many labels the annotator has put."""
    pending: int
    """How many suggestions they have not decided on."""
    length: int
    """Code points of the text."""


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many articles there are for one annotator, by status."""

    open: int
    done: int
    skipped: int
    flagged: int
    total: int


def counts(db: Connection, owner: int) -> QueueCounts:
    """Counts from indexes; no article is read."""
    total = article_count(db)
    sql = "SELECT count(*) FROM work WHERE owner = ? AND status = ? AND deleted = 0"
    done, skipped = (db.execute(sql, (owner, status)).fetchone()[0] for status in ("done", "skipped"))
    sql = "SELECT count(*) FROM work WHERE owner = ? AND flagged = 1 AND deleted = 0"
    (flagged,) = db.execute(sql, (owner,)).fetchone()
    return QueueCounts(total - done - skipped, done, skipped, flagged, total)


def queue_keys(
    db: Connection,
    owner: int,
    wanted: QueueFilter,
    limit: int | None = None,
    calibration: Calibration | None = None,
    *,
    found: array[int] | None = None,
) -> array[int]:
    """The keys of the articles under a filter, in its order; with `limit` the first ones only.

    With a `calibration` the order `uncertain` goes by what scores have come to mean, not by the scores themselves.
    `found`: the keys that the filter's text means, where the caller has looked them up; else its words are looked for.
    """
    conditions, values = _conditions(wanted)
    values["owner"] = owner
    if found is None and wanted.text:
        found = search.find_keys(db, wanted.text)
    if found is not None and len(found) <= _FEW:
        conditions.append("article.id IN (SELECT value FROM json_each(:found))")
        values["found"] = to_json(found.tolist())
    if wanted.pending:
        conditions.append("article.id NOT IN (SELECT value FROM json_each(:settled))")
        values["settled"] = to_json(_settled(db, owner))
    # What is said in Python thins the list out afterwards; the limit waits for it.
    calibrated = wanted.order == "uncertain" and calibration is not None
    late = calibrated or wanted.order == "random" or (found is not None and len(found) > _FEW)
    sql = f"SELECT article.id FROM {_ORDERED['imported' if calibrated else wanted.order]}"
    if conditions:
        order_at = sql.index(" ORDER BY")
        sql = f"{sql[:order_at]} WHERE {' AND '.join(conditions)}{sql[order_at:]}"
    if limit is not None and not late:
        sql += " LIMIT :limit"
        values["limit"] = limit
    keys = key_array(db, sql, values)
    if found is not None and len(found) > _FEW:
        keys = array("q", filter(set(found).__contains__, keys))
    if wanted.order == "random":
        keys = _shuffled(keys, wanted.seed)
    if calibrated and calibration is not None:
        keys = least_certain_first(db, keys, calibration)
    return keys if limit is None else keys[:limit]


_PENDING = "(SELECT article AS of, sum(total) AS total, min(least) AS least FROM suggestion GROUP BY article)"
_ORDERED = {
    "imported": "article ORDER BY article.imported, article.uuid",
    "newest": "article ORDER BY article.published DESC, article.id DESC",
    "pending": f"article LEFT JOIN {_PENDING} ON of = article.id ORDER BY total DESC NULLS LAST, article.id",
    "uncertain": f"article LEFT JOIN {_PENDING} ON of = article.id ORDER BY least ASC NULLS LAST, article.id",
    "random": "article ORDER BY article.imported, article.uuid",
}


def _conditions(wanted: QueueFilter) -> tuple[list[str], dict[str, Any]]:
    values: dict[str, Any] = {}
    conditions = []
    mine = "SELECT article FROM work WHERE owner = :owner AND deleted = 0"
    if wanted.status == "open":
        conditions.append(f"article.id NOT IN ({mine} AND status IN ('done', 'skipped'))")
    elif wanted.status:
        conditions.append(f"article.id IN ({mine} AND status = :status)")
        values["status"] = wanted.status
    if wanted.flagged:
        conditions.append(f"article.id IN ({mine} AND flagged = 1)")
    if wanted.notes:
        conditions.append(
            "article.id IN (SELECT article FROM note WHERE owner = :owner AND deleted = 0 AND state = 'open')"
        )
    if wanted.pending:
        # The plus: the list is read from the index that it is ordered by, and not article by article.
        conditions.append("+article.id IN (SELECT article FROM suggestion WHERE total > 0)")
    if wanted.source:
        conditions.append("article.source = :source")
        values["source"] = wanted.source
    if wanted.after:
        conditions.append("article.published >= :after")
        values["after"] = wanted.after
    if wanted.before:
        # A day includes its times: "2026-01-05T10:00" is on "2026-01-05".
        conditions.append("article.published < :before AND article.published <> ''")
        values["before"] = wanted.before + "\U0010ffff"
    return conditions, values


def _shuffled(keys: array[int], seed: int) -> array[int]:
    shuffled = keys[:]  # an array, not a list: making a million numbers anew would hold all threads
    random.Random(seed).shuffle(shuffled)  # noqa: S311  # an order to work in, no secret
    return shuffled


TOUCHED = """SELECT article FROM decision WHERE owner = :owner AND deleted = 0
    UNION SELECT article FROM annotation WHERE owner = :owner AND deleted = 0"""
"""The articles in which the annotator has decided or labelled something."""


def touched_keys(db: Connection, owner: int) -> array[int]:
    """The keys of the articles in which the annotator has decided or labelled something."""
    return key_array(db, TOUCHED, {"owner": owner})


def _settled(db: Connection, owner: int) -> list[int]:
    """The articles with suggestions of which the annotator has decided each: only those they have touched are read."""
    touched = touched_keys(db, owner)
    found: list[int] = []
    for first in range(0, len(touched), _KEYS_AT_ONCE):
        page = touched[first : first + _KEYS_AT_ONCE]
        found.extend(key for key, open_ones in pending_counts(db, page, owner).items() if not open_ones)
    return found


def pending_counts(db: Connection, keys: Sequence[int], owner: int) -> dict[int, int]:
    """How many places are proposed for each of these articles on which the annotator has still to decide.

    The same as `model.pending` shows; articles without suggestions are left out.
    """
    schema = read_schema(db)
    found = {}
    for key, packs in suggestions.of_articles(db, keys).items():
        places = {suggestion.place for pack in packs.values() for suggestion in pack}
        if places:
            places -= _decided(db, key, owner)
            labelled = _labelled(db, key, owner)
            asides = [piece for layer, fragments in labelled if layer == NOT_TEXT for piece in fragments]
            places = {
                place
                for place in places
                if (place[0], place[2]) not in labelled
                and offers(schema, *place[:2])
                and not any(start < place[2][-1][1] and place[2][0][0] < end for start, end in asides)
            }
        found[key] = len(places)
    return found


def offers(schema: Schema, layer: str, label: str) -> bool:
    """Whether the schema offers this label for new annotations."""
    found = schema.label(layer, label)
    return found is not None and found.shown


def _decided(db: Connection, article: int, owner: int) -> set[Place]:
    sql = "SELECT layer, label, fragments FROM decision WHERE article = ? AND owner = ? AND deleted = 0"
    rows = db.execute(sql, (article, owner)).fetchall()
    return readable(lambda found: {(row[0], row[1], fragments_of(0, 0, row[2])) for row in found}, rows, article)


def _labelled(db: Connection, article: int, owner: int) -> set[tuple[str, Fragments]]:
    sql = 'SELECT layer, start, "end", fragments FROM annotation WHERE article = ? AND owner = ? AND deleted = 0'
    rows = db.execute(sql, (article, owner)).fetchall()
    return readable(lambda found: {(row[0], fragments_of(*row[1:])) for row in found}, rows, article)


def queue_rows(db: Connection, keys: Sequence[int], owner: int) -> list[QueueRow]:
    """The rows of these articles, in that order; those no longer there are left out."""
    found: dict[int, QueueRow] = {}
    for first in range(0, len(keys), _KEYS_AT_ONCE):
        page = keys[first : first + _KEYS_AT_ONCE]
        open_ones = pending_counts(db, page, owner)
        marks = ", ".join("?" * len(page))
        sql = f"""SELECT article.id, title, source, published, language, coalesce(status, 'open'), coalesce(flagged, 0),
                (SELECT count(*) FROM annotation
                    WHERE annotation.article = article.id AND annotation.owner = ? AND annotation.deleted = 0), length
            FROM article LEFT JOIN work ON work.article = article.id AND work.owner = ? AND work.deleted = 0
            WHERE article.id IN ({marks})"""
        for row in db.execute(sql, (owner, owner, *page)).fetchall():
            key, title, source, published, language, status, flagged, labels, length = row
            found[key] = QueueRow(
                key, title, source, published, language, status, bool(flagged), labels, open_ones.get(key, 0), length
            )
    return [found[key] for key in keys if key in found]
