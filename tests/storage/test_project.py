"""A project is made, opened, copied and closed; what a closed one is."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from annotator.model.errors import NotUndoable, ProjectDamaged, UserError
from annotator.model.schema import Label, Layer, Schema
from annotator.storage import journal, places, rows, schema_edit
from annotator.storage.backup import backups
from annotator.storage.connection import Connection
from annotator.storage.project import Project
from tests.storage.projects import (
    ANN,
    SCHEMA,
    TEXT,
    act,
    contents,
    digest,
    files_in,
    header_says_delete,
    import_texts,
    label,
    new_project,
)


def test_a_new_project_has_its_schema_its_annotator_and_gold(tmp_path: Path) -> None:
    with_suffix = tmp_path / "news.annotator"
    project = Project.create(tmp_path / "news", SCHEMA, "  Ann  ")
    assert project.path == with_suffix
    assert project.schema() == SCHEMA
    assert project.guidelines() == (1, "# Label names\n")
    assert [person.name for person in project.annotators()] == ["Ann"]
    assert project.current_annotator.name == "Ann"
    assert project.gold().gold
    assert not project.read_only
    project.close()
    assert files_in(tmp_path) == {"news.annotator"}
    again = Project.open(with_suffix)
    assert again.id == project.id
    again.close()


def test_a_new_project_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "news.annotator"
    path.write_text("mine")
    for given in ("news", "news.annotator"):
        with pytest.raises(UserError, match="already"):
            Project.create(tmp_path / given, SCHEMA, "Ann")
    assert path.read_text() == "mine"
    assert files_in(tmp_path) == {"news.annotator"}


def test_a_project_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        Project.create(tmp_path / "nowhere" / "news", SCHEMA, "Ann")
    for name in ("", "   ", "gold", "GOLD", "x" * 500):
        with pytest.raises(UserError):
            Project.create(tmp_path / "news", SCHEMA, name)
    twice = Schema("bad", (Layer("entity", "E", labels=(Label("A", "A"), Label("A", "A"))),))
    with pytest.raises(UserError, match="twice"):
        Project.create(tmp_path / "news", twice, "Ann")
    for name in ("x" * 300, "a\0b"):
        with pytest.raises(UserError):
            Project.create(tmp_path / name, SCHEMA, "Ann")
    assert files_in(tmp_path) == set()


@pytest.mark.parametrize("name", ["näws 北京 🙂", "a'b\"c", "50%", "what?#now", "-rf", "~", "new\nline", "a;b", " "])
def test_any_file_name_can_be_a_project(name: str, tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT, name=name)
    copy = project.backup()
    assert copy.exists()
    assert backups(project.path) == [copy]
    project.close()
    again = Project.open(tmp_path / name)
    assert rows.article(again.reader(), 1).text == TEXT
    again.close()


def test_a_closed_project_is_one_file_in_journal_mode_delete(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    act(project, label(TEXT, 12, 21))
    assert project.writer.uses_wal
    project.reader().execute("SELECT * FROM article").fetchone()
    project.close()
    project.close()
    assert files_in(tmp_path) == {"news.annotator"}
    assert header_says_delete(project.path)


def test_a_project_that_is_only_looked_at_keeps_its_bytes(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    project.close()
    before = digest(project.path)
    for for_writing in (True, False):
        looked = Project.open(project.path, for_writing=for_writing)
        assert rows.article(looked.reader(), 1).text == TEXT
        looked.close()
    assert digest(project.path) == before
    assert files_in(tmp_path) == {"news.annotator"}


def test_a_change_that_is_refused_leaves_the_bytes_as_they_were(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    project.close()
    before = digest(project.path)
    project = Project.open(project.path)

    def refused(db: Connection) -> None:
        with journal.transaction(db):
            db.execute("DELETE FROM setting")
            raise NotUndoable("no")

    with pytest.raises(NotUndoable):
        project.writer.run(refused)
    assert project.writer.run(lambda db: db.execute("SELECT count(*) FROM setting").fetchone()[0]) > 0
    project.close()
    assert digest(project.path) == before
    assert files_in(tmp_path) == {"news.annotator"}


def test_every_thread_reads_what_is_written_on_its_own_connection(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    found: list[int] = []
    connections = {id(project.reader())}

    def read() -> None:
        connections.add(id(project.reader()))
        found.append(rows.article_count(project.reader()))

    import_texts(project, "Another one.")
    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == [2]
    assert len(connections) == 2
    assert rows.article_count(project.reader()) == 2
    project.close()


def test_saved_means_flushed_to_disk_and_nothing_in_the_file_is_trusted(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    full, off, on = 2, 0, 1

    def ask(db: Connection, pragma: str) -> int:
        return int(db.execute(f"PRAGMA {pragma}").fetchone()[0])

    assert project.writer.run(lambda db: ask(db, "synchronous")) == full
    assert project.writer.run(lambda db: ask(db, "foreign_keys")) == on
    assert project.writer.run(lambda db: ask(db, "trusted_schema")) == off
    assert ask(project.reader(), "trusted_schema") == off
    assert ask(project.reader(), "query_only") == on
    project.close()


def test_a_reading_connection_cannot_write(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    with pytest.raises(UserError, match="read-only"):
        project.reader().execute("DELETE FROM setting")
    project.close()


def test_a_snapshot_stays_as_it_was_while_others_write(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    with project.snapshot() as db:
        assert rows.article_count(db) == 1
        import_texts(project, "Another one.")
        assert rows.article_count(db) == 1
    assert rows.article_count(project.reader()) == 2
    project.close()


# -- network drives, backups, places ----------------------------------------------------------------------------------


def test_on_a_network_drive_saving_works_without_the_write_ahead_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("annotator.storage.writer", "annotator.storage.project"):
        monkeypatch.setattr(f"{module}.is_on_network_drive", lambda path: True)
    project = new_project(tmp_path, TEXT)
    act(project, label(TEXT, 0, 3))
    assert not project.writer.uses_wal
    assert "network drive" in project.note
    assert len(rows.annotations_of(project.reader(), 1, ANN)) == 1
    assert not any(name.endswith(("-wal", "-shm")) for name in files_in(tmp_path))
    project.close()
    assert files_in(tmp_path) == {"news.annotator"}


def test_a_backup_is_a_complete_project_made_while_the_original_is_open(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    act(project, label(TEXT, 0, 3))
    kept = contents(project)
    copy = project.backup()
    assert copy.parent.name == "news.backups"
    act(project, label(TEXT, 4, 9))
    second = project.backup()
    assert second != copy
    assert files_in(copy.parent) == {copy.name, second.name}
    project.close()
    opened = Project.open(copy)
    assert contents(opened) == kept
    opened.close()
    assert header_says_delete(copy)
    assert not copy.with_name(f"{copy.name}-wal").exists()


def test_only_the_newest_backups_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.storage.backup._KEPT", 2)
    project = new_project(tmp_path, TEXT)
    made = [project.backup() for _ in range(4)]
    assert backups(project.path) == made[2:]
    project.close()


def test_place_and_time_are_remembered(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT, "Another one.")
    project.writer.run(lambda db: places.set_place(db, ANN, 2, 5, 3))
    project.writer.run(lambda db: places.add_spent(db, 2, ANN, 2.5))
    project.writer.run(lambda db: places.add_spent(db, 2, ANN, 1.5))
    project.close()
    project = Project.open(project.path)
    assert places.place(project.reader(), ANN) == (2, 5, 3)
    assert rows.seconds(project.reader(), 2, ANN) == 4.0
    assert rows.seconds(project.reader(), 1, ANN) == 0.0
    project.close()


# -- people -----------------------------------------------------------------------------------------------------------


def test_annotators_are_found_whatever_the_case_and_added_once(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    zoe = project.add_annotator("Zoë")
    assert project.add_annotator("ZOE\u0308").key == zoe.key, "composed or not, it is the same name"
    assert project.annotator("zoë") == zoe
    assert [person.name for person in project.annotators()] == ["Ann", "Zoë"]
    with pytest.raises(UserError, match="Known are: Ann, Zoë"):
        project.annotator("Ben")
    for name in ("Gold", "gold", " GOLD "):
        with pytest.raises(UserError):
            project.add_annotator(name)
        with pytest.raises(UserError):
            project.annotator(name)
    project.close()


def test_a_project_without_gold_owner_says_that_it_is_damaged(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.writer.run(lambda db: db.execute("DELETE FROM annotator WHERE gold = 1"))
    with pytest.raises(ProjectDamaged):
        project.gold()
    project.close()


def test_the_schema_of_a_project_is_the_one_it_was_made_with(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    assert schema_edit.read_schema(project.reader()) == SCHEMA
    project.close()
