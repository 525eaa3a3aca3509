"""Training by keys: train from finished articles, use it, go back; read back from the project file."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.services.importing import import_files
from annotator.storage.project import Project
from tests.e2e.display import Window, until
from tests.services import finished

pytestmark = pytest.mark.display

_PLAN = "SELECT value FROM setting WHERE name = 'suggesters'"


def models(window: Window) -> list[str]:
    """The pipelines of the plan, first one first; empty for our own."""
    rows = window.rows(_PLAN)
    return [one["model"] for one in json.loads(str(rows[0][0]))] if rows else []


def test_train_use_and_go_back_by_keys(
    start: Callable[..., Window], project_of: Callable[..., Path], tmp_path: Path
) -> None:
    path = project_of("Nothing here yet.")
    project = Project.open(path)
    import_files(project, [finished.write(tmp_path / "rows.jsonl", annotator=project.current_annotator.name)])
    project.close()
    window = start(path)
    window.wait(path.name)
    window.wait_for_article()
    window.keys("ctrl+k")
    window.type("train a sugg")
    window.keys("Return")
    window.wait("^Suggesters$")
    window.keys("alt+t")
    folder = path.with_name(f"{path.stem}.models") / f"{path.stem}-1"
    end = time.monotonic() + 180
    while not folder.exists() and time.monotonic() < end:
        time.sleep(0.2)
    assert folder.exists(), "the training did not end"
    kept = f"./{folder.parent.name}/{folder.name}"
    until(lambda: window.keys("alt+u") or models(window) == [kept, ""], "the trained pipeline in the plan")
    assert "spacy" not in Path(f"/proc/{window.process}/maps").read_text(encoding="utf-8")
    window.keys("alt+b")
    until(lambda: models(window) == [""], "our own suggester alone")
    assert [each.name for each in folder.parent.iterdir()] == [folder.name]
