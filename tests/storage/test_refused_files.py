"""A file that cannot be opened is refused in one sentence that says what to do, and keeps its bytes and its folder."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.model.errors import NotAProject, ProjectDamaged, ProjectTooNew, UserError
from annotator.storage import figures, rows
from annotator.storage.check import check_file
from annotator.storage.connection import open_writer
from annotator.storage.project import Project
from tests.storage.projects import ANN, TEXT, act, digest, files_in, label, new_project

Spoil = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project with twenty articles and a few labels."""
    project = new_project(
        tmp_path_factory.mktemp("whole"), *(f"{TEXT}Number {n}.\n" + "filler " * 900 for n in range(20))
    )
    for start in range(8):
        act(project, label(TEXT, start, start + 4))
    project.close()
    return project.path


def _patch(at: int, data: bytes) -> Spoil:
    def spoil(path: Path) -> None:
        with path.open("rb+") as stream:
            stream.seek(at)
            stream.write(data)

    return spoil


def _truncate(to: float) -> Spoil:
    return lambda path: os.truncate(path, int(path.stat().st_size * to))


def _sql(*statements: str) -> Spoil:
    def spoil(path: Path) -> None:
        db = sqlite3.connect(path, isolation_level=None)
        for statement in statements:
            db.execute(statement)
        db.close()

    return spoil


def _replaced_by_sqlite_of_others(path: Path) -> None:
    path.unlink()
    _sql("CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT)")(path)


def _random_bytes(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(20_000))


SPOILT: dict[str, tuple[Spoil, type[UserError]]] = {
    "a newer format": (_patch(60, struct.pack(">I", 99)), ProjectTooNew),
    "an empty file": (_truncate(0), NotAProject),
    "cut within its header": (_truncate(0.0005), ProjectDamaged),
    "cut in the middle": (_truncate(0.5), ProjectDamaged),
    "its last page missing": (_truncate(0.98), ProjectDamaged),
    "a zeroed header": (_patch(0, bytes(100)), ProjectDamaged),
    "a zeroed first page": (_patch(0, bytes(4096)), ProjectDamaged),
    "a zeroed schema page": (_patch(100, bytes(3996)), ProjectDamaged),
    "zeroes in the middle": (_patch(40_000, bytes(30_000)), ProjectDamaged),
    "random bytes": (_random_bytes, ProjectDamaged),
    "another program's database": (_replaced_by_sqlite_of_others, NotAProject),
    "a trigger": (
        _sql("CREATE TRIGGER t AFTER INSERT ON annotation BEGIN DELETE FROM article_words; END"),
        ProjectDamaged,
    ),
    "a view in the place of a table": (
        _sql("ALTER TABLE place RENAME TO place_", "CREATE VIEW place AS SELECT * FROM place_"),
        ProjectDamaged,
    ),
    "a table of somebody else's": (_sql("CREATE TABLE extra (a)"), ProjectDamaged),
    "a table without its constraints": (
        _sql("DROP TABLE place", "CREATE TABLE place (owner, article, caret, scroll)"),
        ProjectDamaged,
    ),
    "a table missing": (_sql("DROP TABLE spent"), ProjectDamaged),
    "no schema": (_sql("DELETE FROM schema"), ProjectDamaged),
    "a schema that is none": (_sql("UPDATE schema SET definition = '[1, 2'"), ProjectDamaged),
    "a schema with a fault": (_sql("""UPDATE schema SET definition = '{"layers": [{"id": 5}]}'"""), ProjectDamaged),
    "no annotator": (_sql("UPDATE setting SET value = '77' WHERE name = 'annotator'"), ProjectDamaged),
    "a setting that is none": (_sql("UPDATE setting SET value = '{' WHERE name = 'annotator'"), ProjectDamaged),
    "no id": (_sql("DELETE FROM setting WHERE name = 'project'"), ProjectDamaged),
    "a trigger, left in log mode": (
        _sql("CREATE TRIGGER t AFTER INSERT ON annotation BEGIN DELETE FROM place; END", "PRAGMA journal_mode = WAL"),
        ProjectDamaged,
    ),
}


