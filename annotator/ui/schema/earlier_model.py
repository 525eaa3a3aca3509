"""What was labelled under an earlier definition, as rows: label, words, article, the version it was made under."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.redefined import Earlier

Index = QModelIndex | QPersistentModelIndex


class EarlierModel(QAbstractTableModel):
    """The rows, in the order of schema and texts."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Earlier] = []
        self._schema: Schema | None = None

    def show(self, rows: Sequence[Earlier], schema: Schema) -> None:
        """Takes other rows."""
        self.beginResetModel()
        self._rows, self._schema = list(rows), schema
        self.endResetModel()

    @property
    def rows(self) -> Sequence[Earlier]:
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else len(_headings())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or self._schema is None:
            return None
        row = self._rows[index.row()]
        return (
            self._schema.label_name(row.layer, row.label),
            " ".join(row.quote.split()),
            row.title,
            tr("finished") if row.finished else tr("open"),
            str(row.guidelines) if row.guidelines else tr("not known"),
            row.created[:10],
        )[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return _headings()[section]


def _headings() -> tuple[str, ...]:
    return (tr("Label"), tr("Words"), tr("Article"), tr("State"), tr("Version"), tr("Made"))
