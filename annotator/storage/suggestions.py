"""What machines proposed: one packed row for each article and source. Nothing here decides; see `model.pending`.

A row says beside its pack how many places it proposes (also by label) that no earlier source proposes too, and its least
score, so that counting and ordering need not read packs.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from annotator.model.annotation import NONE, Place, Suggestion
from annotator.model.suggesters import USUAL, Plan, Showing, placed, plan_from
from annotator.storage.connection import Connection, folder_of
from annotator.storage.journal import transaction
from annotator.storage.keeping import SUGGESTERS, stored
from annotator.storage.rows import key_array, readable
from annotator.storage.tables import to_json

WITHHELD = "annotator.withheld@1"
"""A source that proposes nothing: it stands at articles that are to be labelled without suggestions."""

_KEYS_AT_ONCE = 500

_OURS = "annotator."
_PIPELINES_FIRST = "source LIKE 'annotator.%', source"
"""Of several sources that propose a place the first one counts. Our claims bring along the names that a pipeline found:
those are the pipeline's."""


def replace(db: Connection, article: int, source: str, found: Sequence[Suggestion], made: str) -> None:
    """Puts what `source` proposes for an article in the place of what it proposed before. `made`: when (UTC)."""
    with transaction(db):
        put(db, article, source, found, made)


def put(db: Connection, article: int, source: str, found: Sequence[Suggestion], made: str) -> None:
    """As `replace`, inside a transaction of the caller's: for batches. A later version of our own rules takes the place of
    an earlier one; what other models proposed stays beside it."""
    if source.startswith(_OURS):
        earlier = (f"{source.partition('@')[0]}@*", source, article)
        db.execute("DELETE FROM suggestion WHERE source GLOB ? AND source <> ? AND article = ?", earlier)
    db.execute(
        """INSERT INTO suggestion (article, source, made, total, least, detail, pack) VALUES (?, ?, ?, 0, ?, '{}', ?)
        ON CONFLICT (article, source) DO UPDATE SET
            made = excluded.made, least = excluded.least, pack = excluded.pack""",
        (article, source, made, least_score(found), to_json([_packed(s) for s in found])),
    )
    _count(db, article)


def remove_source(db: Connection, article: int, source: str) -> None:
    """Takes away what `source` proposed for an article."""
    with transaction(db):
        db.execute("DELETE FROM suggestion WHERE article = ? AND source = ?", (article, source))
        _count(db, article)


def _count(db: Connection, article: int) -> None:
    known: set[Place] = set()
    for source, pack in every_of_article(db, article).items():
        places = {suggestion.place for suggestion in pack} - known
        db.execute(
            "UPDATE suggestion SET total = ?, detail = ? WHERE article = ? AND source = ?",
            (len(places), to_json(_by_label(places)), article, source),
        )
        known |= places


def of_article(db: Connection, article: int) -> dict[str, list[Suggestion]]:
    """The suggestions for an article by source, as the project's plan shows and orders them; links inside a pack are
    indexes into it."""
    return showing(db).of_packs(every_of_article(db, article))


def every_of_article(db: Connection, article: int) -> dict[str, list[Suggestion]]:
    """As `of_article`, with what the plan does not show; pipelines first."""
    sql = f"SELECT source, pack FROM suggestion WHERE article = ? ORDER BY {_PIPELINES_FIRST}"
    rows = db.execute(sql, (article,)).fetchall()
    return readable(_packs, rows, article)


def of_articles(db: Connection, keys: Sequence[int]) -> dict[int, dict[str, list[Suggestion]]]:
    """As `of_article`, for several articles; those without suggestions are left out."""
    found: defaultdict[int, dict[str, list[Suggestion]]] = defaultdict(dict)
    for first in range(0, len(keys), _KEYS_AT_ONCE):
        page = keys[first : first + _KEYS_AT_ONCE]
        marks = ", ".join("?" * len(page))
        sql = f"SELECT article, source, pack FROM suggestion WHERE article IN ({marks}) ORDER BY article, {_PIPELINES_FIRST}"
        for article, source, pack in db.execute(sql, tuple(page)).fetchall():
            found[article].update(readable(_packs, [(source, pack)], article))
    shown = showing(db)
    return {article: shown.of_packs(packs) for article, packs in found.items()}


def showing(db: Connection) -> Showing:
    """What of the suggestions the project's plan of suggesters shows."""
    return _showing(stored(db, SUGGESTERS) or "")


@lru_cache(maxsize=8)
def _showing(text: str) -> Showing:
    return Showing.of(read_plan(text))


def plan(db: Connection) -> Plan:
    """The project's plan of suggesters, with the folders of pipelines in full."""
    return placed(read_plan(stored(db, SUGGESTERS) or ""), folder_of(db))


def read_plan(text: str) -> Plan:
    """The plan in JSON text; the usual one where it is none."""
    try:
        return plan_from(orjson.loads(text)) if text else USUAL
    except orjson.JSONDecodeError:
        return USUAL


def without_source(db: Connection, source: str, limit: int | None = None) -> array[int]:
    """The keys of the articles for which `source` has not run yet, in the order of export."""
    return key_array(
        db,
        """SELECT id FROM article WHERE id NOT IN (SELECT article FROM suggestion WHERE source = ?)
            ORDER BY imported, uuid LIMIT ?""",
        (source, -1 if limit is None else limit),
    )


def sources_of(db: Connection, article: int) -> set[str]:
    """The sources that have run on an article."""
    return {row[0] for row in db.execute("SELECT source FROM suggestion WHERE article = ?", (article,))}


def made_at(db: Connection, article: int, source: str) -> str:
    """When `source` ran on an article; empty where it has not."""
    row = db.execute("SELECT made FROM suggestion WHERE article = ? AND source = ?", (article, source)).fetchone()
    return str(row[0]) if row else ""


def sources(db: Connection) -> list[tuple[str, int]]:
    """Each source that has run, with the number of places it proposes that no earlier source does, by name."""
    return db.execute("SELECT source, sum(total) FROM suggestion GROUP BY source ORDER BY source").fetchall()


def least_score(found: Iterable[Suggestion]) -> float | None:
    """The score of the least certain suggestion; None where none has a score."""
    return min((s.score for s in found if s.score is not None), default=None)


def _by_label(places: Iterable[Place]) -> dict[str, int]:
    return dict(sorted(Counter(f"{layer}/{label}" for layer, label, _ in places).items()))


def _packed(suggestion: Suggestion) -> list[Any]:
    packed: list[Any] = [suggestion.layer, suggestion.label, suggestion.fragments, suggestion.score]
    if suggestion.attributes or suggestion.links:
        packed += [dict(suggestion.attributes), suggestion.links]
    return packed


def _packs(rows: Iterable[tuple[str, str]]) -> dict[str, list[Suggestion]]:
    return {source: [_unpacked(source, item) for item in orjson.loads(pack)] for source, pack in rows}


def _unpacked(source: str, item: Sequence[Any]) -> Suggestion:
    layer, label, fragments, score = item[:4]
    attributes: Mapping[str, Any] = item[4] if len(item) > 4 else NONE
    links = tuple((role, index) for role, index in item[5]) if len(item) > 5 else ()
    return Suggestion(source, layer, label, tuple((a, b) for a, b in fragments), score, attributes, links)
