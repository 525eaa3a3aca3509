"""The concordance window: hits in context with what lies on them; chosen ones are answered at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services.concordance import Hit, Wanted
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.ui.overview.hits_model import HitsModel
from annotator.ui.runner import Runner

_PAGE = 200


class ConcordanceWindow(QDialog):
    """Finds a string in all articles, and labels, accepts or rejects it there."""

    opened = Signal(Hit)
    failed = Signal(UserError)
    said = Signal(str)

    def __init__(self, parent: QWidget, session: Session, runner: Runner) -> None:
        super().__init__(parent)
        self.session = session
        self._runner = runner
        self._wanted = Wanted()
        self._more = 0
        self.setWindowTitle(tr("Concordance"))
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(1080, 620)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Words as they stand in the text"))
        self.words.setAccessibleName(tr("Words"))
        self.words.returnPressed.connect(self._find_and_go)
        self.labels = QComboBox()
        self.labels.setAccessibleName(tr("Only with the label"))
        self.lacking = QComboBox()
        self.lacking.setAccessibleName(tr("Only without"))
        find = QPushButton(tr("Find"))
        find.setAutoDefault(False)
        find.clicked.connect(self.find_first)
        self.model = HitsModel(session.schema)
        self.list = QTableView()
        self._prepare_list()
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.count.setWordWrap(True)
        self.more = QPushButton(tr("More hits"))
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self._find_more)
        self.target = QComboBox()
        self.target.setAccessibleName(tr("Label to give"))
        self.buttons = [
            self._button(tr("Label them"), self._label),
            self._button(tr("Accept suggestions"), self._accept),
            self._button(tr("Reject, delete"), self._reject),
        ]
        top = QHBoxLayout()
        for widget, stretch in ((self.words, 2), (self.labels, 1), (self.lacking, 1), (find, 0)):
            top.addWidget(widget, stretch)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.more)
        answers = QHBoxLayout()
        answers.addWidget(QLabel(tr("All chosen hits:")))
        answers.addWidget(self.target)
        for button in self.buttons:
            answers.addWidget(button)
        answers.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        layout.addLayout(answers)
        self._fill_choices()
        self._say_count()

    def _prepare_list(self) -> None:
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr("Hits"))
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setShowGrid(False)
        self.list.setWordWrap(False)
        self.list.setTabKeyNavigation(False)
        self.list.verticalHeader().setVisible(False)
        self.list.horizontalHeader().setHighlightSections(False)
        for column, width in enumerate((28, 290, 140, 290, 110)):
            self.list.setColumnWidth(column, width)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.list.activated.connect(self._open)
        self.model.chosen_changed.connect(self._say_count)

    def _button(self, text: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(action)
        return button

    def _fill_choices(self) -> None:
        schema = self.session.schema
        self.labels.addItem(tr("with any label or none"), None)
        self.target.addItem(tr("choose a label"), None)
        self.lacking.addItem(tr("with or without links"), "")
        for layer in schema.layers:
            for label in layer.labels:
                if not label.merged_into and not label.retired:
                    name = f"{label.name} ({layer.name})"
                    self.labels.addItem(name, (layer.id, label.id))
                    if label.shown:
                        self.target.addItem(name, (layer.id, label.id))
        for role in schema.roles:
            if not role.retired:
                self.lacking.addItem(tr("without {role}", role=role.name), role.id)
        for layer in schema.layers:
            for attribute in layer.attributes:
                if attribute.required and not attribute.retired:
                    self.lacking.addItem(tr("without {role}", role=attribute.name), attribute.id)

    # -- finding ------------------------------------------------------------------------------------------------

    def look_for(self, words: str) -> None:
        """Shows the window; finds `words` where there are any."""
        self.show()
        self.activateWindow()
        self.words.setFocus()
        if words:
            self.words.setText(" ".join(words.split()))
            self.words.selectAll()
            self.find_first()

    def _find_and_go(self) -> None:
        self.find_first()
        self.list.setFocus()

    def find_first(self) -> None:
        """Finds the first page."""
        chosen = self.labels.currentData()
        layer, label = chosen or ("", "")
        self._wanted = Wanted(self.words.text(), layer, label, self.lacking.currentData() if label else "")
        if not self._wanted.words.strip() and not label:
            self.count.setText(tr("Type some words, or choose a label."))
            return
        self.model.show([])
        self._find(0)

    def _find_more(self) -> None:
        self._find(self._more)

    def _find(self, after: int) -> None:
        wanted = self._wanted

        def work(job: Job) -> tuple[list[Hit], int]:
            return self.session.concordance.find(wanted, job, after=after, limit=_PAGE)

        def done(found: tuple[list[Hit], int]) -> None:
            hits, self._more = found
            if wanted is self._wanted:
                self.model.add(hits)
                self._say_count()

        self._runner.start(work, done, self.failed.emit)

    def _say_count(self) -> None:
        hits = self.model.hits
        parts = [trn("{n} hit", "{n} hits", len(hits)) + ("+" if self._more else "")]
        counts = self.session.concordance.labels_of(hits)
        named = [f"{label or tr('no label')} {n:,}" for label, n in counts.most_common()]
        if named:
            parts.append(", ".join(named))
        if len([label for label in counts if label]) > 1 and not self._wanted.label:
            parts.append(tr("The same words are labelled differently."))
        parts.append(trn("{n} chosen", "{n} chosen", len(self.model.chosen)))
        self.count.setText(" · ".join(parts))
        self.more.setVisible(bool(self._more))
        for button in self.buttons:
            button.setEnabled(bool(self.model.chosen) and not self.session.read_only)

    # -- answering ----------------------------------------------------------------------------------------------

    def _label(self) -> None:
        if self.target.currentData() is None:
            self.count.setText(tr("Choose the label to give first."))
            return
        layer, label = self.target.currentData()
        self._answer(lambda hits, job: self.session.concordance.label(hits, layer, label, job))

    def _accept(self) -> None:
        self._answer(self.session.concordance.accept)

    def _reject(self) -> None:
        self._answer(self.session.concordance.reject)

    def _answer(self, action: Callable[[Sequence[Hit], Job], int]) -> None:
        """Answers the chosen hits: a page or a few, on this thread, because the session belongs to it."""
        try:
            count = action(self.model.chosen, Job())
        except UserError as error:
            self.failed.emit(error)
            self.count.setText(str(error))
            return
        self.said.emit(
            trn(
                "{n} place was changed; Ctrl+Z takes it back.",
                "{n} places were changed; Ctrl+Z takes them back.",
                count,
            )
        )
        self.find_first()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.hits[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space in the list chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # of the field or the rows; never closes the window
        if event.key() == Qt.Key.Key_Space and self.list.hasFocus():
            rows = {index.row() for index in self.list.selectionModel().selectedRows()}
            self.model.turn(rows)
            return
        super().keyPressEvent(event)
