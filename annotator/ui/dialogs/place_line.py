"""A line that holds the path of a file or folder, with a button that opens the dialog to choose it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from annotator.ui.dialogs.files import file_dialog


class PlaceLine(QWidget):
    """Holds a path; it is written or chosen, and the dialog begins where the line points."""

    def __init__(self, name: str, button: str, says: str, title: str, *, folder: bool) -> None:
        """`name`: of the line, `button`: what stands on it, `says`: its name for screen readers, `title`: of the dialog;
        `folder`: whether a folder is wanted, else a file to be written."""
        super().__init__()
        self._title, self._is_folder = title, folder
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.button = QPushButton(button)
        self.button.setAccessibleName(says)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._choose)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)

    @property
    def path(self) -> Path:
        """What the line says."""
        return Path(self.line.text().strip()).expanduser()

    def _choose(self) -> None:
        dialog = file_dialog(self.window(), self._title, self.path if self._is_folder else self.path.parent)
        if self._is_folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(self.path.name)
        dialog.fileSelected.connect(self.line.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.window().activateWindow)
        dialog.open()
