"""All differences of the project in one table: by kind, label, person, article; sorted, filtered, each opening in its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.model.clusters import KINDS
from annotator.model.phrases import tr, trn
from annotator.services.review_article import DECIDED, OPEN, VOID, WAITING
from annotator.services.review_lists import STALE, TO_DECIDE, Difference, DifferenceFilter, kept_up
from annotator.ui.overview.table_model import Column, LabelTable
from annotator.ui.overview.table_view import table_view
from annotator.ui.review.showing import kind_name

_WIDTHS = (170, 120, 80, 110, 200, 120, 90)


class EverywhereTable(QWidget):
    """Shows `Difference`s; `opened` tells the article and the item that a person wants to see."""

    opened = Signal(int, str)

    def __init__(self, layers: Sequence[tuple[str, str]]) -> None:
        """`layers`: ids and names, as they can be shown alone."""
        super().__init__()
        self._differences: list[Difference] = []
        self._since: dict[int, list[Difference]] = {}
        self.is_current = False
        """Whether what it holds is what a reading of all articles would give."""
        self.blind = False
        self._layers = dict(layers)
        self._model = LabelTable()
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Show differences that contain …"))
        self.words.setAccessibleName(tr("Filter"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._filter)
        self.kind = self._choice(tr("Kind"))
        self.label = self._choice(tr("Layer or label"))
        self.person = self._choice(tr("Said by"))
        self.state = self._choice(tr("State"))
        _offer(self.kind, tr("All kinds"), [(kind, kind_name(kind)) for kind in KINDS])
        _offer(self.state, tr("All states"), [(state, state_word(state)) for state in _STATES], TO_DECIDE)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.table = table_view(tr("Differences in all articles"), self._model)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.activated.connect(self._open)
        choices = QHBoxLayout()
        for box in (self.kind, self.label, self.person, self.state):
            choices.addWidget(box, 1)
        above = QHBoxLayout()
        above.addWidget(self.words, 1)
        above.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(above)
        layout.addLayout(choices)
        layout.addWidget(self.table, 1)

    def show_differences(self, differences: Sequence[Difference], *, blind: bool) -> None:
        """Shows these, in reading order until a column is clicked; from then on in that order."""
        first = not self._model.columnCount()
        self._differences, self._since, self.blind, self.is_current = list(differences), {}, blind, True
        self._offer_what_is_there()
        self._fill()
        if first:
            for column, width in enumerate(_WIDTHS):
                self.table.setColumnWidth(column, width)

    def keep_up(self, article: int, differences: Sequence[Difference]) -> None:
        """The differences of an article as they are now: shown at once, or when the table is seen again."""
        if self.is_current:
            self._since[article] = list(differences)
            if self.isVisible():
                self.catch_up()

    def catch_up(self) -> None:
        """Shows what has been decided since the list was gathered."""
        if self._since:
            self._differences, self._since = kept_up(self._differences, self._since), {}
            self._fill()

    @property
    def wanted(self) -> DifferenceFilter:
        """What the drop-downs ask for."""
        what, _, name = str(self.label.currentData() or "").partition("/")
        return DifferenceFilter(
            str(self.kind.currentData() or ""),
            what,
            name,
            str(self.person.currentData() or ""),
            str(self.state.currentData() or ""),
        )

    @property
    def shown(self) -> Sequence[Difference]:
        """The differences that are listed, in their order."""
        return self._model.shown

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.currentIndexChanged.connect(self._fill)
        return box

    def _offer_what_is_there(self) -> None:
        """Layers with their labels, and people, as the list has them; by their letters where names are hidden."""
        labels = {(each.layer, label) for each in self._differences for label in each.labels}
        lines = []
        for layer, name in self._layers.items():
            own = sorted(label for where, label in labels if where == layer)
            if own:
                lines.append((layer, name))
                lines += [(f"{layer}/{label}", f"   {label}") for label in own]
        _offer(self.label, tr("All labels"), lines)
        people = dict(pair for each in self._differences for pair in zip(each.annotators, each.letters, strict=True))
        order = sorted(people, key=lambda name: people[name] if self.blind else name.casefold())
        _offer(self.person, tr("Anybody"), [(name, people[name] if self.blind else name) for name in order])

    def _fill(self) -> None:
        """Shows what passes; the line that was chosen stays it, or the one that has come to its place."""
        present = self._chosen()
        row = self.table.currentIndex().row()
        wanted = self.wanted
        self._model.show(
            [each for each in self._differences if wanted.passes(each)], columns(self._layers, blind=self.blind)
        )
        self._count()
        rows = [(each.article, each.item) for each in self._model.shown]
        if rows:
            self.table.selectRow(rows.index(present) if present in rows else min(max(row, 0), len(rows) - 1))

    def _chosen(self) -> tuple[int, str] | None:
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self._model.shown):
            return None
        found: Difference = self._model.row(row)
        return found.article, found.item

    def _filter(self, words: str) -> None:
        self._model.filter(words)
        self._count()

    def _count(self) -> None:
        self.count.setText(trn("{n} difference", "{n} differences", len(self._model.shown)))

    def _open(self, index: QModelIndex) -> None:
        difference: Difference = self._model.row(index.row())
        self.opened.emit(difference.article, difference.item)


def _offer(box: QComboBox, everything: str, lines: Iterable[tuple[str, str]], first: str = "") -> None:
    """Has `everything` and these (value, words) to choose from; what was chosen stays chosen where it is there."""
    present = box.currentData() or first
    box.blockSignals(True)
    box.clear()
    box.addItem(everything, "")
    for value, words in lines:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(present)))
    box.blockSignals(False)


def columns(layers: Mapping[str, str], *, blind: bool) -> list[Column]:
    """What is said of a difference; `layers`: the names of layers by their ids."""
    found = [
        Column(tr("Article"), lambda row: row.title),
        Column(tr("Difference"), lambda row: kind_name(row.kind)),
        Column(tr("Layer"), lambda row: layers.get(row.layer, row.layer)),
        Column(tr("Label"), lambda row: " / ".join(row.labels)),
        Column(tr("Words"), lambda row: row.quote),
    ]
    found.append(Column(tr("Said by"), lambda row: ", ".join(row.letters if blind else row.annotators)))
    return [*found, Column(tr("State"), lambda row: state_word(STALE if row.stale else row.state))]


_STATES = (TO_DECIDE, OPEN, WAITING, STALE, DECIDED, VOID)


def state_word(state: str) -> str:
    """How far a difference is."""
    names = {
        TO_DECIDE: tr("to be decided"),
        STALE: tr("changed since"),
        DECIDED: tr("decided"),
        WAITING: tr("waits for its ends"),
        VOID: tr("its ends are not there"),
    }
    return names.get(state, tr("open"))
