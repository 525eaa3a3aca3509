"""Which files come in, how they are read, and what that brings - looked up by a dry run while one chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.formats.fields import USUAL_NAMES
from annotator.formats.registry import formats
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.importing import ImportOptions, ImportPlan
from annotator.services.jobs import Job
from annotator.ui.dialogs.files import file_dialog
from annotator.ui.dialogs.import_preview import ImportPreview
from annotator.ui.runner import Runner, Running

Plan = Callable[[Sequence[Path], ImportOptions, Job], ImportPlan]

_PAUSE_MS = 250
_ENCODINGS = (
    "utf-8", "windows-1252", "iso-8859-1", "iso-8859-2", "windows-1251", "koi8-r", "gb18030", "big5", "shift_jis",
    "euc-jp", "euc-kr", "windows-1256", "utf-16",
)  # fmt: skip  # the ones that news files come in


class ImportChoice(QWidget):
    """The files, their reading and the dry run; `paths` and `options` are the answer. Files can be dropped on it."""

    changed = Signal()
    """Other files, or another way to read them."""
    chosen = Signal()
    """Files were chosen in a dialog: what comes next can have the keyboard."""

    def __init__(self, runner: Runner, plan: Plan, folder: Path) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._runner = runner
        self._plan = plan
        self._folder = folder
        self._dry_run: Running | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._look)
        self.files = QListWidget()
        self.files.setAccessibleName(tr("Files and folders to import"))
        self.files.setFixedHeight(96)
        self.files.setStyleSheet(
            "QListWidget { background: palette(base); border: 1px solid palette(mid); border-radius: 5px; }"
        )
        self.preview = ImportPreview()
        self.preview.stopped.connect(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._files_part())
        layout.addLayout(self._reading_part())
        layout.addLayout(self._mapping_part())
        layout.addWidget(self.preview, 1)

    # -- the parts ----------------------------------------------------------------------------------------------

    def _files_part(self) -> QVBoxLayout:
        add_files = QPushButton(tr("Add &files…"))
        add_folder = QPushButton(tr("Add a f&older…"))
        remove = self._remove_button = QPushButton(tr("&Remove"))
        remove.setEnabled(False)
        add_files.clicked.connect(self._choose_files)
        add_folder.clicked.connect(self._choose_folder)
        remove.clicked.connect(self._remove)
        buttons = QHBoxLayout()
        for button in (add_files, add_folder, remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        hint = QLabel(tr("Text, web pages, tables, JSON, labels of other tools. Files can be dropped here."))
        hint.setToolTip("\n".join(tr(each.title) for each in formats() if each.read is not None))
        hint.setProperty("role", "muted")
        buttons.addWidget(hint)
        part = QVBoxLayout()
        part.addWidget(self.files)
        part.addLayout(buttons)
        self.setFocusProxy(add_files)
        return part

    def _reading_part(self) -> QHBoxLayout:
        self._format = QComboBox()
        self._format.setAccessibleName(tr("Format"))
        self._format.addItem(tr("Find the format out"), None)
        for each in formats():
            if each.read is not None:
                self._format.addItem(tr(each.title), each.name)
        self._encoding = QComboBox()
        self._encoding.setAccessibleName(tr("Encoding"))
        self._encoding.setEditable(True)
        self._encoding.addItems([tr("Find the encoding out"), *_ENCODINGS])
        edit = self._encoding.lineEdit()
        if edit is not None:
            edit.setAccessibleName(tr("Encoding"))
        self._update = QCheckBox(tr("Take changed labels over"))
        self._update.setToolTip(
            tr("Labels that are here with other content get a new version; a backup is made first.")
        )
        self._format.currentIndexChanged.connect(self._changed)
        self._encoding.currentTextChanged.connect(self._changed)
        self._update.toggled.connect(self._changed)
        part = QHBoxLayout()
        for widget in (self._format, self._encoding, self._update):
            part.addWidget(widget)
        part.addStretch(1)
        return part

    def _mapping_part(self) -> QVBoxLayout:
        """Which column or key holds what. Folded away until somebody wants it: the usual names are found."""
        self._mapping = QCheckBox(tr("Say which column or key is which"))
        grid = QGridLayout()
        inside = QWidget()
        inside.setLayout(grid)
        grid.setContentsMargins(24, 0, 0, 0)
        self._fields: dict[str, QComboBox] = {}
        names = {
            "text": tr("Text"),
            "title": tr("Title"),
            "source": tr("Source"),
            "published": tr("Date"),
            "url": tr("Address"),
            "author": tr("Author"),
            "language": tr("Language"),
        }
        for number, (name, title) in enumerate(names.items()):
            combo = QComboBox()
            combo.setEditable(True)
            combo.setAccessibleName(tr("Column or key of: {field}", field=title))
            edit = combo.lineEdit()
            if edit is not None:
                edit.setAccessibleName(combo.accessibleName())
                edit.setPlaceholderText(", ".join(USUAL_NAMES[name]))
            combo.currentTextChanged.connect(self._changed)
            self._fields[name] = combo
            label = QLabel(title)
            label.setBuddy(combo)
            grid.addWidget(label, number // 2, number % 2 * 2)
            grid.addWidget(combo, number // 2, number % 2 * 2 + 1)
            grid.setColumnStretch(number % 2 * 2 + 1, 1)
        part = QVBoxLayout()
        part.addWidget(self._mapping)
        part.addWidget(inside)
        inside.hide()
        self._mapping.toggled.connect(inside.setVisible)
        self._mapping.toggled.connect(self._changed)
        return part

    # -- the answer ---------------------------------------------------------------------------------------------

    @property
    def paths(self) -> list[Path]:
        return [Path(self.files.item(row).text()) for row in range(self.files.count())]

    @property
    def options(self) -> ImportOptions:
        fields = {}
        if self._mapping.isChecked():
            fields = {name: text for name, combo in self._fields.items() if (text := combo.currentText().strip())}
        found_out = self._encoding.currentIndex() == 0 and self._encoding.currentText() == self._encoding.itemText(0)
        encoding = None if found_out else self._encoding.currentText().strip() or None
        return ImportOptions(
            format=self._format.currentData(), fields=fields, encoding=encoding, update=self._update.isChecked()
        )

    def add(self, paths: Sequence[Path]) -> None:
        """Adds files and folders to the list."""
        known = set(self.paths)
        for path in paths:
            if path not in known:
                self.files.addItem(str(path))
                self._folder = path if path.is_dir() else path.parent
        self._changed()

    # -- what is pressed ----------------------------------------------------------------------------------------

    def _choose_files(self) -> None:
        dialog = file_dialog(self, tr("Files to import"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._choose(dialog)

    def _choose_folder(self) -> None:
        dialog = file_dialog(self, tr("Folder to import"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._choose(dialog)

    def _choose(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.window().activateWindow)
        dialog.open()

    def _chosen(self, names: list[str]) -> None:
        self.add([Path(name) for name in names])
        self.chosen.emit()

    def _remove(self) -> None:
        for item in self.files.selectedItems() or ([self.files.currentItem()] if self.files.currentItem() else []):
            self.files.takeItem(self.files.row(item))
        self._changed()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # -- the dry run --------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.stop()
        self.changed.emit()
        self.preview.clear()
        self._remove_button.setEnabled(bool(self.files.count()))
        if self.files.count():
            self._soon.start()

    def _look(self) -> None:
        paths, options, plan = self.paths, self.options, self._plan
        self.preview.wait()
        running = self._runner.start(lambda job: plan(paths, options, job), self._planned, self._refused)
        running.progressed.connect(self.preview.show_progress)
        self._dry_run = running

    def stop(self) -> None:
        """Ends a dry run that is under way."""
        self._soon.stop()
        running, self._dry_run = self._dry_run, None
        if running is not None and not running.done:
            running.progressed.disconnect(self.preview.show_progress)
            running.cancel()

    def _planned(self, plan: ImportPlan) -> None:
        if self._dry_run is None:
            return
        self._dry_run = None
        self.preview.show_plan(plan)
        for combo in self._fields.values():
            typed = combo.currentText()
            combo.blockSignals(True)
            combo.clear()
            combo.addItems(["", *sorted(plan.fields)])
            combo.setCurrentText(typed)
            combo.blockSignals(False)

    def _refused(self, error: UserError) -> None:
        if self._dry_run is not None:
            self._dry_run = None
            self.preview.show_error(error)
