"""The tables of a project file, one function for each step of their history. A step once released never changes.

`PRAGMA user_version` is the number of steps that a file has behind it. Rows of annotators have no integer key: they are
known by (article, uuid), which keeps an article's labels together on disk and makes a merge a union.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from annotator.storage import header
from annotator.storage.connection import Connection
from annotator.storage.header import APPLICATION_ID

migrations = Migrations("annotator")

_TRAVEL = """
    revision INTEGER NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    event INTEGER NOT NULL
"""
"""Columns that every annotator's row has; `event` is the event that wrote it last."""

_OWNED = """
    article INTEGER NOT NULL REFERENCES article(id),
    uuid TEXT NOT NULL,
    owner INTEGER NOT NULL REFERENCES annotator(id)
"""


@migrations()
def first_tables(db: Database) -> None:
    """Project, people, articles, labels, suggestions, history."""
    for statement in (
        "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        """CREATE TABLE annotator (
            id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, gold INTEGER NOT NULL,
            created TEXT NOT NULL) STRICT""",
        """CREATE TABLE schema (
            id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, definition TEXT NOT NULL, revision INTEGER NOT NULL,
            updated TEXT NOT NULL) STRICT""",
        "CREATE TABLE guidelines (version INTEGER PRIMARY KEY, text TEXT NOT NULL, created TEXT NOT NULL) STRICT",
        # The text comes last: reading a title must not walk along a long text's overflow pages.
        """CREATE TABLE article (
            id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, imported TEXT NOT NULL,
            title TEXT NOT NULL, source TEXT NOT NULL, published TEXT NOT NULL, language TEXT NOT NULL,
            length INTEGER NOT NULL, meta TEXT NOT NULL, text TEXT NOT NULL) STRICT""",
        "CREATE INDEX article_order ON article (imported, uuid)",
        "CREATE INDEX article_published ON article (published)",
        "CREATE INDEX article_source ON article (source)",
        # prefix-free, full detail: phrases are searched; the text itself is read from `article`.
        """CREATE VIRTUAL TABLE article_words USING fts5 (
            title, text, content = 'article', content_rowid = 'id',
            tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M* Co'")""",
        """CREATE VIRTUAL TABLE article_bigrams USING fts5 (
            grams, content = '', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'")""",
        f"""CREATE TABLE annotation ({_OWNED},
            layer TEXT NOT NULL, label TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, fragments TEXT,
            quote TEXT NOT NULL, attributes TEXT, origin TEXT, guidelines INTEGER NOT NULL, {_TRAVEL},
            PRIMARY KEY (article, uuid)) STRICT, WITHOUT ROWID""",
        # Ids of version 5 are computed from their article and cannot meet; the others must be unique in the whole file.
        "CREATE UNIQUE INDEX annotation_uuid ON annotation (uuid) WHERE substr(uuid, 15, 1) <> '5'",
        f"""CREATE TABLE link ({_OWNED},
            role TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, origin TEXT, guidelines INTEGER NOT NULL, {_TRAVEL},
            PRIMARY KEY (article, uuid),
            FOREIGN KEY (article, source) REFERENCES annotation (article, uuid),
            FOREIGN KEY (article, target) REFERENCES annotation (article, uuid)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX link_source ON link (article, source)",
        "CREATE INDEX link_target ON link (article, target)",
        f"""CREATE TABLE note ({_OWNED},
            annotation TEXT, text TEXT NOT NULL, state TEXT NOT NULL, {_TRAVEL},
            PRIMARY KEY (article, uuid),
            FOREIGN KEY (article, annotation) REFERENCES annotation (article, uuid)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX note_owner ON note (owner, article) WHERE deleted = 0",
        f"""CREATE TABLE decision ({_OWNED},
            layer TEXT NOT NULL, label TEXT NOT NULL, fragments TEXT NOT NULL, quote TEXT NOT NULL, verdict TEXT NOT NULL,
            source TEXT NOT NULL, score REAL, {_TRAVEL},
            PRIMARY KEY (article, uuid)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX decision_string ON decision (owner, quote, label)",
        f"""CREATE TABLE work ({_OWNED},
            status TEXT NOT NULL, reason TEXT NOT NULL, flagged INTEGER NOT NULL, labels TEXT, {_TRAVEL},
            PRIMARY KEY (article, owner)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX work_status ON work (owner, status, article) WHERE deleted = 0",
        "CREATE INDEX work_flagged ON work (owner, article) WHERE flagged = 1 AND deleted = 0",
        """CREATE TABLE spent (
            article INTEGER NOT NULL REFERENCES article(id), owner INTEGER NOT NULL REFERENCES annotator(id),
            seconds REAL NOT NULL, PRIMARY KEY (article, owner)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE place (
            owner INTEGER PRIMARY KEY REFERENCES annotator(id), article INTEGER NOT NULL REFERENCES article(id),
            caret INTEGER NOT NULL, scroll INTEGER NOT NULL) STRICT""",
        """CREATE TABLE suggestion (
            id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article(id), source TEXT NOT NULL, made TEXT NOT NULL,
            total INTEGER NOT NULL, least REAL, detail TEXT NOT NULL, pack TEXT NOT NULL, UNIQUE (article, source)) STRICT""",
        # Counting and ordering by what is pending must not walk along the packs.
        "CREATE INDEX suggestion_counts ON suggestion (article, total, least)",
        "CREATE INDEX suggestion_source ON suggestion (source, article, total)",
        """CREATE TABLE step (
            id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, owner INTEGER NOT NULL REFERENCES annotator(id),
            kind TEXT NOT NULL, title TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL, size INTEGER NOT NULL,
            undoes INTEGER REFERENCES step(id)) STRICT""",
        "CREATE INDEX step_state ON step (owner, state, id)",
        "CREATE INDEX step_undoes ON step (undoes, id) WHERE undoes IS NOT NULL",
        """CREATE TABLE event (
            id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, step INTEGER NOT NULL REFERENCES step(id),
            owner INTEGER NOT NULL REFERENCES annotator(id), at TEXT NOT NULL, changes BLOB NOT NULL, arrived_by TEXT) STRICT""",
        "CREATE INDEX event_step ON event (step, id)",
    ):
        db.execute(statement)


def migrate(db: Connection) -> None:
    """Applies the steps that a file lacks and writes the format version into its header: all of it or nothing."""
    database = Database(db)
    with database.atomic():
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(database)
        db.execute(f"PRAGMA user_version = {header.FORMAT_VERSION}")
