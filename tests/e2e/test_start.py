"""The window starts, shows a project, is left and comes back to where it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.display import Window, until

pytestmark = pytest.mark.display

Start = Callable[..., Window]

FIRST = "Nora Falk said the ferry will sail again in May.\n\nThe council of Brena agreed.\n"
SECOND = "Snow closed the pass above Odal on Sunday.\n\nTwo lorries were stuck for a night.\n"


def test_the_title_has_the_file_name_and_annotator(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of(FIRST, name="winter news"))
    window.wait("winter news.annotator.*Annotator")


def test_without_a_project_the_start_page_comes(start: Start) -> None:
    window = start()
    window.wait("^Annotator$")


def test_sigterm_leaves_one_complete_file(start: Start, project_of: Callable[..., Path]) -> None:
    project = project_of(FIRST)
    window = start(project)
    window.wait("desk.annotator")
    window.wait_for_article()
    window.select(FIRST, "Nora Falk")
    window.keys("1")
    window.wait_for_label("PERSON", "Nora Falk")
    assert window.close() == 0
    left = sorted(path.name for path in project.parent.glob("desk.annotator*"))
    assert "desk.annotator-wal" not in left
    assert "desk.annotator-shm" not in left
    assert window.errors == ""


def test_a_label_is_undone_and_done_again(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of(FIRST))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.select(FIRST, "Brena")
    window.keys("3")
    window.wait_for_label("GPE", "Brena")
    window.keys("ctrl+z")
    until(lambda: window.labels() == [], "the label is taken back")
    window.keys("ctrl+shift+z")
    window.wait_for_label("GPE", "Brena")


def test_done_goes_to_the_next_and_the_window_comes_back_there(start: Start, project_of: Callable[..., Path]) -> None:
    project = project_of(FIRST, SECOND)
    window = start(project)
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+Return")
    window.wait_for("SELECT 1 FROM work WHERE status = 'done' AND article = 1")
    window.wait_for("SELECT 1 FROM place WHERE article = 2")
    window.keys("ctrl+Home", "Right", "Right", "Right")
    assert window.close() == 0
    window.wait_for("SELECT 1 FROM place WHERE article = 2 AND caret = ?", SECOND.index("pass"))

    again = start(project)
    again.wait("desk.annotator")
    again.keys("shift+Right", "5")
    again.wait_for_label("LOC", "pass")
    assert again.rows("SELECT article FROM annotation") == [(2,)]


def test_typing_in_the_search_field_labels_nothing(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of(FIRST))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.select(FIRST, "Nora Falk")
    window.keys("ctrl+f")
    window.type("123 cure x")
    window.keys("Escape", "Escape")
    window.select(FIRST, "May")
    window.keys("8")
    window.wait_for_label("DATE", "May")
    assert window.labels() == [("DATE", "May")]


def test_an_article_is_skipped_with_a_reason_by_keys(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of(FIRST, SECOND))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+shift+Return")
    window.type("no news 123")
    window.keys("Return")
    window.wait_for("SELECT 1 FROM work WHERE article = 1 AND status = 'skipped' AND reason = 'no news 123'")
    window.wait_for("SELECT 1 FROM place WHERE article = 2")
    assert window.labels() == []


def test_a_file_that_is_no_project_is_explained_and_left_as_it_is(start: Start, tmp_path: Path) -> None:
    letter = tmp_path / "letter.annotator"
    letter.write_bytes(b"Dear sir or madam\n" * 50)
    window = start()
    window.wait("^Annotator$")
    window.keys("ctrl+o")
    window.wait("Open a project")
    window.keys("ctrl+a")
    window.type(str(letter))
    window.keys("Return")
    window.wait("cannot be opened")
    window.keys("Return")
    window.wait("^Annotator$")
    assert window.running
    assert letter.read_bytes() == b"Dear sir or madam\n" * 50


def test_keys_work_again_after_a_dialog_was_left(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of(FIRST))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+e")
    window.wait("Export")
    window.keys("Escape")
    window.wait("desk.annotator")
    for opening in ("ctrl+k", "F1", "ctrl+g", "ctrl+f"):
        window.keys(opening)
        window.keys("Escape")
    window.keys("ctrl+Home", "1")
    window.wait_for_label("PERSON", "Nora")
