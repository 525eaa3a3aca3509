"""Import: asks which files come into the project, with a dry run of what they bring."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from annotator.model.phrases import tr
from annotator.services.importing import ImportOptions
from annotator.ui.dialogs.import_choice import ImportChoice, Plan
from annotator.ui.helping import offer_help
from annotator.ui.runner import Runner


class ImportFiles(QDialog):
    """Asks what to import; `paths` and `options` are the answer."""

    def __init__(self, parent: QWidget, runner: Runner, plan: Plan, folder: Path, paths: Sequence[Path] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import articles"))
        self.resize(760, 640)
        self.choice = ImportChoice(runner, plan, folder)
        buttons = QDialogButtonBox()
        self._import = buttons.addButton(tr("&Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._import.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.choice, 1)
        layout.addWidget(buttons)
        self.choice.changed.connect(self._changed)
        self.choice.chosen.connect(self._import.setFocus)
        self.finished.connect(self.choice.stop)
        self.choice.add(paths)
        self.choice.setFocus()
        offer_help(self, "import")

    @property
    def paths(self) -> list[Path]:
        return self.choice.paths

    @property
    def options(self) -> ImportOptions:
        return self.choice.options

    def _changed(self) -> None:
        self._import.setEnabled(bool(self.paths))
