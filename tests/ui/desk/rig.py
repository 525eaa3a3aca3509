"""A desk with all its widgets on a real project, worked by real key events; what it did is read from the SQLite file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from annotator.model.annotation import Fragments
from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.services.opened import Item
from annotator.services.session import Session
from annotator.ui.cards import CardsPane
from annotator.ui.desk import Desk
from annotator.ui.foot import FootPanel
from annotator.ui.foot.key_button import KeyButton
from annotator.ui.picker import PromptPanel
from annotator.ui.textview import ArticleView
from tests.services.desk import TEXT, at, open_desk

NAMED = {
    "Tab": Qt.Key.Key_Tab,
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Del": Qt.Key.Key_Delete,
    "Space": Qt.Key.Key_Space,
    "Right": Qt.Key.Key_Right,
    "Left": Qt.Key.Key_Left,
    "Down": Qt.Key.Key_Down,
    "Up": Qt.Key.Key_Up,
    "Backspace": Qt.Key.Key_Backspace,
}
MODIFIERS = {"Shift": Qt.KeyboardModifier.ShiftModifier, "Ctrl": Qt.KeyboardModifier.ControlModifier}


class Rig(QWidget):
    """View, cards, foot and panel as in the window."""

    def __init__(self, folder: Path, schema: Schema, text: str = TEXT, *, suggest: bool = True) -> None:
        super().__init__()
        self.session: Session = open_desk(folder, schema, (text,), suggest)
        self.view = ArticleView()
        self.desk = Desk(self.session, self.view, self)
        self.cards = CardsPane(self.desk)
        self.foot = FootPanel(self.desk)
        self.panel = PromptPanel(self.desk)
        self.failures: list[UserError] = []
        self.told: list[str] = []
        self.presses = 0
        self.desk.failed.connect(self.failures.append)
        self.desk.said.connect(self.told.append)
        panes = QSplitter()
        panes.addWidget(self.view)
        panes.addWidget(self.cards)
        panes.setSizes([760, 340])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(panes, 1)
        layout.addWidget(self.foot)
        self.setFixedSize(1120, 760)  # of one size: the offscreen platform warns where a window's least size changes

    # Keys

    def keys(self, names: str) -> None:
        """Presses keys, given by name with spaces between; each counts."""
        for name in names.split(" "):
            *held, key = name.split("+") if len(name) > 1 and name[-1] != "+" else [name]
            target = QApplication.focusWidget() or self.view
            modifiers = Qt.KeyboardModifier.NoModifier
            for modifier in held:
                modifiers |= MODIFIERS[modifier]
            if key in NAMED:
                QTest.keyClick(target, NAMED[key], modifiers)
            else:
                QTest.keyClick(target, key, modifiers)  # type: ignore[call-overload]  # a character is a key too
            self.presses += 1
        QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget() or self.view, letter)
        self.presses += len(text)
        QApplication.processEvents()

    # Going to things

    def find(self, label: str, quote: str, nth: int = 0) -> Item:
        return [i for i in self.session.place.open.items if (i.label, i.quote) == (label, quote)][nth]

    def focus(self, label: str, quote: str, nth: int = 0) -> Item:
        item = self.find(label, quote, nth)
        self.desk.focus_on(item.id)
        return item

    def select(self, quote: str, nth: int = 0) -> Fragments:
        place = at(quote, nth, self.view.text)
        self.view.select(*place[0])
        return place

    def put_caret(self, quote: str, nth: int = 0) -> None:
        self.view.place_caret(at(quote, nth, self.view.text)[0][0])

    # The mouse

    def click_text(self, offset: int) -> None:
        """Clicks the middle of the character at `offset`."""
        first, after = self.view.caret_rect(offset), self.view.caret_rect(offset + 1)
        point = QPoint(round((first.center().x() + after.center().x()) / 2), round(first.center().y()))
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        QApplication.processEvents()

    def click_card(self, item_id: str, action: str = "") -> None:
        """Clicks a card, or the part of it with this action."""
        card = next(w for w in self.cards.area.shown if w.laid and w.laid.card.id == item_id)
        assert card.laid is not None
        point = QPoint(3, 3)
        if action:
            box = next(box for box in card.laid.boxes if box.action == action)
            point = box.rect.center().toPoint()
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        QApplication.processEvents()

    def click_foot(self, command: str) -> None:
        rows = (self.foot.labels, self.foot.hints, self.foot.right)
        button: KeyButton = next(b for row in rows for b in row.buttons if b.hint.command == command)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def click_choice(self, number: int) -> None:
        rect = self.panel.list.visualRect(self.panel.list.choices.index(number))
        QTest.mouseClick(
            self.panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rect.center()
        )
        QApplication.processEvents()

    def texts(self) -> list[str]:
        """What the open question offers."""
        prompt = self.desk.prompt()
        return [choice.text for choice in prompt.choices] if prompt else []

    # What is in the file

    def _rows(self, statement: str) -> list[tuple[object, ...]]:
        self.session.wait()
        path = self.session.project.path
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            return db.execute(statement).fetchall()

    def labels(self) -> list[tuple[object, ...]]:
        """(label, quote) of each label in the file, in reading order."""
        return self._rows('SELECT label, quote FROM annotation WHERE deleted = 0 ORDER BY start, -"end", label')

    def links(self) -> list[tuple[object, ...]]:
        """(role, quote of the one end, of the other) of each link in the file."""
        return self._rows(
            """SELECT link.role, one.quote, other.quote FROM link
            JOIN annotation one ON one.uuid = link.source JOIN annotation other ON other.uuid = link.target
            WHERE link.deleted = 0 ORDER BY 1, 2, 3"""
        )

    def attributes(self) -> list[tuple[object, ...]]:
        return self._rows(
            'SELECT quote, attributes FROM annotation WHERE deleted = 0 AND attributes IS NOT NULL ORDER BY start, "end"'
        )

    def decisions(self) -> list[tuple[object, ...]]:
        return self._rows("SELECT verdict, label, quote FROM decision WHERE deleted = 0 ORDER BY 1, 2, 3")

    def notes(self) -> list[tuple[object, ...]]:
        return self._rows("SELECT text, state, annotation IS NOT NULL FROM note WHERE deleted = 0 ORDER BY created")

    def work(self) -> list[tuple[object, ...]]:
        return self._rows("SELECT status, flagged, labels FROM work WHERE deleted = 0")
