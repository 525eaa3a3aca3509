"""The page of agreement: every figure with its interval and definition; what is chosen shows the places behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QTableView,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services import report_svg
from annotator.services.agreement_places import Behind, Compared, Place, behind, confusions
from annotator.services.agreement_words import explained, how, interval, number, why
from annotator.ui.dialogs.tables import cell, table
from annotator.ui.helping import offer_help
from annotator.ui.messages import sentence
from annotator.ui.team.places_model import PlacesModel
from annotator.ui.theme import Theme

_BEHIND = int(Qt.ItemDataRole.UserRole)


class AgreementWindow(QDialog):
    """Stays open beside the desk. `wanted` asks for a count, `opened` to show a place in its text."""

    wanted = Signal()
    opened = Signal(object)
    """A `Place`."""
    review_wanted = Signal(object)
    """A `Place`, to be decided in the review."""

    def __init__(self, parent: QWidget, people: Sequence[str], theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Agreement"))
        offer_help(self, "review")
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(1180, 720)
        self._theme = theme
        self._compared: Compared | None = None
        self.layers = QComboBox()
        self.layers.setAccessibleName(tr("Layer"))
        self.layers.currentIndexChanged.connect(self._show_layer)
        self._who = QMenu(self)
        self._ticks: list[QAction] = []
        for name in people:
            tick = self._who.addAction(name)
            tick.setCheckable(True)
            tick.setChecked(True)
            self._ticks.append(tick)
        self.people = _button(tr("&Annotators…"))
        self.people.setMenu(self._who)
        self.filter = QLineEdit()
        self.filter.setAccessibleName(tr("Only articles that match"))
        self.filter.setPlaceholderText(tr("all articles; else as in the search, like source:Echo"))
        self.filter.returnPressed.connect(self.wanted)
        again = _button(tr("&Count"))
        again.clicked.connect(self.wanted)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.figures = self._figures((tr("Measure"), tr("Value"), tr("95 % interval"), tr("How many")))
        self.labels = self._figures(
            (
                tr("Label"),
                tr("Exact F1"),
                tr("95 % interval"),
                tr("Partial F1"),
                tr("Boundary F1"),
                tr("Unitizing alpha"),
                tr("How many"),
            )
        )
        self.pairs = self._figures(
            (tr("Pair"), tr("Exact F1"), tr("95 % interval"), tr("Partial F1"), tr("Boundary F1"), tr("Articles"))
        )
        self.periods = self._figures((tr("Period"), tr("Exact F1"), tr("95 % interval"), tr("Articles")))
        self.chart = QSvgWidget()
        self.chart.setAccessibleName(tr("Exact F1 over time"))
        self.confusion = QTableWidget()
        self.confusion.setAccessibleName(tr("Confusion"))
        self.confusion.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.confusion.setTabKeyNavigation(False)
        self.confusion.currentCellChanged.connect(lambda *_: self._choose(self.confusion))
        self.definition = QLabel()
        self.definition.setWordWrap(True)
        self.definition.setMinimumHeight(54)
        self.definition.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.definition.setAccessibleName(tr("What the figure means"))
        self.tabs = QTabWidget()
        self.model = PlacesModel(self)
        self.places = QTableView()
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self._lay_out(again)

    def _lay_out(self, again: QPushButton) -> None:
        time = QWidget()
        both = QVBoxLayout(time)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self.periods, 1)
        both.addWidget(self.chart)
        for widget, title in (
            (self.figures, tr("Figures")),
            (self.labels, tr("By label")),
            (self.pairs, tr("By pair")),
            (time, tr("Over time")),
            (self.confusion, tr("Confusion")),
        ):
            self.tabs.addTab(widget, title)
        self.tabs.currentChanged.connect(self._turned)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self, lambda by=step: self._turn(by))
        self.places.setModel(self.model)
        self.places.setAccessibleName(tr("Places behind the figure"))
        self.places.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.places.setShowGrid(False)
        self.places.setWordWrap(False)
        self.places.setTabKeyNavigation(False)
        self.places.verticalHeader().setVisible(False)
        self.places.horizontalHeader().setHighlightSections(False)
        self.places.horizontalHeader().setStretchLastSection(True)
        self.places.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.places.activated.connect(self._open)
        top = QHBoxLayout()
        for part, stretch in ((self.layers, 0), (self.people, 0), (self.filter, 1), (again, 0)):
            top.addWidget(part, stretch)
        upper, lower = QWidget(), QWidget()
        above, below = QVBoxLayout(upper), QVBoxLayout(lower)
        for layout in (above, below):
            layout.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.tabs, 1)
        above.addWidget(self.definition)
        behind = QHBoxLayout()
        behind.addWidget(self.count, 1)
        self.review = _button(tr("Decide it in the &review (Ctrl+Enter)"))
        self.review.clicked.connect(self._review)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._review)
        behind.addWidget(self.review)
        below.addLayout(behind)
        below.addWidget(self.places, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(upper)
        split.addWidget(lower)
        split.setSizes([420, 260])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.about)
        layout.addWidget(split, 1)

    def _figures(self, headings: tuple[str, ...]) -> QTableWidget:
        found = table(headings)
        found.setAccessibleName(headings[0])
        found.currentCellChanged.connect(lambda *_: self._choose(found))
        return found

    # -- the question -------------------------------------------------------------------------------------------

    @property
    def chosen_people(self) -> list[str]:
        """The names that are compared; none where all are."""
        ticked = [tick.text() for tick in self._ticks if tick.isChecked()]
        return [] if len(ticked) == len(self._ticks) else ticked

    def wait(self) -> None:
        """A count has begun."""
        self.about.setText(tr("Counting…"))

    def fail(self, error: UserError) -> None:
        """Nothing can be compared."""
        self._compared = None
        self.about.setText(f"▲ {sentence(error)}")
        for each in (self.figures, self.labels, self.pairs, self.periods, self.confusion):
            each.setRowCount(0)
        self.model.show((), ())
        self.count.clear()
        self.definition.clear()

    # -- the answer ---------------------------------------------------------------------------------------------

    def show_compared(self, compared: Compared) -> None:
        """Shows what was counted."""
        self._compared = compared
        figures = compared.figures
        articles = trn("{n} article", "{n} articles", figures["articles"])
        names = ", ".join(figures["annotators"])
        self.about.setText(
            tr("{names} on {articles} that at least two of them have seen.", names=names, articles=articles)
        )
        before = self.layers.currentData()
        self.layers.blockSignals(True)
        self.layers.clear()
        for layer in figures["layers"]:
            self.layers.addItem(compared.layer_names.get(layer, layer), layer)
        self.layers.setCurrentIndex(max(0, self.layers.findData(before)))
        self.layers.blockSignals(False)
        self._show_layer()
        self.figures.setFocus()

    def _show_layer(self) -> None:
        compared, layer = self._compared, self.layers.currentData()
        if compared is None or layer is None:
            return
        part = compared.figures["layers"][layer]
        words = explained()
        rows = [(words[key].name, part, key, Behind(layer, key), "") for key in words if key in part]
        rows += [
            (f"{name}: {words[key].name}", found, key, Behind(layer, key, about=name), f"{found['n']:,}")
            for kind in ("attributes", "links")
            for name, found in part.get(kind, {}).items()
            for key in ("alpha", "f1", "end_to_end_f1")
            if key in found
        ]
        self.figures.setRowCount(len(rows))
        for row, (name, found, key, what, count) in enumerate(rows):
            value = number(found[key]) if found[key] is not None else f"–  {why(found, key)}"
            bounds = "  ".join(filter(None, (interval(found, key) or "–", how(found, key))))
            _fill(self.figures, row, (name, value, bounds, count), what)
        labels = part["by_label"]
        self.labels.setRowCount(len(labels))
        for row, (label, found) in enumerate(sorted(labels.items(), key=lambda each: -each[1]["n"])):
            cells = (label, *_scores(found), number(found["alpha_u"]), f"{found['n']:,}")
            _fill(self.labels, row, cells, Behind(layer, "exact_f1", label=label))
        self.pairs.setRowCount(len(part["pairs"]))
        for row, found in enumerate(part["pairs"]):
            cells = (f"{found['a']} – {found['b']}", *_scores(found), f"{found['articles']:,}")
            _fill(self.pairs, row, cells, Behind(layer, "exact_f1", pair=(found["a"], found["b"])))
        self._show_periods(compared, layer, part["over_time"])
        self._show_confusion(compared, layer)
        if self.figures.currentRow() < 0:
            self.figures.setCurrentCell(0, 0)
        self._turned()

    def _show_periods(self, compared: Compared, layer: str, found: Mapping[str, Any]) -> None:
        rows = [(each["period"], "weeks", each) for each in found["weeks"]]
        rows += [
            (tr("guidelines {version}", version=each["period"]), "guidelines", each) for each in found["guidelines"]
        ]
        self.periods.setRowCount(len(rows))
        for row, (name, kind, each) in enumerate(rows):
            cells = (name, number(each["exact_f1"]), interval(each, "exact_f1") or "–", f"{each['articles']:,}")
            articles = compared.periods.get((kind, each["period"]), frozenset())
            _fill(self.periods, row, cells, Behind(layer, "exact_f1", articles=articles))
        bars = [report_svg.Bar(name, each["exact_f1"], _bounds(each)) for name, _, each in rows]
        picture = report_svg.painted(
            report_svg.bars(tr("Exact F1 over time"), bars), self._theme.ink, self._theme.muted, self._theme.accent
        )
        self.chart.load(picture.encode())
        self.chart.setFixedSize(self.chart.renderer().defaultSize())

    def _show_confusion(self, compared: Compared, layer: str) -> None:
        found = confusions(place for place in compared.places if place.layer == layer).get(layer)
        labels = found.labels if found else ()
        shown = [label or tr("nothing") for label in labels]
        self.confusion.blockSignals(True)
        self.confusion.setRowCount(len(labels))
        self.confusion.setColumnCount(len(labels))
        self.confusion.setHorizontalHeaderLabels(shown)
        self.confusion.setVerticalHeaderLabels(shown)
        for row, one in enumerate(labels):
            for column, other in enumerate(labels):
                count = found.counts.get((one, other), 0) if found else 0
                item = cell(f"{count:,}" if count else "·", right=True)
                item.setData(_BEHIND, Behind(layer, cell=(one, other)))
                self.confusion.setItem(row, column, item)
        self.confusion.resizeColumnsToContents()
        self.confusion.blockSignals(False)

    # -- what is behind -----------------------------------------------------------------------------------------

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _turned(self) -> None:
        widget = self.tabs.currentWidget()
        found = widget if isinstance(widget, QTableWidget) else self.periods
        if found.currentRow() < 0 and found.rowCount():
            found.setCurrentCell(0, 0)
        self._choose(found)

    def _choose(self, source: QTableWidget) -> None:
        """Shows what the chosen figure means and the places behind it."""
        item = source.item(source.currentRow(), source.currentColumn() if source is self.confusion else 0)
        what = item.data(_BEHIND) if item is not None else None
        if self._compared is None or not isinstance(what, Behind):
            return
        found = behind(self._compared.places, what)
        self.model.show(found, self._compared.figures["annotators"])
        self.places.setColumnWidth(0, 460)
        self.places.setColumnWidth(1, 170)
        self.count.setText(
            trn(
                "{n} place behind it; Enter opens it in its text.",
                "{n} places behind it; Enter opens one in its text.",
                len(found),
            )
        )
        measure = explained().get(what.measure)
        if what.cell is not None:
            said = [each or tr("nothing") for each in what.cell]
            self.definition.setText(
                tr(
                    "One annotator says {one}, another {other}, of the same stretch of text; each pair counts both ways.",
                    one=said[0],
                    other=said[1],
                )
            )
        elif measure is not None:
            self.definition.setText(f"{measure.name}: {measure.definition}\n{measure.source}")

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.places[index.row()])

    def _review(self) -> None:
        row = self.places.currentIndex().row()
        if self.model.places:
            self.review_wanted.emit(self.model.places[max(0, row)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a table of figures goes to its places; it never closes the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.focusWidget() is not self.filter and self.model.places:
                self.places.setFocus()
                self.places.selectRow(max(0, self.places.currentIndex().row()))
            return
        super().keyPressEvent(event)


def _scores(found: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        number(found["exact_f1"]),
        interval(found, "exact_f1") or "–",
        number(found["partial_f1"]),
        number(found["boundary_f1"]),
    )


def _bounds(found: Mapping[str, Any]) -> tuple[float, float] | None:
    bounds = found.get("interval", {}).get("exact_f1")
    return (bounds[0], bounds[1]) if bounds else None


def _fill(into: QTableWidget, row: int, cells: Sequence[str], what: Behind) -> None:
    for column, text in enumerate(cells):
        item = cell(text, right=column > 0 and not text.startswith("–  "))
        item.setData(_BEHIND, what)
        into.setItem(row, column, item)


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button


__all__ = ["AgreementWindow", "Place"]
