"""All reading of articles and of what annotators said about them: rows -> model objects.

Each function takes a connection first and answers from indexes, so that its cost does not grow with the project.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import orjson

from annotator.model.annotation import Annotation, Decision, Link, Note, Work
from annotator.model.article import Article
from annotator.model.errors import ProjectDamaged, UserError
from annotator.model.phrases import tr
from annotator.storage.connection import Connection
from annotator.storage.tables import ANNOTATION, DECISION, LINK, NOTE, WORK, Table

Result = TypeVar("Result")

ARTICLE_COLUMNS = "id, uuid, text, sha256, imported, title, source, published, language, meta"
WITHDRAWALS = "withdrawals"
"""Setting that rises each time articles are withdrawn or brought back."""
_KEYS_AT_ONCE = 500


def article(db: Connection, key: int) -> Article:
    """The article with this key. UserError where it is not there (any more)."""
    row = db.execute(f"SELECT {ARTICLE_COLUMNS} FROM article WHERE id = ?", (key,)).fetchone()
    if row is None:
        raise UserError(tr("There is no such article in the project."), key, tr("Choose another one in the queue."))
    return readable(_article, row)


def _article(row: Sequence[Any]) -> Article:
    key, uuid, text, sha256, imported, title, source, published, language, meta = row
    return Article(key, uuid, text, sha256, imported, title, source, published, language, orjson.loads(meta))


def article_key(db: Connection, uuid: str) -> int | None:
    """The key of the article with this id, or None."""
    row = db.execute("SELECT id FROM article WHERE uuid = ?", (uuid,)).fetchone()
    return int(row[0]) if row else None


def is_there(db: Connection, key: int) -> bool:
    """Whether the project has an article with this key."""
    return db.execute("SELECT 1 FROM article WHERE id = ?", (key,)).fetchone() is not None


def article_count(db: Connection) -> int:
    """How many articles there are. A connection counts again only when articles have come or gone."""
    sql = "SELECT max(id), (SELECT value FROM setting WHERE name = ?) FROM article"
    state = db.execute(sql, (WITHDRAWALS,)).fetchone()
    known: tuple[Any, int] | None = getattr(db, "counted", None)
    if known is None or known[0] != state:
        known = state, int(db.execute("SELECT count(*) FROM article").fetchone()[0])
        if hasattr(db, "counted"):
            db.counted = known
    return known[1]


def article_keys(db: Connection) -> array[int]:
    """The keys of all articles in the order of export and queue: by (time of import, id)."""
    return key_array(db, "SELECT id FROM article ORDER BY imported, uuid")


def articles(db: Connection, keys: Sequence[int]) -> Iterator[Article]:
    """The articles with these keys, in that order, a few in memory at a time; those no longer there are left out."""
    for first in range(0, len(keys), _KEYS_AT_ONCE // 10):
        for key in keys[first : first + _KEYS_AT_ONCE // 10]:
            row = db.execute(f"SELECT {ARTICLE_COLUMNS} FROM article WHERE id = ?", (key,)).fetchone()
            if row is not None:
                yield readable(_article, row)


def key_array(db: Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> array[int]:
    """The integers in the first column of a query, 8 bytes each."""
    found: array[int] = array("q")
    cursor = db.execute(sql, parameters)
    while rows := cursor.fetchmany(10_000):
        found.extend([row[0] for row in rows])
    return found


def annotations_of(db: Connection, article: int, owner: int, *, deleted: bool = False) -> list[Annotation]:
    """An annotator's labels in an article; with `deleted`, the deleted ones too."""
    return _records(db, ANNOTATION, article, owner, deleted)


def links(db: Connection, article: int, owner: int, *, deleted: bool = False) -> list[Link]:
    """An annotator's links in an article; with `deleted`, the deleted ones too."""
    return _records(db, LINK, article, owner, deleted)


def notes(db: Connection, article: int, owner: int, *, deleted: bool = False) -> list[Note]:
    """An annotator's notes in an article; with `deleted`, the deleted ones too."""
    return _records(db, NOTE, article, owner, deleted)


def decisions(db: Connection, article: int, owner: int, *, deleted: bool = False) -> list[Decision]:
    """An annotator's decisions on suggestions in an article; with `deleted`, those taken back too."""
    return _records(db, DECISION, article, owner, deleted)


def work(db: Connection, article: int, owner: int, *, deleted: bool = False) -> Work | None:
    """How far an annotator is with an article; None where nothing is recorded yet (or it was undone)."""
    found: list[Work] = _records(db, WORK, article, owner, deleted)
    return found[0] if found else None


def _records(db: Connection, table: Table, article: int, owner: int, deleted: bool) -> list[Any]:
    live = "" if deleted else " AND deleted = 0"
    rows = db.execute(f"{table.select} WHERE article = ? AND owner = ?{live}", (article, owner)).fetchall()
    return readable(lambda found: list(map(table.decode, found)), rows, article)


def owners_of(db: Connection, article: int) -> list[int]:
    """The keys of all who have worked on an article: labelled, noted, decided or marked it."""
    found = db.execute(
        " UNION ".join(f"SELECT owner FROM {t.name} WHERE article = :a AND deleted = 0" for t in _SAID), {"a": article}
    ).fetchall()
    return [row[0] for row in found]


_SAID = (ANNOTATION, LINK, NOTE, DECISION, WORK)


def worked_on(db: Connection, owner: int) -> array[int]:
    """The keys of the articles that are done or have a label by `owner`, in the order of export."""
    return key_array(
        db,
        # A look into each article's own rows: a list of all the owner's labels would be read whole to be sorted.
        """SELECT id FROM article WHERE
            EXISTS (SELECT 1 FROM work WHERE work.article = article.id AND owner = :owner AND status = 'done' AND deleted = 0)
            OR EXISTS (SELECT 1 FROM annotation WHERE annotation.article = article.id AND owner = :owner AND deleted = 0)
            ORDER BY imported, uuid""",
        {"owner": owner},
    )


def touched(db: Connection, owner: int) -> array[int]:
    """The keys of the articles with labels of `owner` or with suggestions, in the order of export."""
    return key_array(
        db,
        """SELECT id FROM article WHERE
            id IN (SELECT article FROM annotation WHERE owner = :owner AND deleted = 0)
            OR id IN (SELECT article FROM suggestion)
            ORDER BY imported, uuid""",
        {"owner": owner},
    )


def closed_among(db: Connection, keys: Sequence[int], owner: int) -> set[int]:
    """Which of these articles the annotator has finished or skipped."""
    found: set[int] = set()
    for first in range(0, len(keys), _KEYS_AT_ONCE):
        page = keys[first : first + _KEYS_AT_ONCE]
        marks = ", ".join("?" * len(page))
        sql = f"SELECT article FROM work WHERE article IN ({marks}) AND owner = ? AND status <> 'open' AND deleted = 0"
        found.update(row[0] for row in db.execute(sql, (*page, owner)).fetchall())
    return found


def seconds(db: Connection, article: int, owner: int) -> float:
    """The time that an annotator has spent on an article."""
    row = db.execute("SELECT seconds FROM spent WHERE article = ? AND owner = ?", (article, owner)).fetchone()
    return float(row[0]) if row else 0.0


def readable(decode: Callable[[Any], Result], rows: Any, where: object = "") -> Result:
    """`decode(rows)`; ProjectDamaged where what is stored cannot be read."""
    try:
        return decode(rows)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise ProjectDamaged(
            tr("The project file is damaged: what is stored there cannot be read ({error}).", error=error),
            where,
            tr("Run “annotator check” on it, and go on with the newest backup."),
        ) from error
