"""The queue and the page of progress by the mouse alone; the file is read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.display import Window

pytestmark = pytest.mark.display

Start = Callable[..., Window]

TEXTS = tuple(f"Harbour Bank opened branch {n} in the old town of Odal.\n" for n in range(3))
SECOND_ROW, FIRST_ROW = (140, 210), (140, 135)
DONE_CHIP, DONE_BUTTON = (108, 85), (1178, 780)


def test_an_article_is_chosen_finished_and_found_again_by_the_mouse(
    start: Start, project_of: Callable[..., Path]
) -> None:
    window = start(project_of(*TEXTS))
    window.wait("desk.annotator")
    window.wait_for_article()
    ((first,),) = window.rows("SELECT article FROM place")
    window.click(*SECOND_ROW)
    ((second,),) = window.wait_for("SELECT article FROM place WHERE article <> ?", first)
    window.click(*DONE_BUTTON)
    window.wait_for("SELECT 1 FROM work WHERE status = 'done' AND article = ?", second)
    window.wait_for("SELECT 1 FROM place WHERE article <> ?", second)
    window.click(*DONE_CHIP)
    window.click(*FIRST_ROW)
    window.wait_for("SELECT 1 FROM place WHERE article = ?", second)


def test_progress_is_opened_from_the_menu_and_a_note_settled_by_the_mouse(
    start: Start, project_of: Callable[..., Path]
) -> None:
    window = start(project_of(*TEXTS))
    window.wait("desk.annotator")
    window.wait_for_article()
    window.keys("n")
    window.type("Which bank?")
    window.keys("Return")
    window.wait_for("SELECT 1 FROM note WHERE state = 'open'")
    window.click(371, 13)
    window.click(420, 42)
    window.wait("Progress and notes")
    window.click(100, 27)
    window.click(25, 88)
    window.keys("space")
    window.wait_for("SELECT 1 FROM note WHERE state = 'settled'")
    window.click(1218, 774)
    window.wait_gone("Progress and notes")
