"""What this machine knows for all projects, beside the window's settings: which folders with pipelines people allowed here."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import orjson

_FILE = "allowed-pipelines.json"
_READ = (".cfg", ".json", ".py", ".toml", ".txt")
"""Files whose content says what a pipeline does; of the others (weights) the size is enough to notice that they are others."""


def home() -> Path:
    """The folder for settings and caches: `ANNOTATOR_HOME`, else the system's usual one."""
    chosen = os.environ.get("ANNOTATOR_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Preferences"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "annotator"


def allow(folder: Path) -> None:
    """Remembers that the pipeline in `folder`, as it is now, may be loaded on this machine."""
    file = home() / _FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_name(f".{_FILE}.{os.getpid()}")
    written.write_bytes(orjson.dumps({**_allowed(), _name(folder): digest(folder)}))
    written.replace(file)


def is_allowed(folder: Path) -> bool:
    """Whether somebody allowed the pipeline in `folder` on this machine, and it is the same still."""
    return folder.is_dir() and _allowed().get(_name(folder)) == digest(folder)


def digest(folder: Path) -> str:
    """SHA-256 of the names, sizes and readable contents of a folder's files."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        if path.suffix in _READ:
            found.update(path.read_bytes())
    return found.hexdigest()


def _name(folder: Path) -> str:
    return str(folder.resolve())


def _allowed() -> dict[str, str]:
    try:
        found = orjson.loads((home() / _FILE).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return found if isinstance(found, dict) else {}
