"""The two commands for a fresh machine: what they look for, what they ask for, and when they have nothing to do."""

from __future__ import annotations

import ast
import json
import runpy
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.places import ROOT

sys.path.append(str(ROOT / "packaging"))

from setup_annotator import SetupError, environment, sample, system, tests

SCRIPTS = ["run.py", "test.py"]


class Version(NamedTuple):
    major: int
    minor: int
    micro: int = 0
    releaselevel: str = "final"
    serial: int = 0


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_python_that_is_too_old_is_told_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", Version(3, 9))
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(ROOT / "packaging" / name), run_name="__main__")
    assert "needs Python 3.11 or later; this is Python 3.9." in str(stopped.value)


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_an_old_python_reads_has_nothing_that_it_cannot_parse(name: str) -> None:
    tree = ast.parse((ROOT / "packaging" / name).read_text("ascii"), feature_version=(3, 7))
    new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.FunctionDef)
    assert [node for node in ast.walk(tree) if isinstance(node, new)] == []


def test_the_set_up_needs_nothing_but_the_standard_library() -> None:
    for path in [*(ROOT / "packaging").glob("*.py"), *(ROOT / "packaging" / "setup_annotator").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"setup_annotator"}


def test_a_python_without_ensurepip_needs_debians_venv() -> None:
    assert system.missing_for_environment(lambda module: module != "ensurepip") == ["python3-venv"]
    assert system.missing_for_environment(lambda module: True) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere nothing is missing")
def test_a_missing_library_and_a_missing_font_are_named_by_their_package() -> None:
    lacks_cursor = system.missing_for_window(lambda library: library != "libxcb-cursor.so.0", font=True)
    assert lacks_cursor == ["libxcb-cursor0"]
    assert system.missing_for_window(lambda library: True, font=False) == ["fonts-dejavu-core"]
    bare = set(system.missing_for_window(lambda library: False, font=False))
    named = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libegl1 libgl1 libdbus-1-3"
    assert bare >= set(named.split())


def test_a_font_is_found_wherever_it_lies(tmp_path: Path) -> None:
    assert not system.has_font([str(tmp_path), str(tmp_path / "missing")])
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "Serif.TTF").touch()
    assert system.has_font([str(tmp_path)])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt")
def test_who_may_not_install_is_shown_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr(
        system.shutil, "which", lambda name: f"/usr/bin/{name}" if name in ("apt-get", "sudo") else None
    )
    monkeypatch.setattr(system, "_knows_packages", lambda: True)
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    with pytest.raises(SetupError) as refused:
        system.require(["python3-venv", "libegl1"], "This machine lacks")
    assert "\n    sudo apt-get install -y python3-venv libegl1\n" in str(refused.value)
    monkeypatch.setattr(system, "_knows_packages", lambda: False)
    assert system.install_command(["libegl1"]) == "sudo sh -c 'apt-get update && apt-get install -y libegl1'"
    monkeypatch.setattr(system.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    assert system.install_command(["libegl1"]) == "su - -c 'apt-get update && apt-get install -y libegl1'"


@pytest.mark.parametrize(
    ("settings", "system_name", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_known_by_the_sessions_settings(
    settings: dict[str, str], system_name: str, expected: bool
) -> None:
    assert sample.names_display(settings, system_name) is expected


class SetUp:
    """A folder to set up, and what would have been run there."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.installed: list[str] = []
        self.made = 0
        (root / "packaging").mkdir(parents=True)
        (root / "pyproject.toml").write_text("[project]\n", "utf-8")
        for name in environment.LOCKS.values():
            (root / "packaging" / name).write_text("some==1\n", "utf-8")
        monkeypatch.setattr(environment, "ROOT", root)
        monkeypatch.setattr(environment, "_pip", self._pip)
        monkeypatch.setattr(environment, "_works", lambda made: made.python.exists())
        monkeypatch.setattr(environment.subprocess, "run", self._venv)
        monkeypatch.setattr(system, "missing_for_environment", list)

    def _pip(self, made: environment.Environment, *arguments: str) -> None:
        self.installed.append(Path(arguments[-1]).name)

    def _venv(self, command: list[str], **_: object) -> object:
        self.made += 1
        python = environment.Environment(Path(command[-1])).python
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        return environment.subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SetUp:
    return SetUp(tmp_path / "a path with spaces", monkeypatch)


def test_the_second_run_has_nothing_to_do(set_up: SetUp) -> None:
    environment.prepare("run")
    assert set_up.installed == ["requirements.txt", "a path with spaces"]
    environment.prepare("run")
    assert len(set_up.installed) == 2


def test_the_environment_of_the_tests_serves_the_window_too(set_up: SetUp) -> None:
    environment.prepare("test")
    environment.prepare("run")
    assert set_up.installed == ["requirements-dev.txt", "a path with spaces"]


def test_a_changed_lock_is_installed_into_what_is_there(set_up: SetUp) -> None:
    environment.prepare("run")
    (set_up.root / "packaging" / "requirements.txt").write_text("some==2\n", "utf-8")
    environment.prepare("run")
    assert set_up.installed.count("requirements.txt") == 2
    assert set_up.made == 1


def test_a_set_up_that_was_broken_off_begins_anew(set_up: SetUp, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(environment, "_pip", fails)
        with pytest.raises(KeyboardInterrupt):
            environment.prepare("run")
    environment.prepare("run")
    assert set_up.made == 2
    assert "run" in json.loads((set_up.root / ".venv" / environment.NOTE).read_text("utf-8"))["locks"]


def test_a_folder_that_is_no_environment_is_left_alone(set_up: SetUp) -> None:
    (set_up.root / ".venv").mkdir()
    (set_up.root / ".venv" / "letters.txt").write_text("mine", "utf-8")
    with pytest.raises(SetupError, match="is no virtual environment"):
        environment.prepare("run")
    assert (set_up.root / ".venv" / "letters.txt").read_text("utf-8") == "mine"


def test_the_tests_are_run_in_both_processors_unless_the_person_says_otherwise() -> None:
    assert tests.pytest_arguments(["tests/model"]) == ["-n", tests.WORKERS, "tests/model"]
    assert tests.pytest_arguments(["-n", "0"]) == ["-n", "0"]
