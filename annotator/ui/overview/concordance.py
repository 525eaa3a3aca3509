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
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services.concordance import Answer, Differing, Hit
from annotator.services.jobs import Job
from annotator.services.place_query import Wanted, ready_made, wanted
from annotator.services.session import Session
from annotator.ui.dialogs.asking import closing
from annotator.ui.helping import offer_help
from annotator.ui.overview.hits_model import HitsModel
from annotator.ui.runner import Runner

_PAGE = 200
_MOST = 50_000
"""Hits that are shown at most at once."""
_MOST_DIFFERING = 5_000
_DIFFERING = "*differing"


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
        self.words.setPlaceholderText(tr("Words, or label:ORG bank, or label:CLAIM without:claimer"))
        self.words.setAccessibleName(tr("What to look for"))
        self.words.returnPressed.connect(self._find_and_go)
        self.ready = QComboBox()
        self.ready.setAccessibleName(tr("Ready-made searches"))
        self.ready.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.ready.setMinimumContentsLength(28)
        self.ready.activated.connect(self._ready_chosen)
        find = QPushButton(tr("Find"))
        find.setAutoDefault(False)
        find.clicked.connect(self.find_first)
        self.model = HitsModel(session.schema)
        self.list = QTableView()
        self._prepare_list()
        self.differing = QListWidget()
        self.differing.setAccessibleName(tr("The same words labelled differently"))
        self.differing.itemActivated.connect(self._differing_chosen)
        self.differing.hide()
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.count.setWordWrap(True)
        self.more = QPushButton(tr("More hits"))
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self._find_more)
        self.all = self._button(tr("All hits"), self._find_all)
        self.target = QComboBox()
        self.target.setAccessibleName(tr("Label to give"))
        self.buttons = [
            self._button(tr("&Label them"), self._label),
            self._button(tr("&Accept suggestions"), self._accept),
            self._button(tr("&Reject, delete"), self._reject),
            self._button(tr("&Never again"), self._never),
        ]
        top = QHBoxLayout()
        for widget, stretch in ((self.words, 2), (self.ready, 1), (find, 0)):
            top.addWidget(widget, stretch)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.more)
        foot.addWidget(self.all)
        answers = QHBoxLayout()
        answers.addWidget(QLabel(tr("All chosen hits:")))
        answers.addWidget(self.target)
        for button in self.buttons:
            answers.addWidget(button)
        answers.addStretch(1)
        answers.addWidget(closing(self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.differing, 1)
        layout.addLayout(foot)
        layout.addLayout(answers)
        self._fill_choices()
        self._say_count()
        self.count.setText(_begin())
        offer_help(self, "keys")

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
        self.target.addItem(tr("choose a label"), None)
        self.ready.addItem(tr("Ready-made searches"), "")
        self.ready.addItem(tr("The same words labelled differently"), _DIFFERING)
        for name, query in ready_made(schema):
            self.ready.addItem(f"{name[:1].upper()}{name[1:]}", query)
        for layer in schema.layers:
            for label in layer.labels:
                if label.shown:
                    self.target.addItem(f"{label.name} ({layer.name})", (layer.id, label.id))

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
        try:
            self._wanted = wanted(self.words.text(), self.session.schema)
        except UserError as error:
            self.count.setText(f"{error.what} {error.hint}")
            return
        if self._wanted.nothing:
            self.count.setText(_begin())
            return
        self._show_list(self.list)
        self.model.show([])
        self._find(0)

    def _ready_chosen(self, row: int) -> None:
        query = str(self.ready.itemData(row))
        if query == _DIFFERING:
            self._find_differing()
        elif query:
            self.words.setText(query)
            self._find_and_go()

    def _show_list(self, shown: QWidget) -> None:
        self.list.setVisible(shown is self.list)
        self.differing.setVisible(shown is self.differing)

    # -- the same words labelled differently --------------------------------------------------------------------

    def _find_differing(self) -> None:
        self._show_list(self.differing)
        self.differing.clear()
        self.model.show([])
        self.count.setText(tr("Looking through all labels…"))
        self._runner.start(self.session.concordance.differing, self._show_differing, self.failed.emit)

    def _show_differing(self, found: list[Differing]) -> None:
        for one in found[:_MOST_DIFFERING]:
            labels = ", ".join(f"{label} {n:,}" for label, n in one.labels.items())
            item = QListWidgetItem(f"{one.string}   —   {labels}")
            item.setData(Qt.ItemDataRole.UserRole, one.string)
            self.differing.addItem(item)
        if found:
            self.differing.setCurrentRow(0)
            self.differing.setFocus()
            words = trn("{n} string is labelled differently.", "{n} strings are labelled differently.", len(found))
            self.count.setText(f"{words} {tr('Enter shows where.')}")
        else:
            self.count.setText(tr("No string is labelled differently in different places."))

    def _differing_chosen(self, item: QListWidgetItem) -> None:
        self.words.setText(f'"{item.data(Qt.ItemDataRole.UserRole)}"')
        self._find_and_go()

    # -- pages of hits ------------------------------------------------------------------------------------------

    def _find_more(self) -> None:
        self._find(self._more)

    def _find_all(self) -> None:
        self._find(self._more, _MOST, tr("Finding all hits"))

    def _find(self, after: int, limit: int = _PAGE, title: str = "") -> None:
        looked_for = self._wanted

        def work(job: Job) -> tuple[list[Hit], int]:
            return self.session.concordance.find(looked_for, job, after=after, limit=limit)

        def done(found: tuple[list[Hit], int]) -> None:
            if looked_for is self._wanted:
                hits, self._more = found
                self.model.add(hits)
                if hits and not self.list.currentIndex().isValid():
                    self.list.selectRow(0)
                self._say_count()

        self._runner.start(work, done, self.failed.emit, title=title)

    def _say_count(self) -> None:
        hits = self.model.hits
        parts = [trn("{n} hit", "{n} hits", len(hits)) + ("+" if self._more else "")]
        counts = self.session.concordance.labels_of(hits)
        named = [f"{label or tr('no label')} {n:,}" for label, n in counts.most_common()]
        if named:
            parts.append(", ".join(named))
        if len([label for label in counts if label]) > 1 and not self._wanted.of_labels:
            parts.append(tr("The same words are labelled differently."))
        if hits:
            parts.append(trn("{n} chosen", "{n} chosen", len(self.model.chosen)))
        elif self._wanted.words and not self._more:
            parts.append(
                tr("whole words are looked for, one after the other, in the texts; titles are looked at by Ctrl+F only")
            )
        self.count.setText(" · ".join(parts))
        self.more.setVisible(bool(self._more))
        self.all.setVisible(bool(self._more))
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

    def _never(self) -> None:
        """Holds the strings back for good: under the labels they have or are proposed with, else under the chosen one."""
        layer, label = self.target.currentData() or ("", "")
        strings = [
            (hit.layer or layer, hit.label or label, hit.quote) for hit in self.model.chosen if hit.label or label
        ]
        if not strings:
            self.count.setText(tr("Choose under which label these words are never to be suggested."))
            return
        count = self.session.memory.never_any(strings)
        self.said.emit(
            trn(
                "{n} string is never suggested again; Ctrl+Z takes it back.",
                "{n} strings are never suggested again; Ctrl+Z takes it back.",
                count,
            )
        )
        self.find_first()

    def _answer(self, plan: Callable[[Sequence[Hit], Job], Answer]) -> None:
        """Answers the chosen hits: worked out beside this thread, done on it, because the session belongs to it."""
        chosen = list(self.model.chosen)
        for button in self.buttons:
            button.setEnabled(False)
        self._runner.start(lambda job: plan(chosen, job), self._do, self._not_answered)

    def _do(self, answer: Answer) -> None:
        count = self.session.concordance.do(answer)
        self.said.emit(
            trn(
                "{n} place was changed; Ctrl+Z takes it back.",
                "{n} places were changed; Ctrl+Z takes them back.",
                count,
            )
        )
        self.find_first()

    def _not_answered(self, error: UserError) -> None:
        self.failed.emit(error)
        self._say_count()
        self.count.setText(f"{error.what} {error.hint}")

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


def _begin() -> str:
    return tr("Type some words or a search, or choose a ready-made one; Enter lists where they stand in the articles.")
