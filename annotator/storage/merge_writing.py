"""Writing what a merge brings: in batches of one transaction and one event each, all of them one undo step.

Nothing is written, not even the step, before there is something new. New rows carry the event's number and replaced ones
are kept in it as they were, so that undo puts all of it back without raising a revision (see `arrivals`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from annotator.model.ids import new_id
from annotator.model.schema import Schema
from annotator.model.schema_json import schema_from_json
from annotator.storage import journal, people, schema_edit, search
from annotator.storage.arrivals import write_metadata
from annotator.storage.connection import Connection
from annotator.storage.incoming import Person
from annotator.storage.intake import BATCH_SECONDS, ranges
from annotator.storage.merging import Comparing
from annotator.storage.news import Fresh, News, Refusal
from annotator.storage.passing_on import Passing
from annotator.storage.tables import TABLES

Begin = Callable[[Mapping[str, int]], Comparing]
"""Makes the comparison, given the keys that people have here: id -> key."""

_INSERT_ARTICLE = """INSERT INTO article (uuid, sha256, imported, title, source, published, language, length, meta, text)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_MOST_AT_ONCE = 400


class MergeWriter:
    """One merge of one or more files. Its methods run on the writer's thread."""

    def __init__(self, owner: int, title: str, columns_of: Callable[[str, str], tuple[str, str, str, str]]) -> None:
        """`owner`: key of the annotator who merges; `columns_of`: metadata and text -> title, source, day, language."""
        self._owner = owner
        self._title = title
        self._columns_of = columns_of
        self.step: int | None = None
        """The undo step, once something was written."""
        self.id = new_id()
        """By which events that came along say how they came."""
        self.room = 20
        """How many articles the next batch should have."""

    def write(
        self, db: Connection, page: Sequence[int], people_there: Sequence[Person], schema: Schema | None, begin: Begin
    ) -> News:
        """Writes what a page of the file's articles brings: all of it, or nothing. `schema`: what the schema becomes."""
        began = time.perf_counter()
        with journal.transaction(db):
            news = _Batch(db, self).write(page, people_there, schema, begin, self._columns_of)
        elapsed = max(time.perf_counter() - began, 1e-4)
        self.room = int(max(1, min(len(page) * BATCH_SECONDS / elapsed, 2 * self.room, _MOST_AT_ONCE)))
        return news

    def pass_on(self, db: Connection, passing: Passing, events: Sequence[int]) -> None:
        """Takes over events of the file: the history of what came in."""
        if self.step is not None:
            with journal.transaction(db):
                passing.take(db, events, self.step, self.id)

    def close(self, db: Connection, *, interrupted: bool, title: str) -> None:
        """Ends the step, if anything was written."""
        if self.step is not None:
            with journal.transaction(db):
                journal.close_step(db, self.step, "interrupted" if interrupted else "done", title)

    def reserve_event(self, db: Connection) -> int:
        """A new event of the step, which begins with the first one."""
        if self.step is None:
            self.step = journal.open_step(db, self._owner, "merge", self._title, state="running")
        return journal.reserve_event(db, self.step, self._owner)


