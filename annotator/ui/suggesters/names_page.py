"""The page of known names: a list to look through and edit, taken from and written to CSV files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLineEdit

from annotator.model.gazetteer import Known
from annotator.model.phrases import number, tr, trn
from annotator.services.jobs import Job
from annotator.services.known_names import NamesReport
from annotator.services.session import Session
from annotator.ui.dialogs.asking import ask
from annotator.ui.dialogs.files import file_dialog
from annotator.ui.overview.table_model import Column, LabelTable
from annotator.ui.overview.table_view import table_view
from annotator.ui.runner import Runner
from annotator.ui.suggesters.page import Page, button, chosen_row, fit, label_choice, row_of, show_label

_TYPED_MS = 150
_NAMED_ROWS = 5
"""Rows that could not be taken and are named; the command line names all of them."""


class NamesPage(Page):
    """The known names with what is to be added or changed below."""

    def __init__(self, session: Session, runner: Runner, folder: Path) -> None:
        super().__init__(session, runner, folder)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Show names that contain …"))
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.model = LabelTable()
        self.view = table_view(tr("Known names"), self.model)
        self.string, self.name = QLineEdit(), QLineEdit()
        for field, words in (
            (self.string, tr("String, as it stands in texts")),
            (self.name, tr("Name that is meant (optional)")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            field.returnPressed.connect(self.put)
        self.label = label_choice(session, tr("Label"), ())
        self.any_case = QCheckBox(tr("in any case"))
        self.import_button = button(tr("&Import a CSV…"), self.choose_file)
        about = QLabel(
            tr(
                "A known name is proposed wherever it stands as whole words, the longest first. A CSV has the columns string, "
                "label, and where you like name and case (exact or any)."
            )
        )
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        edit = row_of([self.string, self.label, self.name, self.any_case, button(tr("&Put in"), self.put)], fill=False)
        edit.setStretch(0, 2)
        edit.setStretch(2, 2)
        self.lay_out(
            about,
            row_of([self.filter, self.count], stretched=self.filter),
            self.view,
            edit,
            row_of(
                [
                    self.import_button,
                    button(tr("&Export a CSV…"), self.choose_target),
                    button(tr("&Remove"), self.remove),
                ]
            ),
            stretched=self.view,
        )
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self._apply_filter)
        self.filter.textChanged.connect(self._typed.start)
        self.view.selectionModel().currentRowChanged.connect(self._chosen)

    def take_keyboard(self) -> None:
        self.filter.setFocus()

    def refresh(self) -> None:
        """Shows the names as the project has them now."""
        label_name = self.session.schema.label_name
        columns = [
            Column(tr("String"), lambda one: one.string),
            Column(tr("Label"), lambda one: label_name(one.layer, one.label)),
            Column(tr("Name"), lambda one: one.name),
            Column(tr("Case"), lambda one: tr("any") if one.any_case else tr("exact")),
        ]
        self.model.show(self.session.names.all(), columns)
        fit(self.view, 320)
        self._say()

    def _apply_filter(self) -> None:
        self.model.filter(self.filter.text())
        self._say()

    def _say(self) -> None:
        names = self.model.rowCount()
        if names or self.filter.text():
            self.count.setText(trn("{n} name", "{n} names", names))
        else:
            self.count.setText(tr("No known names yet: put one in below, with its label, or import a CSV."))

    def _chosen(self) -> None:
        one = chosen_row(self.view, self.model)
        if isinstance(one, Known):
            self.string.setText(one.string)
            self.name.setText(one.name)
            self.any_case.setChecked(one.any_case)
            show_label(self.label, one.layer, one.label)

    # -- changes ------------------------------------------------------------------------------------------------

    def put(self) -> None:
        """Adds what is in the fields, or changes the name with that string."""
        layer, label = self.label.currentData()
        string = self.string.text()
        if self.attempt(
            lambda: self.session.names.set(string, layer, label, self.name.text(), any_case=self.any_case.isChecked())
        ):
            self.said.emit(tr("“{string}” is a known name now.", string=" ".join(string.split())))
            self.string.clear()
            self.name.clear()
            self.string.setFocus()

    def remove(self) -> None:
        """Takes the chosen name away."""
        one = chosen_row(self.view, self.model)
        if isinstance(one, Known) and self.attempt(lambda: self.session.names.remove([one.string])):
            self.said.emit(tr("“{string}” is no known name any more. Ctrl+Z takes it back.", string=one.string))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.view.hasFocus():
            self.remove()
        else:
            super().keyPressEvent(event)

    # -- files --------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        dialog = file_dialog(self, tr("Known names to import"), self.folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([tr("Tables (*.csv *.tsv *.txt)"), tr("All files (*)")])
        ask(dialog, lambda: self.bring_in([Path(path) for path in dialog.selectedFiles()]), self)

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Imports CSV files as a job."""

        def work(job: Job) -> NamesReport:
            return self.session.names.import_files(paths, job)

        self.runner.start(work, self._imported, self.failed.emit, title=tr("Importing known names"))

    def _imported(self, report: NamesReport) -> None:
        self.session.names.take_in()
        words = [
            tr(
                "{names}: {added} new, {replaced} changed, {unchanged} as before.",
                names=trn("{n} known name", "{n} known names", report.names),
                added=number(report.added),
                replaced=number(report.replaced),
                unchanged=number(report.unchanged),
            )
        ]
        if report.skipped:
            words.append(trn("{n} row was left out:", "{n} rows were left out:", len(report.skipped)))
            named = [tr("line {n}: {reason}", n=one.line, reason=one.reason) for one in report.skipped[:_NAMED_ROWS]]
            words.append(" ".join([*named, "…"] if len(report.skipped) > _NAMED_ROWS else named))
        self.said.emit(" ".join(words))

    def choose_target(self) -> None:
        dialog = file_dialog(self, tr("Export known names"), self.folder / "known-names.csv")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        ask(dialog, lambda: self.write_out(Path(dialog.selectedFiles()[0])), self)

    def write_out(self, path: Path) -> None:
        """Writes all known names to a CSV file."""
        counts: list[int] = []
        if self.attempt(lambda: counts.append(self.session.names.export(path))):
            words = trn("{n} known name written to {path}.", "{n} known names written to {path}.", counts[0], path=path)
            self.said.emit(words)
