"""Whether a project file is whole: its pages, its tables, and every quote against its text. Changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.model.annotation import Annotation, Decision, Link, Note, Work, are_fragments, quote_of
from annotator.model.errors import ProjectDamaged, UserError
from annotator.model.ids import article_id, as_uuid
from annotator.model.phrases import tr, trn
from annotator.model.text import sha256
from annotator.storage import journal, rows, suggestions
from annotator.storage.connection import Connection
from annotator.storage.project import Project
from annotator.storage.tables import ANNOTATION, DECISION, LINK, NOTE, TABLES, WORK

MOST_PROBLEMS = 1000
"""Problems that are listed one by one; of further ones only the number is told."""

Tick = Callable[[int, int], None]
"""Hears how many articles of how many are checked; may raise Cancelled."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it must be: where, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found."""

    articles: int
    annotations: int
    """Labels of all annotators and Gold, the deleted ones not counted."""
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def check_file(path: Path, tick: Tick | None = None) -> CheckReport:
    """Checks the project at `path`. A file that cannot be opened at all raises UserError."""
    project = Project.open(path, for_writing=False)
    try:
        return check(project, tick)
    finally:
        project.close()


def check(project: Project, tick: Tick | None = None) -> CheckReport:
    """Checks an open project as it is on disk now."""
    found: list[Problem] = []
    more = 0
    counted = [0, 0]
    with project.snapshot() as db:
        for problem in _problems(db, counted, tick):
            if len(found) < MOST_PROBLEMS:
                found.append(problem)
            else:
                more += 1
    if more:
        found.append(Problem(project.path.name, trn("{n} more problem.", "{n} more problems.", more)))
    return CheckReport(counted[0], counted[1], tuple(found))


def _problems(db: Connection, counted: list[int], tick: Tick | None) -> Iterator[Problem]:
    try:
        yield from _file(db)
        keys = rows.article_keys(db)
        for number, key in enumerate(keys):
            if tick and number % 100 == 0:
                tick(number, len(keys))
            yield from _article(db, key, counted)
        yield from _strays(db)
        yield from _history(db)
    except (ProjectDamaged, sqlite3.DatabaseError) as error:
        what = error.what if isinstance(error, UserError) else str(error)
        yield Problem(tr("the file"), what)


def _file(db: Connection) -> Iterator[Problem]:
    for (answer,) in db.execute("PRAGMA integrity_check(100)").fetchall():
        if answer != "ok":
            yield Problem(tr("the file"), answer.replace("\n", " "))
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchmany(100):
        yield Problem(f"{table} {row or ''}".strip(), tr("points to a row of {table} that is not there", table=parent))
    (articles,) = db.execute("SELECT count(*) FROM article").fetchone()
    (indexed,) = db.execute("SELECT count(*) FROM article_words_docsize").fetchone()
    if articles != indexed:
        yield Problem(
            tr("the word index"), tr("knows {indexed} articles of {articles}", indexed=indexed, articles=articles)
        )


def _article(db: Connection, key: int, counted: list[int]) -> Iterator[Problem]:
    try:
        article = rows.article(db, key)
    except ProjectDamaged as error:
        yield Problem(tr("article {key}", key=key), error.what)
        return
    counted[0] += 1
    where = tr("article {key} “{title}”", key=key, title=article.title[:80])
    try:
        digest = sha256(article.text)
    except UnicodeEncodeError:
        digest = ""
    if digest != article.sha256:
        yield Problem(where, tr("its text is not the one that was imported"))
    if article.id != article_id(article.sha256):
        yield Problem(where, tr("its id is not that of its text"))
    if not isinstance(article.meta, dict):
        yield Problem(where, tr("its metadata cannot be read"))
    yield from _records(db, key, article.text, where, counted)
    yield from _suggestions(db, key, len(article.text), where)


def _records(db: Connection, key: int, text: str, where: str, counted: list[int]) -> Iterator[Problem]:
    labels: dict[str, Annotation] = {}
    for table in TABLES:
        for row in db.execute(f"{table.select} WHERE article = ?", (key,)).fetchall():
            try:
                record = table.decode(row)
            except (ValueError, TypeError) as error:
                yield Problem(f"{where}, {table.name} {row[1]}", tr("cannot be read ({error})", error=error))
                continue
            if table is ANNOTATION:
                labels[record.id] = record
                counted[1] += not record.deleted
            if as_uuid(record.id) != record.id:
                yield Problem(f"{where}, {table.name} {record.id}", tr("has an id that is none"))
            if not record.deleted:
                for what in _CHECKS[table.name](record, text, labels):
                    yield Problem(f"{where}, {table.name} {record.id}", what)


def _quoted(record: Annotation | Decision, text: str, labels: dict[str, Annotation]) -> Iterator[str]:
    if not are_fragments(record.fragments, len(text)):
        yield tr("lies outside its text: {fragments}", fragments=list(record.fragments))
    elif quote_of(text, record.fragments) != record.quote:
        found = quote_of(text, record.fragments)
        yield tr("says “{quote}”, the text says “{found}”", quote=record.quote[:80], found=found[:80])


def _link(link: Link, text: str, labels: dict[str, Annotation]) -> Iterator[str]:
    for end in (link.source, link.target):
        label = labels.get(end)
        if label is None or label.deleted:
            yield tr("points to label {id}, which is not there", id=end)
        elif label.owner != link.owner:
            yield tr("points to label {id}, which is somebody else's", id=end)


def _note(note: Note, text: str, labels: dict[str, Annotation]) -> Iterator[str]:
    if note.state not in ("open", "settled"):
        yield tr("has the unknown state “{state}”", state=note.state)


def _work(work: Work, text: str, labels: dict[str, Annotation]) -> Iterator[str]:
    if work.status not in ("open", "done", "skipped"):
        yield tr("has the unknown status “{status}”", status=work.status)


_CHECKS: dict[str, Callable[[Any, str, dict[str, Annotation]], Iterator[str]]] = {
    ANNOTATION.name: _quoted,
    LINK.name: _link,
    NOTE.name: _note,
    DECISION.name: _quoted,
    WORK.name: _work,
}


def _suggestions(db: Connection, key: int, length: int, where: str) -> Iterator[Problem]:
    try:
        packs = suggestions.of_article(db, key)
    except ProjectDamaged as error:
        yield Problem(where, tr("its suggestions cannot be read ({error})", error=error.what))
        return
    for source, pack in packs.items():
        for item in pack:
            if not are_fragments(item.fragments, length):
                yield Problem(f"{where}, {source}", tr("proposes a place outside its text"))
            if any(not 0 <= index < len(pack) for _, index in item.links):
                yield Problem(f"{where}, {source}", tr("links to a suggestion that is not there"))


def _strays(db: Connection) -> Iterator[Problem]:
    """Rows of articles that are not there: the walk over the articles does not meet them."""
    for table in (*(t.name for t in TABLES), "suggestion", "spent"):
        sql = f"SELECT DISTINCT article FROM {table} WHERE article NOT IN (SELECT id FROM article) LIMIT 100"
        for (key,) in db.execute(sql).fetchall():
            yield Problem(table, tr("belongs to article {key}, which is not there", key=key))


def _history(db: Connection) -> Iterator[Problem]:
    last = 0
    while batch := db.execute("SELECT id, changes FROM event WHERE id > ? ORDER BY id LIMIT 200", (last,)).fetchall():
        for event, data in batch:
            last = event
            try:
                journal.read_changes(journal.unpack(data))
            except (ValueError, TypeError, KeyError, AttributeError, journal.CompressionError):
                yield Problem(tr("event {id}", id=event), tr("cannot be read; it cannot be undone"))
