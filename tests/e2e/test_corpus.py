"""A first project by keys alone: new, import with its dry run, suggestions, done."""

from __future__ import annotations

import time
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
    window.keys("alt+o")
    window.wait("Folder to import")
    window.keys("ctrl+a")
    window.type(str(texts))
    window.keys("Return")
    window.wait_gone("Folder to import")
    window.wait("New project")
    for key in ("Return", "alt+b", "alt+n", "Down", "Return"):
        window.keys(key)
        time.sleep(0.5)  # Qt lets a button that is pressed by its letter be seen for a tenth of a second before it acts
    window.type("first")
    window.keys("Tab")
    window.type(str(tmp_path))
    window.keys("alt+y")
    window.type("Berit")
    window.keys("alt+c")
    window.wait("first.annotator")
    window.project = project
    window.wait_for("SELECT 1 FROM article WHERE text LIKE '%Köln grüßt%'")
    assert window.rows("SELECT name FROM annotator WHERE gold = 0") == [("Berit",)]
    assert window.rows("SELECT count(*) FROM article") == [(2,)]
    window.wait_for_article()
    window.keys("ctrl+Home", "1")
    window.wait_for_label("PERSON", "Sam")
    assert "entities/1" in str(window.rows("SELECT * FROM schema ORDER BY 1 DESC LIMIT 1"))


def test_a_project_without_texts_by_the_mouse(start: Start, tmp_path: Path) -> None:
    window = start()
    window.wait("^Annotator$")
    window.click(400, 176)
    window.wait("New project")
    for _ in range(2):
        window.click(1220, 770)
    window.keys("Tab")
    window.type(str(tmp_path))
    window.click(1220, 770)
    window.project = tmp_path / "news.annotator"
    window.wait("news.annotator")
    assert window.rows("SELECT count(*) FROM article") == [(0,)]


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
