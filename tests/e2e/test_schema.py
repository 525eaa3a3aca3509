"""The schema in the real window: a label renamed and redefined by keys; what was labelled before is confirmed, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.display import Window, until
from tests.e2e.story import STORY

pytestmark = pytest.mark.display


def person(window: Window) -> dict[str, Any]:
    """The first entity label as the file has it."""
    ((text,),) = window.rows("SELECT definition FROM schema")
    found: dict[str, Any] = json.loads(str(text))["layers"][0]["labels"][0]
    return found


def test_a_label_gets_another_name_and_meaning_and_its_old_uses_are_confirmed(
    start: Callable[..., Window], project_of: Callable[..., Path]
) -> None:
    window = start(project_of(STORY))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.select(STORY, "Nora Falk")
    window.keys("1")
    window.wait_for_label("PERSON", "Nora Falk")
    before = person(window)

    window.keys("ctrl+l")
    window.wait("Labels")
    window.keys("Return", "ctrl+a")
    window.type("HUMAN")
    window.keys("Return")
    until(lambda: person(window).get("name") == "HUMAN", "the new name")
    assert window.rows("SELECT label, revision, guidelines FROM annotation") == [("PERSON", 1, 1)]
    window.keys("Tab", "Tab", "Tab", "Tab", "Tab", "ctrl+a")
    window.type("People with a name.")
    window.keys("Escape")
    until(lambda: person(window).get("definition") == "People with a name.", "the new definition")
    assert window.rows("SELECT max(version) FROM guidelines") == [(2,)]

    window.wait("desk.annotator")
    window.keys("ctrl+k")
    window.type("old definition")
    window.keys("Return")
    window.wait("Labelled under")
    until(lambda: window.keys("alt+s") or window.rows("SELECT 1 FROM annotation WHERE guidelines = 2"), "confirmed")
    window.keys("Escape")
    window.wait("desk.annotator")
    window.keys("ctrl+z")
    until(lambda: window.rows("SELECT guidelines FROM annotation") == [(1,)], "the confirmation taken back")
    window.keys("ctrl+z", "ctrl+z")
    until(lambda: person(window) == before, "the label as it was")
