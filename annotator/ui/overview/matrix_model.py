"""The matrix of holders and targets: in each cell how many stances of which kind, by sign and number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model.phrases import tr
from annotator.services.tables import Matrix, TableRow

Index = QModelIndex | QPersistentModelIndex

SIGNS = {"favor": "▲", "against": "▼", "neutral": "●", "none": "?"}
"""As in the text; a label that has no sign of its own shows its name."""


class StanceMatrix(QAbstractTableModel):
    """Holders in rows, targets in columns."""

    def __init__(self) -> None:
        super().__init__()
        self._matrix = Matrix((), (), {})
        self._titles: Mapping[str, str] = {}

    def show(self, matrix: Matrix, titles: Mapping[str, str]) -> None:
        """`titles`: label id -> what people read."""
        self.beginResetModel()
        self._matrix, self._titles = matrix, titles
        self.endResetModel()

    def stances(self, index: Index) -> Sequence[TableRow]:
        """What stands behind a cell."""
        return self._matrix.rows.get(self._pair(index), ())

    def _pair(self, index: Index) -> tuple[str, str]:
        return self._matrix.holders[index.row()], self._matrix.targets[index.column()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else len(self._matrix.holders)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else len(self._matrix.targets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        cell = self._matrix.cells.get(self._pair(index), {})
        if role == Qt.ItemDataRole.DisplayRole:
            return "  ".join(f"{SIGNS.get(label, self._titles.get(label, label))}{n}" for label, n in cell.items())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and cell:
            holder, target = self._pair(index)
            counts = ", ".join(f"{self._titles.get(label, label)}: {n}" for label, n in cell.items())
            return tr("{holder} – {target}. {counts}", holder=holder, target=target, counts=counts)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        names = self._matrix.targets if orientation == Qt.Orientation.Horizontal else self._matrix.holders
        return names[section] if section < len(names) else None
