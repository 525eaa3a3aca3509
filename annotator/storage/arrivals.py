"""Taking an import or merge back and doing it again: rows that were not there go, replaced ones come back as they were.

It raises no revision and leaves no tombstone; what goes moves into the event of the undo, so that redo brings the same.
"""

from __future__ import annotations

import sqlite3
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotator.model.change import same_content
from annotator.model.errors import NotUndoable
from annotator.model.phrases import tr
from annotator.storage import journal, search
from annotator.storage.connection import Connection
from annotator.storage.refusing import article_name, named, refuse
from annotator.storage.rows import WITHDRAWALS
from annotator.storage.settings import CURRENT_ANNOTATOR, set_setting, setting
from annotator.storage.tables import ANNOTATION, LINK, NOTE, TABLES, Row, Table

_ARTICLE = "id, uuid, sha256, imported, title, source, published, language, length, meta, text"
_SUGGESTION = "article, source, made, total, least, detail, pack"
_SPENT = "article, owner, seconds"
_EVENT = "id, uuid, step, owner, at, changes, arrived_by"
_ANNOTATOR = "id, uuid, name, gold, created"
_METADATA = ", ".join(journal.METADATA)

_Entry = tuple[Table, Row | None, Row]
"""Where a row lies, as it was (None: new), as it became."""


def withdraw(
    db: Connection, step: int, event: int, content: Mapping[str, Any], title: str
) -> tuple[dict[str, Any], int]:
    """Inverts an event of an import or merge. Returns the content and size of the event that records it."""
    arrived = content["arrived"]
    moved, replaced = _parted(db, content)
    changes = _exchange(db, replaced, title)
    gone: defaultdict[str, list[Any]] = defaultdict(list)
    size = 0
    for key in _keys(arrived.get("touched", ())):
        size += _take_rows(db, step, event, key, gone, title)
    for key in _keys(arrived.get("articles", ())):
        size += _take_article(db, step, key, gone, title)
    changes += _exchange(db, moved, title)
    _count_withdrawal(db, gone["articles"])
    # The last one first: one event may have changed the same article twice.
    for key, before, after in reversed(arrived.get("metadata", ())):
        _set_metadata(db, key, after, before, title)
        gone["metadata"].append([key, before, after])
    for article, owner, before, after in reversed(arrived.get("spent", ())):
        gone["times"].append(_take_time(db, article, owner, before, after))
    if events := _take_events(db, step):
        gone["events"] = events
    for key in arrived.get("annotators", ()):
        if row := _take_annotator(db, key):
            gone["annotators"].append(row)
    return {"changes": changes, "withdrawn": dict(gone)}, size + len(changes)


def bring_back(db: Connection, event: int, content: Mapping[str, Any], title: str) -> tuple[dict[str, Any], int]:
    """Inverts an event made by `withdraw`."""
    gone = content["withdrawn"]
    moved, replaced = _parted(db, content)
    try:
        _exchange(db, moved, title)
        _insert(db, "annotator", _ANNOTATOR, gone.get("annotators", ()))
        for row in gone.get("articles", ()):
            _insert(db, "article", _ARTICLE, [row])
            search.index(db, row[0], row[0])
        for table in TABLES:
            db.executemany(table.insert, gone.get(table.name, ()))
        _insert(db, "suggestion", _SUGGESTION, gone.get("suggestion", ()))
        _insert(db, "spent", _SPENT, gone.get("spent", ()))
        _insert(db, "event", _EVENT, [(*row[:-2], b64decode(row[-2]), row[-1]) for row in gone.get("events", ())])
    except sqlite3.IntegrityError as error:
        raise NotUndoable(
            tr("“{title}” cannot be done again: some of it has come in another way meanwhile.", title=title),
            hint=tr("Import it again instead; what is there already is not taken twice."),
        ) from error
    _count_withdrawal(db, gone.get("articles", ()))
    for key, before, after in reversed(gone.get("metadata", ())):
        _set_metadata(db, key, before, after, title)
    for article, owner, before, after in reversed(gone.get("times", ())):
        _set_time(db, article, owner, before, after)
    _exchange(db, replaced, title)
    return {"restored": event}, len(moved) + len(replaced) + sum(len(gone.get(t.name, ())) for t in TABLES) + len(
        gone.get("articles", ())
    )


