"""A first project by keys alone: new, import with its dry run, suggestions, done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.display import Window, until

pytestmark = pytest.mark.display

Start = Callable[..., Window]

TEXT = "Sam Altman met Angela Merkel in Paris.\n\nMerkel said that the talks in Berlin had failed.\n"


def test_a_first_project_from_files_by_keys_alone(start: Start, tmp_path: Path) -> None:
    texts = tmp_path / "my texts"
    texts.mkdir()
    texts.joinpath("one.txt").write_text(TEXT, encoding="utf-8")
    texts.joinpath("two.txt").write_text("Zweiter Text: Köln grüßt.\n", encoding="cp1252")
    project = tmp_path / "first.annotator"
    window = start()
    window.wait("^Annotator$")
    window.keys("ctrl+n")
    window.wait("New project")
    window.keys("ctrl+a")
    window.type(str(project))
    window.keys("Tab", "Tab", "ctrl+a")
    window.type("Berit")
    window.keys("Return")
    window.project = project
    window.wait("Import articles")
    window.keys("alt+o")
    window.wait("Folder to import")
    window.keys("ctrl+a")
    window.type(str(texts))
    window.keys("Return")
    window.wait("Import articles")
    window.keys("alt+i")
    window.wait_for("SELECT 1 FROM article WHERE text LIKE '%Köln grüßt%'")
    assert window.rows("SELECT name FROM annotator WHERE gold = 0") == [("Berit",)]
    assert window.rows("SELECT count(*) FROM article") == [(2,)]
    window.wait("first.annotator")
    window.wait_for_article()


def test_suggestions_come_by_themselves_and_are_accepted_by_enter(
    start: Start, project_of: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "home" / "settings.ini").write_text("[work]\nsuggest=yes\n", encoding="utf-8")
    window = start(project_of(TEXT))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.wait_for("SELECT 1 FROM suggestion WHERE total > 0")
    assert "spacy" not in Path(f"/proc/{window.process}/maps").read_text(encoding="utf-8")
    window.keys("Tab", "Return")
    window.wait_for("SELECT 1 FROM decision WHERE verdict = 'accepted'")
    ((quote, start_at, end_at),) = window.rows('SELECT quote, start, "end" FROM annotation LIMIT 1')
    assert TEXT[int(str(start_at)) : int(str(end_at))] == quote


def test_the_whole_corpus_is_suggested_on_as_a_job(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of(TEXT, *(TEXT.replace("Berlin", city) for city in ("Lisbon", "Madrid"))))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+shift+g")
    until(
        lambda: window.rows("SELECT count(DISTINCT article) FROM suggestion WHERE total > 0") == [(3,)],
        "suggestions for three articles",
    )
