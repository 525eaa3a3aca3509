"""One writer at a time, many readers; who holds a project, and what is left when they go."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import ProjectLocked, UserError
from annotator.storage import rows
from annotator.storage.project import Project
from tests.storage.projects import (
    ANN,
    SCHEMA,
    TEXT,
    act,
    files_in,
    header_says_delete,
    label,
    new_project,
)

ROOT = Path(__file__).resolve().parents[2]


_HOLDER = """
import sys
from pathlib import Path
from annotator.storage.project import Project
project = Project.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
project.close()
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """A project that another process has open."""
    project = new_project(tmp_path, TEXT)
    project.close()
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(project.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "open\n"
    yield project.path, process
    if process.poll() is None:
        process.stdin.write("\n")
        process.stdin.flush()
    process.wait(timeout=30)
    process.stdin.close()
    process.stdout.close()


def test_a_second_writer_is_kept_out_and_told_who_holds_it(held: tuple[Path, subprocess.Popen[str]]) -> None:
    path, process = held
    with pytest.raises(ProjectLocked) as caught:
        Project.open(path)
    message = str(caught.value)
    assert "Ann" in message
    assert str(process.pid) in message
    assert "Close it there" in message
    looked = Project.open(path, for_writing=False)
    assert looked.read_only
    assert rows.article(looked.reader(), 1).text == TEXT
    with pytest.raises(UserError, match="reading only"):
        looked.add_annotator("Ben")
    looked.close()


def test_the_lock_dies_with_its_process(held: tuple[Path, subprocess.Popen[str]]) -> None:
    path, process = held
    process.kill()
    process.wait(timeout=30)
    project = Project.open(path)
    assert not project.read_only
    project.close()
    assert files_in(path.parent) == {path.name}


def test_the_same_process_cannot_open_a_project_twice_for_writing(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    with pytest.raises(ProjectLocked):
        Project.open(project.path)
    assert json.loads((tmp_path / "news.annotator.lock").read_text())["annotator"] == "Ann"
    project.set_current_annotator(project.add_annotator("Ben"))
    with pytest.raises(ProjectLocked, match="Ben"):
        Project.open(project.path)
    project.close()
    assert files_in(tmp_path) == {"news.annotator"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_a_project_is_the_project_itself(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    folder = tmp_path / "links"
    folder.mkdir()
    linked = folder / "other name.annotator"
    linked.symlink_to(project.path)
    with pytest.raises(ProjectLocked):
        Project.open(linked)
    act(project, label(TEXT, 0, 3))
    looked = Project.open(linked, for_writing=False)
    assert len(rows.annotations_of(looked.reader(), 1, ANN)) == 1
    looked.close()
    project.close()
    project = Project.open(linked)
    act(project, label(TEXT, 0, 4))
    project.close()
    assert files_in(folder) == {"other name.annotator"}
    assert files_in(tmp_path) == {"links", "news.annotator"}
    dangling = folder / "dangling.annotator"
    dangling.symlink_to(tmp_path / "nowhere.annotator")
    with pytest.raises(UserError, match="already"):
        Project.create(dangling, SCHEMA, "Ann")
    with pytest.raises(UserError, match="no such project"):
        Project.open(dangling)


def test_reading_commands_work_while_the_window_writes(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    looked = Project.open(project.path, for_writing=False)
    for start in range(5):
        act(project, label(TEXT, start, start + 3))
        assert len(rows.annotations_of(looked.reader(), 1, ANN)) == start + 1
    project.close()
    assert len(rows.annotations_of(looked.reader(), 1, ANN)) == 5
    looked.close()
    Project.open(project.path).close()
    assert files_in(tmp_path) == {"news.annotator"}
    assert header_says_delete(project.path)


def test_the_last_reader_leaves_one_file_behind(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    act(project, label(TEXT, 0, 3))
    looked = Project.open(project.path, for_writing=False)
    with looked.snapshot() as db:
        assert rows.article_count(db) == 1
        project.close()
    looked.close()
    assert files_in(tmp_path) == {"news.annotator"}
    assert header_says_delete(project.path)
