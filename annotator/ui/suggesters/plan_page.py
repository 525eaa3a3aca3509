"""The page of suggesters: which pipelines there are, which propose, in which layers, for which language, in which order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QLabel, QTableWidget, QTableWidgetItem

from annotator.model.phrases import tr
from annotator.model.suggesters import LAYERS
from annotator.services.choosing import Offer
from annotator.services.session import Session
from annotator.ui.dialogs.asking import ask
from annotator.ui.dialogs.failure import confirm
from annotator.ui.dialogs.files import file_dialog
from annotator.ui.runner import Runner
from annotator.ui.suggesters.page import Page, button, row_of

_ON, _NAME, _FIRST_LAYER = 0, 1, 2
_LANGUAGE, _SOURCE = _FIRST_LAYER + len(LAYERS), _FIRST_LAYER + len(LAYERS) + 1


class PlanPage(Page):
    """A table of suggesters: ticks turn them on and off, the order says whose suggestion counts where several agree."""

    def __init__(self, session: Session, runner: Runner, folder: Path) -> None:
        super().__init__(session, runner, folder)
        self._offers: list[Offer] = []
        self._filling = False
        about = QLabel(
            tr(
                "Several can propose at once. What two propose alike is shown once, with both named; the upper one counts. "
                "After a change, Ctrl+Shift+G suggests for the whole corpus."
            )
        )
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        names = {layer.id: layer.name for layer in session.schema.layers}
        self.table = QTableWidget(0, _SOURCE + 1)
        self.table.setAccessibleName(tr("Suggesters"))
        self.table.setHorizontalHeaderLabels(
            [tr("On"), tr("Suggester"), *(names.get(layer, layer) for layer in LAYERS), tr("Language"), tr("Called")]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().setVisible(False)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in (
            (_ON, 56),
            *((_FIRST_LAYER + n, 92) for n in range(len(LAYERS))),
            (_LANGUAGE, 96),
            (_SOURCE, 300),
        ):
            self.table.setColumnWidth(column, width)
        self.table.itemChanged.connect(self._edited)
        self.add_button = button(tr("Add a f&older…"), self.choose_folder)
        self.allow_button = button(tr("A&llow on this machine…"), self._allow)
        buttons = (
            self.add_button,
            self.allow_button,
            button(tr("&Up"), lambda: self._move(-1)),
            button(tr("&Down"), lambda: self._move(1)),
            button(tr("&Remove"), self._remove),
        )
        self.lay_out(about, self.table, row_of(buttons), stretched=self.table)
        self.table.currentCellChanged.connect(self._show_what_can_be_done)
        for keys, step in (("Ctrl+Up", -1), ("Ctrl+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.table, lambda by=step: self._move(by))
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    def take_keyboard(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        """Lists the suggesters; looking at the files of pipelines takes its time."""
        self.runner.start(lambda job: self.session.suggesters.offers(), self._show, self.failed.emit)

    def _show(self, offers: list[Offer]) -> None:
        at = self.table.currentRow(), max(0, self.table.currentColumn())
        self._offers, self._filling = offers, True
        self.table.setRowCount(len(offers))
        for row, offer in enumerate(offers):
            self._fill(row, offer)
        self._filling = False
        if offers:
            self.table.setCurrentCell(min(max(0, at[0]), len(offers) - 1), at[1])
        self._show_what_can_be_done()

    def _fill(self, row: int, offer: Offer) -> None:
        one = offer.suggester
        said = offer.fault or one.source or tr("rules, on the best pipeline that is installed")
        where = one.model if one.is_folder else ""
        self._put(row, _ON, "", checked=one.on, spoken=tr("{name}: on", name=offer.name))
        self._put(row, _NAME, offer.name, tip=where)
        for number, layer in enumerate(LAYERS):
            writes = layer in offer.writes or bool(offer.fault)
            spoken = tr("{name}: {layer}", name=offer.name, layer=layer)
            self._put(
                row,
                _FIRST_LAYER + number,
                "" if writes else "–",
                checked=(layer in one.layers) if writes else None,
                spoken=spoken,
            )
        self._put(row, _LANGUAGE, one.language or tr("all"), editable=offer.in_plan)
        self._put(row, _SOURCE, said, tip=where)

    def _put(
        self,
        row: int,
        column: int,
        text: str,
        *,
        checked: bool | None = None,
        editable: bool = False,
        tip: str = "",
        spoken: str = "",
    ) -> None:
        item = QTableWidgetItem(text)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if checked is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        if editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags)
        item.setToolTip(tip or text)
        if spoken:
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.table.setItem(row, column, item)

    # -- changes ------------------------------------------------------------------------------------------------

    def _edited(self, item: QTableWidgetItem) -> None:
        if self._filling:
            return
        offer, column = self._offers[item.row()], item.column()
        on = item.checkState() == Qt.CheckState.Checked
        choosing, model = self.session.suggesters, offer.suggester.model
        if column == _LANGUAGE:
            text = item.text().strip()
            wanted = "" if text.casefold() == tr("all").casefold() else text
            done = self.attempt(lambda: choosing.set_language(model, wanted))
        elif not offer.in_plan:
            done = self.attempt(lambda: choosing.add(model)) if on else True
        elif column == _ON:
            done = self.attempt(lambda: choosing.turn(model, on=on))
        else:
            layer = LAYERS[column - _FIRST_LAYER]
            done = self.attempt(lambda: choosing.turn_layer(model, layer, on=on))
        if not done:
            self.refresh()

    def _offer(self) -> Offer | None:
        row = self.table.currentRow()
        return self._offers[row] if 0 <= row < len(self._offers) else None

    def _move(self, step: int) -> None:
        self._in_plan(lambda model: self.session.suggesters.move(model, step), step)

    def _remove(self) -> None:
        self._in_plan(self.session.suggesters.remove, 0)

    def _in_plan(self, action: Callable[[str], object], step: int) -> None:
        offer = self._offer()
        if offer is None or not offer.in_plan:
            return
        if self.attempt(lambda: action(offer.suggester.model)):
            row = self.table.currentRow() + step
            self.table.setCurrentCell(min(max(0, row), self.table.rowCount() - 1), self.table.currentColumn())

    def _show_what_can_be_done(self, *_: int) -> None:
        offer = self._offer()
        self.allow_button.setEnabled(bool(offer and offer.fault and offer.suggester.is_folder))
        self.add_button.setEnabled(not self.session.read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes a suggester out of the plan."""
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._remove()
        else:
            super().keyPressEvent(event)

    # -- folders ------------------------------------------------------------------------------------------------

    def choose_folder(self) -> None:
        """Asks for the folder of a pipeline, then in words whether it may be loaded."""
        dialog = file_dialog(self, tr("Folder of a pipeline"), self.folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        ask(dialog, lambda: self.ask_about(Path(dialog.selectedFiles()[0])), self)

    def _allow(self) -> None:
        offer = self._offer()
        if offer is not None and offer.suggester.is_folder:
            self.ask_about(Path(offer.suggester.model))

    def ask_about(self, folder: Path) -> None:
        """Asks whether the pipeline in `folder` may be loaded. A refusal leaves nothing."""
        found: list[Offer] = []
        if not self.attempt(lambda: found.append(self.session.suggesters.about(folder))):
            return
        offer = found[0]
        detail = tr(
            "Folder: {folder}\nIt calls itself {source} and proposes: {layers}.\n\nA pipeline can bring code of its own, and that "
            "code runs with your rights when it is loaded. Allow it only if you know who made it. This machine remembers the "
            "answer as long as the folder's files stay as they are.",
            folder=folder,
            source=offer.suggester.source,
            layers=", ".join(offer.writes) or tr("nothing that is known"),
        )
        question = tr("Let the pipeline “{name}” be loaded on this machine?", name=offer.name)
        confirm(self, question, detail, tr("&Allow it"), lambda: self._allowed(offer.suggester.model), careful=True)

    def _allowed(self, model: str) -> None:
        choosing = self.session.suggesters

        def add() -> None:
            choosing.allow(model)
            if any(one.model == model for one in choosing.plan):
                self.session.place.reread_settings()
            else:
                choosing.add(model)

        if self.attempt(add):
            self.said.emit(
                tr("The pipeline was added. Ctrl+Shift+G suggests for the whole corpus; Ctrl+Z takes it out again.")
            )
