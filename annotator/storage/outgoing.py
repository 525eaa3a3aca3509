"""Articles with what everybody said about them, read in bulk and in order, for exports: columns, not yet objects.

Labels come as plain tuples in the order of their columns in `LABEL`, which is the order in which they are exported.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from annotator.model.annotation import Decision, Suggestion
from annotator.storage import suggestions
from annotator.storage.connection import Connection
from annotator.storage.rows import key_array
from annotator.storage.tables import DECISION

Columns = tuple[Any, ...]

LABEL = (
    'start, -"end", layer, label, uuid, fragments, quote, attributes, origin, guidelines, revision, created, updated, '
    "article, owner"
)
LINK = "role, source, target, uuid, origin, guidelines, revision, created, updated, article, owner"
NOTE = "created, uuid, annotation, text, state, revision, updated, article, owner"
WORK = "status, reason, flagged, labels, article, owner"
_ARTICLE = "uuid, text, sha256, imported, meta, title, source, published, language, id"
_AT_ONCE = 64
_LONGEST_PAGE = 4_000_000
"""Code points of text that are read at once at most, if it is more than one article."""
_WHOSE = itemgetter(13, 14)
"""Article and owner of a label."""


@dataclass(slots=True)
class Said:
    """What one annotator said about one article."""

    labels: list[Columns] = field(default_factory=list)
    links: list[Columns] = field(default_factory=list)
    notes: list[Columns] = field(default_factory=list)
    work: Columns | None = None
    seconds: float = 0
    decided: bool = False
    """Whether they decided on a suggestion."""

    @property
    def has_worked(self) -> bool:
        return bool(self.labels or self.notes or self.work or self.decided)

    @property
    def is_done(self) -> bool:
        return self.work is not None and self.work[0] == "done"


@dataclass(slots=True)
class Outgoing:
    """An article and what is said about it, by owner."""

    article: Columns
    """The columns of `_ARTICLE`: id, text, SHA-256, time of import, metadata (JSON), ..., key."""
    said: dict[int, Said]


def outgoing(db: Connection, keys: Sequence[int], owners: Sequence[int] | None = None) -> Iterator[Outgoing]:
    """The articles with these keys, in that order, with what these owners (None: all) said; a few in memory at a time."""
    for page in _pages(db, keys):
        marks = f"({', '.join('?' * len(page))})"
        sql = f"SELECT {_ARTICLE} FROM article WHERE id IN {marks}"
        articles = {row[-1]: row for row in db.execute(sql, page).fetchall()}
        said = _said(db, page, marks, owners)
        for key in page:
            if key in articles:
                yield Outgoing(articles[key], said.get(key, {}))


def _pages(db: Connection, keys: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """`keys` in parts whose texts fit into memory."""
    for first in range(0, len(keys), _AT_ONCE):
        wanted = keys[first : first + _AT_ONCE]
        marks = ", ".join("?" * len(wanted))
        lengths = dict(db.execute(f"SELECT id, length FROM article WHERE id IN ({marks})", tuple(wanted)).fetchall())
        page: list[int] = []
        total = 0
        for key in wanted:
            total += lengths.get(key, 0)
            if page and total > _LONGEST_PAGE:
                yield tuple(page)
                page, total = [], lengths.get(key, 0)
            page.append(key)
        yield tuple(page)


def _said(db: Connection, page: Sequence[int], marks: str, owners: Sequence[int] | None) -> dict[int, dict[int, Said]]:
    found: defaultdict[int, defaultdict[int, Said]] = defaultdict(lambda: defaultdict(Said))
    values: list[int] = list(page)
    where = f"article IN {marks}"
    if owners is not None:
        where += f" AND owner IN ({', '.join('?' * len(owners))})"
        values += owners
    labels = db.execute(f"SELECT {LABEL} FROM annotation WHERE {where} AND deleted = 0", values).fetchall()
    for (article, owner), rows in groupby(labels, _WHOSE):
        found[article][owner].labels.extend(rows)
    for row in db.execute(f"SELECT {LINK} FROM link WHERE {where} AND deleted = 0", values).fetchall():
        found[row[-2]][row[-1]].links.append(row)
    for row in db.execute(f"SELECT {NOTE} FROM note WHERE {where} AND deleted = 0", values).fetchall():
        found[row[-2]][row[-1]].notes.append(row)
    for row in db.execute(f"SELECT {WORK} FROM work WHERE {where} AND deleted = 0", values).fetchall():
        found[row[-2]][row[-1]].work = row
    sql = f"SELECT article, owner, seconds FROM spent WHERE {where}"
    for article, owner, seconds in db.execute(sql, values).fetchall():
        found[article][owner].seconds = seconds
    sql = f"SELECT DISTINCT article, owner FROM decision WHERE {where} AND deleted = 0"
    for article, owner in db.execute(sql, values).fetchall():
        found[article][owner].decided = True
    return {article: dict(by_owner) for article, by_owner in found.items()}


def pending_inputs(
    db: Connection, keys: Sequence[int], owner: int
) -> Iterator[tuple[int, dict[str, list[Suggestion]], list[Decision]]]:
    """For articles with suggestions: key, suggestions by source, the owner's decisions."""
    packs = suggestions.of_articles(db, keys)
    for key, found in packs.items():
        sql = f"{DECISION.select} WHERE article = ? AND owner = ? AND deleted = 0"
        yield key, found, [DECISION.decode(row) for row in db.execute(sql, (key, owner)).fetchall()]


def suggested_keys(db: Connection) -> array[int]:
    """The keys of the articles for which anything is suggested, in the order of export."""
    sql = "SELECT id FROM article WHERE id IN (SELECT article FROM suggestion WHERE total > 0) ORDER BY imported, uuid"
    return key_array(db, sql)


def keys_with(db: Connection, field: str) -> Iterator[tuple[int, str]]:
    """Keys and metadata (JSON) of the articles in whose metadata there may be a field of that name."""
    sql = "SELECT id, meta FROM article WHERE instr(meta, ?)"
    yield from db.execute(sql, (f'"{field}":',))


def to_divide(db: Connection, keys: Sequence[int]) -> Iterator[tuple[int, str, str, str, str]]:
    """Key, id, source, publication date and text of the articles with these keys, a few in memory at a time."""
    for page in _pages(db, keys):
        marks = ", ".join("?" * len(page))
        sql = f"SELECT id, uuid, source, published, text FROM article WHERE id IN ({marks})"
        found = {row[0]: row for row in db.execute(sql, page).fetchall()}
        yield from (found[key] for key in page if key in found)


def shared_articles(db: Connection) -> int:
    """How many articles several annotators have labelled."""
    sql = """SELECT count(*) FROM (SELECT article FROM annotation JOIN annotator ON annotator.id = owner
        WHERE deleted = 0 AND gold = 0 GROUP BY article HAVING count(DISTINCT owner) > 1)"""
    return int(db.execute(sql).fetchone()[0])
