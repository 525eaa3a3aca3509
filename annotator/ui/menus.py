"""Menus and window-wide keys, made from the table of commands."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from annotator.ui.actions import WINDOW, Command, Commands, menus


class Menus(QObject):
    """One action for each command; window-wide ones carry their keys, those of the desk only show them."""

    def __init__(self, window: QMainWindow, commands: Commands) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._in_menu: dict[str, list[str]] = {}
        """Menu -> the ids of its commands."""
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
            self._in_menu.setdefault(place.removeprefix("-"), []).append(command.id)
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
        found = {command.id: command for command in self._commands.all()}
        texts = {command_id: escaped(command.text) for command_id, command in found.items()}
        for in_menu in self._in_menu.values():
            texts.update(zip(in_menu, underlined(tuple(found[each].text for each in in_menu)), strict=True))
        for command in found.values():
            action = self._actions[command.id]
            keys = [key for key in command.keys if command.entry.scope == WINDOW and not _typed(key)]
            sequences = [QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText) for key in keys]
            if action.shortcuts() != sequences:
                action.setShortcuts(sequences)
            hint = f"\t{command.shown_keys}" if command.shown_keys else ""
            action.setText(texts[command.id] + hint)
            action.setCheckable(command.entry.held)
            if command.held is not None:
                action.setChecked(command.held())


@lru_cache(maxsize=64)
def underlined(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of one menu, each with another letter underlined while there are letters left, the first of a word before others.

    Each text in turn takes a letter; one that finds all of its letters taken moves another text on (augmenting paths).
    """
    wanted = [_letters(text) for text in texts]
    holder: dict[str, int] = {}

    def take(number: int, tried: set[str]) -> bool:
        for letter in wanted[number]:
            if letter not in tried:
                tried.add(letter)
                if letter not in holder or take(holder[letter], tried):
                    holder[letter] = number
                    return True
        return False

    for number in range(len(texts)):
        take(number, set())
    chosen = {number: wanted[number][letter] for letter, number in holder.items()}
    return tuple(_marked(text, chosen.get(number)) for number, text in enumerate(texts))


def _letters(text: str) -> dict[str, int]:
    """Letter -> its place in `text`: the beginnings of words first, then all others."""
    places = [at for at, letter in enumerate(text) if letter.isalnum()]
    first = [at for at in places if at == 0 or not text[at - 1].isalnum()]
    found: dict[str, int] = {}
    for at in (*first, *places):
        found.setdefault(text[at].casefold(), at)
    return found


def _marked(text: str, at: int | None) -> str:
    return escaped(text) if at is None else f"{escaped(text[:at])}&{escaped(text[at:])}"


def escaped(text: str) -> str:
    """`text` as a menu shows it, no letter underlined."""
    return text.replace("&", "&&")


def _typed(key: str) -> bool:
    """Whether the key types a sign: as a shortcut of the window it would hold in fields too."""
    return len(key) == 1 or (key.startswith("Shift+") and len(key) == 7)
