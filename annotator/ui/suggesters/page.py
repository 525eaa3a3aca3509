"""What the pages of the window of suggesters share: the session, work beside the window, buttons, telling and failing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTableView, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.services.session import Session
from annotator.ui.overview.table_model import LabelTable
from annotator.ui.runner import Runner


class Page(QWidget):
    """One page. `refresh` reads what it shows anew; it is called when the page is shown and when something has changed."""

    opened = Signal(int, int, int)
    """Asks to show a stretch of text: key of the article, start, end (code points)."""
    failed = Signal(UserError)
    said = Signal(str)

    def __init__(self, session: Session, runner: Runner, folder: Path) -> None:
        super().__init__()
        self.session, self.runner, self.folder = session, runner, folder

    def refresh(self) -> None:
        """Reads what is shown anew."""

    def take_keyboard(self) -> None:
        """Gives the keyboard to where work on the page begins."""

    def attempt(self, action: Callable[[], object]) -> bool:
        """Does something that a person may have to be told about; whether it was done."""
        try:
            action()
        except UserError as error:
            self.failed.emit(error)
            return False
        return True

    def lay_out(self, *parts: QWidget | QHBoxLayout, stretched: QWidget | None = None) -> QVBoxLayout:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for part in parts:
            if isinstance(part, QWidget):
                layout.addWidget(part, 1 if part is stretched else 0)
            else:
                layout.addLayout(part)
        return layout


def row_of(widgets: Iterable[QWidget], *, stretched: QWidget | None = None, fill: bool = True) -> QHBoxLayout:
    """Widgets side by side."""
    layout = QHBoxLayout()
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget is stretched else 0)
    if fill and stretched is None:
        layout.addStretch(1)
    return layout


def button(text: str, action: Callable[[], object]) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: action())
    return made


def label_choice(session: Session, name: str, layers: Iterable[str]) -> QComboBox:
    """A field to choose a label of `layers` from; its data is (layer id, label id)."""
    choice = QComboBox()
    choice.setAccessibleName(name)
    wanted = set(layers)
    for layer in session.schema.layers:
        for label in layer.labels:
            if (not wanted or layer.id in wanted) and not label.retired and not label.merged_into:
                choice.addItem(label.name, (layer.id, label.id))
    return choice


def show_label(choice: QComboBox, layer: str, label: str) -> None:
    """Shows a label in a field made by `label_choice`; nothing happens where it does not offer it."""
    for at in range(choice.count()):  # Qt finds no tuples
        if tuple(choice.itemData(at)) == (layer, label):
            choice.setCurrentIndex(at)
            return


def chosen_row(view: QTableView, model: LabelTable) -> object | None:
    """The row that is chosen in a table; None where none is."""
    index = view.currentIndex()
    return model.row(index.row()) if index.isValid() and index.row() < model.rowCount() else None


def fit(view: QTableView, widest: int = 260) -> None:
    """Columns as wide as what they say, within bounds."""
    view.resizeColumnsToContents()
    model = view.model()
    for column in range(model.columnCount()):
        view.setColumnWidth(column, min(widest, max(64, view.columnWidth(column) + 12)))
    view.horizontalHeader().setStretchLastSection(True)
