"""A new project: where, for whom, with which labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr
from annotator.ui.dialogs.files import file_dialog

SUFFIX = ".annotator"


class NewProject(QDialog):
    """Asks; the project is made by who opened it."""

    def __init__(self, parent: QWidget, folder: Path, name: str, schemas: Sequence[tuple[str, str]]) -> None:
        """`schemas`: (id, what it is called)."""
        super().__init__(parent)
        self.setWindowTitle(tr("New project"))
        self.setMinimumWidth(560)
        self._folder = folder
        self._path = QLineEdit(str(free_path(folder, tr("news"))))
        self._path.setAccessibleName(tr("Project file"))
        browse = QPushButton(tr("Choose…"))
        browse.setAccessibleName(tr("Choose where the project file goes"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self._name = QLineEdit(name)
        self._name.setAccessibleName(tr("Your name"))
        self._schema = QComboBox()
        self._schema.setAccessibleName(tr("Labels"))
        for schema_id, title in schemas:
            self._schema.addItem(title, schema_id)
        file_row = QHBoxLayout()
        file_row.addWidget(self._path, 1)
        file_row.addWidget(browse)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        file_label = QLabel(tr("&Project file"))
        file_label.setBuddy(self._path)
        form.addRow(file_label, file_row)
        form.addRow(tr("Your &name"), self._name)
        form.addRow(tr("&Labels"), self._schema)
        hint = QLabel(tr("One file holds everything: articles, labels, history. Your name stands beside your labels."))
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        buttons = QDialogButtonBox()
        self._make = buttons.addButton(tr("Make it, then choose articles"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._make.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(hint)
        layout.addStretch(1)
        layout.addWidget(buttons)
        for field in (self._path, self._name):
            field.textChanged.connect(self._changed)
        self._changed()
        self._path.setFocus()
        end = self._path.text().rfind(SUFFIX)
        begin = len(str(folder)) + 1
        self._path.setSelection(begin, end - begin)

    @property
    def path(self) -> Path:
        return Path(self._path.text().strip()).expanduser()

    @property
    def name(self) -> str:
        return self._name.text().strip()

    @property
    def schema(self) -> str:
        return str(self._schema.currentData())

    def _changed(self) -> None:
        self._make.setEnabled(bool(self._path.text().strip() and self.name))

    def _browse(self) -> None:
        choose = file_dialog(self, tr("Project file"), self._folder)
        choose.setNameFilter(tr("Projects (*.annotator)"))
        choose.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        choose.setDefaultSuffix(SUFFIX)
        choose.fileSelected.connect(self._path.setText)
        choose.finished.connect(choose.deleteLater)
        choose.open()


def free_path(folder: Path, stem: str) -> Path:
    """A path in `folder` where no file is yet."""
    number = 1
    path = folder / f"{stem}{SUFFIX}"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{SUFFIX}"
    return path
