"""The key sheet: every command with its keys, and the labels' keys. Made from the table and the schema."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.ui.actions import Commands, menus
from annotator.ui.keys import shown
from annotator.ui.overlay import Overlay

Section = tuple[str, list[tuple[str, str]]]

_COLUMNS = 4
_WIDE = 1100
"""Pixels of the window from which on there are as many columns."""
_BREAKS = 42
"""Letters of keys and words from which on a line breaks in two."""


def sections(commands: Commands, schema: Schema | None) -> list[Section]:
    """Headings with their (keys, words), as the sheet shows them."""
    found: list[Section] = []
    for menu_id, name in menus().items():
        rows = [
            (" / ".join(map(shown, command.keys)), command.text.removesuffix("…"))
            for command in commands.all()
            if command.keys and (command.entry.menu.removeprefix("-") or "label") == menu_id
        ]
        if rows:
            found.append((name.replace("&", ""), rows))
    found.append((tr("In the text"), _movement()))
    for layer in schema.layers if schema else ():
        before = f"{shown(layer.key)}, " if layer.key else ""
        rows = [
            (before + shown(label.key), label.title or label.name)
            for label in layer.labels
            if label.shown and label.key
        ]
        if rows:
            found.append((layer.name, rows))
    return found


def _movement() -> list[tuple[str, str]]:
    return [
        ("← / →", tr("Move by word")),
        ("Alt+← / Alt+→", tr("Move by letter")),
        ("↑ / ↓", tr("Move by line")),
        (tr("Home / End"), tr("Start and end of the line")),
        (tr("Ctrl+Home / Ctrl+End"), tr("Start and end of the article")),
        (tr("with Shift"), tr("Select on the way")),
    ]


class KeySheet(Overlay):
    """Looked at and left again: Esc, F1 or any click outside."""

    def __init__(self, window: QWidget, commands: Commands, schema: Schema | None) -> None:
        super().__init__(window)
        self.setAccessibleName(tr("Keys"))
        title = QLabel(tr("Keys"))
        title.setProperty("role", "heading")
        hint = QLabel(tr("Esc closes. Keys can be changed in the settings."))
        hint.setProperty("role", "muted")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(hint)
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(4, 4, 4, 0)
        columns.setSpacing(22)
        found = sections(commands, schema)
        for column in _columns(found, _COLUMNS if window.width() >= _WIDE else _COLUMNS - 1):
            columns.addLayout(_column(column), 1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Keys"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        self.setFocusProxy(area)

    def place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            width, height = min(1400, window.width() - 24), min(860, window.height() - 40)
            self.setGeometry((window.width() - width) // 2, (window.height() - height) // 2, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F1, Qt.Key.Key_Question, Qt.Key.Key_Return):
            self.leave()
        else:
            super().keyPressEvent(event)


def _columns(found: list[Section], count: int) -> list[list[Section]]:
    """The sections in order, shared out so that the longest column is as short as it can be."""
    if count == 1 or len(found) < 2:
        return [found]
    shares = [[found[:cut], *_columns(found[cut:], count - 1)] for cut in range(1, len(found))]
    return min(shares, key=lambda columns: max(map(_length, columns)))


def _length(column: list[Section]) -> float:
    """Lines that a column takes; texts that are likely to break count twice."""
    return sum(2 + sum(1 + (len(keys) + len(words) > _BREAKS) for keys, words in rows) for _, rows in column)


def _column(found: list[Section]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    for heading, rows in found:
        label = QLabel(heading)
        label.setProperty("role", "title")
        column.addWidget(label)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for number, (keys, words) in enumerate(rows):
            cap = QLabel(keys)
            cap.setProperty("role", "key")
            text = QLabel(words)
            text.setWordWrap(True)
            grid.addWidget(cap, number, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, number, 1)
        column.addLayout(grid)
        column.addSpacing(6)
    column.addStretch(1)
    return column
