"""Work with colleagues in the real window: out by keys, back by keys, one undo."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.services.handing_out import HandoutOptions, hand_out
from annotator.services.merging import merge
from annotator.storage.project import Project
from tests.e2e.display import Window, until
from tests.services.merging_files import put

pytestmark = pytest.mark.display

Start = Callable[..., Window]

TEXTS = tuple(f"Article {n}: Mayor Lee said OpenAI will come to Berlin.\n" for n in range(6))


def labelled_files(project: Path, folder: Path, *names: str) -> list[Path]:
    """Work files that came back: everybody labelled the first article."""
    with closing(Project.open(project)) as opened:
        report = hand_out(opened, folder, names, HandoutOptions(overlap=1.0))
    files = [Path(file.path) for file in report.files]
    for number, path in enumerate(files):
        with closing(Project.open(path)) as work:
            put(work, 11, 20 - 6 * number, "PERSON")
            put(work, 26, 32, "ORG" if number == 0 else "GPE")
    return files


def test_articles_are_handed_out_by_keys_and_a_work_file_opens_into_labelling(
    start: Start, project_of: Callable[..., Path], tmp_path: Path
) -> None:
    window = start(project_of(*TEXTS))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("alt+t", "Return")
    window.wait("Hand out")
    window.type("Ben")
    window.keys("Return")
    window.type("Cy")
    window.keys("Return", "alt+f", "ctrl+a")
    out = tmp_path / "out"
    window.type(str(out))
    window.keys("alt+h")
    window.wait("Handed out")
    window.keys("Return")
    assert window.rows("SELECT count(*) FROM event WHERE changes <> ''") == window.rows("SELECT count(*) FROM event")
    assert window.close() == 0
    work = start(out / "desk-Ben.annotator")
    work.wait("desk-Ben.annotator")
    work.wait_for_article()
    assert work.rows("SELECT name FROM annotator WHERE gold = 0") == [("Ben",)]
    ((text,),) = work.rows("SELECT text FROM article JOIN place ON place.article = article.id")
    work.select(str(text), "OpenAI")
    work.keys("2")
    work.wait_for_label("ORG", "OpenAI")


def test_files_come_back_by_keys_and_one_undo_takes_all_of_them_out(
    start: Start, project_of: Callable[..., Path], tmp_path: Path
) -> None:
    project = project_of(*TEXTS)
    files = labelled_files(project, tmp_path / "back", "Ben", "Cy")
    files[1].with_name("broken.annotator").write_bytes(files[0].read_bytes()[:3000])
    window = start(project)
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+m")
    window.wait("Merge work files")
    window.keys("alt+f")
    window.wait("Files to merge")
    names = ("desk-Ben.annotator", "broken.annotator", "desk-Cy.annotator")
    window.type(" ".join(f'"{tmp_path / "back" / name}"' for name in names))
    window.keys("Return")
    window.wait("Merge work files")
    window.keys("alt+m")
    window.wait_for("SELECT 1 FROM step WHERE kind = 'merge' AND state = 'done'")
    found = window.rows(
        "SELECT name, label FROM annotation JOIN annotator ON annotator.id = owner ORDER BY name, label"
    )
    assert found == [("Ben", "ORG"), ("Ben", "PERSON"), ("Cy", "GPE"), ("Cy", "PERSON")]
    assert len(list(tmp_path.glob("desk.backups/*"))) == 1
    window.wait("desk.annotator")
    window.keys("ctrl+z")
    window.wait("^Annotator$")
    window.keys("Return")
    window.wait_for("SELECT 1 FROM step WHERE kind = 'merge' AND state = 'undone'")
    assert window.rows("SELECT count(*) FROM annotation") == [(0,)]
    assert window.rows("SELECT name FROM annotator WHERE gold = 0") == [("Ann",)]


def test_a_place_behind_a_figure_opens_in_its_text_and_report_and_lessons_are_saved(
    start: Start, project_of: Callable[..., Path], tmp_path: Path
) -> None:
    project = project_of(*TEXTS)
    files = labelled_files(project, tmp_path / "back", "Ben", "Cy")
    with closing(Project.open(project)) as opened:
        merge(opened, files)
    window = start(project)
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+shift+r")
    window.wait("^Agreement$")
    window._tool("sleep", "2")
    # The first figure is in focus; Enter goes to the places behind it, Enter again opens the first.
    window.keys("Down", "Return", "Return")
    window.wait("desk.annotator")
    window.keys("3")
    window.wait_for(
        "SELECT 1 FROM annotation JOIN annotator ON annotator.id = owner WHERE name = 'Ann' AND label = 'GPE'"
    )
    for ups, title, name in ((1, "^Report$", "report.html"), (2, "^Lessons from the review$", "lessons.md")):
        window.wait("desk.annotator")
        window.keys("alt+t", *["Up"] * ups, "Return")
        window.wait(title)
        window.keys("alt+s")
        window.wait("Save the page")
        window.keys("ctrl+a")
        window.type(str(tmp_path / name))
        window.keys("Return")
        saved = tmp_path / name
        until(lambda out=saved: out.exists() and out.stat().st_size > 0, name)  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
        window.wait(title)
        window.keys("Escape")
