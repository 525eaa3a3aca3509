"""Writing a work file: a project of its own with some of the articles and nobody's labels but those of whom it is for."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from annotator.model.change import now
from annotator.model.ids import annotator_id
from annotator.storage import journal, keeping, people, search
from annotator.storage.connection import Connection, open_writer
from annotator.storage.errors import translated
from annotator.storage.files import flush_folder, put_in_place
from annotator.storage.incoming import Person
from annotator.storage.settings import CREATED, CURRENT_ANNOTATOR, GUIDELINES, PROJECT_ID, set_setting, setting
from annotator.storage.suggestions import WITHHELD, put
from annotator.storage.tables import TABLES

_ARTICLE = "uuid, sha256, imported, title, source, published, language, length, meta, text"
_SUGGESTION = "source, made, total, least, detail, pack"
_AT_ONCE = 200


def write_work_file(
    source: Connection, path: Path, person: Person, articles: Sequence[int], suggested: Collection[int]
) -> None:
    """Writes the file at `path` for `person`: the articles with these keys in `source`, in that order.

    Suggestions go along for those in `suggested`; of the others the file says that they are to have none. Raises
    FileExistsError rather than replace a file; what is half written is taken away.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    with translated(path):
        try:
            _write(source, unfinished, person, articles, suggested)
            put_in_place(unfinished, path)
            flush_folder(path.parent)
        finally:
            for suffix in ("", "-journal"):
                with suppress(OSError):
                    unfinished.with_name(unfinished.name + suffix).unlink()


def article_pieces(db: Connection, keys: Collection[int]) -> Iterator[tuple[int, str, str, int, int]]:
    """Key, id, source, length and about how many words of the articles with these keys, in the order of export."""
    words = "length(text) - length(replace(replace(text, char(10), ''), ' ', '')) + 1"
    for row in db.execute(f"SELECT id, uuid, source, length, {words} FROM article ORDER BY imported, uuid").fetchall():
        if row[0] in keys:
            yield row


def _write(source: Connection, path: Path, person: Person, articles: Sequence[int], suggested: Collection[int]) -> None:
    from annotator.storage.migrations import migrate  # sqlite-utils takes 0.1 s to import

    db = open_writer(path, create=True)
    try:
        db.execute("PRAGMA synchronous = OFF")  # the file is flushed once, before it gets its name
        migrate(db)
        with journal.transaction(db):
            owner = _settings(source, db, person)
            row = source.execute("SELECT id FROM annotator WHERE uuid = ?", (person.id,)).fetchone()
            for first in range(0, len(articles), _AT_ONCE):
                _copy(source, db, articles[first : first + _AT_ONCE], suggested, row[0] if row else 0, owner)
            search.index(db, 1, len(articles))
    finally:
        db.close()
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _settings(source: Connection, db: Connection, person: Person) -> int:
    """Writes what a project begins with. Returns the key of whom it is for."""
    set_setting(db, PROJECT_ID, setting(source, PROJECT_ID))
    set_setting(db, CREATED, now())
    owner = people.insert_known(db, person.id, person.name)
    people.insert(db, people.GOLD, is_gold_owner=True)
    set_setting(db, CURRENT_ANNOTATOR, owner)
    columns = "id, name, definition, revision, updated"
    db.execute(
        f"INSERT INTO schema ({columns}) VALUES (?, ?, ?, ?, ?)",
        source.execute(f"SELECT {columns} FROM schema").fetchone(),
    )
    versions = source.execute("SELECT version, text, created FROM guidelines").fetchall()
    db.executemany("INSERT INTO guidelines (version, text, created) VALUES (?, ?, ?)", versions)
    set_setting(db, GUIDELINES, setting(source, GUIDELINES, 1))
    keeping.copy(source, db, person.id)
    return owner


def _copy(
    source: Connection,
    db: Connection,
    articles: Sequence[int],
    suggested: Collection[int],
    owner_there: int,
    owner: int,
) -> None:
    marks = ", ".join("?" * len(articles))
    sql = f"SELECT id, {_ARTICLE} FROM article WHERE id IN ({marks})"
    found = {row[0]: row[1:] for row in source.execute(sql, tuple(articles)).fetchall()}
    keys: dict[int, int] = {}
    for there in articles:
        cursor = db.execute(f"INSERT INTO article ({_ARTICLE}) VALUES ({', '.join('?' * 10)})", found[there])
        assert cursor.lastrowid is not None, "an INSERT gives a row id"
        keys[there] = cursor.lastrowid
    for table in TABLES:
        sql = f"{table.select} WHERE article IN ({marks}) AND owner = ?"
        rows = source.execute(sql, (*articles, owner_there)).fetchall()
        # Their history stays here: in the file nothing of it can be undone.
        db.executemany(table.insert, [(keys[row[0]], row[1], owner, *row[3:-1], 0) for row in rows])
    sql = f"SELECT article, seconds FROM spent WHERE article IN ({marks}) AND owner = ?"
    for there, seconds in source.execute(sql, (*articles, owner_there)).fetchall():
        db.execute("INSERT INTO spent (article, owner, seconds) VALUES (?, ?, ?)", (keys[there], owner, seconds))
    sql = f"SELECT article, {_SUGGESTION} FROM suggestion WHERE article IN ({marks})"
    packs = [(keys[row[0]], *row[1:]) for row in source.execute(sql, tuple(articles)).fetchall() if row[0] in suggested]
    db.executemany(f"INSERT INTO suggestion (article, {_SUGGESTION}) VALUES ({', '.join('?' * 7)})", packs)
    for there in articles:
        if there not in suggested:
            put(db, keys[there], WITHHELD, (), now())


def person_for(db: Connection, name: str) -> Person:
    """Whom a file called after `name` is for: the person known here by it, else a new one."""
    name = people.name_of(name)
    known = people.find(db, name)
    return Person(known.id, known.name) if known is not None else Person(annotator_id(name), name)
