"""The people of a project, and the reserved owner of the gold layer."""

from __future__ import annotations

import unicodedata

from annotator.model.article import Annotator
from annotator.model.change import now
from annotator.model.errors import UserError, one_line
from annotator.model.ids import annotator_id
from annotator.model.phrases import tr
from annotator.storage.connection import Connection
from annotator.storage.rows import readable

GOLD = "Gold"
_LONGEST_NAME = 200
_COLUMNS = "id, uuid, name, gold"


def is_gold(name: str) -> bool:
    """Whether `name` is the reserved name of the gold layer, in any case."""
    return _folded(name) == _folded(GOLD)


def name_of(wanted: str) -> str:
    """A person's name fit to be kept: one line, trimmed, NFC. Raises UserError where nothing is left or it is reserved."""
    name = one_line(unicodedata.normalize("NFC", wanted))
    if not name:
        raise UserError(tr("An annotator needs a name."), hint=tr("Give one, for instance your own first name."))
    if len(name) > _LONGEST_NAME:
        raise UserError(tr("That name is longer than {n} characters.", n=_LONGEST_NAME), hint=tr("Give a shorter one."))
    if is_gold(name):
        raise UserError(
            tr("“Gold” is the name of the reviewed labels, not of a person."), hint=tr("Give another name.")
        )
    return name


def annotators(db: Connection) -> list[Annotator]:
    """The people, by name."""
    found = [_annotator(row) for row in db.execute(f"SELECT {_COLUMNS} FROM annotator WHERE gold = 0").fetchall()]
    return sorted(found, key=lambda person: (person.name.casefold(), person.id))


def gold(db: Connection) -> Annotator:
    """The owner of the gold layer."""
    row = db.execute(f"SELECT {_COLUMNS} FROM annotator WHERE gold = 1").fetchone()
    return readable(_annotator, row, tr("the annotators"))


def find(db: Connection, name: str) -> Annotator | None:
    """The person of this name (as displayed, or as they were first called), or Gold; case does not matter."""
    row = db.execute(f"SELECT {_COLUMNS} FROM annotator WHERE uuid = ?", (annotator_id(one_line(name)),)).fetchone()
    if row:
        return _annotator(row)
    return next((person for person in annotators(db) if _folded(person.name) == _folded(one_line(name))), None)


def with_key(db: Connection, key: int) -> Annotator | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM annotator WHERE id = ?", (key,)).fetchone()
    return _annotator(row) if row else None


def add(db: Connection, name: str) -> Annotator:
    """The person of this name, made where there is none yet."""
    name = name_of(name)
    if found := find(db, name):
        return found
    return insert(db, name)


def insert(db: Connection, name: str, *, is_gold_owner: bool = False) -> Annotator:
    """Writes a new person (or, once, the owner of the gold layer)."""
    identity = annotator_id(name)
    cursor = db.execute(
        "INSERT INTO annotator (uuid, name, gold, created) VALUES (?, ?, ?, ?)",
        (identity, name, int(is_gold_owner), now()),
    )
    assert cursor.lastrowid is not None, "an INSERT gives a row id"
    return Annotator(cursor.lastrowid, identity, name, is_gold_owner)


def insert_known(db: Connection, identity: str, name: str) -> int:
    """Writes a person who has an id already, in the file that they come with; returns their key here."""
    cursor = db.execute(
        "INSERT INTO annotator (uuid, name, gold, created) VALUES (?, ?, 0, ?)", (identity, name_of(name), now())
    )
    assert cursor.lastrowid is not None, "an INSERT gives a row id"
    return cursor.lastrowid


def rename(db: Connection, key: int, name: str) -> Annotator:
    """Shows a person under another name; the id stays."""
    name = name_of(name)
    other = find(db, name)
    if other is not None and other.key != key:
        raise UserError(
            tr("There is already an annotator called {name}.", name=other.name), hint=tr("Give another name.")
        )
    db.execute("UPDATE annotator SET name = ? WHERE id = ?", (name, key))
    found = with_key(db, key)
    assert found is not None, "only somebody who is there is renamed"
    return found


def _annotator(row: tuple[int, str, str, int]) -> Annotator:
    key, identity, name, gold_owner = row
    return Annotator(key, identity, name, bool(gold_owner))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
