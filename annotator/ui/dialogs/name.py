"""Asks for a name: who is labelling."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr
from annotator.ui.dialogs.asking import ask


def ask_name(parent: QWidget, known: Sequence[str], present: str, answered: Callable[[str], None]) -> None:
    """Who is labelling: one of the known people, or a new name."""
    dialog = _Choice(
        parent,
        tr("Who is labelling?"),
        tr("Labels belong to a person. Each has their own; nobody changes another’s."),
        list(known),
        present,
        tr("Go on"),
    )
    ask(dialog, lambda: answered(dialog.text), parent)


class _Choice(QDialog):
    """One line, typed or chosen from a list."""

    def __init__(
        self, parent: QWidget, title: str, question: str, choices: Sequence[str], present: str, button: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        label = QLabel(question)
        label.setWordWrap(True)
        self._field = QComboBox()
        self._field.setEditable(True)
        self._field.addItems(list(choices))
        self._field.setCurrentText(present or (choices[0] if choices else ""))
        self._field.setAccessibleName(question)
        label.setBuddy(self._field)
        edit = self._field.lineEdit()
        if edit is not None:
            edit.selectAll()
            edit.setAccessibleName(question)
        self._buttons = QDialogButtonBox()
        self._yes = self._buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._yes.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._field.editTextChanged.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label)
        layout.addWidget(self._field)
        layout.addStretch(1)
        layout.addWidget(self._buttons)
        self._field.setFocus()
        self._changed()

    @property
    def text(self) -> str:
        return self._field.currentText().strip()

    def _changed(self) -> None:
        self._yes.setEnabled(bool(self.text))
