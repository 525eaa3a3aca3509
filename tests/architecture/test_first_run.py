"""`packaging/run.py` where there is no display: the whole job, twice, in an environment that it has made before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.places import ROOT

LINES = (ROOT / "resources" / "sample" / "articles.jsonl").read_text("utf-8").splitlines()


def run(home: Path) -> str:
    settings = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    settings["ANNOTATOR_HOME"] = str(home)
    command = [sys.executable, str(ROOT / "packaging" / "run.py")]
    told = subprocess.run(command, env=settings, capture_output=True, text=True, encoding="utf-8", check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@pytest.mark.skipif(
    Path(sys.prefix) != ROOT / ".venv" or not (ROOT / ".venv" / "annotator-setup.json").exists(),
    reason="nothing is installed by a test: only where packaging/test.py has set this folder up",
)
def test_without_a_display_the_job_is_done_and_its_project_kept(tmp_path: Path) -> None:
    home = tmp_path / "a person's files"
    said = run(home)
    assert "There is no display here." in said
    assert "The same job is done without a window." in said
    assert str(home / "sample.annotator") in said
    assert str(home / "sample.jsonl") in said
    exported = (home / "sample.jsonl").read_bytes()
    rows = [json.loads(line) for line in exported.splitlines()]
    assert len(rows) == len(LINES)
    assert all(row["text"][s["start"] : s["end"]] for row in rows for s in row["spans"])
    assert {span["layer"] for row in rows for span in row["spans"]} >= {"entity", "claim"}
    assert "Making the sample project" not in run(home)
    assert (home / "sample.jsonl").read_bytes() == exported
