"""What the operating system must bring: looked for before Qt or Python trips over it, installed where we may.

On other systems than Linux nothing is missing: the packages from the index bring all that is needed there.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from setup_annotator import SetupError, say

LIBRARIES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt loads beside its own files to show a window: the library -> Debian's package that has it."""

FONT = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")

PROGRAMS: Mapping[str, str] = {"Xvfb": "xvfb", "xdotool": "xdotool", "import": "imagemagick"}
"""What the tests of the real window need: the program -> Debian's package."""

ENVIRONMENT = "python3-venv"


def missing_for_environment(has: Callable[[str], bool] | None = None) -> list[str]:
    """The package that this Python lacks to make a virtual environment: Debian's python3 comes without `ensurepip`."""
    found = has or (lambda module: importlib.util.find_spec(module) is not None)
    return [] if found("venv") and found("ensurepip") else [ENVIRONMENT]


def missing_for_window(loads: Callable[[str], bool] | None = None, font: bool | None = None) -> list[str]:
    """The packages that the window needs and this machine has not."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for library, package in LIBRARIES.items() if not (loads or _loads)(library)]
    if not (has_font() if font is None else font):
        missing.append(FONT)
    return missing


def missing_for_display_tests() -> list[str]:
    """The packages that the tests of the real window need and this machine has not."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font(folders: Iterable[str] = FONT_FOLDERS) -> bool:
    return any(
        name.lower().endswith((".ttf", ".otf", ".ttc", ".pfb"))
        for folder in folders
        for _, _, names in os.walk(Path(folder).expanduser())
        for name in names
    )


def may_install() -> bool:
    """Whether we may install packages of the system: as root, where there is apt."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_command(packages: Iterable[str], superuser: bool | None = None) -> str:
    """The one command that brings the packages, as an ordinary user types it (or root, if `superuser`)."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        return f"the package tool of your system (Debian calls the packages: {names})"
    install = f"apt-get install -y {names}"
    if not _knows_packages():
        install = f"apt-get update && {install}"
    root = os.geteuid() == 0 if superuser is None else superuser
    if root:
        return install
    if shutil.which("sudo"):
        return f"sudo sh -c {shlex.quote(install)}" if "&&" in install else f"sudo {install}"
    return f"su - -c {shlex.quote(install)}"


def _knows_packages(lists: Path = Path("/var/lib/apt/lists")) -> bool:
    try:
        return any("_Packages" in path.name for path in lists.iterdir())
    except OSError:
        return False


def install(packages: list[str]) -> None:
    """Installs packages of the system. Raises SetupError with the command to type where apt did not manage."""
    say(f"This machine lacks {', '.join(packages)}. Installing them with apt-get ...")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # The lists of a fresh machine are empty, those of an old one name files that are gone.
    update = ["apt-get", "update", "-qq"]
    add = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *packages]
    said = ""
    for command in (update, add):
        try:
            result = subprocess.run(
                command,
                env=quiet,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:
            raise SetupError(f"apt-get could not be started ({error}). {_please(packages)}") from error
        said = result.stdout.strip()
    if result.returncode:
        raise SetupError(f"{said}\napt-get could not install the packages. {_please(packages)}")


def _please(packages: Iterable[str]) -> str:
    return f"Install them with:\n\n    {install_command(packages)}\n\nand run this again."


def require(packages: list[str], why: str) -> None:
    """Has the packages installed. Raises SetupError with the one command where we may not install."""
    if not packages:
        return
    if not may_install():
        raise SetupError(f"{why}: {', '.join(packages)}. {_please(packages)}")
    install(packages)
