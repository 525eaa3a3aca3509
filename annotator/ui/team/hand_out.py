"""Hand out: who gets which articles, with or without suggestions, and where the work files go; shown before any is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services.handing_out import HandoutOptions, HandoutReport
from annotator.services.jobs import Job
from annotator.ui.dialogs.place_line import PlaceLine
from annotator.ui.dialogs.tables import cell, table
from annotator.ui.helping import offer_help
from annotator.ui.messages import sentence
from annotator.ui.runner import Runner, Running

Plan = Callable[[Path, Sequence[str], HandoutOptions, Job], HandoutReport]

_PAUSE_MS = 250


class HandOut(QDialog):
    """Asks; `folder`, `names` and `options` are the answer."""

    def __init__(self, parent: QWidget, runner: Runner, plan: Plan, folder: Path, known: Sequence[str]) -> None:
        """`known`: names of people that are in the project, to be chosen from."""
        super().__init__(parent)
        self.setWindowTitle(tr("Hand out"))
        offer_help(self, "review")
        self.resize(760, 620)
        self._runner, self._plan = runner, plan
        self._looking: Running | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._look)
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setAccessibleName(tr("Name"))
        self.name.addItems(known)
        self.name.setCurrentIndex(-1)
        self.people = QListWidget()
        self.people.setAccessibleName(tr("Who gets a file"))
        self.people.setFixedHeight(84)
        self.people.setStyleSheet(
            "QListWidget { background: palette(base); border: 1px solid palette(mid); border-radius: 5px; }"
        )
        self.share = QComboBox()
        self.share.setAccessibleName(tr("Which articles"))
        self.share.addItem(tr("A share to everybody, the rest split evenly"), "share")
        self.share.addItem(tr("Everything to everybody"), "all")
        self.share.addItem(tr("Everything split evenly, nothing twice"), "split")
        self.overlap = _percent(20, tr("To everybody"))
        self.suggestions = QComboBox()
        self.suggestions.setAccessibleName(tr("Suggestions"))
        self.suggestions.addItem(tr("All that there are"), "all")
        self.suggestions.addItem(tr("None"), "none")
        self.suggestions.addItem(tr("A share of the articles without any, to measure what they do"), "share")
        self.without = _percent(50, tr("Without suggestions"))
        self.filter = QLineEdit()
        self.filter.setAccessibleName(tr("Only articles that match"))
        self.filter.setPlaceholderText(tr("all articles; else as in the search, like source:Echo or status:open"))
        self._place = PlaceLine(
            tr("Folder"), tr("Ch&oose…"), tr("Choose the folder"), tr("Folder for the work files"), folder=True
        )
        self._place.line.setText(str(folder))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setAccessibleName(tr("What will be handed out"))
        self.preview = table((tr("Person"), tr("Articles"), tr("May have suggestions"), tr("Words, about")))
        self.preview.setAccessibleName(tr("Who gets what"))
        buttons = QDialogButtonBox()
        self._go = buttons.addButton(tr("&Hand out"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(self._form())
        layout.addWidget(self.summary)
        layout.addWidget(self.preview, 1)
        layout.addWidget(buttons)
        self.finished.connect(self._stop)
        self._connect()
        self._changed()
        self.name.setFocus()

    # -- the parts ----------------------------------------------------------------------------------------------

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        add = _button(tr("&Add"), self.add_typed)
        remove = _button(tr("&Remove"), self._remove)
        parts = (
            (tr("&Name"), self.name, add),
            (tr("Who gets a file"), self.people, remove),
            (tr("Ar&ticles"), self.share, self.overlap),
            (tr("Onl&y those"), self.filter, None),
            (tr("&Suggestions"), self.suggestions, self.without),
            (tr("&Folder"), self._place, None),
        )
        for text, wide, narrow in parts:
            label = QLabel(text)
            label.setBuddy(wide.focusProxy() or wide)  # a letter leads only to what takes the keyboard itself
            row = QHBoxLayout()
            row.addWidget(wide, 1)
            if narrow is not None:
                row.addWidget(narrow, 0, Qt.AlignmentFlag.AlignTop)
            form.addRow(label, row)
        return form

    def _connect(self) -> None:
        edit = self.name.lineEdit()
        if edit is not None:
            edit.setAccessibleName(tr("Name"))
            edit.setPlaceholderText(tr("type a name, Enter"))
            edit.returnPressed.connect(self.add_typed)
        self.name.activated.connect(self.add_typed)
        for combo in (self.share, self.suggestions):
            combo.currentIndexChanged.connect(self._changed)
        for box in (self.overlap, self.without):
            box.valueChanged.connect(self._changed)
        for line in (self.filter, self._place.line):
            line.textChanged.connect(self._changed)

    # -- the answer ---------------------------------------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        return [self.people.item(row).text() for row in range(self.people.count())]

    @property
    def folder(self) -> Path:
        return self._place.path

    @property
    def options(self) -> HandoutOptions:
        overlaps = {"all": 1.0, "split": 0.0, "share": self.overlap.value() / 100}
        suggested = {"all": 1.0, "none": 0.0, "share": 1 - self.without.value() / 100}
        return HandoutOptions(
            overlaps[self.share.currentData()], suggested[self.suggestions.currentData()], self.filter.text().strip()
        )

    # -- people and folder --------------------------------------------------------------------------------------

    def add_typed(self) -> None:
        """Adds the name that is typed or chosen."""
        name = " ".join(self.name.currentText().split())
        if name and name not in self.names:
            self.people.addItem(name)
            self._changed()
        self.name.setCurrentIndex(-1)
        self.name.clearEditText()

    def _remove(self) -> None:
        row = self.people.currentRow() if self.people.currentRow() >= 0 else self.people.count() - 1
        self.people.takeItem(row)
        self._changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the name adds it, it does not end the dialog."""
        if not (self.name.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)

    # -- the preview --------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._stop()
        self.overlap.setVisible(self.share.currentData() == "share")
        self.without.setVisible(self.suggestions.currentData() == "share")
        self._go.setEnabled(self.people.count() > 0)
        self.preview.setRowCount(0)
        if self.people.count():
            self._soon.start()
        else:
            self.summary.setText(tr("Add the people who are to label. Each gets a file of their own."))

    def _look(self) -> None:
        folder, names, options, plan = self.folder, self.names, self.options, self._plan
        self._looking = self._runner.start(lambda job: plan(folder, names, options, job), self._planned, self._refused)

    def _stop(self) -> None:
        self._soon.stop()
        running, self._looking = self._looking, None
        if running is not None and not running.done:
            running.cancel()

    def _planned(self, report: HandoutReport) -> None:
        if self._looking is None:
            return
        self._looking = None
        self.summary.setText(
            tr(
                "{articles}, {common} of them for everybody.",
                articles=trn("{n} article", "{n} articles", report.articles),
                common=f"{report.common:,}",
            )
        )
        self.preview.setRowCount(len(report.files))
        for row, file in enumerate(report.files):
            cells = (file.annotator, f"{file.articles:,}", f"{file.suggested:,}", f"{file.words:,}")
            for column, text in enumerate(cells):
                self.preview.setItem(row, column, cell(text, right=column > 0))

    def _refused(self, error: UserError) -> None:
        if self._looking is not None:
            self._looking = None
            self._go.setEnabled(False)
            self.summary.setText(f"▲ {sentence(error)}")


class HandedOut(QDialog):
    """What was handed out: each file with its path, to be copied or looked at."""

    def __init__(self, parent: QWidget, report: HandoutReport) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Handed out"))
        self.resize(760, 320)
        count = trn("{n} work file was written.", "{n} work files were written.", len(report.files))
        words = QLabel(
            count + " " + tr("Send each to whom it is for. What comes back is taken in with “Merge work files”.")
        )
        words.setWordWrap(True)
        self.files = table((tr("File"), tr("Person"), tr("Articles")))
        self.files.setAccessibleName(tr("The work files"))
        self.files.setRowCount(len(report.files))
        for row, file in enumerate(report.files):
            for column, text in enumerate((file.path, file.annotator, f"{file.articles:,}")):
                self.files.setItem(row, column, cell(text, right=column == 2))
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(words)
        layout.addWidget(self.files, 1)
        layout.addWidget(buttons)


def _percent(value: int, name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, 100)
    box.setValue(value)
    box.setSuffix(" %")
    box.setSingleStep(5)
    box.setAccessibleName(name)
    return box


def _button(text: str, action: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(action)
    return button
