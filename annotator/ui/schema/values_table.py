"""The values of an attribute as a table: name, key, what it means; added, taken out, moved up and down."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Value
from annotator.model.schema_changes import new_value_id

_ID = Qt.ItemDataRole.UserRole
_ROWS = 8


class ValuesTable(QWidget):
    """Shows values; `changed` tells that a person has changed them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._attribute = Attribute("", "")
        self._filling = False
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels([tr("Name"), tr("Key"), tr("Meaning")])
        self.table.setAccessibleName(tr("Values"))
        self.table.verticalHeader().setVisible(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 130)
        self.table.itemChanged.connect(self._typed)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self.buttons = {}
        for name, text, action in (
            ("add", tr("Add value"), self.add),
            ("remove", tr("Take out"), self.remove),
            ("up", tr("Up"), lambda: self.move_value(-1)),
            ("down", tr("Down"), lambda: self.move_value(1)),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=action: do())
            row.addWidget(button)
            self.buttons[name] = button
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        layout.addLayout(row)

    def show_values(self, attribute: Attribute) -> None:
        """Shows the values of `attribute`."""
        self._attribute = attribute
        self._fill(attribute.values)

    def _fill(self, values: tuple[Value, ...]) -> None:
        self._filling = True
        self.table.setRowCount(len(values))
        for row, value in enumerate(values):
            for column, text in enumerate((value.name, value.key, value.definition)):
                item = QTableWidgetItem(text)
                item.setData(_ID, value.id)
                self.table.setItem(row, column, item)
        self._filling = False
        self._fit()

    def _fit(self) -> None:
        rows = max(2, min(_ROWS, self.table.rowCount()))
        height = (
            self.table.horizontalHeader().sizeHint().height() + rows * self.table.verticalHeader().defaultSectionSize()
        )
        self.table.setFixedHeight(height + 2 * self.table.frameWidth() + 2)

    @property
    def values(self) -> tuple[Value, ...]:
        """The values as the table has them now; rows without a name are none."""
        found: list[Value] = []
        known = {value.id: value for value in self._attribute.values}
        for row in range(self.table.rowCount()):
            name, key, meaning = (self._text(row, column) for column in range(3))
            if not name:
                continue
            item = self.table.item(row, 0)
            identity = str((item.data(_ID) if item else "") or "")
            if not identity:
                identity = new_value_id(replace(self._attribute, values=(*self._attribute.values, *found)), name)
            found.append(
                replace(known.get(identity, Value(identity, name)), name=name, key=key[:1], definition=meaning)
            )
        return tuple(found)

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().strip() if item else ""

    def add(self) -> None:
        """Begins another value: its name is typed next."""
        row = self.table.rowCount()
        self._filling = True
        self.table.insertRow(row)
        cells = [QTableWidgetItem("") for _ in range(3)]
        for column, cell in enumerate(cells):
            self.table.setItem(row, column, cell)
        self._filling = False
        self._fit()
        self.table.setFocus()
        self.table.setCurrentCell(row, 0)
        self.table.editItem(cells[0])

    def remove(self) -> None:
        """Takes the chosen value out. Answers that were given stay in the file."""
        row = self.table.currentRow()
        if row >= 0 and self.table.rowCount() > 1:
            self.table.removeRow(row)
            self._fit()
            self.changed.emit()

    def move_value(self, step: int) -> None:
        """Moves the chosen value down (up where negative)."""
        row, values = self.table.currentRow(), list(self.values)
        if 0 <= row < len(values) and 0 <= row + step < len(values):
            values.insert(row + step, values.pop(row))
            self._fill(tuple(values))
            self.table.setCurrentCell(row + step, 0)
            self.changed.emit()

    def _typed(self) -> None:
        if not self._filling:
            self.changed.emit()
