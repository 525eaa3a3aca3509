"""What was said to be saved is there, whatever happens to the process, the disk or the file system."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.errors import Bug, UserError
from annotator.storage import history, journal, rows
from annotator.storage.check import check_file
from annotator.storage.connection import Connection
from annotator.storage.project import Project
from tests.storage.projects import ANN, SCHEMA, TEXT, act, digest, files_in, import_texts, label, new_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    project.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.killed_writer", str(project.path), "25"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rounds"] == 25


def test_on_a_full_disk_a_change_is_refused_and_what_was_saved_stays(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    act(project, label(TEXT, 0, 3))

    def fill(db: Connection) -> None:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages}")

    project.writer.run(fill)
    with pytest.raises(UserError, match="disk is full") as caught:
        import_texts(project, *(f"Number {n} " + "filler " * 3000 for n in range(20)))
    assert "Free some space" in caught.value.hint
    assert rows.article_count(project.reader()) == 1
    project.writer.run(lambda db: db.execute("PRAGMA max_page_count = 1000000"))
    act(project, label(TEXT, 4, 9))
    assert len(rows.annotations_of(project.reader(), 1, ANN)) == 2
    project.close()
    assert files_in(tmp_path) == {"news.annotator"}


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
def test_a_first_change_that_finds_the_disk_full_leaves_the_bytes_as_they_were(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    project.close()
    before = digest(project.path)
    script = """
import resource, sys
from pathlib import Path
from annotator.model.errors import UserError
from annotator.storage.project import Project
from tests.storage.projects import import_texts
path = Path(sys.argv[1])
project = Project.open(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20_000,) * 2)
try:
    import_texts(project, *(f"Number {n} " + "filler " * 3000 for n in range(50)))
except UserError as error:
    print(error)
project.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(project.path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "news.annotator" in done.stdout
    assert digest(project.path) == before
    assert files_in(tmp_path) == {"news.annotator"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_costs_only_the_change_that_did_not_fit(small_disk: Path) -> None:
    project = Project.create(small_disk / "news", SCHEMA, "Ann")
    saved = 0

    def fill() -> None:
        nonlocal saved
        while True:
            ideographs = "".join(chr(0x4E00 + (saved * 7 + n) % 9000) for n in range(9000))
            import_texts(project, f"Number {saved} {ideographs}")
            saved += 1

    with pytest.raises(UserError, match="disk is full"):
        fill()
    assert saved
    assert rows.article_count(project.reader()) == saved
    with pytest.raises(UserError, match="disk is full"):
        project.backup()
    project.close()
    project = Project.open(project.path, for_writing=False)
    assert rows.article_count(project.reader()) == saved
    project.close()
    # There may have been no room to write the log back; once there is, the project is one file again.
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    project = Project.open(project.path)
    assert rows.article_count(project.reader()) == saved
    import_texts(project, "One more.")
    project.close()
    assert files_in(small_disk) == {"news.annotator", "news.backups"}
    assert check_file(project.path).ok


def test_no_project_is_made_on_a_full_disk(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(900 * 1024))
    with pytest.raises(UserError, match="disk is full"):
        Project.create(small_disk / "news", SCHEMA, "Ann")
    assert files_in(small_disk) == {"ballast"}


def test_a_file_system_that_cannot_be_written_to_is_read_without_locks(small_disk: Path) -> None:
    project = new_project(small_disk, TEXT)
    act(project, label(TEXT, 0, 3))
    project.close()
    before = digest(project.path)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for for_writing in (True, False):
        looked = Project.open(project.path, for_writing=for_writing)
        assert looked.read_only
        assert len(rows.annotations_of(looked.reader(), 1, ANN)) == 1
        with pytest.raises(UserError, match="read"):
            act(looked, label(TEXT, 4, 9))
        looked.close()
    with pytest.raises(UserError):
        Project.create(small_disk / "other", SCHEMA, "Ann")
    assert digest(project.path) == before
    assert files_in(small_disk) == {"news.annotator"}


_ORDINARY_USER = """
import os, sys
from pathlib import Path
from annotator.model.errors import UserError
from annotator.storage import rows
from annotator.storage.project import Project
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
project = Project.open(Path(sys.argv[1]))
assert project.read_only
print(rows.article_count(project.reader()))
try:
    project.add_annotator("Ben")
except UserError as error:
    print(error)
project.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_a_person_without_the_right_to_write_can_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = new_project(folder, TEXT)
        project.close()
        before = digest(project.path)
        folder.chmod(0o555)
        project.path.chmod(0o444)
        try:
            done = subprocess.run(
                [sys.executable, "-c", _ORDINARY_USER, str(project.path)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            folder.chmod(0o755)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("1\n")
        assert "Copy it to a folder of your own" in done.stdout
        assert digest(project.path) == before
        assert files_in(folder) == {"news.annotator"}


# -- the writer -------------------------------------------------------------------------------------------------------


def test_a_failed_task_is_rolled_back_and_the_next_one_works(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)

    def fail(db: Connection) -> None:
        db.execute("BEGIN")
        db.execute("DELETE FROM setting")
        raise ValueError("ours")

    def forget(db: Connection) -> None:
        db.execute("BEGIN")
        db.execute("DELETE FROM setting")

    with pytest.raises(ValueError, match="ours"):
        project.writer.run(fail)
    with pytest.raises(Bug, match="transaction open"):
        project.writer.run(forget)
    act(project, label(TEXT, 0, 3))
    project.close()
    again = Project.open(project.path)
    assert len(rows.annotations_of(again.reader(), 1, ANN)) == 1
    again.close()


def test_tasks_run_in_the_order_in_which_they_were_asked_for(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)
    order: list[int] = []
    futures = [project.writer.submit(lambda db, n=n: order.append(n)) for n in range(100)]  # type: ignore[misc]
    project.close()
    assert order == list(range(100))
    assert all(future.done() for future in futures)


def test_the_writer_never_waits_for_itself(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    with pytest.raises(Bug, match="waits for itself"):
        project.writer.run(lambda db: project.writer.run(lambda db: None))
    project.close()


def test_a_step_that_was_running_when_its_process_ended_is_found_interrupted(tmp_path: Path) -> None:
    project = new_project(tmp_path, TEXT)

    def begin(db: Connection) -> None:
        with journal.transaction(db):
            journal.open_step(db, ANN, "import", "Import of 2 files", state="running")

    project.writer.run(begin)
    with pytest.raises(UserError, match="still running"):
        project.writer.run(lambda db: history.undo(db, ANN))
    project.close()
    project = Project.open(project.path)
    project.writer.run(lambda db: None)
    step = history.undoable(project.reader(), ANN)
    assert step is not None
    assert (step.title, step.state) == ("Import of 2 files", "interrupted")
    assert project.writer.run(lambda db: history.undo(db, ANN)) is not None
    project.close()
