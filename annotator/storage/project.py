"""A project file: made, opened, locked, backed up, closed. What is in it is read by `rows` and changed by `journal`."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.model.article import Annotator
from annotator.model.change import now
from annotator.model.errors import Bug, ProjectDamaged, UserError
from annotator.model.ids import new_id
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.storage import journal, people, schema_edit
from annotator.storage.backup import back_up
from annotator.storage.connection import Connection, open_reader, open_writer
from annotator.storage.errors import damaged, explain_os, translated
from annotator.storage.files import flush_folder, is_on_network_drive, put_in_place
from annotator.storage.opening import (
    Opening,
    existing,
    forget_open,
    open_file,
    refusal,
    remember_open,
    tidy,
    with_suffix,
)
from annotator.storage.settings import CREATED, CURRENT_ANNOTATOR, PROJECT_ID, set_setting, setting
from annotator.storage.writer import Writer


class Project:
    """An open project. Reading is done on each thread's own connection, writing on the writer's thread."""

    def __init__(self, path: Path, opening: Opening, *, for_writing: bool) -> None:
        """For `create` and `open`; takes over what `opening` holds."""
        self.path = path
        self._opening = opening
        self._threads = threading.local()
        self._readers: list[Connection] = []
        self._closing = threading.Lock()
        self._closed = False
        self._identity = remember_open(path)
        self.read_only = opening.lock is None
        """Whether nothing can be changed: it was opened for reading, or its file or folder cannot be written to."""
        self.writer = Writer(
            path,
            check=opening.to_check,
            refusal=refusal(path, for_writing=for_writing) if self.read_only else None,
            greet=journal.mark_interrupted,
        )
        try:
            with translated(path):
                db = self.reader()
                try:
                    self.schema()
                    self.id = str(setting(db, PROJECT_ID, ""))
                    self._current = people.with_key(db, setting(db, CURRENT_ANNOTATOR, 0))
                except (ProjectDamaged, ValueError) as error:
                    raise damaged(path, tr("its schema or settings cannot be read")) from error
            if not self.id or self._current is None:
                raise damaged(path, tr("it does not say whose it is"))
            if opening.lock is not None:
                opening.lock.say_holder(self._current.name)
                if opening.to_check:
                    self.writer.submit(lambda db: None)  # begin while the person reads the first article
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: Path, schema: Schema, annotator_name: str) -> Project:
        """A new project at `path` (`.annotator` is appended) for `annotator_name`, opened for writing.

        Raises UserError: a file of that name is there, the folder cannot be written to, the schema has a fault.
        """
        path = with_suffix(path)
        if not path.name or "\0" in path.name:
            raise UserError(tr("That is no name for a project."), path, tr("Give the file a name."))
        name = people.name_of(annotator_name)
        schema_edit.refuse_faults(schema)
        if os.path.lexists(path):
            raise _exists(path)
        if not path.parent.is_dir():
            hint = tr("Make the folder first, or choose another one.")
            raise UserError(tr("There is no such folder."), path.parent, hint)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
        with translated(path):
            try:
                _write_new(unfinished, schema, name)
                put_in_place(unfinished, path)
                flush_folder(path.parent)
            except FileExistsError:
                raise _exists(path) from None
            finally:
                for suffix in ("", "-journal"):
                    with suppress(OSError):
                        unfinished.with_name(unfinished.name + suffix).unlink()
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, for_writing: bool = True) -> Project:
        """The project at `path`. For writing it takes the lock; where file or folder cannot be written to it is opened
        for reading (`read_only`).

        Raises UserError: not there, locked (and by whom), too new, damaged, another program's.
        """
        path = existing(path)
        try:
            return cls(path, open_file(path, for_writing=for_writing), for_writing=for_writing)
        except OSError as error:
            raise explain_os(error, path) from error

    # -- reading and writing ------------------------------------------------------------------------------------

    def reader(self) -> Connection:
        """This thread's read-only connection."""
        db: Connection | None = getattr(self._threads, "reader", None)
        if db is None:
            with self._closing:
                if self._closed:
                    raise Bug("the project is closed")
                with translated(self.path):
                    db = open_reader(self._opening.reads_from, immutable=self._opening.immutable)
                self._readers.append(db)
            self._threads.reader = db
        return db

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection on which everything is read as it was at one moment, whatever is written meanwhile.

        For long reading such as exports; use it on one thread only.
        """
        with translated(self.path):
            db = open_reader(self._opening.reads_from, immutable=self._opening.immutable)
        try:
            db.execute("BEGIN")
            yield db
        finally:
            db.close()

    @property
    def note(self) -> str:
        """What a person should know about how the project is kept; empty where there is nothing to say."""
        if self.read_only:
            return tr("The project is open for reading only.")
        if is_on_network_drive(self.path):
            return tr(
                "The project lies on a network drive: saving is slower there, and only one person can have it open."
            )
        return ""

    def backup(self) -> Path:
        """Makes a dated copy in `<stem>.backups/` beside the project, while people go on working; returns its path."""
        with self.snapshot() as db:
            return back_up(db, self.path)

    def close(self) -> None:
        """Writes what is queued and closes: the project is one complete file again. May be called twice."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            readers, self._readers = self._readers, []
        for db in readers:
            db.close()
        self.writer.close()
        forget_open(self._identity)
        if self._opening.lock is not None:
            self._opening.lock.release()
        elif self._opening.private is None and not self._opening.immutable:
            tidy(self.path)
        if self._opening.private is not None:
            self._opening.private.cleanup()

    # -- schema and people --------------------------------------------------------------------------------------

    def schema(self) -> Schema:
        """The label schema as it is now."""
        return schema_edit.read_schema(self.reader())

    def guidelines(self) -> tuple[int, str]:
        """Version and text (Markdown) of the guidelines that hold."""
        return schema_edit.read_guidelines(self.reader())

    @property
    def current_annotator(self) -> Annotator:
        """Who labels in this file unless another one is named."""
        assert self._current is not None, "checked when the project was opened"
        return self._current

    def set_current_annotator(self, annotator: Annotator) -> None:
        """Lets `annotator` be who labels in this file."""
        if annotator.gold:
            raise Bug("nobody labels as Gold")
        self.writer.run(lambda db: set_setting(db, CURRENT_ANNOTATOR, annotator.key))
        self._current = annotator
        if self._opening.lock is not None:
            self._opening.lock.say_holder(annotator.name)

    def annotators(self) -> list[Annotator]:
        """The people, by name; without Gold."""
        return people.annotators(self.reader())

    def gold(self) -> Annotator:
        """The owner of the gold layer."""
        return people.gold(self.reader())

    def annotator(self, name: str) -> Annotator:
        """The person called `name`. UserError that lists the known ones where there is none."""
        found = people.find(self.reader(), name)
        if found is None or found.gold:
            known = ", ".join(person.name for person in self.annotators())
            raise UserError(
                tr("There is no annotator called {name}.", name=name), self.path, tr("Known are: {names}.", names=known)
            )
        return found

    def add_annotator(self, name: str) -> Annotator:
        """The person called `name`, added if new. UserError where it is no name for a person."""
        return self.writer.run(lambda db: people.add(db, name))


def _exists(path: Path) -> UserError:
    return UserError(
        tr("There is already a file of that name."), path, tr("Open it, or choose another name for the new project.")
    )


def _write_new(path: Path, schema: Schema, annotator_name: str) -> None:
    from annotator.storage.migrations import (
        migrate,
    )  # sqlite-utils takes 0.1 s to import; only new and old files need it

    db = open_writer(path, create=True)
    try:
        migrate(db)
        with journal.transaction(db):
            set_setting(db, PROJECT_ID, new_id())
            set_setting(db, CREATED, now())
            person = people.insert(db, annotator_name)
            people.insert(db, people.GOLD, is_gold_owner=True)
            set_setting(db, CURRENT_ANNOTATOR, person.key)
            schema_edit.first_schema(db, schema)
    finally:
        db.close()
