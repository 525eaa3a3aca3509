"""A colleague's file, read as what it is: a file from somewhere else. It is copied to a private folder and only read there.

Nothing in it is trusted: it is opened read-only after its header, its tables, every page and its people were looked at.
What its rows say is checked by `untrusted`, row by row, before anything is taken.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from annotator.model.article import Annotator
from annotator.model.errors import UserError
from annotator.model.ids import annotator_id, as_uuid
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.model.schema_json import schema_from_json
from annotator.storage import header, people, shape
from annotator.storage.backup import copy_to
from annotator.storage.connection import Connection, end_writing, open_reader, open_writer
from annotator.storage.errors import damaged, translated
from annotator.storage.opening import is_open_here
from annotator.storage.settings import CURRENT_ANNOTATOR, PROJECT_ID, setting

LARGEST_VALUE = 64 << 20
"""Bytes of the largest text or blob that is read out of a colleague's file."""
_LARGEST_SCHEMA = 4 << 20


@dataclass(frozen=True)
class Colleague:
    """A work file (or a whole project) of somebody else, open for reading."""

    path: Path
    """Where it came from."""
    db: Connection
    project: str
    """The id of the project that it belongs to."""
    schema: Schema
    annotator: Annotator
    """Whose file it is: who labels in it. The key holds in that file only."""
    people: Mapping[int, Annotator]
    """Everybody in it who can own labels, Gold included, by their keys in that file."""

    def articles(self) -> list[tuple[int, int]]:
        """Key in the file, and length as the file gives it, of its articles."""
        return self.db.execute("SELECT id, length FROM article ORDER BY id").fetchall()

    @property
    def has_articles(self) -> bool:
        return self.db.execute("SELECT 1 FROM article").fetchone() is not None

    def rows_of(self) -> dict[int, int]:
        """How many labels, links, notes, decisions and statuses each owner has in it; those without any are left out."""
        found: dict[int, int] = {}
        for table in ("annotation", "link", "note", "decision", "work"):
            sql = f"SELECT owner, count(*) FROM {table} WHERE deleted = 0 GROUP BY owner"
            for owner, count in self.db.execute(sql).fetchall():
                found[owner] = found.get(owner, 0) + count
        return found


@contextmanager
def colleague(path: Path, project: Path) -> Iterator[Colleague]:
    """The file at `path`, to be merged into `project`. Raises UserError where it is not to be read: nothing was touched."""
    with translated(path):
        try:
            is_file = path.is_file()
        except ValueError:  # a NUL in the name
            is_file = False
        if path.exists() and not is_file and not path.is_dir():
            raise UserError(tr("This is not a file."), path, tr("Give the .annotator file that came back."))
        if is_file and path.samefile(project):
            raise UserError(tr("This is the project itself."), path, tr("Give the files that came back from others."))
        open_here = is_file and is_open_here(path)
        if not open_here:
            header.examine(path)
        if not open_here and (beside := path.with_name(f"{path.name}-journal")).exists() and beside.stat().st_size:
            raise UserError(
                tr("Somebody is writing to this file, or was when it was cut off."),
                path,
                tr("Open it in Annotator where it was made, close it there, and merge it then."),
            )
        with tempfile.TemporaryDirectory(prefix="annotator-merge-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / "colleague.annotator"
            if open_here:
                with closing(open_reader(path)) as source:
                    copy_to(source, copy)
            else:
                _copy(path, copy)
            db = _examined(copy, path)
            try:
                yield _known(db, path)
            except sqlite3.DataError as error:
                raise _refused(path, tr("one of its values is too large")) from error
            finally:
                db.close()


def _copy(path: Path, copy: Path) -> None:
    for suffix in ("", "-wal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            shutil.copyfile(beside, target := copy.with_name(copy.name + suffix))
            target.chmod(0o600)


def _examined(copy: Path, path: Path) -> Connection:
    version = header.examine(copy)
    if copy.with_name(f"{copy.name}-wal").exists():
        _verify(copy, path, version)
        end_writing(open_writer(copy))  # what its last writer left in the log becomes part of the copy
    db = _verify(copy, path, version, keep=True)
    if version == header.FORMAT_VERSION:
        return db
    db.close()
    from annotator.storage.migrations import migrate  # sqlite-utils takes 0.1 s to import and is rarely needed

    writer = open_writer(copy)
    try:
        migrate(writer)
    finally:
        writer.close()
    return _verify(copy, path, header.FORMAT_VERSION, keep=True)


def _verify(copy: Path, path: Path, version: int, *, keep: bool = False) -> Connection:
    """A reader on the copy, whose tables and pages have been looked at; closed again unless it is to be kept."""
    db = open_reader(copy)
    try:
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
        shape.verify(db, version, path)
        # More than the pages: an index that does not hold what its table holds would find what is not there.
        (answer,) = db.execute("PRAGMA integrity_check(1)").fetchone()
        if answer != "ok":
            raise damaged(path, answer.splitlines()[-1])
    except BaseException:
        db.close()
        raise
    if not keep:
        db.close()
    return db


def _known(db: Connection, path: Path) -> Colleague:
    try:
        project = as_uuid(setting(db, PROJECT_ID))
        current = setting(db, CURRENT_ANNOTATOR)
        (definition,) = db.execute("SELECT definition FROM schema").fetchone()
    except (ValueError, TypeError) as error:
        raise _refused(path, tr("it does not say whose it is")) from error
    if len(definition) > _LARGEST_SCHEMA:
        raise _refused(path, tr("its label schema is too large"))
    try:
        schema = schema_from_json(orjson.loads(definition), path)
    except (ValueError, UserError) as error:
        raise _refused(path, tr("its label schema cannot be read")) from error
    found = {person.key: person for row in _people(db) if (person := _person(*row)) is not None}
    if project is None or not isinstance(current, int) or current not in found:
        raise _refused(path, tr("it does not say whose it is"))
    if found[current].gold:
        raise _refused(path, tr("it says that it is Gold's, and Gold is nobody"))
    return Colleague(path, db, project, schema, found[current], found)


def _people(db: Connection) -> list[tuple[int, str, str, int]]:
    return db.execute("SELECT id, uuid, name, gold FROM annotator ORDER BY id LIMIT 10000").fetchall()


def _person(key: int, uuid: str, name: str, gold: int) -> Annotator | None:
    """The person in a row of the file; None where it is no person that could be here: their rows are not taken."""
    gold_id = annotator_id(people.GOLD)
    if gold or uuid == gold_id or people.is_gold(name):
        return Annotator(key, gold_id, people.GOLD, gold=True) if gold and uuid == gold_id else None
    try:
        name = people.name_of(name)
    except UserError:
        return None
    return Annotator(key, uuid, name) if as_uuid(uuid) == uuid else None


def _refused(path: Path, reason: str) -> UserError:
    return UserError(
        tr("The file cannot be merged: {reason}.", reason=reason),
        path,
        tr("Nothing was taken from it. Ask whoever sent it for the file as Annotator saved it."),
    )
