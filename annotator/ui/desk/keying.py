"""Who gets a key at the desk: the open question, else the schema's labels, else the commands. Keys are named by `ui.keys`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent

from annotator.model.schema import Schema
from annotator.ui.desk.commands import commands, key_table, schema_keys
from annotator.ui.desk.prompts import Asking
from annotator.ui.keys import names_of

if TYPE_CHECKING:
    from annotator.ui.desk.controller import Desk


class Keying:
    """The keys of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.keys: Mapping[str, str] = key_table(commands())
        """Key name -> command id; the person may have chosen others."""
        self._schema_keys: dict[str, tuple[str, str]] = {}

    def use_schema(self, schema: Schema | None) -> None:
        self._schema_keys = schema_keys(schema) if schema else {}

    def handle(self, event: QKeyEvent) -> bool:
        """What a key press means, done; False where it means nothing here."""
        names = names_of(event)
        if self._desk.asking is not None:
            return self._answer(self._desk.asking, names, event.text())
        return self._command(names)

    def press(self, name: str) -> bool:
        """A key by its name, as from a button that shows it."""
        if self._desk.asking is not None:
            return self._answer(self._desk.asking, (name,), name if len(name) == 1 else "")
        return self._command((name,))

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key press would mean something here: no shortcut may take it then."""
        names = names_of(event)
        if self._desk.asking is None:
            return self.command_for(names) is not None
        typed = bool(event.text()) and event.text().isprintable()
        return typed or any(not name.startswith(("Ctrl+", "Meta+", "Alt+", "F")) for name in names)

    def command_for(self, names: tuple[str, ...]) -> str | None:
        """What a key does outside any question, as `Desk.run` takes it."""
        for name in names:
            if name in self._schema_keys:
                layer, label = self._schema_keys[name]
                return f"label:{layer}/{label}" if label else f"layer:{layer}"
            if name in self.keys:
                return self.keys[name]
        return None

    def _command(self, names: tuple[str, ...]) -> bool:
        command = self.command_for(names)
        if command is not None:
            self._desk.run(command)
        return command is not None

    def answered(self, event: QKeyEvent) -> bool:
        """A key in the question's own field: done where it answers, False where it is typing."""
        asking = self._desk.asking
        return asking is not None and self._pressed(asking, names_of(event))

    def _pressed(self, asking: Asking, names: tuple[str, ...]) -> bool:
        desk = self._desk
        for name in names:
            if desk.attempt(lambda name=name: asking.press(name)):  # type: ignore[misc]  # mypy knows no default in a lambda
                desk.prompt_moved()
                return True
        return False

    def _answer(self, asking: Asking, names: tuple[str, ...], text: str) -> bool:
        desk = self._desk
        if self._pressed(asking, names):
            return True
        if "Backspace" in names and asking.typed:
            desk.type(asking.typed[:-1])
        elif asking.multiline and "Shift+Return" in names:
            desk.type(f"{asking.typed}\n")
        elif text and text.isprintable():
            desk.type(asking.typed + text)
        else:
            return False
        return True
