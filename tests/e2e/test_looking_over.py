"""The whole corpus by keys and by mouse: found, labelled everywhere, listed, noted; the file is read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.display import Window, until

pytestmark = pytest.mark.display

Start = Callable[..., Window]

TEXTS = tuple(f"Harbour Bank opened branch {n}. The harbour bank of {city} closed.\n" for n, city in enumerate("ABC"))


def test_the_concordance_labels_everywhere_by_keys_and_one_undo_takes_it_back(
    start: Start, project_of: Callable[..., Path]
) -> None:
    window = start(project_of(*TEXTS))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+shift+f")
    window.wait("Concordance")
    window.type("harbour bank")
    window.keys("Return", "Tab")
    window.type("ORG")

    def labelled() -> bool:
        window.keys("alt+l")  # does nothing until the hits are there, and nothing more once all are labelled
        return bool(window.rows("SELECT 1 FROM annotation WHERE label = 'ORG' AND deleted = 0"))

    until(labelled, "labelled everywhere")
    assert window.rows("SELECT count(*) FROM annotation WHERE deleted = 0") == [(6,)]
    window.keys("Escape")
    window.wait("desk.annotator")
    window.keys("ctrl+z")
    window.wait_for("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM annotation WHERE deleted = 0)")


def test_a_note_is_settled_in_the_list_by_keys(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of(*TEXTS))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("n")
    window.type("Which bank?")
    window.keys("Return")
    window.wait_for("SELECT 1 FROM note WHERE state = 'open'")
    window.keys("ctrl+p")
    window.wait("Progress and notes")
    window.keys("ctrl+Tab", "Tab", "space")
    window.wait_for("SELECT 1 FROM note WHERE state = 'settled'")


def test_a_caption_is_marked_by_a_key_and_taken_back(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of("A photo of the harbour.\nThe harbour is closed.\n"))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("v")
    window.wait_for("SELECT 1 FROM annotation WHERE layer = 'not_text' AND label = 'CAPTION' AND deleted = 0")
    assert window.rows('SELECT quote, start, "end" FROM annotation') == [("A photo of the harbour.", 0, 23)]
    window.keys("v")
    window.wait_for("SELECT 1 FROM annotation WHERE label = 'TRAILER' AND deleted = 0")
    window.keys("ctrl+z", "ctrl+z")
    window.wait_for("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM annotation WHERE deleted = 0)")


def test_the_queue_is_filtered_by_keys(start: Start, project_of: Callable[..., Path]) -> None:
    window = start(project_of(*TEXTS))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("ctrl+f")
    window.type("bank -city")
    window.keys("Return", "End", "Return")
    window.keys("f")
    window.wait_for("SELECT 1 FROM work WHERE flagged = 1 AND article = 3")
    window.keys("ctrl+f", "Escape")
    window.keys("ctrl+shift+b", "Down", "Down", "Down", "Return", "F6", "F6", "F6")
    window.wait_for("SELECT 1 FROM place WHERE article = 3")
