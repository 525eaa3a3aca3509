"""Suggesters, sure suggestions, memory and known names by keys and mouse, read back from the project file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy

from annotator.model.annotation import Suggestion
from annotator.storage import suggestions
from annotator.storage.project import Project
from tests.e2e.display import Window, place, until

pytestmark = pytest.mark.display

Start = Callable[..., Window]

TEXT = "Ada Lee spoke to Harbour Radio.\n\nHarbour Radio said that Ada Lee left Calder.\n"
MORE = "Harbour Radio praised Ada Lee.\n"
_SETTING = "SELECT value FROM setting WHERE name = ?"


def with_suggestions(path: Path, label: str = "ORG", score: float = 0.95) -> Path:
    """The project with "Harbour Radio" and "Ada Lee" proposed in each article."""
    project = Project.open(path)
    for key, text in project.reader().execute("SELECT id, text FROM article").fetchall():
        found = [
            Suggestion("m@1", "entity", wanted, (place(text, quote, nth),), score)
            for quote, wanted in (("Ada Lee", "PERSON"), ("Harbour Radio", label))
            for nth in range(text.count(quote))
        ]
        project.writer.run(lambda db, key=key, found=found: suggestions.replace(db, key, "m@1", found, "2026"))  # type: ignore[misc]  # mypy knows no default in a lambda
    project.close()
    return path


def plan(window: Window) -> list[dict[str, object]]:
    rows = window.rows(_SETTING, "suggesters")
    found: list[dict[str, object]] = json.loads(str(rows[0][0])) if rows else []
    return found


def test_a_folder_is_asked_about_then_added_and_proposes(
    start: Start, project_of: Callable[..., Path], tmp_path: Path
) -> None:
    nlp = spacy.blank("en")
    nlp.meta["name"], nlp.meta["version"] = "harbour", "1.0.0"
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Harbour Radio"}])  # type: ignore[attr-defined]  # the ruler's own
    folder = tmp_path / "harbour"
    nlp.to_disk(folder)
    window = start(project_of(TEXT))
    window.wait("desk.annotator")
    window.wait_for_article()
    for answer in ("Escape", "alt+a"):
        window.keys("ctrl+shift+s")
        window.wait("^Suggesters$")
        window.keys("alt+o")
        window.wait("Folder of a pipeline")
        window.keys("ctrl+a")
        window.type(str(folder))
        window.keys("Return")
        window.wait("^Annotator$")
        window.keys(answer)
        if answer == "Escape":
            window.wait("^Suggesters$")
            assert plan(window) == [], "a refusal leaves nothing"
            assert not list((tmp_path / "home").glob("allowed*"))
            window.keys("Escape")
            window.wait("desk.annotator")
    until(lambda: plan(window), "the plan in the file")
    assert [(one["source"], one["on"]) for one in plan(window)] == [("", True), ("en_harbour@1.0.0", True)]
    window.wait("^Suggesters$")
    window.keys("Home", "space")
    until(lambda: plan(window)[0]["on"] is False, "our own turned off by Space")
    window.keys("Escape")
    window.wait("desk.annotator")
    window.keys("ctrl+shift+g")
    window.wait_for("SELECT 1 FROM suggestion WHERE source = 'en_harbour@1.0.0' AND total = 2")
    assert window.rows("SELECT count(*) FROM suggestion") == [(1,)]


def test_sure_ones_are_accepted_in_the_article_and_everywhere(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(with_suggestions(project_of(TEXT, MORE)))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("shift+a")
    until(lambda: len(window.labels()) == 4, "four labels from one key")
    assert set(window.labels()) == {("PERSON", "Ada Lee"), ("ORG", "Harbour Radio")}
    window.keys("ctrl+z")
    until(lambda: not window.labels(), "one step back")
    window.keys("Escape", "Escape", "ctrl+Home", "Tab", "x")
    window.wait_for("SELECT 1 FROM decision WHERE verdict = 'rejected' AND quote = 'Ada Lee' AND deleted = 0")
    window.keys("ctrl+shift+a")
    window.wait("^Annotator$")
    window.keys("Return")
    until(lambda: len(window.labels()) == 3, "the sure ones of both articles")
    assert set(window.labels()) == {("ORG", "Harbour Radio")}, "what was refused is never accepted in bulk"
    window.wait_for("SELECT 1 FROM step WHERE title = 'Accept 3 sure suggestions' AND state = 'done'")
    window.wait("desk.annotator")
    window.keys("ctrl+z")
    until(lambda: not window.labels(), "all of it in one step back")
    window.keys("shift+Delete")
    until(
        lambda: window.rows("SELECT count(*) FROM decision WHERE verdict = 'rejected' AND deleted = 0") == [(4,)],
        "the rest of the article is refused",
    )


def test_memory_is_told_never_and_known_names_propose(
    start: Start, project_of: Callable[..., Path], tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    names.write_text("string,label\nCalder,GPE\nNobody,NO_SUCH\n", encoding="utf-8")
    window = start(with_suggestions(project_of(TEXT)))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("Tab", "Tab", "x")
    window.wait_for("SELECT 1 FROM decision WHERE verdict = 'rejected' AND quote = 'Harbour Radio' AND deleted = 0")
    window.keys("ctrl+d")
    window.wait("^Suggesters$")
    window.type("harbour")
    window.keys("Return")
    until(
        lambda: (
            window.keys("alt+n") or window.rows("SELECT 1 FROM setting WHERE name LIKE 'memory/%/entity/Harbour Radio'")
        ),
        "never",
    )
    ((told,),) = window.rows("SELECT value FROM setting WHERE name LIKE 'memory/%'")
    assert json.loads(str(told))["never"] == ["ORG"]
    window.keys("ctrl+z")
    until(lambda: not window.rows("SELECT 1 FROM setting WHERE name LIKE 'memory/%'"), "taken back")
    window.wait("^Suggesters$")
    window.keys("ctrl+Tab", "alt+i")
    window.wait("Known names to import")
    window.keys("ctrl+a")
    window.type(str(names))
    window.keys("Return")
    window.wait_for(_SETTING, "gazetteer/Calder")
    assert not window.rows(_SETTING, "gazetteer/Nobody")
    window.wait("^Suggesters$")
    window.keys("Escape")
    window.wait("desk.annotator")
    window.keys("Escape", "Escape", "ctrl+End", "shift+Tab", "Return")
    window.wait_for_label("GPE", "Calder")
    ((origin,),) = window.rows("SELECT origin FROM annotation WHERE quote = 'Calder'")
    assert json.loads(str(origin))["source"] == "annotator.gazetteer@1.0"
