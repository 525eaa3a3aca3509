"""One annotator at one open article: holds the snapshot, sends what was done to the project file, tells who listens.

An action shows at once and is written on the project's writer thread; "saved" is said only after the commit returned.
When a write fails, the snapshot is read again from the file, so that the window never shows what is not there.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from annotator.model.annotation import Suggestion
from annotator.model.article import Annotator
from annotator.model.change import Change, Operation
from annotator.model.errors import NotUndoable, UserError
from annotator.model.pending import Packs
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.learned import Learned, gathered
from annotator.services.opened import OpenArticle
from annotator.storage import journal, keeping, rows, suggestions
from annotator.storage.connection import Connection
from annotator.storage.project import Project

Deliver = Callable[[Callable[[], None]], None]
"""Runs a function later on the thread that the session belongs to."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a listener hears, always on the session's own thread."""

    what: frozenset[str]
    """Of `article` (another one was opened), `records`, `suggestions`, `saving`, `schema`, `queue`, `history`, `suggesters`."""
    article: int | None


@dataclass(frozen=True, slots=True)
class Saving:
    """Whether what is shown is on disk: `saved`, `saving`, or `failed` with the reason."""

    state: str
    error: Exception | None = None


class Workplace:
    """What the subjects of a session (labelling, deciding, ...) work with."""

    def __init__(self, project: Project, annotator: Annotator, deliver: Deliver | None) -> None:
        self.project = project
        self.annotator = annotator
        self.schema: Schema = project.schema()
        self.guidelines, self.guidelines_text = project.guidelines()
        self.opened: OpenArticle | None = None
        self.saving = Saving("saved")
        self._listeners: list[Callable[[Changed], None]] = []
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.deliver: Deliver = deliver or self._inbox.put
        self.learned: Learned | None = None
        """What the annotator decided before; None until it is gathered."""
        self._lessons: list[Change] = []
        self._unwritten = 0
        self._broken: Exception | None = None
        """Set by the writer thread when a write failed: what was done after it rests on it and must fail too."""

    # -- listening ----------------------------------------------------------------------------------------------

    def listen(self, callback: Callable[[Changed], None]) -> None:
        """Has `callback` called after each change."""
        self._listeners.append(callback)

    def tell(self, *what: str) -> None:
        """Tells the listeners what has changed."""
        changed = Changed(frozenset(what), self.opened.article.key if self.opened else None)
        for callback in tuple(self._listeners):
            callback(changed)

    # -- the open article ---------------------------------------------------------------------------------------

    @property
    def open(self) -> OpenArticle:
        """The open article; UserError where there is none."""
        if self.opened is None:
            raise UserError(tr("No article is open."), hint=tr("Choose one in the queue, or import some with Ctrl+I."))
        return self.opened

    @property
    def writable(self) -> OpenArticle:
        """The open article if its labels can be changed; UserError that says why not."""
        opened = self.open
        if opened.project_read_only:
            raise UserError(
                tr("The project is open for reading only."),
                hint=tr("Copy it to a folder of your own to go on labelling."),
            )
        if opened.status == "done":
            raise UserError(tr("This article is finished."), hint=tr("Reopen it with Ctrl+Enter to change its labels."))
        if opened.status == "skipped":
            raise UserError(tr("This article was skipped."), hint=tr("Reopen it with Ctrl+Enter to label it."))
        return opened

    def show(self, key: int | None) -> None:
        """Opens an article, or none."""
        if self.learned is not None:  # what was done in one article speaks from the next one on
            self.learned.learn(self._lessons)
            self._lessons.clear()
        self.opened = self.read(key) if key is not None else None
        self.tell("article", "records", "suggestions")

    def gather_memory(self) -> Learned:
        """What the annotator decided in all articles. Reads the whole project: call it on another thread."""
        if self.saving.state == "saving":
            self.project.writer.run(lambda db: None)
        with self.project.snapshot() as db:
            return gathered(db, self.annotator)

    def use_memory(self, learned: Learned) -> None:
        """Lets what was gathered speak from the next article on (and in this one where nothing was done yet)."""
        self.learned = learned
        untouched = self.opened is not None and not self.opened.annotations and not self.opened.decisions
        if untouched:
            self.reread("suggestions")

    def keep(self, kind: str, title: str, values: Mapping[str, Any]) -> bool:
        """Sets named values of the project (see `storage.keeping`) as one undo step, and waits for it; False where
        nothing is different."""
        if self.project.read_only:
            raise UserError(tr("The project is open for reading only."))
        owner = self.annotator.key
        if not self.write(lambda db: keeping.set_values(db, owner, kind, title, values)).result():
            return False
        self.reread_settings()
        return True

    def reread_settings(self) -> None:
        """Takes in suggesters, known names and what memory was told, as the file has them now."""
        if self.learned is not None:
            self.learned.take_settings(self.project.reader(), self.annotator)
        self.reread("suggestions", "history", "queue", "suggesters")

    def learn(self, changes: Iterable[Change]) -> None:
        """Keeps in mind what an action changed."""
        self._lessons += changes

    def reread(self, *what: str) -> None:
        """Reads the open article again from the file, and tells of it."""
        if self.opened is not None:
            key = self.opened.article.key
            if rows.is_there(self.project.reader(), key):
                self.opened = self.read(key)
            else:  # its import was undone
                self.opened = None
                self.tell("article")
        self.tell(*(what or ("records", "suggestions", "history", "queue")))

    def take_suggestions(self) -> None:
        """Shows the suggestions for the open article as the file has them now; what the annotator did stays as it is."""
        if self.opened is not None:
            packs = suggestions.of_article(self.project.reader(), self.opened.article.key)
            self.opened = replace(self.opened, packs=_with_memory(self.opened.text, packs, self.learned))
            self.tell("suggestions")

    def reread_schema(self) -> None:
        """Takes in the schema and the guidelines as the file has them now."""
        self.guidelines, self.guidelines_text = self.project.guidelines()
        self.use_schema(self.project.schema())

    def read(self, key: int, connection: Connection | None = None, learned: Learned | None = None) -> OpenArticle:
        """An article as the annotator sees it, opened or not. May be called on any thread; inside a write with its connection.

        `learned` speaks in place of what the session has learned until now.
        """
        learned = learned or self.learned
        db, owner = connection or self.project.reader(), self.annotator.key
        article = rows.article(db, key)
        return OpenArticle(
            article,
            self.schema,
            owner,
            {a.id: a for a in rows.annotations_of(db, key, owner)},
            {link.id: link for link in rows.links(db, key, owner)},
            {note.id: note for note in rows.notes(db, key, owner)},
            {decision.id: decision for decision in rows.decisions(db, key, owner)},
            rows.work(db, key, owner),
            _with_memory(article.text, suggestions.of_article(db, key), learned),
            self.project.read_only,
            learned,
        )

    def use_schema(self, schema: Schema) -> None:
        """Shows everything by another schema from now on."""
        self.schema = schema
        if self.opened is not None:
            self.opened = replace(self.opened, schema=schema)
        self.tell("schema", "records", "suggestions")

    # -- writing ------------------------------------------------------------------------------------------------

    def act(self, kind: str, title: str, changes: Iterable[Change]) -> None:
        """Does `changes` as one undo step: shown now, written in turn."""
        done = tuple(changes)
        if not done:
            return
        if self.opened is not None:
            self.opened = self.opened.after(done)
        self.learn(done)
        operation = Operation(kind, title, done)
        owner = self.annotator.key
        self.write(lambda db: journal.apply(db, owner, operation))
        self.tell("records", "history", "queue", "saving")

    def write(self, task: Callable[[Connection], Any]) -> Future[Any]:
        """Queues `task` on the writer thread and follows it with the saved mark."""

        def guarded(db: Connection) -> Any:
            if self._broken is not None:
                raise self._broken
            try:
                return task(db)
            except NotUndoable:
                raise
            except Exception as error:
                self._broken = error
                raise

        self._unwritten += 1
        self.saving = Saving("saving")
        future = self.project.writer.submit(guarded)
        future.add_done_callback(lambda done: self.deliver(lambda: self._written(done)))
        return future

    def _written(self, future: Future[Any]) -> None:
        self._unwritten -= 1
        error = future.exception()
        if error is not None and not isinstance(error, NotUndoable):
            self.saving = Saving("failed", error if isinstance(error, Exception) else None)
        elif self._unwritten == 0 and self.saving.state != "failed":
            self.saving = Saving("saved")
        if self._unwritten == 0 and self._broken is not None:
            # Everything that was queued behind the failure has failed with it; from here on the file is the truth.
            self._broken = None
            self.reread("records", "suggestions", "history", "queue", "saving")
            return
        self.tell("saving")

    def retry(self) -> None:
        """After a failure: says "saved" again once a write has worked."""
        self.saving = Saving("saving" if self._unwritten else "saved")
        self.tell("saving")

    def wait(self) -> None:
        """Returns when all that was done is on disk; raises what a failed write reported."""
        if not self.project.read_only and self._unwritten:
            self.project.writer.run(lambda db: None)
        self.take_messages()
        if self.saving.state == "failed" and self.saving.error is not None:
            raise self.saving.error

    def take_messages(self) -> None:
        """Runs what the writer thread left for this one (only where no other delivery was given)."""
        while True:
            try:
                message = self._inbox.get_nowait()
            except queue.Empty:
                return
            message()


def _with_memory(text: str, packs: dict[str, list[Suggestion]], learned: Learned | None) -> Packs:
    return packs if learned is None else learned.packs(text, packs)
