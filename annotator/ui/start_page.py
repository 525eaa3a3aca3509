"""The first page: recent projects, a new one from files, the sample. Says what can be done, does nothing itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
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
from annotator.ui.keys import shown
from annotator.ui.two_sided import TwoSided


class StartPage(QWidget):
    """What is shown while no project is open."""

    wanted = Signal(str)
    """A command's id."""
    project_chosen = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QLabel("Annotator")
        title.setProperty("role", "heading")
        what = QLabel(tr("Label entities, claims and stances in news articles. Everything stays on this machine."))
        what.setProperty("role", "muted")
        what.setWordWrap(True)
        column = QWidget()
        column.setMaximumWidth(720)
        inside = QVBoxLayout(column)
        inside.setSpacing(10)
        inside.addWidget(title)
        inside.addWidget(what)
        inside.addSpacing(14)
        self._buttons: list[QPushButton] = []
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        for row in (
            (
                "project.new",
                tr("New project from files"),
                tr("In three steps: your texts, what to label, a name."),
                "Ctrl+N",
            ),
            ("project.open", tr("Open a project"), tr("A file that ends in .annotator."), "Ctrl+O"),
            ("project.sample", tr("Open the sample"), tr("A few articles to try everything on."), ""),
        ):
            self._add_row(grid, *row)
        inside.addLayout(grid)
        inside.addSpacing(14)
        self._recent_title = QLabel(tr("Recent projects"))
        self._recent_title.setProperty("role", "title")
        self.recent = QListWidget()
        self.recent.setAccessibleName(tr("Recent projects"))
        self.recent.setItemDelegate(TwoSided(self.recent))
        self.recent.setFrameShape(QFrame.Shape.NoFrame)
        self.recent.itemActivated.connect(self._chosen)
        self.recent.itemClicked.connect(self._chosen)
        inside.addWidget(self._recent_title)
        inside.addWidget(self.recent)
        inside.addStretch(1)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(32, 56, 32, 24)
        outside.addStretch(1)
        outside.addWidget(column, 6)
        outside.addStretch(1)

    def _add_row(self, grid: QGridLayout, command: str, text: str, detail: str, key: str) -> None:
        button = QPushButton(text)
        button.setObjectName(command)
        button.setAccessibleDescription(detail)
        if not self._buttons:
            button.setProperty("role", "primary")
        button.clicked.connect(self._pressed)
        self._buttons.append(button)
        words = QLabel(detail)
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        row = grid.rowCount()
        grid.addWidget(button, row, 0)
        grid.addWidget(words, row, 1)
        if key:
            cap = QLabel(shown(key))
            cap.setProperty("role", "key")
            grid.addWidget(cap, row, 2, Qt.AlignmentFlag.AlignVCenter)

    def show_recent(self, paths: list[Path]) -> None:
        """The projects that were open before; those that are gone are left out."""
        self.recent.clear()
        for path in paths:
            if path.exists():
                item = QListWidgetItem(path.name)
                item.setData(TwoSided.RIGHT, str(path.parent))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, str(path))
                item.setData(Qt.ItemDataRole.UserRole, str(path))
                item.setToolTip(str(path))
                self.recent.addItem(item)
        there = self.recent.count() > 0
        self._recent_title.setVisible(there)
        self.recent.setVisible(there)
        if there:
            self.recent.setCurrentRow(0)
            row = self.recent.sizeHintForRow(0)
            self.recent.setFixedHeight(row * min(8, self.recent.count()) + 4)

    def take_keyboard(self) -> None:
        """Where the keyboard begins: at the last project, else at what makes a new one."""
        if self.recent.count():
            self.recent.setFocus()
        else:
            self._buttons[0].setFocus()

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.wanted.emit(button.objectName())

    def _chosen(self, item: QListWidgetItem) -> None:
        self.project_chosen.emit(Path(str(item.data(Qt.ItemDataRole.UserRole))))
