"""Runs the tests in an environment that has what they need."""

from __future__ import annotations

import os
import subprocess

from setup_annotator import SetupError, complain, say, system
from setup_annotator.environment import ROOT, prepare

WORKERS = str(min(4, os.cpu_count() or 1))
"""Processes that share the tests."""


def main(arguments: list[str]) -> int:
    """Sets up, then runs pytest with the arguments. Returns its exit status."""
    try:
        _have_system()
        environment = prepare("test")
    except SetupError as error:
        return complain(error)
    except KeyboardInterrupt:
        return 130
    command = environment.command("-m", "pytest", *pytest_arguments(arguments))
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


def pytest_arguments(arguments: list[str]) -> list[str]:
    """What pytest is started with: the person's own arguments, and workers unless these say how many."""
    return arguments if any(word.startswith("-n") for word in arguments) else ["-n", WORKERS, *arguments]


def _have_system() -> None:
    needed = [*system.missing_for_environment(), *system.missing_for_window()]
    display = system.missing_for_display_tests()
    if system.may_install():
        system.require([*needed, *display], "This machine lacks")
        return
    system.require(needed, "This machine lacks")
    if display:
        say(f"The tests of the real window are skipped: this machine lacks {', '.join(display)}.")
        say(f"To have them: {system.install_command(display)}")
