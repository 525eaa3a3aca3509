"""The page of memory: what was decided about each string, where, and what memory is told about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit

from annotator.model.memory import Memory
from annotator.model.phrases import number, tr, trn
from annotator.services.recalling import Recalled, Recollection
from annotator.services.session import Session
from annotator.ui.overview.table_model import Column, LabelTable
from annotator.ui.overview.table_view import table_view
from annotator.ui.runner import Runner
from annotator.ui.suggesters.page import Page, button, chosen_row, fit, label_choice, row_of, show_label

_TYPED_MS = 150
_PLACES_HEIGHT = 170


class MemoryPage(Page):
    """Strings above, the places of the chosen one below."""

    def __init__(self, session: Session, runner: Runner, folder: Path) -> None:
        super().__init__(session, runner, folder)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Show strings that contain …"))
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.strings, self.places = LabelTable(), LabelTable()
        self.view = table_view(tr("What was decided before"), self.strings)
        self.places_view = table_view(tr("Where it was decided"), self.places)
        self.places_view.setMaximumHeight(_PLACES_HEIGHT)
        self.places_view.activated.connect(self._open)
        self.label = label_choice(session, tr("Label"), Memory().layers)
        self.forget_button = button(tr("&Forget"), self._forget)
        self.never_button = button(tr("&Never as this label"), self._never)
        self.always_button = button(tr("&Always as this label"), self._always)
        self.untell_button = button(tr("&Take back what was told"), self._untell)
        self._buttons = [self.forget_button, self.never_button, self.always_button, self.untell_button]
        self.lay_out(
            row_of([self.filter, self.count], stretched=self.filter),
            self.view,
            row_of([self.label, *self._buttons]),
            self.places_view,
            stretched=self.view,
        )
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self._apply_filter)
        self.filter.textChanged.connect(self._typed.start)
        self.filter.returnPressed.connect(self._to_rows)
        self.view.selectionModel().currentRowChanged.connect(self._chosen)

    def take_keyboard(self) -> None:
        self.filter.setFocus()

    def refresh(self) -> None:
        """Counts anew."""
        self.runner.start(self.session.memory.everything, self.show_strings, self.failed.emit)

    def show_strings(self, found: list[Recalled]) -> None:
        before = chosen_row(self.view, self.strings)
        self.strings.show(found, self._columns())
        fit(self.view)
        if isinstance(before, Recalled):
            self._choose(before.layer, before.string)
        self._say()

    def _columns(self) -> list[Column]:
        return [
            Column(tr("String"), lambda row: row.string),
            Column(
                tr("Labels now"), lambda row: self._counted(row.layer, row.labelled), lambda row: -row.labelled.total()
            ),
            Column(tr("Accepted"), lambda row: _number(row.accepted), lambda row: -row.accepted),
            Column(tr("Changed"), lambda row: _number(row.relabelled), lambda row: -row.relabelled),
            Column(tr("Refused"), lambda row: self._counted(row.layer, row.refused), lambda row: -row.refused.total()),
            Column(tr("Proposed as"), lambda row: self._name(row.layer, row.proposed_as)),
            Column(tr("Held back"), lambda row: ", ".join(self._name(row.layer, label) for label in row.held_back)),
            Column(tr("You said"), self._told),
        ]

    def _counted(self, layer: str, counts: Counter[str]) -> str:
        return ", ".join(f"{self._name(layer, label)} {number(n)}" for label, n in counts.most_common() if n)

    def _name(self, layer: str, label: str) -> str:
        return self.session.schema.label_name(layer, label) if label else ""

    def _told(self, row: Recalled) -> str:
        told, said = row.told, []
        if told.always:
            said.append(tr("always {label}", label=self._name(row.layer, told.always)))
        said += [tr("never {label}", label=self._name(row.layer, label)) for label in told.never]
        if told.forgotten:
            said.append(tr("forgotten once"))
        return ", ".join(said)

    def _apply_filter(self) -> None:
        before = chosen_row(self.view, self.strings)
        self.strings.filter(self.filter.text())
        if isinstance(before, Recalled):
            self._choose(before.layer, before.string)
        self._say()

    def _to_rows(self) -> None:
        self._typed.stop()
        self._apply_filter()
        if self.strings.rowCount():
            if not self.view.currentIndex().isValid():
                self.view.selectRow(0)
            self.view.setFocus()

    def _choose(self, layer: str, string: str) -> None:
        for at, row in enumerate(self.strings.shown):
            if (row.layer, row.string) == (layer, string):
                self.view.selectRow(at)
                return

    def _say(self) -> None:
        self.count.setText(trn("{n} string", "{n} strings", self.strings.rowCount()))
        there = isinstance(chosen_row(self.view, self.strings), Recalled) and not self.session.read_only
        for one in self._buttons:
            one.setEnabled(there)
        if not there:
            self.places.show([], _place_columns(self._name, ""))

    def _chosen(self) -> None:
        row = chosen_row(self.view, self.strings)
        self._say()
        if not isinstance(row, Recalled):
            return
        usual = row.proposed_as or next((label for label, _ in (row.labelled + row.refused).most_common(1)), "")
        show_label(self.label, row.layer, usual)

        def done(found: list[Recollection]) -> None:
            if chosen_row(self.view, self.strings) is row:
                self.places.show(found, _place_columns(self._name, row.layer))
                fit(self.places_view, 320)

        self.runner.start(lambda job: self.session.memory.places(row.layer, row.string), done, self.failed.emit)

    def _open(self, index: QModelIndex) -> None:
        place: Recollection = self.places.row(index.row())
        self.opened.emit(place.article, place.fragments[0][0], place.fragments[-1][1])

    # -- telling ------------------------------------------------------------------------------------------------

    def _tell(self, action: Callable[[Recalled], None], words: str) -> None:
        row = chosen_row(self.view, self.strings)
        if isinstance(row, Recalled) and self.attempt(lambda: action(row)):
            self.said.emit(" ".join([words, tr("Ctrl+Z takes it back.")]))

    def _forget(self) -> None:
        self._tell(lambda row: self.session.memory.forget([row]), tr("What was decided about it counts no more."))

    def _never(self) -> None:
        label = self.label.currentData()[1]
        self._tell(
            lambda row: self.session.memory.never(row, label), tr("It is never proposed under that label again.")
        )

    def _always(self) -> None:
        label = self.label.currentData()[1]
        self._tell(
            lambda row: self.session.memory.always(row, label), tr("It is proposed under that label everywhere.")
        )

    def _untell(self) -> None:
        self._tell(lambda row: self.session.memory.untell([row]), tr("What was decided speaks for itself again."))


def _number(count: int) -> str:
    return number(count) if count else ""


def _place_columns(name: Callable[[str, str], str], layer: str) -> list[Column]:
    whats = {"labelled": tr("labelled"), "rejected": tr("refused")}
    return [
        Column(tr("What"), lambda place: whats.get(place.what, place.what)),
        Column(tr("Label"), lambda place: name(layer, place.label)),
        Column(tr("before"), lambda place: place.before[-40:]),
        Column(tr("words"), lambda place: " ".join(place.quote.split())),
        Column(tr("after"), lambda place: place.after),
        Column(tr("Article"), lambda place: place.title),
    ]
