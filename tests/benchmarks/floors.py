"""The floors: the cheapest programs that do the same work, with plain sqlite3 and orjson."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

Spans = list[tuple[int, int, str]]
"""Start, end and label of what is labelled."""
Article = tuple[str, dict[str, Any], Spans]
"""Text, metadata and labels."""

_TABLES = """
CREATE TABLE article (id INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, title TEXT, source TEXT, published TEXT, text TEXT);
CREATE TABLE label (id INTEGER PRIMARY KEY, article INTEGER, label TEXT, start INTEGER, end INTEGER, quote TEXT);
CREATE INDEX label_article ON label (article);
CREATE VIRTUAL TABLE words USING fts5 (title, text, content='article', content_rowid='id');
"""


@contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """A database that is as careful as ours: WAL, and a commit is on disk."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    yield db
    db.close()


def import_jsonl(source: Path, target: Path) -> None:
    """Reads, hashes, stores and indexes the articles of a file, with the labels they have."""
    with source.open("rb") as lines:
        store(target, (_article(orjson.loads(line)) for line in lines))


def _article(row: dict[str, Any]) -> Article:
    return row["text"], row, [(s["start"], s["end"], s["label"]) for s in row.get("spans", ())]


def store(target: Path, articles: Iterable[Article]) -> None:
    """Hashes, stores and indexes articles: text, metadata and (start, end, label)."""
    with database(target) as db:
        db.executescript(_TABLES)
        db.execute("BEGIN")
        for key, (text, meta, spans) in enumerate(articles, 1):
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            title = meta.get("title", "")
            found = (key, sha256, title, meta.get("source", ""), meta.get("published", ""), text)
            db.execute("INSERT OR IGNORE INTO article VALUES (?, ?, ?, ?, ?, ?)", found)
            db.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (key, title, text))
            if spans:
                db.executemany(
                    "INSERT INTO label (article, label, start, end, quote) VALUES (?, ?, ?, ?, ?)",
                    [(key, label, start, end, text[start:end]) for start, end, label in spans],
                )
        db.execute("COMMIT")


def widen(database_file: Path) -> None:
    """Gives each label an id, a layer, an origin and times of its own, as an export of ours has them to read."""
    with database(database_file) as db:
        db.create_function("new_id", 0, lambda: str(uuid.uuid4()))
        db.execute(
            """CREATE TABLE wide AS SELECT article, start, end, 'entity' AS layer, label, new_id() AS uuid, quote,
            '{"kind":"import"}' AS origin, 0 AS guidelines, 1 AS revision, '2026-01-05T10:00:00.000Z' AS created,
            '2026-01-05T10:00:00.000Z' AS updated FROM label ORDER BY article, start, end DESC"""
        )


def export_jsonl(source: Path, target: Path) -> None:
    """Writes all articles of a widened database with all that ours writes of each label."""
    with database(source) as db, target.open("wb") as out:
        groups = groupby(db.execute("SELECT * FROM wide ORDER BY rowid"), key=lambda row: row[0])
        following = next(groups, None)
        for key, sha256, title, origin, published, text in db.execute("SELECT * FROM article ORDER BY id"):
            spans = []
            if following and following[0] == key:
                spans = [_span(row) for row in following[1]]
                following = next(groups, None)
            row = {"format": "annotator/1", "offset_unit": "codepoint", "id": sha256, "text": text}
            row |= {"text_sha256": sha256, "meta": {"title": title, "source": origin, "published": published}}
            row |= {"imported": "2026-01-05T10:00:00.000Z", "annotator": "Ann", "status": "open", "reason": ""}
            row |= {"flagged": False, "schema": "news/1", "spans": spans, "links": [], "labels": {}, "notes": []}
            out.write(orjson.dumps(row | {"seconds": 0.0}) + b"\n")


def _span(columns: tuple[Any, ...]) -> dict[str, Any]:
    _, start, end, layer, label, identity, quote, origin, guidelines, revision, created, updated = columns
    return {
        "id": identity,
        "layer": layer,
        "label": label,
        "start": start,
        "end": end,
        "text": quote,
        "fragments": [[start, end]],
        "attributes": {},
        "origin": orjson.Fragment(origin),
        "created": created,
        "updated": updated,
        "revision": revision,
        "guidelines": guidelines,
    }


def stored(source: Path) -> Iterator[Article]:
    """All articles of such a database, with what is labelled in them."""
    with database(source) as db:
        labels = db.execute("SELECT article, start, end, label FROM label ORDER BY article, start, end DESC")
        groups = groupby(labels, key=lambda row: row[0])
        following = next(groups, None)
        for key, _, title, origin, published, text in db.execute("SELECT * FROM article ORDER BY id"):
            spans = []
            if following and following[0] == key:
                spans = [row[1:] for row in following[1]]
                following = next(groups, None)
            yield text, {"title": title, "source": origin, "published": published}, spans


def find(db: sqlite3.Connection, word: str) -> int:
    """The first 50 articles with the word, each with a piece of its text; returns how many."""
    sql = "SELECT rowid, snippet(words, 1, '[', ']', '…', 12) FROM words WHERE words MATCH ? LIMIT 50"
    return len(db.execute(sql, (f'"{word}"',)).fetchall())


def find_keys(db: sqlite3.Connection, word: str) -> int:
    """The keys of all articles with the word; returns how many."""
    return len(db.execute("SELECT rowid FROM words WHERE words MATCH ?", (f'"{word}"',)).fetchall())
