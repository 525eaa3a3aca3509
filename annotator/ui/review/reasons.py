"""The reason for a decision: chosen from the project's list, by key too, or written; and the small dialog that edits the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr
from annotator.model.review import REASONS, reason_name
from annotator.services.reasons import KEYS
from annotator.ui.review.choice_button import choice_button


class ReasonLine(QWidget):
    """The line that holds the reason, and a button that opens the list to be edited."""

    edit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reasons: tuple[str, ...] = ()
        self.box = QComboBox()
        self.box.setAccessibleName(tr("Reason"))
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        entry = self.box.lineEdit()
        assert entry is not None, "an editable box has a line to write in"
        self.entry = entry
        entry.setPlaceholderText(tr("Reason (w)"))
        edit = QPushButton("…")
        edit.setAccessibleName(tr("Edit the list of reasons"))
        edit.setToolTip(tr("Edit the list of reasons (w e)"))
        edit.setAutoDefault(False)
        edit.setMaximumWidth(34)
        edit.clicked.connect(self.edit_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.box, 1)
        row.addWidget(edit)

    def offer(self, reasons: tuple[str, ...]) -> None:
        """Has these to choose from; what is written or chosen stays."""
        if reasons == self._reasons:
            return
        present, self._reasons = self.box.currentText(), reasons
        self.box.clear()
        self.box.addItem("", "")
        for code in reasons:
            self.box.addItem(reason_name(code), code)
        self.box.setCurrentText(present)

    @property
    def code(self) -> str:
        """The code of the reason, or the reviewer's own words."""
        found = self.box.findText(self.box.currentText())
        return str(self.box.itemData(found)) if found >= 0 else self.box.currentText().strip()

    @property
    def writes(self) -> bool:
        return self.box.hasFocus() or self.entry.hasFocus()

    def take(self, code: str) -> None:
        """Chooses a reason."""
        self.box.setCurrentText(reason_name(code))

    def forget(self) -> None:
        self.box.setCurrentIndex(0)
        self.box.setCurrentText("")


class ReasonKeys(QWidget):
    """All reasons with their keys; `chosen` tells the code of one, `left` that none was wanted."""

    chosen = Signal(str)
    written = Signal()
    edit_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._by_key: dict[str, str] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self.setAccessibleName(tr("Reasons with their keys"))

    def offer(self, reasons: tuple[str, ...]) -> None:
        """Shows these in two columns; those beyond the keys are in the list of the line alone."""
        while taken := self._grid.takeAt(0):
            if widget := taken.widget():
                widget.hide()
                widget.deleteLater()
        self._by_key = dict(zip(KEYS, reasons, strict=False))
        buttons = [
            choice_button(f"{key}   {reason_name(code)}", lambda code=code: self.chosen.emit(code))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
            for key, code in self._by_key.items()
        ]
        buttons.append(choice_button(tr("w   another, to be written"), self.written.emit))
        buttons.append(choice_button(tr("e   edit this list"), self.edit_wanted.emit))
        high = (len(buttons) + 1) // 2
        for number, button in enumerate(buttons):
            self._grid.addWidget(button, number % high, number // high)

    def take_key(self, key: str) -> bool:
        """Does what a key stands for; whether it stands for something."""
        if key in self._by_key:
            self.chosen.emit(self._by_key[key])
        elif key == "w":
            self.written.emit()
        elif key == "e":
            self.edit_wanted.emit()
        else:
            return False
        return True


class EditReasons(QDialog):
    """The list of reasons, to be ordered, renamed, added to and taken from."""

    def __init__(self, parent: QWidget, reasons: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Reasons"))
        self.setMinimumSize(440, 420)
        words = QLabel(
            tr(
                "What a reviewer can say why. The first ones have keys: w, then 1 to 9, 0, letters. Click twice to rename."
            )
        )
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Reasons"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._buttons = QDialogButtonBox()
        keep = self._buttons.addButton(tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setDefault(True)
        self._buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        beside = QHBoxLayout()
        for text, action in (
            (tr("&Add"), self._add),
            (tr("&Remove"), self._remove),
            (tr("&Up"), lambda: self._move(-1)),
            (tr("&Down"), lambda: self._move(1)),
            (tr("The usual &ones"), lambda: self._fill(REASONS)),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(action)
            beside.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(words)
        layout.addWidget(self.list, 1)
        layout.addLayout(beside)
        layout.addWidget(self._buttons)
        self._fill(reasons)
        self.list.setFocus()

    @property
    def reasons(self) -> list[str]:
        """What the list says."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _fill(self, reasons: Sequence[str]) -> None:
        self.list.clear()
        for code in reasons:
            self.list.addItem(_editable(reason_name(code)))
        self.list.setCurrentRow(0)

    def _add(self) -> None:
        item = _editable("")
        self.list.addItem(item)
        self.list.setCurrentItem(item)
        self.list.editItem(item)

    def _remove(self) -> None:
        self.list.takeItem(self.list.currentRow())

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count() and row >= 0:
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentItem(item)


def _editable(text: str) -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    return item
