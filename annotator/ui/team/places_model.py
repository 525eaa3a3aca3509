"""The rows of the places behind a figure: article, text in its context, how people differ, what each said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.phrases import tr
from annotator.services.agreement_places import Place, kind_words

Index = QModelIndex | QPersistentModelIndex


class PlacesModel(QAbstractTableModel):
    """One row a place, one column an annotator."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places: Sequence[Place] = ()
        self._people: Sequence[str] = ()
        self._kinds = kind_words()

    def show(self, places: Sequence[Place], people: Sequence[str]) -> None:
        """Takes other places and people."""
        self.beginResetModel()
        self.places, self._people = places, people
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # an invalid index is a constant
        return 0 if parent.isValid() else 3 + len(self._people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        place = self.places[index.row()]
        column = index.column()
        if column == 0:
            return " ".join(f"{place.before}[{place.quote}]{place.after}".split())
        if column == 1:
            kinds = ", ".join(self._kinds.get(kind, kind) for kind in place.kinds)
            return f"{kinds}: {', '.join(place.about)}" if place.about else kinds
        if column < 2 + len(self._people):
            name = self._people[column - 2]
            return (place.said[name] or "–") if name in place.said else tr("not seen")
        return " ".join(place.title.split())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (tr("Text"), tr("How they differ"), *self._people, tr("Article"))[section]