@pytest.mark.parametrize("for_writing", [True, False], ids=["for writing", "for reading"])
@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_file_is_refused_and_keeps_its_bytes(
    name: str, for_writing: bool, whole: Path, tmp_path: Path
) -> None:
    spoil, kind = SPOILT[name]
    path = Path(shutil.copy(whole, tmp_path / "spoilt.annotator"))
    spoil(path)
    before = digest(path)
    with pytest.raises(kind) as caught:
        Project.open(path, for_writing=for_writing)
    assert digest(path) == before
    assert files_in(tmp_path) == {"spoilt.annotator"}
    assert caught.value.what
    assert caught.value.hint, "the message says what to do"
    assert "\n" not in str(caught.value)
    assert "spoilt.annotator" in str(caught.value)


def test_what_a_killed_writer_left_beside_a_hostile_file_stays_too(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "spoilt.annotator"))
    _sql("CREATE TRIGGER t AFTER INSERT ON annotation BEGIN DELETE FROM place; END")(path)
    live = tmp_path / "live.annotator"
    shutil.copy(path, live)
    db = open_writer(live)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("UPDATE setting SET value = value")
    for suffix in ("", "-wal"):
        shutil.copy(f"{live}{suffix}", f"{path}{suffix}")
    db.close()
    live.unlink()
    before = {name: digest(tmp_path / name) for name in files_in(tmp_path)}
    assert set(before) == {"spoilt.annotator", "spoilt.annotator-wal"}
    for for_writing in (True, False):
        with pytest.raises(ProjectDamaged, match="trigger"):
            Project.open(path, for_writing=for_writing)
        assert {name: digest(tmp_path / name) for name in files_in(tmp_path)} == before


@pytest.mark.parametrize("seed", range(30))
def test_flipped_bytes_never_end_in_a_traceback_or_a_changed_file(seed: int, whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "flipped.annotator"))
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 5, 50])):
        data[chance.randrange(100 if seed % 3 else 0, len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    try:
        project = Project.open(path)
        try:
            db = project.reader()
            figures.figures(db)
            for key in rows.article_keys(db):
                rows.article(db, key)
                rows.annotations_of(db, key, ANN)
        finally:
            project.close()
    except UserError as error:
        assert error.hint or error.where  # noqa: PT017  # either way is right, as long as it is one of these
    with suppress(UserError):
        check_file(path)
    assert path.read_bytes() == bytes(data)
    assert files_in(tmp_path) == {"flipped.annotator"}


def test_a_flipped_letter_in_a_text_is_found_by_the_check(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "flipped.annotator"))
    data = path.read_bytes()
    at = data.index(b"critics of OpenAI")
    path.write_bytes(data[:at] + b"k" + data[at + 1 :])
    report = check_file(path)
    assert not report.ok
    assert any("not the one that was imported" in problem.what for problem in report.problems)


def test_a_folder_is_no_project(tmp_path: Path) -> None:
    folder = tmp_path / "news.annotator"
    folder.mkdir()
    with pytest.raises(NotAProject, match="folder"):
        Project.open(folder)
    assert files_in(tmp_path) == {"news.annotator"}
    assert files_in(folder) == set()


def test_a_text_file_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text("Some news.\n")
    with pytest.raises(NotAProject, match="not an Annotator project"):
        Project.open(path)
    assert files_in(tmp_path) == {"article.txt"}


@pytest.mark.parametrize("name", ["nowhere", "no\0where", "x" * 300, "a/b/c", ""])
def test_a_path_that_leads_nowhere_is_a_user_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        Project.open(tmp_path / name)
    with pytest.raises(UserError):
        Project.open(tmp_path / name, for_writing=False)
    assert files_in(tmp_path) == set()
