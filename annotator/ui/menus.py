"""Menus and window-wide keys, made from the table of commands."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from annotator.ui.actions import WINDOW, Command, Commands, menus
from annotator.ui.keys import shown


class Menus(QObject):
    """One action for each command; window-wide ones carry their keys, those of the desk only show them."""

    def __init__(self, window: QMainWindow, commands: Commands) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        bar = window.menuBar()
        for menu_id, name in menus().items():
            menu = bar.addMenu(name)
            menu.aboutToShow.connect(self._about_to_show)
            menu.aboutToHide.connect(self._about_to_hide)
            self._menus[menu_id] = menu
        for command in commands.all():
            self._add(command)
        self.refresh()

    def action(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def menu(self, menu_id: str) -> QMenu:
        return self._menus[menu_id]

    def _add(self, command: Command) -> None:
        action = QAction(self._window)
        action.setObjectName(command.id)
        action.setData(command.id)
        action.triggered.connect(self._triggered)
        self._actions[command.id] = action
        self._window.addAction(action)
        place = command.entry.menu
        if place:
            menu = self._menus[place.removeprefix("-")]
            if place.startswith("-"):
                menu.addSeparator()
            menu.addAction(action)

    def _triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._commands.run(str(action.data()))
        self.refresh()

    def _about_to_show(self) -> None:
        self.refresh()
        for command in self._commands.all():
            self._actions[command.id].setEnabled(command.enabled())

    def _about_to_hide(self) -> None:
        # A disabled action has no key, and what can be done may change before the menu is opened again.
        for action in self._actions.values():
            action.setEnabled(True)

    def refresh(self) -> None:
        """Takes over texts, keys and ticks."""
        for command in self._commands.all():
            action = self._actions[command.id]
            keys = [key for key in command.keys if command.entry.scope == WINDOW and not _typed(key)]
            sequences = [QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText) for key in keys]
            if action.shortcuts() != sequences:
                action.setShortcuts(sequences)
            hint = "" if keys or not command.keys else f"\t{shown(command.keys[0])}"
            action.setText(command.text + hint)
            action.setCheckable(command.entry.held)
            if command.held is not None:
                action.setChecked(command.held())


def _typed(key: str) -> bool:
    """Whether the key types a sign: as a shortcut of the window it would hold in fields too."""
    return len(key) == 1 or (key.startswith("Shift+") and len(key) == 7)
