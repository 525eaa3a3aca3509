"""Makes the virtual environment from the locked requirements, once; a note in it tells the next run that all is there."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from setup_annotator import SetupError, say, system

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {"run": "requirements.txt", "test": "requirements-dev.txt"}
"""What the environment is for -> the lock it is made from. That of the tests holds all of the other."""

NOTE = "annotator-setup.json"


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment with Annotator in it."""

    folder: Path

    @property
    def python(self) -> Path:
        windows = self.folder / "Scripts" / "python.exe"
        return windows if os.name == "nt" else self.folder / "bin" / "python"

    def command(self, *arguments: str) -> list[str]:
        """A command line of this environment's Python that neither PYTHONPATH nor the present folder can disturb."""
        return [str(self.python), "-I", *arguments]


def prepare(purpose: str) -> Environment:
    """The environment for "run" or "test", made or brought up to date where needed."""
    environment = Environment(_place(purpose))
    if _is_ready(environment, purpose):
        return environment
    system.require(system.missing_for_environment(), "This Python cannot make a virtual environment yet; it lacks")
    _check_processor()
    note = _note(environment)
    _begin(environment, note)
    # The lock of the tests holds the other's packages in the same versions.
    purpose = "test" if note and "test" in note["locks"] else purpose
    lock = ROOT / "packaging" / LOCKS[purpose]
    count = sum("==" in line and not line.startswith(("#", " ")) for line in lock.read_text("utf-8").splitlines())
    say(f"Installing the {count} locked packages; the first time this takes a minute or two ...")
    _pip(environment, "--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(lock))
    _pip(environment, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    _write(environment, {"locks": _wanted(purpose), "project": _project()})
    say(f"Set up in {environment.folder}.")
    return environment


def _is_ready(environment: Environment, purpose: str) -> bool:
    note = _note(environment)
    if not note or not environment.python.exists():
        return False
    return bool(note["project"] == _project() and _wanted(purpose).items() <= note["locks"].items())


def _place(purpose: str) -> Path:
    """`.venv` in this folder; a folder of the person's own where this one belongs to somebody else."""
    here = ROOT / ".venv"
    if _is_ready(Environment(here), purpose) or os.access(here if here.is_dir() else ROOT, os.W_OK):
        return here
    own = Path.home() / ".cache" / "annotator" / f"venv-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]}"
    if not _is_ready(Environment(own), purpose):
        say(f"{ROOT} cannot be written to by you; the virtual environment goes to {own}.")
    return own


def _note(environment: Environment) -> dict[str, Any] | None:
    """What the last complete set-up wrote down; None where there was none, or one that did not come to its end."""
    try:
        note = json.loads((environment.folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and {"locks", "project"} <= note.keys() else None


def _write(environment: Environment, note: dict[str, Any]) -> None:
    (environment.folder / NOTE).write_text(json.dumps(note, indent=1) + "\n", "utf-8")


def _wanted(purpose: str) -> dict[str, str]:
    names = ("run", "test") if purpose == "test" else ("run",)
    return {name: hashlib.sha256((ROOT / "packaging" / LOCKS[name]).read_bytes()).hexdigest() for name in names}


def _project() -> str:
    """Changes when the folder has moved, or when what is installed from it has another name, version or command."""
    parts = (str(ROOT), (ROOT / "pyproject.toml").read_text("utf-8"), platform.python_version())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _begin(environment: Environment, note: dict[str, Any] | None) -> None:
    """An environment to install into. One whose set-up was broken off, or whose Python is gone, is made anew."""
    folder = environment.folder
    begun = (folder / NOTE).exists()
    usable = not (begun and note is None) and _works(environment)
    if not begun and folder.is_dir() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        raise SetupError(f"{folder} is there, but is no virtual environment. Move it away and run this again.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(environment, {})
    except OSError as error:
        hint = "Copy Annotator to a folder of your own and run it there."
        raise SetupError(f"{folder}: {error.strerror}. {hint}") from error
    if usable:
        return
    say(f"Making a virtual environment in {folder} ...")
    make = [sys.executable, "-I", "-m", "venv", "--clear", str(folder)]
    made = subprocess.run(make, check=False, capture_output=True, text=True)
    if made.returncode:
        raise SetupError(f"{made.stdout}{made.stderr}\nThe virtual environment could not be made in {folder}.")
    _write(environment, {})


def _works(environment: Environment) -> bool:
    """Whether it has a Python that runs, is late enough and has pip."""
    asked = environment.command("-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))")
    try:
        return subprocess.run(asked, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _check_processor() -> None:
    """Qt's packages for ARM are built on a newer system than Debian 12; pip's own words for that help nobody."""
    library, version = platform.libc_ver()
    if library == "glibc" and platform.machine() == "aarch64" and tuple(map(int, version.split("."))) < (2, 39):
        raise SetupError(
            f"On ARM, Annotator needs glibc 2.39 or later (Debian 13, Ubuntu 24.04); here it is {version}."
        )


def _pip(environment: Environment, *arguments: str) -> None:
    shared = ("--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location")
    command = environment.command("-m", "pip", "install", *shared, *arguments)
    # A person's own settings for pip (a mirror, a certificate) are wanted here, another place to install to is not.
    elsewhere = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    settings = {name: value for name, value in os.environ.items() if name not in elsewhere} | {"PIP_USER": "0"}
    result = subprocess.run(
        command,
        env=settings,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if result.returncode:
        raise SetupError(
            f"{result.stdout.strip()}\nThe packages could not be installed; pip says why above. If it is the network, "
            "look whether this machine reaches a Python package index, and run this again."
        )
