"""What a crash or another program left beside a project, and projects where nothing can be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.storage import opening, rows
from annotator.storage.project import Project
from tests.storage.projects import (
    ANN,
    TEXT,
    act,
    digest,
    files_in,
    header_says_delete,
    label,
    new_project,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the lock fail as it does in a folder that cannot be written to (tests may run as root, who can)."""

    def refuse(path: Path) -> None:
        raise PermissionError(13, os.strerror(13), f"{path}.lock")

    monkeypatch.setattr(opening, "WriterLock", refuse)


def test_in_a_read_only_folder_a_project_opens_for_reading(tmp_path: Path, no_lock: None) -> None:
    opening_path = _closed(tmp_path)
    before = digest(opening_path)
    project = Project.open(opening_path)
    assert project.read_only
    assert rows.article(project.reader(), 1).text == TEXT
    with pytest.raises(UserError, match="read-only") as caught:
        act(project, label(TEXT, 0, 3))
    assert "Copy it" in caught.value.hint
    project.close()
    assert digest(opening_path) == before
    assert files_in(tmp_path) == {"news.annotator"}


def _closed(folder: Path) -> Path:
    source = Path(__file__).parent.parent / "data" / "projects" / "format-1.annotator"
    return Path(shutil.copy(source, folder / "news.annotator"))


def test_what_a_crash_left_in_a_read_only_folder_is_read_from_a_private_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _crashed(tmp_path)
    before = {name: digest(tmp_path / name) for name in files_in(tmp_path)}
    assert "news.annotator-wal" in before

    def refuse(path: Path) -> None:
        raise OSError(30, os.strerror(30), f"{path}.lock")

    monkeypatch.setattr(opening, "WriterLock", refuse)
    project = Project.open(path)
    assert project.read_only
    assert len(rows.annotations_of(project.reader(), 1, ANN)) == 1, "what was saved before the crash is there"
    copied_to = Path(str(project.reader().execute("PRAGMA database_list").fetchone()[2])).parent
    assert copied_to != tmp_path
    project.close()
    assert not copied_to.exists()
    assert {name: digest(tmp_path / name) for name in files_in(tmp_path)} == before


_CRASH = """
import os, sys
from pathlib import Path
from tests.storage.projects import TEXT, act, label, new_project
project = new_project(Path(sys.argv[1]), TEXT)
act(project, label(TEXT, 0, 3))
os.kill(os.getpid(), 9)
"""


def _crashed(folder: Path) -> Path:
    subprocess.run([sys.executable, "-c", _CRASH, str(folder)], cwd=ROOT, check=False)
    (folder / "news.annotator.lock").unlink()
    return folder / "news.annotator"


@pytest.mark.parametrize("for_writing", [True, False])
def test_after_a_crash_the_project_is_made_one_file_again(tmp_path: Path, for_writing: bool) -> None:
    path = _crashed(tmp_path)
    project = Project.open(path, for_writing=for_writing)
    assert len(rows.annotations_of(project.reader(), 1, ANN)) == 1
    project.close()
    assert files_in(tmp_path) == {"news.annotator"}
    assert header_says_delete(path)


def test_a_rollback_journal_that_says_nothing_is_cleared_away(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    project.close()
    (tmp_path / "news.annotator-journal").write_bytes(bytes(512))
    Project.open(project.path, for_writing=False).close()
    assert files_in(tmp_path) == {"news.annotator"}


def test_a_file_that_was_copied_in_log_mode_is_opened_and_closed_as_one_file(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    project.close()
    db = journal_mode(project.path, "WAL")
    assert db == "wal"
    looked = Project.open(project.path, for_writing=False)
    assert rows.article_count(looked.reader()) == 1
    looked.close()
    assert files_in(tmp_path) == {"news.annotator"}
    assert header_says_delete(project.path)


def journal_mode(path: Path, mode: str) -> str:
    from annotator.storage.connection import open_writer

    db = open_writer(path)
    (found,) = db.execute(f"PRAGMA journal_mode = {mode}").fetchone()
    db.close()
    return str(found)
