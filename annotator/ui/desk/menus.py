"""Context menus on the text and on cards: every action that applies, each with its key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from annotator.model.phrases import tr
from annotator.services.opened import Item, OpenArticle
from annotator.ui.desk.applying import applicable
from annotator.ui.desk.commands import commands, keys_of
from annotator.ui.desk.reading import label_name, label_title, quoted
from annotator.ui.keys import shown

if TYPE_CHECKING:
    from annotator.ui.desk.controller import Desk


class DeskMenus(QObject):
    """Makes and opens the menus of one desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.view.menu_wanted.connect(self.open_on_text)

    def open_on_text(self, at: QPoint, offset: int) -> None:
        """Opens the menu for a place in the text: for the selection there, else for the innermost label."""
        menu = self.for_text(offset, self._desk.view)
        if menu is not None:
            menu.popup(at)

    def open_on_card(self, item_id: str, at: QPoint, parent: QWidget) -> None:
        self._desk.pick(item_id)
        menu = self.for_focus(parent)
        if menu is not None:
            menu.popup(at)

    def for_text(self, offset: int, parent: QWidget) -> QMenu | None:
        """The menu for `offset`; what it is for has the focus then."""
        desk = self._desk
        opened = desk.shown
        if opened is None:
            return None
        here = opened.covering(offset)
        if not any(start <= offset < end for start, end in desk.view.selection):
            if here and (desk.focused is None or desk.focused.id not in {item.id for item in here}):
                desk.pick(here[0].id)
            elif not here:
                desk.let_go()
                desk.view.place_caret(offset, reveal=False)
        menu = self.for_focus(parent)
        others = [item for item in here if desk.focused is None or item.id != desk.focused.id]
        if menu is not None and others:
            self._add_others(menu, opened, others)
        return menu

    def for_focus(self, parent: QWidget) -> QMenu | None:
        """The menu for what is selected or in focus."""
        desk = self._desk
        opened = desk.shown
        if opened is None:
            return None
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        selected = bool(desk.view.selection)
        addable = (desk.focused or desk.former) is not None
        names = {command.id: command.text for command in commands()}
        keys = keys_of(desk.keying.keys)
        for command in applicable(opened, desk.focused, selected=selected, addable=addable):
            if command:
                self._add(menu, names[command], command, next(iter(keys.get(command, ())), ""))
            else:
                menu.addSeparator()
        if not opened.read_only:
            self._add_labels(menu, opened)
        return menu

    def _add(self, menu: QMenu, text: str, command: str, key: str = "") -> QAction:
        """An entry; its key stands beside it but belongs to the desk, not to the menu."""
        action = menu.addAction(f"{_plain(text)}\t{shown(key)}" if key else _plain(text))
        action.setData(command)
        action.triggered.connect(partial(self._desk.run, command))
        return action

    def _add_labels(self, menu: QMenu, opened: OpenArticle) -> None:
        menu.addSeparator()
        for layer in opened.schema.layers:
            sub = menu.addMenu(_plain(layer.name))
            for label in layer.labels:
                if label.shown:
                    command = f"{'stance' if layer.key else 'label'}:{layer.id}/{label.id}"
                    key = f"{layer.key} {label.key}".strip() if label.key else ""
                    name = label_title(label) if layer.key else label.name
                    self._add(sub, name, command, key)

    def _add_others(self, menu: QMenu, opened: OpenArticle, others: list[Item]) -> None:
        """What else lies here, to be chosen."""
        sub = menu.addMenu(tr("Also here"))
        for item in others:
            text = f"{label_name(opened.schema, item)} {quoted(item.quote, 40)}"
            sub.addAction(_plain(text)).triggered.connect(partial(self._desk.pick, item.id))


def _plain(text: str) -> str:
    """`text` without a mnemonic."""
    return text.replace("&", "&&")
