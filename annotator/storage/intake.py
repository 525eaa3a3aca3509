"""Writing what an import brings, in batches of one transaction and one event each, all of them one undo step.

Nothing is written, not even the step, before there is something new. A batch should take 20 ms at most, so that a person
who labels meanwhile does not wait: `room` says how much the next one may hold.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import orjson

from annotator.model.annotation import Suggestion
from annotator.model.change import now
from annotator.model.schema import Schema
from annotator.storage import journal, people, schema_edit, search, suggestions
from annotator.storage.connection import Connection
from annotator.storage.incoming import LABEL, Columns, Incoming, Outcome, Person
from annotator.storage.settling import Settled, own_row, settle, with_source, work_row
from annotator.storage.tables import ANNOTATION, LINK, NOTE, WORK, Row

BATCH_SECONDS = 0.016
"""What a batch aims at, so that it stays under 20 ms with its commit."""
_KEYS_AT_ONCE = 500
_ARTICLE = "id, uuid, sha256, imported, title, source, published, language, length, meta, text"
_INSERT_ARTICLE = f"INSERT INTO article ({_ARTICLE}) VALUES ({', '.join('?' * 11)})"
_INSERT_LABEL = f"""INSERT INTO annotation ({LABEL.replace("end", '"end"')}, article, owner, deleted, event)
    VALUES ({", ".join("?" * 17)})"""
_CHECKPOINT_PAGES = 4000
"""Pages of the write-ahead log after which it is written back while an import runs: most are written again before."""


def weight(item: Incoming) -> int:
    """How much work an item is, in code points of text."""
    return 1500 + len(item.text) + 250 * (len(item.labels) + len(item.links))


class Intake:
    """One import. Its methods run on the writer's thread."""

    def __init__(self, owner: int, kind: str, title: str, *, update: bool = False) -> None:
        """`owner`: key of the annotator who imports; `update`: whether other content under a known id replaces it."""
        self._owner = owner
        self._kind = kind
        self._title = title
        self._update = update
        self._keys: dict[str, int] = {}
        self._latest = datetime.min.replace(tzinfo=UTC)
        self.step: int | None = None
        """The undo step, once something was written."""
        self._done = self._seconds = 0.0
        self.room = 60_000
        """How much `weight` the next batch should have."""

    def write(
        self,
        db: Connection,
        batch: Sequence[Incoming],
        schema: Schema | None = None,
        halfway: Callable[[], None] = lambda: None,
    ) -> Outcome:
        """Writes a batch: all of it, or nothing. `schema` is what the schema becomes with it.

        `halfway` is called when only SQLite has something left to do; from then on other threads can work at full speed.
        """
        began = time.thread_time()
        with _in_bulk(db), journal.transaction(db):
            outcome = _Batch(db, self, self._update, halfway).write(batch, schema)
        self._learn(sum(map(weight, batch)), time.thread_time() - began)
        return outcome

    def _learn(self, done: int, seconds: float) -> None:
        """Fits `room` to what the latest batches took. Seconds are this thread's own: on a machine that is busy with other
        things smaller batches would only make the whole take longer, and some clocks are too coarse for one batch."""
        self._done = self._done * 0.7 + done
        self._seconds = self._seconds * 0.7 + seconds
        aimed = self._done * BATCH_SECONDS / max(self._seconds, 1e-4)
        self.room = int(max(4_000, min(aimed, 2 * self.room, 4_000_000)))

    def close(self, db: Connection, *, interrupted: bool = False, title: str | None = None) -> None:
        """Ends the step, if anything was written."""
        if self.step is not None:
            with journal.transaction(db):
                journal.close_step(db, self.step, "interrupted" if interrupted else "done", title)

    def suggest(self, db: Connection, article_id: str, source: str, found: Sequence[Suggestion]) -> bool:
        """Keeps suggestions that came with a file, unless `source` has run on that article here."""
        row = db.execute("SELECT id FROM article WHERE uuid = ?", (article_id,)).fetchone()
        sql = "SELECT 1 FROM suggestion WHERE article = ? AND source = ?"
        if row is None or db.execute(sql, (row[0], source)).fetchone():
            return False
        suggestions.replace(db, row[0], source, found, now())
        return True

    def reserve_event(self, db: Connection) -> int:
        """A new event of the step, which begins with the first one."""
        if self.step is None:
            self.step = journal.open_step(db, self._owner, self._kind, self._title, state="running")
        return journal.reserve_event(db, self.step, self._owner)

    def key_of(self, db: Connection, person: Person) -> tuple[int, bool]:
        """The key of a person, and whether they were made just now."""
        known = self._keys.get(person.id)
        if known is not None:
            return known, False
        row = db.execute("SELECT id FROM annotator WHERE uuid = ?", (person.id,)).fetchone()
        key = row[0] if row else people.insert(db, person.name).key
        self._keys[person.id] = key
        return key, row is None

    def forget_people(self) -> None:
        """After a batch that was taken back: who was made in it is not there."""
        self._keys.clear()

    def next_moment(self) -> str:
        """The time of import of the next article: later than the one before, so that a file's order is kept."""
        self._latest = max(datetime.now(UTC), self._latest + timedelta(microseconds=1))
        return self._latest.isoformat(timespec="microseconds").replace("+00:00", "Z")