class _Batch:
    def __init__(self, db: Connection, merge: MergeWriter) -> None:
        self._db = db
        self._merge = merge
        self._event: int | None = None
        self._size = 0
        self._had_step = merge.step

    def write(
        self,
        page: Sequence[int],
        people_there: Sequence[Person],
        schema: Schema | None,
        begin: Begin,
        columns_of: Callable[[str, str], tuple[str, str, str, str]],
    ) -> News:
        try:
            return self._write(page, people_there, schema, begin, columns_of)
        except BaseException:
            self._merge.step = self._had_step  # it was taken back with the rest
            raise

    def _write(
        self,
        page: Sequence[int],
        people_there: Sequence[Person],
        schema: Schema | None,
        begin: Begin,
        columns_of: Callable[[str, str], tuple[str, str, str, str]],
    ) -> News:
        db = self._db
        content: dict[str, Any] = {}
        if schema is not None and (content := schema_edit.exchange_schema(db, schema)):
            self._size += 1
            self._reserved()
        made: list[int] = []
        keys = {person.id: self._key_of(person, made) for person in people_there}
        comparing = begin(keys)
        refused: list[Refusal] = []
        fresh = comparing.fresh(db, page, refused)
        first, found = self._add_articles(fresh, columns_of)
        news = comparing.compare(db, page, found)
        news.articles = len(fresh)
        news.refused = refused + news.refused
        new_keys = {key for key, _ in found.values()}
        touched = self._add_rows(news, new_keys)
        spent = self._add_times(news, new_keys)
        for key, _, after in news.metadata:
            write_metadata(db, key, after)
        self._size += len(news.metadata)
        if news.metadata or spent:
            self._reserved()
        if self._event is not None:
            articles = [(first, first + len(fresh) - 1)] if fresh else ()
            arrived = journal.Arrived(articles, ranges(list(touched)), made, news.metadata, spent)
            changes = [[t.name, before, after] for t, before, after in news.moved]
            changes += [[t.name, before, (*after[:-1], self._event)] for t, before, after in news.replaced]
            content |= arrived.content() | ({"changes": changes} if changes else {})
            journal.fill_event(db, self._event, content, self._size)
        return news

    def _reserved(self) -> int:
        if self._event is None:
            self._event = self._merge.reserve_event(self._db)
        return self._event

    def _key_of(self, person: Person, made: list[int]) -> int:
        row = self._db.execute("SELECT id FROM annotator WHERE uuid = ?", (person.id,)).fetchone()
        if row:
            return int(row[0])
        self._reserved()
        key = people.insert_known(self._db, person.id, person.name)
        made.append(key)
        return key

    def _add_articles(
        self, fresh: Sequence[Fresh], columns_of: Callable[[str, str], tuple[str, str, str, str]]
    ) -> tuple[int, dict[int, tuple[int, str]]]:
        """Writes articles that are not here. Returns the key of the first, and key there -> key here and text."""
        found: dict[int, tuple[int, str]] = {}
        first = 0
        for article in fresh:
            self._reserved()
            title, source, published, language = columns_of(article.meta, article.text)
            cursor = self._db.execute(
                _INSERT_ARTICLE,
                (
                    article.uuid,
                    article.sha256,
                    article.imported,
                    title,
                    source,
                    published,
                    language,
                    len(article.text),
                    article.meta,
                    article.text,
                ),
            )
            key = cursor.lastrowid
            assert key is not None, "an INSERT gives a row id"
            first = first or key
            found[article.there] = key, article.text
        if fresh:
            search.index(self._db, first, first + len(fresh) - 1)
            self._size += len(fresh)
        return first, found

    def _add_rows(self, news: News, new_articles: set[int]) -> set[int]:
        """Writes new and replaced rows. Returns the articles that were here and have new ones."""
        db = self._db
        touched: set[int] = set()
        if news.moved:
            self._reserved()
            journal.put_off_ends(db)
        for table, before, after in news.moved:
            journal.write_row(db, table, before, after)
        for table in TABLES:
            rows = news.rows.get(table.name, ())
            if rows:
                event = self._reserved()
                db.executemany(table.insert, [(*row[:-1], event) for row in rows])
                touched |= {row[0] for row in rows}
            for kind, before, after in news.replaced:
                if kind is table:
                    journal.write_row(db, table, before, (*after[:-1], self._reserved()))
            self._size += len(rows)
        self._size += len(news.replaced) + len(news.moved)
        return touched - new_articles

    def _add_times(self, news: News, new_articles: set[int]) -> list[tuple[int, int, float | None, float]]:
        for key, owner, _, after in news.spent:
            sql = "INSERT OR REPLACE INTO spent (article, owner, seconds) VALUES (?, ?, ?)"
            self._db.execute(sql, (key, owner, after))
        return [entry for entry in news.spent if entry[0] not in new_articles]


def merged_pieces(db: Connection) -> list[tuple[Schema, Schema]]:
    """The schema before and after each merge that stands and changed it, the oldest first."""
    found = []
    sql = """SELECT changes FROM event JOIN step ON step.id = event.step
        WHERE step.kind = 'merge' AND step.state IN ('done', 'interrupted', 'running') AND step.undoes IS NULL
        AND event.arrived_by IS NULL ORDER BY event.id"""
    for (data,) in db.execute(sql).fetchall():
        schema = journal.unpack(data).get("schema")
        if schema:
            before, after = (schema_from_json(orjson.loads(schema[side][1])) for side in ("before", "after"))
            found.append((before, after))
    return found
