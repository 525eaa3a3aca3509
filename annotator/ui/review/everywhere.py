"""All differences of the project in one table: by kind, label, person, article; sorted, filtered, each opening in its text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr, trn
from annotator.services.review_article import DECIDED, VOID, WAITING
from annotator.services.review_lists import Difference
from annotator.ui.overview.table_model import Column, LabelTable
from annotator.ui.review.showing import kind_name

_WIDTHS = (190, 130, 90, 110, 230, 150, 110)


class EverywhereTable(QWidget):
    """Shows `Difference`s; `opened` tells the article and the item that a person wants to see."""

    opened = Signal(int, str)
    decided_wanted = Signal(bool)
    """Whether those that are decided shall be listed too."""

    def __init__(self) -> None:
        super().__init__()
        self._differences: list[Difference] = []
        self.blind = False
        self._model = LabelTable()
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Show differences that contain … (kind, label, person, words)"))
        self.words.setAccessibleName(tr("Filter"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._filter)
        self.decided = QCheckBox(tr("Decided ones too"))
        self.decided.toggled.connect(self.decided_wanted)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.table = QTableView()
        self.table.setAccessibleName(tr("Differences in all articles"))
        self.table.setModel(self._model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setSortingEnabled(True)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setVisible(False)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.activated.connect(self._open)
        above = QHBoxLayout()
        above.addWidget(self.words, 1)
        above.addWidget(self.decided)
        above.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)

    def show_differences(self, differences: Sequence[Difference], *, blind: bool) -> None:
        """Shows these, in reading order until a column is clicked."""
        self._differences, self.blind = list(differences), blind
        self._model.show(self._differences, columns(blind=blind))
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
        self._count()
        if self._model.rowCount():
            self.table.selectRow(0)

    def _filter(self, words: str) -> None:
        self._model.filter(words)
        self._count()

    def _count(self) -> None:
        self.count.setText(trn("{n} difference", "{n} differences", len(self._model.shown)))

    def _open(self, index: QModelIndex) -> None:
        difference: Difference = self._model.row(index.row())
        self.opened.emit(difference.article, difference.item)


def columns(*, blind: bool) -> list[Column]:
    """What is said of a difference."""
    found = [
        Column(tr("Article"), lambda row: row.title),
        Column(tr("Difference"), lambda row: kind_name(row.kind)),
        Column(tr("Layer"), lambda row: row.layer),
        Column(tr("Label"), lambda row: " / ".join(row.labels)),
        Column(tr("Words"), lambda row: row.quote),
    ]
    found.append(Column(tr("Said by"), lambda row: ", ".join(row.letters if blind else row.annotators)))
    return [*found, Column(tr("State"), lambda row: tr("changed since") if row.stale else state_word(row.state))]


def state_word(state: str) -> str:
    """How far a difference is."""
    names = {DECIDED: tr("decided"), WAITING: tr("waits for its ends"), VOID: tr("its ends are not there")}
    return names.get(state, tr("open"))
