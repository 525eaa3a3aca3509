"""What the README says is so: its commands run, without a network and without Qt, and its files are there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli import COMMANDS
from tests.architecture.places import ROOT

README = (ROOT / "README.md").read_text("utf-8")

NO_NETWORK = """
import sys

def refuse(event, values):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "http.client.connect"):
        raise RuntimeError(f"NETWORK {event} {values}")
    if event in ("socket.connect", "socket.sendto", "socket.bind") and isinstance(values[1], tuple):
        raise RuntimeError(f"NETWORK {event} {values}")
    if event == "import" and values[0].split(".")[0] in ("PySide6", "shiboken6"):
        raise ImportError(f"QT {values[0]}")

sys.addaudithook(refuse)
"""
"""A `sitecustomize` for our process and all that it starts."""


def commands() -> list[list[str]]:
    """The command lines of the README's chapter about them, but that which opens the window."""
    block = README.split("## The command line")[1].split("\n## ")[0]
    lines = [shlex.split(line) for line in block.splitlines() if line.startswith("    annotator ")]
    return [line[1:] for line in lines if line[1] in COMMANDS]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> list[subprocess.CompletedProcess[str]]:
    """What each of the README's commands said, run one after the other where no network and no Qt is to be had."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "hook").mkdir()
    (folder / "hook" / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    (folder / "articles").mkdir()
    said = "Mayor Ann Lee of Oslo said on Tuesday that the bridge would open in May. “We tried everything,” she said."
    (folder / "articles" / "bridge.txt").write_text(f"A bridge for Oslo\n\n{said}\n", "utf-8")
    page = f"<html><head><title>Page</title></head><body><article><h1>Page</h1><p>{said} {said}</p></article></body></html>"
    (folder / "articles" / "page.html").write_text(page, "utf-8")
    (folder / "more.csv").write_text(f'title,text\nMore,"{said} Again."\n', "utf-8")
    path = os.pathsep.join([str(folder / "hook"), str(ROOT)])
    settings = os.environ | {"PYTHONPATH": path, "ANNOTATOR_HOME": str(folder / "home"), "ANNOTATOR_NAME": "Ann"}
    return [
        subprocess.run(
            [sys.executable, "-m", "annotator", *words],
            cwd=folder,
            env=settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        for words in [*commands(), ["info", "news.annotator", "--json"]]
    ]


def test_the_readme_shows_the_whole_job() -> None:
    assert [words[0] for words in commands()] == ["new", "import", "suggest", "info", "check", "export"]


def test_the_commands_of_the_readme_run_without_network_and_without_qt(
    done: list[subprocess.CompletedProcess[str]],
) -> None:
    for told in done:
        assert told.returncode == 0, f"{told.args}: {told.stdout}{told.stderr}"
        assert "NETWORK" not in told.stdout + told.stderr
        assert "Traceback" not in told.stderr


def test_they_lead_from_articles_to_suggestions(done: list[subprocess.CompletedProcess[str]]) -> None:
    figures = json.loads(done[-1].stdout)
    assert figures["articles"] == 3
    assert figures["suggestions"]["pending"] > 0


def test_the_hook_would_have_seen_the_network(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    settings = os.environ | {"PYTHONPATH": str(tmp_path)}
    told = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False)
    assert "NETWORK socket.getaddrinfo" in told.stderr


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#]+)\)", README) + re.findall(r"python3 (\S+\.py)", README)
    assert len(named) >= 4
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_folder_on_the_map_is_there_and_no_other_is_left_out() -> None:
    drawn = README.split("## Where things are")[1].split("\n## ")[0]
    top = set(re.findall(r"^    (\w+)/ ", drawn, re.MULTILINE))
    rooms = set(re.findall(r"(\w+)/(?=[ ,])", "\n".join(re.findall(r"^      \S.*$", drawn, re.MULTILINE))))
    assert top == {"annotator", "resources", "tests", "packaging"}
    assert rooms == {path.name for path in (ROOT / "annotator").iterdir() if (path / "__init__.py").exists()}