class _Batch:
    """One batch while it is written."""

    def __init__(self, db: Connection, intake: Intake, update: bool, halfway: Callable[[], None]) -> None:
        self._db = db
        self._halfway = halfway
        self._intake = intake
        self._update = update
        self._event: int | None = None
        self._size = 0
        self._changes: list[list[object]] = []
        self._touched: list[int] = []
        self._people: list[int] = []
        self._metadata: list[tuple[int, list[str], list[str]]] = []
        self._spent: list[tuple[int, int, None, float]] = []
        self._outcome = Outcome()

    def write(self, batch: Sequence[Incoming], schema: Schema | None) -> Outcome:
        try:
            return self._write(batch, schema)
        except BaseException:
            self._intake.forget_people()
            raise

    def _write(self, batch: Sequence[Incoming], schema: Schema | None) -> Outcome:
        known = known_articles(self._db, [item.id for item in batch])
        fresh: dict[str, Incoming] = {}
        others: list[Incoming] = []
        for item in batch:
            if item.id in known or item.id in fresh:
                others.append(item)
            else:
                fresh[item.id] = item
        content = {} if schema is None else schema_edit.exchange_schema(self._db, schema)
        if content:
            self._size += 1
            self._reserved()
        first = self._add_articles(list(fresh.values()), others)
        for number, key in enumerate(fresh, first):
            known[key] = number
        for item in others:
            self._add_to(known[item.id], item, fresh=item.id in fresh)
        self._outcome.duplicates = len(others)
        self._outcome.imported = len(fresh)
        self._halfway()
        if fresh:
            self._index(first, list(fresh.values()))
        if self._event is not None:
            arrived = journal.Arrived(
                [(first, first + len(fresh) - 1)] if fresh else (),
                ranges(self._touched),
                self._people,
                self._metadata,
                self._spent,
            )
            content |= arrived.content() | ({"changes": self._changes} if self._changes else {})
            journal.fill_event(self._db, self._event, content, self._size)
        return self._outcome

    def _reserved(self) -> int:
        if self._event is None:
            self._event = self._intake.reserve_event(self._db)
        return self._event

    def _owner_of(self, item: Incoming) -> int:
        assert item.owner is not None, "the caller looked"
        key, made = self._intake.key_of(self._db, item.owner)
        if made:
            self._people.append(key)
            self._reserved()
        return key

    # -- new articles -------------------------------------------------------------------------------------------

    def _add_articles(self, items: Sequence[Incoming], others: Sequence[Incoming]) -> int:
        """Writes articles that are not here, with their labels. Returns the key of the first one."""
        row = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'article'").fetchone()
        first = (row[0] if row else 0) + 1
        if not items:
            return first
        db, event = self._db, self._reserved()
        _gather_sources(items, others)
        rows = [
            (
                key, item.id, item.sha256, item.imported or self._intake.next_moment(), item.title, item.source,
                item.published, item.language, len(item.text), orjson.dumps(item.meta).decode(), item.text,
            )
            for key, item in enumerate(items, first)
        ]  # fmt: skip  # one column after the other, as in the table
        db.executemany(_INSERT_ARTICLE, rows)
        self._size += len(items)
        labelled = [(key, self._owner_of(item), item) for key, item in enumerate(items, first) if item.owner]
        plain = [entry for entry in labelled if not entry[2].ids_twice]
        if not self._add_plainly(plain, event):
            plain = []
        settled = {id(entry[2]) for entry in plain}
        for key, _, item in labelled:
            if id(item) not in settled:
                self._add_to(key, item, fresh=True)
        return first

    def _index(self, first: int, items: Sequence[Incoming]) -> None:
        """Takes new articles into the word index."""
        self._db.execute(
            "INSERT INTO article_words (rowid, title, text) SELECT id, title, text FROM article WHERE id BETWEEN ? AND ?",
            (first, first + len(items) - 1),
        )
        search.index_unspaced(self._db, [(key, item.title, item.text) for key, item in enumerate(items, first)])

    def _add_plainly(self, entries: Sequence[tuple[int, int, Incoming]], event: int) -> bool:
        """Writes the labels of new articles in one go. False, and nothing written, where an id is taken already."""
        db = self._db
        labels: list[Row] = []
        links: list[Row] = []
        notes: list[Row] = []
        for key, owner, item in entries:
            ends = (key, owner, 0, event)
            labels += [columns + ends for columns in sorted(item.labels)]  # as the table is: they go to its end
            links += [own_row(key, owner, columns, event) for columns in item.links]
            notes += [own_row(key, owner, columns, event) for columns in item.notes]
        works = [work_row(key, owner, item, event) for key, owner, item in entries if item.says_work]
        times = [(key, owner, item.seconds) for key, owner, item in entries if item.seconds]
        db.execute("SAVEPOINT labels")
        try:
            db.executemany(_INSERT_LABEL, labels)
            for table, rows in ((LINK, links), (NOTE, notes), (WORK, works)):
                db.executemany(table.insert, rows)
            db.executemany("INSERT INTO spent (article, owner, seconds) VALUES (?, ?, ?)", times)
        except sqlite3.IntegrityError:
            db.execute("ROLLBACK TO labels")
            return False
        finally:
            db.execute("RELEASE labels")
        self._size += len(labels) + len(links) + len(notes) + len(works)
        self._outcome.annotations += len(labels)
        return True

    # -- articles that are here ---------------------------------------------------------------------------------

    def _add_to(self, key: int, item: Incoming, *, fresh: bool) -> None:
        owner = self._owner_of(item) if item.owner else None
        found = settle(self._db, key, item, owner, update=self._update, fresh=fresh)
        self._outcome.conflicts += found.conflicts
        if not found.is_empty:
            self._put(key, owner, found, fresh=fresh)

    def _put(self, key: int, owner: int | None, found: Settled, *, fresh: bool) -> None:
        db, event = self._db, self._reserved()
        for table in (ANNOTATION, LINK, NOTE, WORK):
            rows = found.new.get(table.name, ())
            db.executemany(table.insert, [(*row[:-1], event) for row in rows])
            self._size += len(rows)
        if any(found.new.values()) and not fresh:
            self._touched.append(key)
        for table, before, after in found.replaced:
            row = (*after[:-1], event)
            journal.write_row(db, table, before, row)
            self._changes.append([table.name, before, row])
            self._size += 1
        self._outcome.annotations += found.annotations
        self._outcome.updated += len(found.replaced)
        if found.metadata is not None:
            from annotator.storage.arrivals import write_metadata

            write_metadata(db, key, found.metadata[1])
            self._metadata.append((key, *found.metadata))
            self._size += 1
        if found.seconds is not None and owner is not None:
            db.execute("INSERT INTO spent (article, owner, seconds) VALUES (?, ?, ?)", (key, owner, found.seconds))
            if not fresh:
                self._spent.append((key, owner, None, found.seconds))


