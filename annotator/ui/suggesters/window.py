"""The window of suggesters: its pages, kept in step with the session, and undo by the usual key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QTabWidget, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.helping import offer_help
from annotator.ui.runner import Runner
from annotator.ui.suggesters.compare_page import ComparePage
from annotator.ui.suggesters.memory_page import MemoryPage
from annotator.ui.suggesters.names_page import NamesPage
from annotator.ui.suggesters.page import Page
from annotator.ui.suggesters.plan_page import PlanPage
from annotator.ui.suggesters.train_page import TrainPage


class SuggestersWindow(QDialog):
    """Stays open beside the desk."""

    opened = Signal(int, int, int)
    failed = Signal(UserError)
    said = Signal(str)
    undo_wanted = Signal()

    def __init__(self, parent: QWidget, session: Session, runner: Runner, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Suggesters"))
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(1080, 640)
        self.session = session
        self.plan = PlanPage(session, runner, folder)
        self.compare = ComparePage(session, runner, folder)
        self.memory = MemoryPage(session, runner, folder)
        self.names = NamesPage(session, runner, folder)
        self.pages: dict[str, Page] = {
            "plan": self.plan,
            "compare": self.compare,
            "memory": self.memory,
            "names": self.names,
            "train": TrainPage(session, runner, folder),
        }
        titles = (tr("Suggesters"), tr("Compare"), tr("Memory"), tr("Known names"), tr("Train"))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Pages"))
        for page, title in zip(self.pages.values(), titles, strict=True):
            self.tabs.addTab(page, title)
            page.opened.connect(self.opened)
            page.failed.connect(self._fail)
            page.said.connect(self._say)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setProperty("role", "muted")
        self.message.setAccessibleName(tr("What happened"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.message)
        self.tabs.currentChanged.connect(self._turned)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self, lambda by=step: self._turn(by))
        QShortcut(QKeySequence("Ctrl+Z"), self, self.undo_wanted.emit)
        session.listen(self._changed)
        offer_help(self, self._help_page)
        runner.started.connect(self._job_begins)

    def show_page(self, name: str) -> None:
        """Shows the window with one of its pages, read anew."""
        page = self.pages[name]
        self.show()
        self.activateWindow()
        if self.tabs.currentWidget() is page:
            page.refresh()
        else:
            self.tabs.setCurrentWidget(page)
        page.take_keyboard()

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _turned(self) -> None:
        self.message.clear()
        page = self.tabs.currentWidget()
        if isinstance(page, Page):
            page.refresh()

    def _changed(self, changed: Changed) -> None:
        page = self.tabs.currentWidget()
        if "suggesters" in changed.what and self.isVisible() and isinstance(page, Page):
            page.refresh()

    def _help_page(self) -> str:
        return "training" if self.tabs.currentWidget() is self.pages["train"] else "suggestions"

    def _job_begins(self) -> None:
        self.message.clear()

    def _fail(self, error: UserError) -> None:
        self.message.setText(str(error))
        self.failed.emit(error)

    def _say(self, words: str) -> None:
        self.message.setText(words)
        self.said.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to fields and rows; it never closes the window."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
