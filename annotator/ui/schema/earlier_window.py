"""What was labelled under an earlier definition: each row opens its text; chosen ones are confirmed, relabelled, deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services.jobs import Job
from annotator.services.redefined import Earlier, redefined
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.helping import offer_help
from annotator.ui.runner import Runner
from annotator.ui.schema.earlier_model import EarlierModel

_QUIET_MS = 200


class EarlierWindow(QDialog):
    """Stays open beside the desk; `opened` asks to show a label in its text."""

    opened = Signal(int, str)
    """Key of the article, id of the label."""
    failed = Signal(UserError)
    step_wanted = Signal(str)
    """`undo` or `redo`."""

    def __init__(self, parent: QWidget | None, session: Session, runner: Runner) -> None:
        super().__init__(parent)
        self.session = session
        self._runner = runner
        self.setWindowTitle(tr("Labelled under an earlier definition"))
        offer_help(self, "schema")
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(980, 600)
        self.which = QComboBox()
        self.which.setAccessibleName(tr("Label"))
        self.which.activated.connect(self.refresh)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.definition = QLabel()
        self.definition.setWordWrap(True)
        self.definition.setTextFormat(Qt.TextFormat.PlainText)
        self.model = EarlierModel()
        self.list = QTableView()
        self._prepare_list()
        self.target = QComboBox()
        self.target.setAccessibleName(tr("Label to give"))
        self.right = self._button(tr("&Still right"), self.confirm)
        self.all_right = self._button(tr("&All still right"), lambda: self.confirm(everything=True))
        self.other = self._button(tr("&Relabel"), self._relabel)
        self.gone = self._button(tr("&Delete"), self._delete)
        self._lay_out()
        self.definition.setAccessibleName(tr("The definition that holds now"))
        for keys, step in (("Ctrl+Z", "undo"), ("Ctrl+Shift+Z", "redo")):
            QShortcut(QKeySequence(keys), self, lambda which=step: self.step_wanted.emit(which))
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_QUIET_MS)
        self._again.timeout.connect(self.refresh)
        session.listen(self._heard)

    def _prepare_list(self) -> None:
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr("Labels made under an earlier definition"))
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setShowGrid(False)
        self.list.setWordWrap(False)
        self.list.setTabKeyNavigation(False)
        self.list.verticalHeader().setVisible(False)
        header = self.list.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for column, width in enumerate((110, 340, 260, 80, 80)):
            self.list.setColumnWidth(column, width)
        self.list.activated.connect(self._open)
        self.list.selectionModel().selectionChanged.connect(self._say)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.which)
        top.addWidget(self.count, 1)
        answers = QHBoxLayout()
        for widget in (self.right, self.all_right, self.target, self.other, self.gone):
            answers.addWidget(widget)
        answers.addStretch(1)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        answers.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.definition)
        layout.addWidget(self.list, 1)
        layout.addLayout(answers)

    def _button(self, text: str, action: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: action())
        return button

    # -- what is shown ------------------------------------------------------------------------------------------

    def look(self, layer: str = "", label: str = "") -> None:
        """Shows what is left of a label, or of all whose definition was changed."""
        self._fill_choices((layer, label))
        self.show()
        self.activateWindow()
        self.refresh()
        self.list.setFocus()

    def _fill_choices(self, chosen: tuple[str, str]) -> None:
        schema = self.session.schema
        self.which.clear()
        self.which.addItem(tr("All labels with another definition"), ("", ""))
        for layer, label in redefined(schema):
            self.which.addItem(label.name, (layer, label.id))
        at = [tuple(self.which.itemData(row)) for row in range(self.which.count())]
        self.which.setCurrentIndex(at.index(chosen) if chosen in at else 0)

    def refresh(self) -> None:
        """Gathers anew."""
        layer, label = self.which.currentData() or ("", "")
        known = self.session.schema.label(layer, label)
        self.definition.setText(known.definition if known else "")
        self.definition.setVisible(bool(known))
        session = self.session

        def work(job: Job) -> list[Earlier]:
            return session.redefined.earlier(job, layer, label)

        self._runner.start(work, self._show, title=tr("Looking for earlier labels"))

    def _show(self, rows: list[Earlier]) -> None:
        at = self.list.currentIndex().row()
        self.model.show(rows, self.session.schema)
        if rows:
            self.list.setCurrentIndex(self.model.index(max(0, min(at, len(rows) - 1)), 0))
        self._fill_targets()
        self._say()

    def _fill_targets(self) -> None:
        """The labels that the rows can get: those of the first row's layer."""
        before = self.target.currentText()
        self.target.clear()
        layer = self.session.schema.layer(self.model.rows[0].layer) if self.model.rows else None
        for label in layer.labels if layer else ():
            if label.shown:
                self.target.addItem(label.name, (layer.id if layer else "", label.id))
        self.target.setCurrentIndex(max(0, self.target.findText(before)))

    def _say(self) -> None:
        total, chosen = self.model.rowCount(), len(self.chosen)
        if not total:
            self.count.setText(tr("Nothing is left that was labelled under an earlier definition."))
        else:
            text = trn(
                "{n} label made under an earlier definition", "{n} labels made under an earlier definition", total
            )
            self.count.setText(tr("{labels}, {n} chosen. Enter opens the text.", labels=text, n=chosen))
        can = not self.session.read_only
        for button in (self.right, self.other, self.gone):
            button.setEnabled(can and chosen > 0)
        self.all_right.setEnabled(can and total > 0)

    @property
    def chosen(self) -> list[Earlier]:
        """The rows that are chosen."""
        return [self.model.rows[index.row()] for index in self.list.selectionModel().selectedRows()]

    def _heard(self, changed: Changed) -> None:
        if self.isVisible() and changed.what & {"schema", "records"}:
            self._again.start()  # while somebody labels on, the list need not follow each key

    # -- answers ------------------------------------------------------------------------------------------------

    def confirm(self, *, everything: bool = False) -> None:
        """Says of the chosen rows, or of all, that they are still right."""
        rows = list(self.model.rows) if everything else self.chosen
        self._answer(lambda job: self.session.redefined.confirm(rows, job))

    def _relabel(self) -> None:
        rows, (layer, label) = self.chosen, self.target.currentData() or ("", "")
        if label:
            self._answer(lambda job: self.session.redefined.relabel(rows, layer, label, job))

    def _delete(self) -> None:
        rows = self.chosen
        self._answer(lambda job: self.session.redefined.delete(rows, job))

    def _answer(self, action: Callable[[Job], int]) -> None:
        """Answers in the background: it may be about very many."""
        for button in (self.right, self.all_right, self.other, self.gone):
            button.setEnabled(False)
        self._runner.start(action, lambda _: self.session.redefined.take_in(), self._fail, title=tr("Answering"))

    def _fail(self, error: UserError) -> None:
        self.failed.emit(error)
        self._say()
        self.count.setText(str(error))

    def _open(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()]
        self.opened.emit(row.article, row.annotation)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a row, Delete deletes what is chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # of the rows; never closes the window
        if event.key() == Qt.Key.Key_Delete and self.gone.isEnabled():
            self._delete()
            return
        super().keyPressEvent(event)
