"""The queue as a Qt model: keys of all articles up front, rows read in pages when they are shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.phrases import tr, trn
from annotator.services.queue import QueueRow

ROW = int(Qt.ItemDataRole.UserRole)
"""The role that gives the whole `QueueRow`."""

PAGE = 100
_PAGES_KEPT = 12
Index = QModelIndex | QPersistentModelIndex


class Rows(Protocol):
    """What the model reads from; `services.queue.Queue` is one."""

    @property
    def keys(self) -> Sequence[int]: ...
    def rows_of(self, keys: Sequence[int]) -> list[QueueRow]: ...


class QueueModel(QAbstractTableModel):
    """One column. Nothing is read before it is painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: Rows | None = None
        self._keys: Sequence[int] = ()
        self._pages: OrderedDict[int, dict[int, QueueRow]] = OrderedDict()

    def show(self, source: Rows | None) -> None:
        """Reads the list anew."""
        self.beginResetModel()
        self._source = source
        self._keys = source.keys if source else ()
        self._pages.clear()
        self.endResetModel()

    def forget(self) -> None:
        """Reads shown rows again: labels were added, suggestions arrived. The list itself stays."""
        self._pages.clear()
        if self._keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, 0))

    def refresh(self, key: int) -> None:
        """Reads one row again: labels were added to it, suggestions arrived for it."""
        for number, page in self._pages.items():
            if key in page and self._source is not None:
                for row in self._source.rows_of([key]):
                    page[key] = row
                first = number * PAGE
                self.dataChanged.emit(self.index(first, 0), self.index(min(first + PAGE, len(self._keys)) - 1, 0))

    @property
    def keys(self) -> Sequence[int]:
        return self._keys

    def key(self, row: int) -> int:
        return self._keys[row]

    def row(self, position: int) -> QueueRow | None:
        """The row at a position; None where the article is gone."""
        if self._source is None or not 0 <= position < len(self._keys):
            return None
        number = position // PAGE
        page = self._pages.get(number)
        if page is None:
            keys = self._keys[number * PAGE : (number + 1) * PAGE]
            page = self._pages[number] = {row.key: row for row in self._source.rows_of(keys)}
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return page.get(self._keys[position])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default; an invalid index never changes
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as above
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == ROW:
            return self.row(index.row())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        if row is None:
            return ""
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return None
        return spoken(row)


def status_word(row: QueueRow) -> str:
    """The status in a word: what the circle shows."""
    if row.status == "done":
        return tr("done")
    if row.status == "skipped":
        return tr("skipped")
    return tr("begun") if row.labels else tr("open")


def spoken(row: QueueRow) -> str:
    """The whole row as a sentence, for screen readers."""
    pieces = [row.title, status_word(row), row.source, row.published[:10]]
    if row.flagged:
        pieces.append(tr("flagged"))
    pieces.append(trn("{n} label", "{n} labels", row.labels))
    if row.pending:
        pieces.append(tr("{n} pending", n=f"{row.pending:,}"))
    return ", ".join(piece for piece in pieces if piece)
