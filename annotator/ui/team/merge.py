"""Merge: colleagues' files in. A dry run says for each file who, what is new, what is refused and why, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services.jobs import Job, Progress
from annotator.services.merge_report import MergeReport
from annotator.services.merge_words import remarks
from annotator.services.merging import MergeOptions
from annotator.ui.dialogs.files import file_dialog
from annotator.ui.dialogs.tables import cell, table
from annotator.ui.helping import offer_help
from annotator.ui.messages import sentence
from annotator.ui.runner import Runner, Running

Looked = list[tuple[Path, MergeReport]]
Look = Callable[[Sequence[Path], MergeOptions, Job], Looked]

_PAUSE_MS = 250
_MOST_SHOWN = 200


class MergeFiles(QDialog):
    """Asks; `paths` and `options` are the answer."""

    def __init__(self, parent: QWidget, runner: Runner, look: Look, folder: Path, paths: Sequence[Path] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merge work files"))
        offer_help(self, "review")
        self.resize(860, 640)
        self.setAcceptDrops(True)
        self._runner, self._look, self._folder = runner, look, folder
        self._looking: Running | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._begin)
        self.files = QListWidget()
        self.files.setAccessibleName(tr("Files to merge"))
        self.files.setFixedHeight(96)
        self.files.setStyleSheet(
            "QListWidget { background: palette(base); border: 1px solid palette(mid); border-radius: 5px; }"
        )
        self.foreign = QCheckBox(tr("Also files of &other projects: labels of articles whose text is here"))
        self.owners = QCheckBox(tr("Also what o&thers than a file's own annotator said in it, and Gold"))
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Whose labels these are"))
        self.name.setPlaceholderText(
            tr("as the file says; a name, for two people with one name or files of other tools")
        )
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setAccessibleName(tr("What will come in"))
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Looking"))
        self.bar.hide()
        self.found = table((tr("File"), tr("Whose"), tr("New"), tr("Updated"), tr("Unchanged"), tr("Refused")))
        self.found.setAccessibleName(tr("What each file brings"))
        self.remarks = table((tr("Where"), tr("What is refused, decided or added")))
        self.remarks.setAccessibleName(tr("What is refused, decided or added"))
        buttons = QDialogButtonBox()
        self._go = buttons.addButton(tr("&Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.files)
        layout.addLayout(self._buttons())
        layout.addWidget(self.foreign)
        layout.addWidget(self.owners)
        layout.addLayout(self._whose())
        layout.addWidget(self.summary)
        layout.addWidget(self.bar)
        layout.addWidget(self.found, 2)
        layout.addWidget(self.remarks, 3)
        layout.addWidget(buttons)
        for box in (self.foreign, self.owners):
            box.toggled.connect(self._changed)
        self.name.textChanged.connect(self._changed)
        self.finished.connect(self._stop)
        self.add(paths)
        self._changed()

    # -- the parts ----------------------------------------------------------------------------------------------

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        choices = (
            (tr("Add &files…"), self._choose_files),
            (tr("Add a f&older…"), self._choose_folder),
            (tr("&Remove"), self._remove),
        )
        for text, action in choices:
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(action)
            row.addWidget(button)
        row.addStretch(1)
        hint = QLabel(tr("Work files; JSONL or a brat folder of one person. Files can be dropped here."))
        hint.setProperty("role", "muted")
        row.addWidget(hint)
        return row

    def _whose(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel(tr("Labels &of"))
        label.setBuddy(self.name)
        row.addWidget(label)
        row.addWidget(self.name, 1)
        return row

    # -- the answer ---------------------------------------------------------------------------------------------

    @property
    def paths(self) -> list[Path]:
        return [Path(self.files.item(row).text()) for row in range(self.files.count())]

    @property
    def options(self) -> MergeOptions:
        return MergeOptions(self.foreign.isChecked(), self.owners.isChecked(), self.name.text().strip() or None)

    # -- files --------------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Adds files or folders that are not listed yet."""
        there = {str(path) for path in self.paths}
        for path in paths:
            if str(path) not in there:
                self.files.addItem(str(path))
                there.add(str(path))
        if paths:
            self._folder = paths[0].parent
            self._changed()

    def _choose_files(self) -> None:
        kinds = tr("Work files (*.annotator);;Labels (*.jsonl *.json);;All files (*)")
        dialog = file_dialog(self, tr("Files to merge"), self._folder)
        dialog.setNameFilter(kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._choose(dialog)

    def _choose_folder(self) -> None:
        dialog = file_dialog(self, tr("Folder to merge"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._choose(dialog)

    def _choose(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.activateWindow)
        dialog.open()

    def _chosen(self, names: list[str]) -> None:
        self.add([Path(name) for name in names])
        self._go.setFocus()

    def _remove(self) -> None:
        row = self.files.currentRow() if self.files.currentRow() >= 0 else self.files.count() - 1
        self.files.takeItem(row)
        self._changed()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # -- the dry run --------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._stop()
        self._go.setEnabled(self.files.count() > 0)
        self.found.setRowCount(0)
        self.remarks.hide()
        if self.files.count():
            self.summary.setText(tr("Looking at the files…"))
            self._soon.start()
        else:
            self.summary.setText(
                tr("Add the files that came back; what they bring is shown here before anything is changed.")
            )

    def _begin(self) -> None:
        paths, options, look = self.paths, self.options, self._look
        self.bar.setRange(0, 0)
        self.bar.show()
        running = self._runner.start(lambda job: look(paths, options, job), self._looked, self._refused)
        running.progressed.connect(self._show_progress)
        self._looking = running

    def _stop(self) -> None:
        self._soon.stop()
        self.bar.hide()
        running, self._looking = self._looking, None
        if running is not None and not running.done:
            running.progressed.disconnect(self._show_progress)
            running.cancel()

    def _show_progress(self, progress: Progress) -> None:
        if progress.total:
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, progress.done * 1000 // progress.total))

    def _looked(self, found: Looked) -> None:
        if self._looking is None:
            return
        self._looking = None
        self.bar.hide()
        self.found.setRowCount(len(found))
        lines: list[tuple[str, str]] = []
        for row, (path, report) in enumerate(found):
            refused = len(report.refused) + report.unlisted.get("refused", 0)
            counts = (report.new + report.articles, report.updated, report.unchanged, refused)
            cells = (path.name, ", ".join(report.annotators) or "–", *(f"{count:,}" for count in counts))
            for column, text in enumerate(cells):
                self.found.setItem(row, column, item := cell(text, right=column > 1))
                if column == 0:
                    item.setToolTip(str(path))
            lines += [(where.replace(str(path), path.name), what) for where, what in remarks(report)]
        self.remarks.setVisible(bool(lines))
        self.remarks.setRowCount(min(len(lines), _MOST_SHOWN))
        for row, pair in enumerate(lines[:_MOST_SHOWN]):
            for column, text in enumerate(pair):
                self.remarks.setItem(row, column, cell(text))
        taken = sum(report.files for _, report in found)
        self._go.setEnabled(taken > 0)
        self.summary.setText(_words(found, taken))

    def _refused(self, error: UserError) -> None:
        if self._looking is not None:
            self._looking = None
            self.bar.hide()
            self._go.setEnabled(False)
            self.summary.setText(f"▲ {sentence(error)}")


def _words(found: Looked, taken: int) -> str:
    if not taken:
        return "▲ " + tr("Nothing can be taken from these files; the reasons are below.")
    new = sum(report.new + report.articles for _, report in found)
    updated = sum(report.updated for _, report in found)
    if not new and not updated:
        return tr("Everything in these files is here already.")
    return tr(
        "{files}: {new} new, {updated} updated. A backup is made first; Ctrl+Z takes all of it back as one step.",
        files=trn("{n} file can be taken", "{n} files can be taken", taken),
        new=f"{new:,}",
        updated=f"{updated:,}",
    )
