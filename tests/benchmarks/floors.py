"""The floors: the cheapest programs that do the same work, with plain sqlite3 and orjson."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import orjson

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
    with database(target) as db, source.open("rb") as lines:
        db.executescript(_TABLES)
        db.execute("BEGIN")
        for key, line in enumerate(lines, 1):
            row = orjson.loads(line)
            text = row["text"]
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            found = (key, sha256, row["title"], row["source"], row["published"], text)
            db.execute("INSERT OR IGNORE INTO article VALUES (?, ?, ?, ?, ?, ?)", found)
            db.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (key, row["title"], text))
            if "spans" in row:
                db.executemany(
                    "INSERT INTO label (article, label, start, end, quote) VALUES (?, ?, ?, ?, ?)",
                    [(key, s["label"], s["start"], s["end"], text[s["start"] : s["end"]]) for s in row["spans"]],
                )
        db.execute("COMMIT")


def export_jsonl(source: Path, target: Path) -> None:
    """Writes all articles with their labels, one JSON object a line."""
    with database(source) as db, target.open("wb") as out:
        labels = db.execute("SELECT article, label, start, end, quote FROM label ORDER BY article, start, end DESC")
        groups = groupby(labels, key=lambda row: row[0])
        following = next(groups, None)
        for key, sha256, title, origin, published, text in db.execute("SELECT * FROM article ORDER BY id"):
            spans = []
            if following and following[0] == key:
                spans = [{"label": r[1], "start": r[2], "end": r[3], "text": r[4]} for r in following[1]]
                following = next(groups, None)
            meta = {"title": title, "source": origin, "published": published}
            out.write(orjson.dumps({"text": text, "text_sha256": sha256, "meta": meta, "spans": spans}) + b"\n")


def find(db: sqlite3.Connection, word: str) -> int:
    """The first 50 articles with the word, each with a piece of its text; returns how many."""
    sql = "SELECT rowid, snippet(words, 1, '[', ']', '…', 12) FROM words WHERE words MATCH ? LIMIT 50"
    return len(db.execute(sql, (f'"{word}"',)).fetchall())


def find_keys(db: sqlite3.Connection, word: str) -> int:
    """The keys of all articles with the word; returns how many."""
    return len(db.execute("SELECT rowid FROM words WHERE words MATCH ?", (f'"{word}"',)).fetchall())
