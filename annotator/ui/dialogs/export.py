"""Export: where to, in which format, whose labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.formats.registry import Format, formats
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.exporting import ExportOptions
from annotator.ui.dialogs.export_choices import ExportChoices
from annotator.ui.dialogs.place_line import PlaceLine
from annotator.ui.helping import offer_help
from annotator.ui.messages import sentence

_EVERYBODY, _GOLD = "*everybody", "*gold"


class ExportLabels(QDialog):
    """Asks; `path` and `options` are the answer."""

    def __init__(self, parent: QWidget, folder: Path, stem: str, annotators: Sequence[str], current: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export labels"))
        self.setMinimumWidth(580)
        self._formats: list[Format] = [each for each in formats() if each.write is not None]
        self._folder, self._stem = folder, stem
        self._place = PlaceLine(
            tr("File"), tr("Choose…"), tr("Choose where the export goes"), tr("Export to"), folder=False
        )
        self._path = self._place.line
        self._format = QComboBox()
        self._format.setAccessibleName(tr("Format"))
        for each in self._formats:
            self._format.addItem(tr(each.title), each.name)
        self._format.setCurrentIndex(max(0, self._format.findData("jsonl")))
        self._who = QComboBox()
        self._who.setAccessibleName(tr("Whose labels"))
        for name in annotators:
            self._who.addItem(name, name)
        self._who.setCurrentIndex(max(0, self._who.findData(current)))
        self._who.addItem(tr("Everybody’s"), _EVERYBODY)
        self._who.addItem(tr("The reviewed ones (Gold)"), _GOLD)
        self._which = QComboBox()
        self._which.setAccessibleName(tr("Which articles"))
        for text, query in _usual_articles():
            self._which.addItem(text, query)
        self._which.setEditable(True)
        self._which.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._which.setToolTip(tr("Also what the search takes: label:ORG source:Daily after:2026-01-05 agreed:2"))
        self._suggestions = QCheckBox(tr("Also suggestions that are not decided yet"))
        self._split = QLineEdit()
        self._split.setPlaceholderText(tr("no split; 80/10/10 makes train, dev and test"))
        self._split.setAccessibleName(tr("Split"))
        self._split_by = QComboBox()
        self._split_by.setAccessibleName(tr("Split by"))
        for way, text in (
            ("article", tr("article, evenly")),
            ("time", tr("time: the newest are the test")),
            ("source", tr("source: each on one side")),
        ):
            self._split_by.addItem(text, way)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.addRow(tr("&Format"), self._format)
        to_label = QLabel(tr("&To"))
        to_label.setBuddy(self._path)
        form.addRow(to_label, self._place)
        form.addRow(tr("&Whose labels"), self._who)
        form.addRow(tr("&Articles"), self._which)
        form.addRow(tr("S&plit"), self._split)
        form.addRow(tr("Split &by"), self._split_by)
        self._form, self._choices = form, ExportChoices(form)
        form.addRow("", self._suggestions)
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setProperty("role", "waiting")
        self.error.setAccessibleName(tr("What is wrong"))
        self.error.hide()
        hint = QLabel(
            tr("An existing file is replaced when the export is complete. What the format cannot hold is told.")
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        buttons = QDialogButtonBox()
        self._go = buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(hint)
        layout.addWidget(self.error)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self._format.currentIndexChanged.connect(self._propose)
        self._split.textChanged.connect(self._propose)
        self._path.textChanged.connect(self._changed)
        self._propose()
        self._path.setFocus()
        self._path.selectAll()
        offer_help(self, "export")

    def show_error(self, error: UserError) -> None:
        """Says why the export did not begin; what was chosen is still there."""
        self.error.setText(f"▲ {sentence(error)}")
        self.error.show()
        self._path.setFocus()

    @property
    def path(self) -> Path:
        return self._place.path

    @property
    def options(self) -> ExportOptions:
        who = str(self._who.currentData())
        return ExportOptions(
            format=str(self._format.currentData()),
            annotator=None if who in (_EVERYBODY, _GOLD) else who,
            gold=who == _GOLD,
            all=who == _EVERYBODY,
            suggestions=self._suggestions.isChecked(),
            filter=self._filter,
            split=self._split.text().strip(),
            split_by=str(self._split_by.currentData()),
            **self._choices.chosen,
        )

    @property
    def _filter(self) -> str:
        """The query of the entry that is chosen, or the one that was typed."""
        typed = self._which.currentText().strip()
        return dict(_usual_articles()).get(typed, typed)

    @property
    def _chosen(self) -> Format:
        return self._formats[self._format.currentIndex()]

    def _propose(self) -> None:
        """Proposes a name with the format's ending, in the folder that was chosen."""
        folder = self.path.parent if self._path.text().strip() else self._folder
        as_folder = self._chosen.writes_folder or bool(self._split.text().strip())
        self._path.setText(str(folder / (self._stem + ("" if as_folder else self._chosen.suffixes[0]))))
        self._choices.show(self._chosen.asks)
        self._form.setRowVisible(self._split_by, bool(self._split.text().strip()))

    def _changed(self) -> None:
        self.error.hide()
        self._go.setEnabled(bool(self._path.text().strip()))


def _usual_articles() -> list[tuple[str, str]]:
    """What is usually exported, and the query of each."""
    return [(tr("Done or with a label"), ""), (tr("Done"), "status:done"), (tr("Flagged"), "has:flag")]
