"""The window with all claims and stances of the project and their matrix; each row and cell opens its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.article import Annotator
from annotator.model.phrases import tr, trn
from annotator.model.schema import Schema
from annotator.services.tables import TableRow, matrix
from annotator.ui.helping import offer_help
from annotator.ui.overview.matrix_model import StanceMatrix
from annotator.ui.overview.table_model import LabelTable, columns
from annotator.ui.overview.table_view import WIDEST, table_view

Rows = dict[str, list[TableRow]]
"""Layer id -> its rows over the project."""

_TYPED_MS = 200


class Overview(QDialog):
    """Stays open beside the desk; `opened` asks to show a label in its text."""

    opened = Signal(int, str)
    """Key of the article, id of the label of the annotator's own."""
    place_wanted = Signal(int, int, int)
    """Key of the article, first and last place of somebody else's label: to be shown in the text."""
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Claims and stances of the project"))
        offer_help(self, "claims-and-stances")
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(1100, 640)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Show rows that contain …"))
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.whose = QComboBox()
        self.whose.setAccessibleName(tr("Whose labels"))
        self.whose.setToolTip(tr("Whose labels"))
        self.whose.activated.connect(self.refresh_wanted)
        self.scope = QComboBox()
        self.scope.setAccessibleName(tr("Of which articles"))
        self.scope.addItems([tr("All articles"), tr("This article")])
        self.scope.activated.connect(self._show)
        self._own = self.article = 0
        self._counted: tuple[Schema, Rows] | None = None
        again = QPushButton(tr("Count again"))
        again.setAutoDefault(False)
        again.clicked.connect(self.refresh_wanted)
        self.tabs = QTabWidget()
        self.tables: dict[str, tuple[LabelTable, QTableView]] = {}
        self.matrix = StanceMatrix()
        self.matrix_view = table_view(tr("Who stands how toward what"))
        self.matrix_view.setModel(self.matrix)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self._apply_filter)
        self.filter.textChanged.connect(self._typed.start)
        self.filter.returnPressed.connect(self._to_rows)
        self.tabs.currentChanged.connect(self._say_count)
        self.matrix_view.activated.connect(self._open_cell)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self, lambda by=step: self._turn_tab(by))
        top = QHBoxLayout()
        top.addWidget(self.whose)
        top.addWidget(self.scope)
        top.addWidget(self.filter, 1)
        top.addWidget(self.count)
        top.addWidget(again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.tabs, 1)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def show_people(self, people: Sequence[Annotator], own: int) -> None:
        """Offers the labels of `people`; `own` is the key of the annotator at work, who is chosen at first."""
        chosen = self.whose.currentData() or own
        self._own = own
        self.whose.clear()
        for person in people:
            name = tr("{name} (me)", name=person.name) if person.key == own else person.name
            self.whose.addItem(name, person.key)
        self.whose.setCurrentIndex(max(0, self.whose.findData(chosen)))

    def show_article(self, article: int) -> None:
        """Takes note of the article that is open."""
        if article != self.article:
            self.article = article
            if self.scope.currentIndex() == 1:
                self._show()

    def show_rows(self, schema: Schema, rows: Rows) -> None:
        """Shows what was counted: a tab for each layer, and the matrix where a layer has stances."""
        self._counted = schema, rows
        self._show()

    def _show(self) -> None:
        if self._counted is None:
            return
        schema, rows = self._counted
        here = self.scope.currentIndex() == 1
        before = self.tabs.currentIndex()
        self.tabs.clear()
        for layer in schema.layers:
            if layer.id not in rows:
                continue
            found = [row for row in rows[layer.id] if not here or row.article == self.article]
            model, view = self.tables.get(layer.id) or self._table(layer.id, layer.name)
            model.show(found, columns(schema, layer.id))
            self._fit(view)
            self.tabs.addTab(view, layer.name)
            if layer.style == "mark":
                titles = {label.id: label.title or label.name for label in layer.labels}
                self.matrix.show(matrix(found), titles)
                self._fit(self.matrix_view)
                self.tabs.addTab(self.matrix_view, tr("Holders × targets"))
        self.tabs.setCurrentIndex(max(0, min(before, self.tabs.count() - 1)))
        self._apply_filter()

    def _table(self, layer_id: str, name: str) -> tuple[LabelTable, QTableView]:
        model = LabelTable()
        view = table_view(name, model)
        view.activated.connect(lambda index: self._open_row(model.row(index.row())))
        self.tables[layer_id] = model, view
        return model, view

    def _fit(self, view: QTableView) -> None:
        view.resizeColumnsToContents()
        if view is self.matrix_view:
            view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
            view.verticalHeader().setVisible(True)
            view.verticalHeader().setMaximumWidth(WIDEST)
            view.horizontalHeader().setMinimumSectionSize(72)
            view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _apply_filter(self) -> None:
        for model, _ in self.tables.values():
            model.filter(self.filter.text())
        self._say_count()

    def _say_count(self) -> None:
        shown: Callable[[], int] | None = next(
            (model.rowCount for model, view in self.tables.values() if view is self.tabs.currentWidget()), None
        )
        if shown is not None:
            self.count.setText(trn("{n} row", "{n} rows", shown()))
        else:
            self.count.setText(trn("{n} holder", "{n} holders", self.matrix.rowCount()))

    def _to_rows(self) -> None:
        self._apply_filter()
        self.tabs.currentWidget().setFocus()

    def _turn_tab(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % max(1, self.tabs.count()))

    def _open_row(self, row: TableRow) -> None:
        if self.whose.currentData() in (None, self._own):
            self.opened.emit(row.article, row.annotation)
        else:
            self.place_wanted.emit(row.article, row.fragments[0][0], row.fragments[-1][1])

    def _open_cell(self, index: QModelIndex) -> None:
        """Opens the only stance of a cell, or shows all of them in the table."""
        stances = self.matrix.stances(index)
        if len(stances) == 1:
            self._open_row(stances[0])
        elif stances:
            layer = stances[0].layer
            self.filter.setText(f"{stances[0].holder} {stances[0].target}")
            self.tabs.setCurrentWidget(self.tables[layer][1])
            self._apply_filter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F goes to the filter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # of the field or the rows; never closes the window
        if event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.filter.setFocus()
            return
        super().keyPressEvent(event)
