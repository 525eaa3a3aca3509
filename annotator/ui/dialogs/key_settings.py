"""The keys as a table: choose a command, press the new key. A key that is taken is refused, with the name of its holder."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.ui.actions import Commands
from annotator.ui.keys import names_of, shown
from annotator.ui.messages import sentence

_ID = int(Qt.ItemDataRole.UserRole)


class KeyField(QLineEdit):
    """Takes the next key press instead of text. Esc and Tab leave it."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(tr("Press the new key here"))
        self.setAccessibleName(tr("The new key"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names = names_of(event)
        if not names:
            return
        if names[0] in ("Esc", "Tab", "Shift+Tab"):
            super().keyPressEvent(event)
            return
        event.accept()
        self.pressed.emit(names[0])


class KeySettings(QWidget):
    """One row for each command."""

    changed = Signal()

    def __init__(self, commands: Commands, taken: Mapping[str, str]) -> None:
        super().__init__()
        self._commands = commands
        self._taken = taken
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels([tr("Command"), tr("Keys")])
        self.table.setAccessibleName(tr("Commands and their keys"))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.field = KeyField()
        self.field.pressed.connect(self._take)
        none = QPushButton(tr("No key"))
        usual = QPushButton(tr("The usual key"))
        all_usual = QPushButton(tr("All as usual"))
        none.clicked.connect(lambda: self._set(""))
        usual.clicked.connect(self._usual)
        all_usual.clicked.connect(self._all_usual)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setProperty("role", "wrong")
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        for button in (none, usual, all_usual):
            button.setAutoDefault(False)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        layout.addWidget(self.said)
        self._fill()
        self.table.setCurrentCell(0, 0)

    def _fill(self) -> None:
        rows = self._commands.all()
        at = self.table.currentRow()
        self.table.setRowCount(len(rows))
        for number, command in enumerate(rows):
            name = QTableWidgetItem(command.text)
            name.setData(_ID, command.id)
            self.table.setItem(number, 0, name)
            self.table.setItem(number, 1, QTableWidgetItem("   ".join(map(shown, command.keys))))
        self.table.setCurrentCell(max(0, at), 0)

    @property
    def _chosen(self) -> str:
        item = self.table.item(self.table.currentRow(), 0)
        return str(item.data(_ID)) if item is not None else ""

    def _take(self, key: str) -> None:
        self._set(key)

    def _set(self, keys: str) -> None:
        if not self._chosen:
            return
        try:
            self._commands.set_keys(self._chosen, keys, self._taken)
        except UserError as error:
            self.said.setText(f"▲ {sentence(error)}")
            return
        self.said.setText("")
        self._fill()
        self.changed.emit()

    def _usual(self) -> None:
        self._set(self._commands.command(self._chosen).entry.keys if self._chosen else "")

    def _all_usual(self) -> None:
        self._commands.reset_keys()
        self.said.setText("")
        self._fill()
        self.changed.emit()
