"""The hits of a concordance as rows: a tick, what stands before, the words, what stands after, the label, the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.concordance import Hit

Index = QModelIndex | QPersistentModelIndex

_BEFORE_LENGTH = 40
"""Code points of context that fit before the words, so that what is cut is what is far away."""
_BEFORE, _WORDS, _AFTER, _LABEL, _ARTICLE = range(1, 6)


class HitsModel(QAbstractTableModel):
    """Keeps the hits and which of them are chosen; at first all are."""

    chosen_changed = Signal()

    def __init__(self, schema: Schema) -> None:
        super().__init__()
        self._schema = schema
        self.hits: list[Hit] = []
        self._left_out: set[int] = set()

    @property
    def chosen(self) -> Sequence[Hit]:
        return [hit for number, hit in enumerate(self.hits) if number not in self._left_out]

    def show(self, hits: Iterable[Hit]) -> None:
        self.beginResetModel()
        self.hits, self._left_out = list(hits), set()
        self.endResetModel()
        self.chosen_changed.emit()

    def add(self, hits: Sequence[Hit]) -> None:
        """Takes in another page."""
        if hits:
            self.beginInsertRows(QModelIndex(), len(self.hits), len(self.hits) + len(hits) - 1)
            self.hits += hits
            self.endInsertRows()
        self.chosen_changed.emit()

    def turn(self, rows: Iterable[int]) -> None:
        """Chooses what was not chosen, and the other way round."""
        for row in rows:
            self._left_out ^= {row}
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        self.chosen_changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else len(self.hits)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else _ARTICLE + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit, column = self.hits[index.row()], index.column()
        if column == 0:
            if role == Qt.ItemDataRole.CheckStateRole:
                chosen = index.row() not in self._left_out
                return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _BEFORE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(hit, column)
        return None

    def _text(self, hit: Hit, column: int) -> str:
        if column == _LABEL:
            name = self._schema.label_name(hit.layer, hit.label) if hit.label else ""
            return f"{name} ?" if hit.suggested else name
        if column == _BEFORE:
            return hit.before[-_BEFORE_LENGTH:]
        return {_WORDS: " ".join(hit.quote.split()), _AFTER: hit.after, _ARTICLE: hit.title}[column]

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        self.turn([index.row()])
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return ("", tr("before"), tr("words"), tr("after"), tr("label"), tr("article"))[section]