def _count_withdrawal(db: Connection, articles: Sequence[Any]) -> None:
    if articles:
        set_setting(db, WITHDRAWALS, setting(db, WITHDRAWALS, 0) + 1)


def _parted(db: Connection, content: Mapping[str, Any]) -> tuple[list[_Entry], list[_Entry]]:
    """The rows of an event that have another id since, and the others that were replaced. An id must be free before a new
    row can have it, so one goes before the new rows, the other after them."""
    moved: list[_Entry] = []
    replaced: list[_Entry] = []
    for table, before, after in journal.read_changes(content):
        has_moved = before is not None and table.identity(before) != table.identity(after)
        (moved if has_moved else replaced).append((table, before, after))
    if moved:
        journal.put_off_ends(db)
    return moved, replaced


def _exchange(db: Connection, entries: Sequence[_Entry], title: str) -> list[Any]:
    """Puts back the replaced rows exactly as they were, with their own revisions; in new rows (no row before) it does
    nothing. Returns the changes that it made."""
    made = []
    for table, before, after in reversed(entries):
        if before is None:
            continue
        row = journal.row_like(db, table, after)
        if row is None or not same_content(table.decode(row), table.decode(after)):
            raise refuse(title, named(db, table, after))
        journal.write_row(db, table, row, before)
        made.append([table.name, row, before])
    return made


def _take_rows(
    db: Connection, step: int, event: int, article: int, gone: defaultdict[str, list[Any]], title: str
) -> int:
    """Takes the rows that `event` brought out of an article that was there before, and what hangs on them."""
    found = {
        t.name: db.execute(f"{t.select} WHERE article = ? AND event = ?", (article, event)).fetchall() for t in TABLES
    }
    for table in TABLES:
        for row in db.execute(f"{table.select} WHERE article = ? AND event > ?", (article, event)).fetchall():
            if _comes_from(db, table, row, event):
                raise refuse(title, named(db, table, row))
    labels = {row[1] for row in found[ANNOTATION.name]}
    if labels:
        # Links and notes made later and undone since: tombstones that point to the labels that go.
        for table, ends in ((LINK, ("source", "target")), (NOTE, ("annotation",))):
            places = [table.names.index(end) for end in ends]
            for row in db.execute(f"{table.select} WHERE article = ? AND event <> ?", (article, event)).fetchall():
                if any(row[place] in labels for place in places):
                    _refuse_live(db, step, table, row, title)
                    found[table.name].append(row)
    return _delete(db, found, gone)


def _comes_from(db: Connection, table: Table, row: Row, event: int) -> bool:
    """Whether `event` brought the record in `row` and another one has changed it since."""
    while row[-1] > event:
        found = db.execute("SELECT changes FROM event WHERE id = ?", (row[-1],)).fetchone()
        changes = journal.read_changes(journal.unpack(found[0])) if found else []
        wanted = table.identity(row)
        before = next((b for t, b, a in changes if t is table and b is not None and table.identity(a) == wanted), None)
        if before is None:
            return False
        row = before
    return bool(row[-1] == event)


def _take_article(db: Connection, step: int, key: int, gone: defaultdict[str, list[Any]], title: str) -> int:
    """Takes an article out with everything that hangs on it; refused where somebody else has worked on it."""
    row = db.execute(f"SELECT {_ARTICLE} FROM article WHERE id = ?", (key,)).fetchone()
    if row is None:
        raise refuse(title, tr("an article"))
    found = {table.name: db.execute(f"{table.select} WHERE article = ?", (key,)).fetchall() for table in TABLES}
    for table in TABLES:
        for record in found[table.name]:
            _refuse_live(db, step, table, record, title)
    size = _delete(db, found, gone)
    for name, columns in (("suggestion", _SUGGESTION), ("spent", _SPENT)):
        gone[name] += db.execute(f"SELECT {columns} FROM {name} WHERE article = ?", (key,)).fetchall()
        db.execute(f"DELETE FROM {name} WHERE article = ?", (key,))
    db.execute("DELETE FROM place WHERE article = ?", (key,))
    search.forget(db, key, row[4], row[-1])
    db.execute("DELETE FROM article WHERE id = ?", (key,))
    gone["articles"].append(row)
    return size + 1


