"""Opens the window on the sample corpus, or does the same job without a window where there is no display."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from setup_annotator import SetupError, complain, say, system
from setup_annotator.environment import ROOT, Environment, prepare

SAMPLE = ROOT / "resources" / "sample"
PROJECT = "sample.annotator"
EXPORT = "sample.jsonl"

_PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"
"""Ends with 0 where Qt can show a window. A display that is named but not there, or a library that our table lacks, aborts it."""

_INVISIBLE = ("offscreen", "minimal", "vnc")


def main() -> int:
    """Sets up, then opens the window or says why not. Returns the exit status."""
    try:
        return _run()
    except SetupError as error:
        return complain(error)
    except KeyboardInterrupt:
        return 130


def _run() -> int:
    needed, missing = system.missing_for_environment(), system.missing_for_window()
    if needed or (missing and system.may_install()):
        # All at once: a person who may not install is shown one command, not one after the other.
        system.require([*needed, *missing], "This machine lacks")
        missing = system.missing_for_window()
    environment = prepare("run")
    project = _folder() / PROJECT
    is_new = _have_project(environment, project)
    why_not = _why_no_window(environment, missing)
    if why_not:
        say(f"{why_not} The same job is done without a window.")
        return _without_window(environment, project, suggested=is_new)
    say(f"Opening the window on {project}; your labels are saved there as you make them.")
    command = environment.command("-m", "annotator", str(project))
    if os.name == "posix":
        # The window takes our place: what ends this process (Ctrl+C, a closed terminal) ends the window, and properly.
        os.execv(command[0], command)  # noqa: S606  # our own Python with our own arguments
    return subprocess.run(command, check=False).returncode


def _folder() -> Path:
    """Where the sample project is kept: `ANNOTATOR_HOME`, else `Annotator` in the person's home folder."""
    named = os.environ.get("ANNOTATOR_HOME")
    home = Path(os.path.expanduser("~"))
    for folder in (Path(named) if named else home / "Annotator", ROOT / ".venv" / "sample"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder.resolve()
        except OSError:
            continue
    raise SetupError(f"{home} cannot be written to. Name a folder for your files: ANNOTATOR_HOME=FOLDER")


def _have_project(environment: Environment, project: Path) -> bool:
    """The project with the sample articles and their suggestions in it; one that is there is left as it is. Whether it
    was made just now."""
    if project.exists() and _article_count(environment, project):
        return False
    if not project.exists():
        say(f"Making the sample project {project} ...")
        _annotator(environment, "new", str(project))
    _annotator(environment, "import", str(project), *map(str, sorted(SAMPLE.glob("*.jsonl"))))
    _annotator(environment, "suggest", str(project))
    return True


def _article_count(environment: Environment, project: Path) -> int:
    asked = environment.command("-m", "annotator", "info", str(project), "--json")
    told = subprocess.run(asked, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        return int(json.loads(told.stdout)["articles"])
    except (ValueError, KeyError, TypeError):
        # The window, or the next command, says what is wrong with the file better than we could.
        return 1


def _without_window(environment: Environment, project: Path, *, suggested: bool) -> int:
    """Import, suggest and export of the sample corpus; each command says what it did, once."""
    export = project.with_name(EXPORT)
    if not suggested:
        _annotator(environment, "suggest", str(project))
    _annotator(environment, "export", str(project), str(export), "--suggestions")
    say(f"The project is {project}, its export with labels and suggestions {export}.")
    say(f"On a machine with a display the same command opens the window: python3 {sys.argv[0]}")
    return 0


def _annotator(environment: Environment, *arguments: str) -> None:
    result = subprocess.run(environment.command("-m", "annotator", *arguments), check=False)
    if result.returncode:
        raise SetupError(f"The command did not come to its end: annotator {' '.join(arguments)}")


def _why_no_window(environment: Environment, missing: list[str]) -> str:
    """Why no window can be shown here, as a sentence; empty where one can."""
    bring = f"The window needs {', '.join(missing)}; install them with:\n\n    {system.install_command(missing)}\n\n"
    if not names_display(os.environ):
        return f"There is no display here.{f' {bring}' if missing else ''}"
    if missing:
        return bring
    try:
        tried = subprocess.run(
            environment.command("-c", _PROBE), check=False, capture_output=True, text=True, timeout=60
        )
    except subprocess.TimeoutExpired:
        return "The display does not answer."
    if tried.returncode == 0:
        return ""
    said = tried.stderr.strip().splitlines()
    return f"The display cannot be used ({said[0] if said else tried.returncode})."


def names_display(settings: Mapping[str, str], system_name: str = sys.platform) -> bool:
    """Whether the person has a display, as far as the settings of the session tell."""
    if settings.get("QT_QPA_PLATFORM", "").split(":")[0] in _INVISIBLE:
        return False
    return not system_name.startswith("linux") or bool(settings.get("DISPLAY") or settings.get("WAYLAND_DISPLAY"))
