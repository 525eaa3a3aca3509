"""A list in which a person ticks several: labels that a question is for, labels that a link joins."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

_ID = Qt.ItemDataRole.UserRole
_ROWS = 6


class CheckList(QListWidget):
    """Shows names with boxes to tick; `changed` tells that a person has ticked one."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self._filling = False
        self.itemChanged.connect(self._ticked)

    def sizeHint(self) -> QSize:
        """As high as a few rows: the form scrolls, not the list in it."""
        rows = max(1, min(_ROWS, self.count()))
        return QSize(240, rows * max(20, self.sizeHintForRow(0)) + 2 * self.frameWidth())

    def show_choices(self, choices: Sequence[tuple[str, str]], ticked: Collection[str]) -> None:
        """`choices`: id and text of each."""
        self._filling = True
        self.clear()
        for identity, text in choices:
            item = QListWidgetItem(text)
            item.setData(_ID, identity)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if identity in ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self._filling = False
        self.setFixedHeight(self.sizeHint().height())
        first = next((row for row, (identity, _) in enumerate(choices) if identity in ticked), 0)
        if choices:
            self.scrollToItem(self.item(first), QListWidget.ScrollHint.PositionAtTop)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ids of what is ticked, in the order of the list."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(str(item.data(_ID)) for item in items if item.checkState() == Qt.CheckState.Checked)

    @property
    def offered(self) -> frozenset[str]:
        """The ids of all that can be ticked."""
        return frozenset(str(self.item(row).data(_ID)) for row in range(self.count()))

    def _ticked(self) -> None:
        if not self._filling:
            self.changed.emit()
