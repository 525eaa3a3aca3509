"""Small projects for the tests of the storage: a schema, articles put in as an import does it, records of one person."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from annotator.model.annotation import Annotation, Decision, Link, Note, Suggestion, Work, quote_of
from annotator.model.change import Operation, created, now
from annotator.model.ids import article_id, derived_id, new_id
from annotator.model.schema import Attribute, End, Label, Layer, Role, Schema, Value
from annotator.model.text import first_line, sha256
from annotator.storage import journal, rows, search
from annotator.storage.connection import Connection, open_reader
from annotator.storage.project import Project

SCHEMA = Schema(
    "small/1",
    (
        Layer("entity", "Entities", labels=(Label("PERSON", "PERSON", key="1"), Label("ORG", "ORG", key="2"))),
        Layer(
            "claim",
            "Claims",
            style="line",
            labels=(Label("CLAIM", "CLAIM", key="c"), Label("CUE", "CUE", key="u")),
            attributes=(Attribute("voice", "voice", "choice", (Value("direct", "direct"),), ("CLAIM",), True),),
        ),
    ),
    (Role("claimer", "claimer", (End("claim", "CLAIM"),), (End("entity"),)),),
    guidelines="# Label names\n",
)

TEXT = "“We tried,” Mayor Lee said in 北京 🙂, “and failed.”\r\nNaïve critics of OpenAI disagreed.\n"
ANN = 1
"""The key of the annotator who makes the projects here."""


def new_project(folder: Path, *texts: str, name: str = "news") -> Project:
    """An open project of annotator Ann with the given articles, whose keys are 1, 2, ..."""
    project = Project.create(folder / name, SCHEMA, "Ann")
    if texts:
        import_texts(project, *texts)
    return project


def import_texts(project: Project, *texts: str, owner: int = ANN, title: str = "Import", **columns: str) -> int:
    """Brings new articles in as one import step; returns the step."""

    def write(db: Connection) -> int:
        with journal.transaction(db):
            step = journal.open_step(db, owner, "import", title)
            event = journal.reserve_event(db, step, owner)
            keys = [insert_article(db, text, **columns) for text in texts]
            search.index(db, keys[0], keys[-1])
            arrived = journal.Arrived(articles=[(keys[0], keys[-1])])
            journal.fill_event(db, event, arrived.content(), size=len(keys))
            return step

    return project.writer.run(write)


def insert_article(db: Connection, text: str, **columns: str) -> int:
    """Inside a transaction: writes one article; returns its key."""
    digest = sha256(text)
    values: dict[str, Any] = {
        "uuid": article_id(digest),
        "sha256": digest,
        "imported": now(),
        "title": first_line(text),
        "source": "",
        "published": "",
        "language": "en",
        "length": len(text),
        "meta": "{}",
        "text": text,
        **columns,
    }
    marks = ", ".join("?" * len(values))
    cursor = db.execute(f"INSERT INTO article ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def label(text: str, start: int, end: int, name: str = "ORG", *, article: int = 1, owner: int = ANN) -> Annotation:
    """A new label on a stretch of `text`."""
    fragments = ((start, end),)
    layer = "claim" if name in ("CLAIM", "CUE") else "entity"
    moment = now()
    return Annotation(
        article, new_id(), owner, layer, name, fragments, quote_of(text, fragments), created=moment, updated=moment
    )


def link(source: Annotation, target: Annotation, role: str = "claimer") -> Link:
    return Link(source.article, new_id(), source.owner, role, source.id, target.id, created=now(), updated=now())


def note(text: str, on: Annotation | None = None, *, article: int = 1, owner: int = ANN) -> Note:
    return Note(article, new_id(), owner, text, on.id if on else None, created=now(), updated=now())


def decision(suggestion: Suggestion, text: str, verdict: str, *, article: int = 1, owner: int = ANN) -> Decision:
    return Decision(
        article,
        new_id(),
        owner,
        suggestion.layer,
        suggestion.label,
        suggestion.fragments,
        quote_of(text, suggestion.fragments),
        verdict,
        suggestion.source,
        suggestion.score,
        created=now(),
        updated=now(),
    )


def work(article: int = 1, owner: int = ANN, **values: Any) -> Work:
    return Work(article, derived_id(article, owner, "work"), owner, **values, created=now(), updated=now())


def act(
    project: Project, *changes: Any, kind: str = "label", title: str = "Label", owner: int = ANN
) -> journal.Applied:
    """Writes records (as new ones) and changes as one step."""
    listed = tuple(change if hasattr(change, "before") else created(change) for change in changes)
    return project.writer.run(lambda db: journal.apply(db, owner, Operation(kind, title, listed)))


def contents(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is said in a project, row by row, without the history itself and the revisions."""
    db = project.reader()
    return {
        name: sorted(map(_without_revision, _rows(db, name)), key=repr)
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        if name not in ("step", "event", "place", "guidelines") and not name.startswith(("article_", "sqlite_", "_"))
    }


def _rows(db: Connection, name: str) -> list[dict[str, Any]]:
    without = f" WHERE name <> '{rows.WITHDRAWALS}'" if name == "setting" else ""
    cursor = db.execute(f'SELECT * FROM "{name}"{without}')
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _without_revision(row: dict[str, Any]) -> tuple[Any, ...]:
    if row.get("deleted"):
        return ()  # all tombstones are alike
    if "definition" in row:
        row = {**row, "updated": ""}
    return tuple(value for name, value in row.items() if name != "revision")


def live_contents(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    """As `contents`, tombstones left out."""
    return {name: [row for row in found if row] for name, found in contents(project).items()}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_in(folder: Path) -> set[str]:
    return {found.name for found in folder.iterdir()}


def header_says_delete(path: Path) -> bool:
    """Whether the file on disk is in journal mode DELETE."""
    db = open_reader(path)
    try:
        return bool(db.execute("PRAGMA journal_mode").fetchone()[0] == "delete") and path.read_bytes()[18:20] == b"\1\1"
    finally:
        db.close()
