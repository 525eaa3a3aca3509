"""Claims or stances, and whatever else stands in rows, as a table; what a cell says, and by what it is sorted. Keeps values,
reads nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.tables import TableRow

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and what it says of a row."""

    title: str
    text: Callable[[Any], str]
    order: Callable[[Any], Any] | None = None
    """By what rows are sorted; None for what the cell says."""


def columns(schema: Schema, layer_id: str) -> list[Column]:
    """The columns for a layer: who, what, its links and attributes, what is missing, the article."""
    layer = schema.layer(layer_id)
    if layer is None:
        return []
    roles = {
        role.id: role.name for label in layer.labels for role in schema.roles_from(layer_id, label.id) if label.shown
    }
    names = roles | {attribute.id: attribute.name for attribute in layer.attributes}
    said = ("holder_kind", "topic", *(() if layer.style != "mark" else ("holder", "target")))
    found = []
    if layer.style == "mark":
        found += [
            Column(tr("Holder"), lambda row: row.holder),
            Column(tr("Stance"), lambda row: _title(schema, row)),
            Column(tr("Target"), lambda row: row.target),
            Column(tr("Words"), lambda row: _line(row.quote)),
        ]
    else:
        found += [Column(tr("Label"), lambda row: _title(schema, row))] if len(layer.labels) > 1 else []
        for speaker in ("claimer", "source"):
            if speaker in roles:
                found.append(Column(roles[speaker], lambda row, role=speaker: ", ".join(row.links.get(role, ()))))  # type: ignore[misc]
        found.append(Column(tr("Words"), lambda row: _line(row.quote)))
    for role_id, name in roles.items():
        if role_id not in ("claimer", "source", "holder", "target"):
            found.append(Column(name, lambda row, role=role_id: "; ".join(map(_line, row.links.get(role, ())))))  # type: ignore[misc]
    for attribute in layer.attributes:
        if attribute.id not in said and not attribute.retired:
            found.append(
                Column(attribute.name, lambda row, name=attribute.id: _line(row.answers.get(name, "")))  # type: ignore[misc]
            )
    return [
        *found,
        Column(tr("Missing"), lambda row: ", ".join(names.get(each, each) for each in row.missing)),
        Column(tr("Article"), lambda row: row.title),
        Column(tr("Source"), lambda row: row.source),
        Column(tr("Date"), lambda row: row.published[:10]),
    ]


def _title(schema: Schema, row: TableRow) -> str:
    label = schema.label(row.layer, row.label)
    return (label.title or label.name) if label else row.label


def _line(text: str) -> str:
    return " ".join(text.split())


class LabelTable(QAbstractTableModel):
    """The rows that pass a filter, in the chosen order."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Any] = []
        self._shown: list[Any] = []
        self._columns: list[Column] = []
        self._words: list[str] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    def show(self, rows: Sequence[Any], columns: Sequence[Column]) -> None:
        """Takes other rows and columns."""
        self.beginResetModel()
        self._all, self._columns = list(rows), list(columns)
        self._choose()
        self.endResetModel()

    def filter(self, words: str) -> None:
        """Shows the rows that contain all `words` in any of their cells."""
        self.beginResetModel()
        self._words = words.casefold().split()
        self._choose()
        self.endResetModel()

    def row(self, number: int) -> Any:
        return self._shown[number]

    @property
    def shown(self) -> Sequence[Any]:
        return self._shown

    def _choose(self) -> None:
        found = self._all
        if self._words:
            found = [row for row in found if self._passes(row)]
        if self._order is not None and self._order[0] < len(self._columns):
            column, direction = self._order
            text, order = self._columns[column].text, self._columns[column].order
            # What is empty comes last in both directions: nobody looks for it first.
            there = [row for row in found if text(row)]
            empty = [row for row in found if not text(row)]
            there.sort(
                key=order or (lambda row: text(row).casefold()), reverse=direction == Qt.SortOrder.DescendingOrder
            )
            found = there + empty
        self._shown = list(found)

    def _passes(self, row: Any) -> bool:
        said = " ".join(column.text(row) for column in self._columns).casefold()
        return all(word in said for word in self._words)

    # -- Qt's side ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._columns[index.column()].text(self._shown[index.row()])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or section >= len(self._columns):
            return None
        return self._columns[section].title if orientation == Qt.Orientation.Horizontal else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._order = (column, order) if column >= 0 else None
        self._choose()
        self.endResetModel()
