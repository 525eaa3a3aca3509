"""What the window remembers between two starts: recent projects, name, sizes, zoom, keys. Never anything of a project.

One ini file in the folder that `ANNOTATOR_HOME` names, else in the user's configuration folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from annotator.storage.machine import home

RECENT_LIMIT = 12

LANGUAGE = "look/language"
THEME = "look/theme"
COLOUR_BLIND_SAFE = "look/safe"
HIGH_CONTRAST = "look/contrast"
TEXT_FONT = "look/font"
TEXT_POINTS = "look/points"
LINE_SPACING = "look/spacing"
MEASURE = "look/measure"
ACCEPT_GOES_ON = "work/goes_on"
SUGGEST_ON_OPENING = "work/suggest"
UNSURE_FIRST = "work/unsure_first"
PERSON = "person/name"
FOLDER = "person/folder"
HINTS = "hints"
"""The group that holds how many of the first hints each person has behind them."""
GEOMETRY = "window/geometry"
PANES = "window/panes"
QUEUE = "window/queue"
CARDS = "window/cards"
ZOOM = "window/zoom"


class Settings:
    """Typed access to the ini file. Every change is on disk when the setter returns."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or home()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._store = QSettings(str(self.folder / "settings.ini"), QSettings.Format.IniFormat)

    def _write(self, key: str, value: object) -> None:
        self._store.setValue(key, value)
        self._store.sync()

    def text(self, key: str, default: str = "") -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def set_text(self, key: str, value: str) -> None:
        self._write(key, value)

    def number(self, key: str, default: float) -> float:
        try:
            return float(str(self._store.value(key, default)))
        except ValueError:
            return default

    def set_number(self, key: str, value: float) -> None:
        self._write(key, str(value))

    def flag(self, key: str, default: bool) -> bool:
        return self.text(key, "yes" if default else "no") == "yes"

    def set_flag(self, key: str, value: bool) -> None:
        self._write(key, "yes" if value else "no")

    def numbers(self, key: str) -> list[int]:
        """A list of whole numbers such as the widths of panes; empty where there is none or it makes no sense."""
        parts = self.text(key).split()
        return [int(part) for part in parts] if all(part.isdecimal() for part in parts) else []

    def set_numbers(self, key: str, values: Sequence[int]) -> None:
        self._write(key, " ".join(map(str, values)))

    def bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_bytes(self, key: str, value: QByteArray) -> None:
        self._write(key, value)

    def forget_hints(self) -> None:
        """Everybody sees the first hints once more."""
        self._store.remove(HINTS)
        self._store.sync()

    @property
    def recent(self) -> list[Path]:
        """Projects that were open, the last one first."""
        found = [self.text(f"recent/{number}") for number in range(RECENT_LIMIT)]
        return [Path(path) for path in found if path]

    def remember(self, path: Path) -> None:
        """Puts `path` at the top of the recent projects."""
        path = path.absolute()
        self._write_recent([path, *(other for other in self.recent if other != path)])

    def forget(self, path: Path) -> None:
        """Takes `path` out of the recent projects."""
        self._write_recent([other for other in self.recent if other != path])

    def _write_recent(self, paths: Sequence[Path]) -> None:
        self._store.remove("recent")
        for number, path in enumerate(paths[:RECENT_LIMIT]):
            self._store.setValue(f"recent/{number}", str(path))
        self._store.sync()

    @property
    def keys(self) -> dict[str, str]:
        """Keys that the person chose: command id -> keys, separated by a space."""
        self._store.beginGroup("keys")
        try:
            return {name: str(self._store.value(name, "")) for name in self._store.childKeys()}
        finally:
            self._store.endGroup()

    def set_keys(self, keys: Mapping[str, str]) -> None:
        self._store.remove("keys")
        for name, value in keys.items():
            self._store.setValue(f"keys/{name}", value)
        self._store.sync()