@contextmanager
def _in_bulk(db: Connection) -> Iterator[None]:
    """Batches need not reach the disk one by one: the end of the import does, and a power cut before it loses whole ones."""
    db.execute("PRAGMA synchronous = NORMAL")
    (pages,) = db.execute("PRAGMA wal_autocheckpoint").fetchone()
    db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    try:
        yield
    finally:
        db.execute("PRAGMA synchronous = FULL")
        db.execute(f"PRAGMA wal_autocheckpoint = {pages}")


def known_articles(db: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Which of these articles are here: id -> key."""
    found: dict[str, int] = {}
    for first in range(0, len(ids), _KEYS_AT_ONCE):
        page = ids[first : first + _KEYS_AT_ONCE]
        sql = f"SELECT uuid, id FROM article WHERE uuid IN ({', '.join('?' * len(page))})"
        found.update(db.execute(sql, page).fetchall())
    return found


def survey(db: Connection, batch: Sequence[Incoming], seen: set[int], *, update: bool) -> Outcome:
    """What `Intake.write` would do with a batch, without writing. `seen` carries what earlier batches brought."""
    outcome = Outcome()
    known = known_articles(db, [item.id for item in batch])
    for item in batch:
        owner = item.owner
        if item.id in known:
            outcome.duplicates += 1
            row = db.execute("SELECT id FROM annotator WHERE uuid = ?", (owner.id,)).fetchone() if owner else None
            found = settle(db, known[item.id], item, row[0] if row else None, update=update)
            outcome.annotations += found.annotations
            outcome.updated += len(found.replaced)
            outcome.conflicts += found.conflicts
            continue
        article = hash(item.id)  # a chance of one in billions to count wrongly, for a tenth of the memory
        outcome.duplicates += article in seen
        outcome.imported += article not in seen
        seen.add(article)
        if owner is not None and (labelled := hash((item.id, owner.id))) not in seen:
            seen.add(labelled)
            outcome.annotations += len({columns[0] for columns in item.labels})
    return outcome


def _gather_sources(items: Sequence[Incoming], others: Sequence[Incoming]) -> None:
    """Gives new articles the further sources that come in with the same batch."""
    by_id = {item.id: item for item in items} if others else {}
    for other in others:
        item = by_id.get(other.id)
        merged = with_source(item.meta, other.meta) if item is not None else None
        if item is not None and merged is not None:
            item.meta = merged


def ranges(keys: Sequence[int]) -> list[tuple[int, int]]:
    """Keys as ranges (first, last)."""
    found: list[tuple[int, int]] = []
    for key in sorted(set(keys)):
        if found and found[-1][1] + 1 == key:
            found[-1] = (found[-1][0], key)
        else:
            found.append((key, key))
    return found


__all__ = ["Columns", "Incoming", "Intake", "Outcome", "Person", "known_articles", "survey", "weight"]