def _refuse_live(db: Connection, step: int, table: Table, row: Row, title: str) -> None:
    """Refuses where the row's content comes from another step that stands."""
    found = db.execute(
        "SELECT step.id, step.state FROM event JOIN step ON step.id = event.step WHERE event.id = ?", (row[-1],)
    ).fetchone()
    if found and found[0] != step and found[1] not in ("undone", "superseded"):
        where = article_name(db, row[0])
        raise refuse(title, tr("{what} in “{article}”", what=named(db, table, row), article=where))


def _delete(db: Connection, found: Mapping[str, list[Row]], gone: defaultdict[str, list[Any]]) -> int:
    for table in reversed(TABLES):
        rows = found[table.name]
        db.executemany(f"DELETE FROM {table.name} WHERE {table.is_it}", [table.identity(row) for row in rows])
        if rows:
            gone[table.name] += rows
    return sum(map(len, found.values()))


def _set_metadata(db: Connection, key: int, expected: Sequence[str], wanted: Sequence[str], title: str) -> None:
    row = db.execute(f"SELECT {_METADATA}, text FROM article WHERE id = ?", (key,)).fetchone()
    if row is None or list(row[:-1]) != list(expected):
        raise refuse(title, tr("the metadata of “{article}”", article=article_name(db, key)))
    write_metadata(db, key, wanted)


def write_metadata(db: Connection, key: int, wanted: Sequence[str]) -> None:
    """Inside a transaction: gives an article the `journal.METADATA` columns in `wanted`; the word index follows."""
    old_title, text = db.execute("SELECT title, text FROM article WHERE id = ?", (key,)).fetchone()
    if old_title != wanted[0]:
        search.forget(db, key, old_title, text)
    assignments = ", ".join(f"{column} = ?" for column in journal.METADATA)
    db.execute(f"UPDATE article SET {assignments} WHERE id = ?", (*wanted, key))
    if old_title != wanted[0]:
        search.index(db, key, key)


def _take_time(db: Connection, article: int, owner: int, before: float | None, after: float) -> list[Any]:
    row = db.execute("SELECT seconds FROM spent WHERE article = ? AND owner = ?", (article, owner)).fetchone()
    present = row[0] if row else None
    restored = before if present == after else max(0.0, (present or 0.0) - (after - (before or 0.0)))
    _set_time(db, article, owner, present, restored)
    return [article, owner, restored, present]


def _set_time(db: Connection, article: int, owner: int, before: float | None, after: float | None) -> None:
    if after is None:
        db.execute("DELETE FROM spent WHERE article = ? AND owner = ?", (article, owner))
    else:
        db.execute("INSERT OR REPLACE INTO spent (article, owner, seconds) VALUES (?, ?, ?)", (article, owner, after))


def _take_events(db: Connection, step: int) -> list[Row]:
    """The history that came along with a merge, taken out: somebody else's, and it names who may have to go."""
    sql = f"SELECT {_EVENT} FROM event WHERE step = ? AND arrived_by IS NOT NULL"
    found = db.execute(sql, (step,)).fetchall()
    db.execute("DELETE FROM event WHERE step = ? AND arrived_by IS NOT NULL", (step,))
    return [(*row[:-2], b64encode(row[-2]).decode(), row[-1]) for row in found]


def _take_annotator(db: Connection, key: int) -> Row | None:
    """The row of a person who came with the import, taken out; None where something else names them: they stay."""
    if setting(db, CURRENT_ANNOTATOR) == key:
        return None
    row: Row | None = db.execute(f"SELECT {_ANNOTATOR} FROM annotator WHERE id = ?", (key,)).fetchone()
    try:
        db.execute("DELETE FROM annotator WHERE id = ?", (key,))
    except sqlite3.IntegrityError:
        return None
    return row


def _insert(db: Connection, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(columns.split(",")))
    db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _keys(ranges: Iterable[Sequence[int]]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)
