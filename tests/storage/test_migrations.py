"""Each format that was ever written opens for ever: as it is, and after every step that has come since."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from annotator.model.errors import ProjectDamaged, ProjectLocked, ProjectTooNew
from annotator.storage import header, history, migrations, opening, rows, shape, suggestions
from annotator.storage.backup import backups
from annotator.storage.check import check
from annotator.storage.project import Project
from tests.storage.projects import ANN, SCHEMA, TEXT, digest, files_in, header_says_delete, new_project

STORED = Path(__file__).parent.parent / "data" / "projects"
"""One project for each format version, as the program of its time closed it."""


def test_the_fingerprint_is_that_of_the_tables_that_are_made() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(db)
    assert shape.fingerprint(shape.pieces(db)) == shape.FINGERPRINTS[header.FORMAT_VERSION]
    assert db.execute("PRAGMA application_id").fetchone()[0] == header.APPLICATION_ID
    assert db.execute("PRAGMA user_version").fetchone()[0] == header.FORMAT_VERSION
    db.close()


def test_there_is_a_fingerprint_and_a_stored_project_for_each_format() -> None:
    versions = set(range(1, header.FORMAT_VERSION + 1))
    assert set(shape.FINGERPRINTS) == versions
    assert {int(path.stem.removeprefix("format-")) for path in STORED.glob("format-*.annotator")} == versions


@pytest.mark.parametrize("stored", sorted(STORED.glob("format-*.annotator")), ids=lambda path: path.stem)
@pytest.mark.parametrize("for_writing", [True, False])
def test_an_old_project_opens(stored: Path, for_writing: bool, tmp_path: Path) -> None:
    path = Path(shutil.copy(stored, tmp_path / "old.annotator"))
    project = Project.open(path, for_writing=for_writing)
    db = project.reader()
    assert project.id == "01a20f00-0000-7000-8000-000000000001"
    assert project.schema() == SCHEMA
    assert project.guidelines() == (2, "# Second thoughts\n")
    assert [person.name for person in project.annotators()] == ["Ann", "Ben"]
    ben = project.annotator("Ben").key
    assert rows.article(db, 1).text == TEXT
    assert rows.article(db, 1).meta == {"title": "Mayor Lee", "url": "https://example.org/1"}
    labels = rows.annotations_of(db, 1, ANN)
    assert sorted((a.label, a.quote, dict(a.attributes)) for a in labels) == [
        ("CLAIM", "“We tried,” “and failed.”", {"voice": "direct"}),
        ("PERSON", "Mayor Lee", {}),
    ]
    assert [(link.role, link.guidelines) for link in rows.links(db, 1, ANN)] == [("claimer", 0)]
    assert [(note.text, note.state) for note in rows.notes(db, 1, ANN)] == [("Whose attempt?", "open")]
    assert [(d.quote, d.verdict, d.score) for d in rows.decisions(db, 1, ANN)] == [("北京", "rejected", 0.25)]
    assert [a.label for a in rows.annotations_of(db, 2, ben)] == ["ORG"]
    done = rows.work(db, 1, ANN)
    assert done is not None
    assert (done.status, done.flagged, done.labels) == ("done", True, {"topic": ["cities"]})
    assert {source: len(pack) for source, pack in suggestions.of_article(db, 2).items()} == {"m@1": 2}
    assert rows.seconds(db, 1, ANN) == 12.5
    assert check(project).problems == ()
    if for_writing:
        project.writer.run(_back_and_forth)
        assert check(project).problems == ()
    project.close()
    if int(stored.stem.removeprefix("format-")) == header.FORMAT_VERSION and not for_writing:
        assert digest(path) == digest(stored)
    assert header_says_delete(path)


def _back_and_forth(db: sqlite3.Connection) -> None:
    for _ in range(8):
        assert history.undo(db, ANN) is not None
    assert history.undo(db, ANN) is None
    assert rows.article_count(db) == 0
    for _ in range(9):  # one step was undone already when the project was stored
        assert history.redo(db, ANN) is not None
    assert history.redo(db, ANN) is None
    assert len(rows.annotations_of(db, 1, ANN)) == 3


# -- a step to a format that does not exist yet -----------------------------------------------------------------------


@pytest.fixture
def next_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it will be one format later: with one more table."""
    step = migrations.migrations

    def more(db: Database) -> None:
        db.execute("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT")

    monkeypatch.setattr(header, "FORMAT_VERSION", header.FORMAT_VERSION + 1)
    monkeypatch.setattr(step, "_migrations", list(step._migrations))
    step(name="more")(more)
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(db)
    made = shape.fingerprint(shape.pieces(db))
    db.close()
    monkeypatch.setattr(shape, "FINGERPRINTS", {**shape.FINGERPRINTS, header.FORMAT_VERSION: made})


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A project of the present format."""
    project = new_project(tmp_path, TEXT)
    project.close()
    return project.path


@pytest.mark.parametrize("for_writing", [True, False])
def test_an_older_project_is_backed_up_and_migrated(older: Path, next_format: None, for_writing: bool) -> None:
    before = dump(older)
    project = Project.open(older, for_writing=for_writing)
    assert rows.article(project.reader(), 1).text == TEXT
    assert project.reader().execute("SELECT count(*) FROM more").fetchone() == (0,)
    project.close()
    (kept,) = backups(older)
    assert dump(kept) == before
    assert header.examine(kept) == header.FORMAT_VERSION - 1
    assert header.examine(older) == header.FORMAT_VERSION
    Project.open(older).close()
    assert backups(older) == [kept], "migrated once"


def dump(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    found = list(db.iterdump())
    db.close()
    return found


def test_a_migration_that_fails_leaves_the_bytes_as_they_were(
    older: Path, next_format: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(older)

    def broken(db: Database) -> None:
        db.execute("CREATE TABLE even_more (id INTEGER PRIMARY KEY) STRICT")
        db.execute("SELECT * FROM nowhere")

    migrations.migrations(name="broken")(broken)
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Project.open(older)
    assert digest(older) == before
    assert files_in(older.parent) == {older.name, "news.backups"}


def test_an_older_project_on_a_read_only_medium_is_read_as_a_migrated_copy(
    older: Path, next_format: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(30, "Read-only file system", f"{path}.lock")

    monkeypatch.setattr(opening, "WriterLock", refuse)
    before = digest(older)
    project = Project.open(older)
    assert project.read_only
    assert project.reader().execute("SELECT count(*) FROM more").fetchone() == (0,)
    assert rows.article(project.reader(), 1).text == TEXT
    project.close()
    assert digest(older) == before
    assert files_in(older.parent) == {older.name}


def test_an_older_project_that_somebody_has_open_is_not_migrated_under_them(older: Path, next_format: None) -> None:
    lock = opening.WriterLock(older)
    for for_writing in (True, False):
        with pytest.raises(ProjectLocked):
            Project.open(older, for_writing=for_writing)
    lock.release()


def test_a_migrated_project_is_too_new_for_the_program_before(older: Path) -> None:
    db = sqlite3.connect(older)
    db.execute(f"PRAGMA user_version = {header.FORMAT_VERSION + 1}")
    db.close()
    with pytest.raises(ProjectTooNew, match="Update Annotator"):
        Project.open(older)


def test_tables_of_a_later_format_under_an_older_number_are_refused(older: Path) -> None:
    db = sqlite3.connect(older)
    db.execute("PRAGMA user_version = 0")
    db.close()
    with pytest.raises(ProjectDamaged):
        Project.open(older)
    assert not backups(older)
