"""The command palette: type part of a name, Enter does it. Made from the table of commands."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.phrases import tr
from annotator.ui.actions import Command, Commands, menus
from annotator.ui.overlay import Overlay
from annotator.ui.two_sided import TwoSided

_ROWS = 12


class Palette(Overlay):
    """A field and the commands that fit what is typed in it."""

    def __init__(self, window: QWidget, commands: Commands) -> None:
        super().__init__(window)
        self._commands = commands
        self.setAccessibleName(tr("All commands"))
        self._field = QLineEdit()
        self._field.setPlaceholderText(tr("Type part of a command’s name"))
        self._field.setAccessibleName(tr("Command"))
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._filter)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Commands"))
        self._list.setItemDelegate(TwoSided(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self.setFocusProxy(self._field)
        row = self._list.fontMetrics().height() + 12
        self._list.setFixedHeight(row * _ROWS)
        self._filter("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}
            key = Qt.Key(event.key())
            if key in steps:
                last = self._list.count() - 1
                self._list.setCurrentRow(max(0, min(last, self._list.currentRow() + steps[key])))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self._list.currentItem()
                if item is not None:
                    self._run(item)
                return True
        return super().eventFilter(watched, event)

    def _filter(self, typed: str) -> None:
        self._list.clear()
        names = menus()
        for command in fitting(self._commands.all(), typed):
            menu = names.get(command.entry.menu.removeprefix("-"), "").replace("&", "")
            item = QListWidgetItem(command.text)
            item.setData(Qt.ItemDataRole.UserRole, command.id)
            keys = " · ".join(part for part in (menu, command.shown_keys) if part)
            item.setData(TwoSided.RIGHT, keys)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{command.text}, {keys}" if keys else command.text)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _run(self, item: QListWidgetItem) -> None:
        command_id = str(item.data(Qt.ItemDataRole.UserRole))
        commands = self._commands
        self.leave()
        commands.run(command_id)


def fitting(commands: list[Command], typed: str) -> list[Command]:
    """The commands that can be run now and whose name has all the words that were typed, best first."""
    words = _folded(typed).split()
    found: list[tuple[int, int, Command]] = []
    for number, command in enumerate(commands):
        name = _folded(command.text)
        if command.id != "help.palette" and all(word in name for word in words) and command.enabled():
            starts = sum(any(part.startswith(word) for part in name.split()) for word in words)
            found.append((-starts, number, command))
    return [command for _, _, command in sorted(found, key=lambda one: one[:2])]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
