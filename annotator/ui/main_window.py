"""The main window: start page or work page, menus, messages. Wiring only; what is done lies in `*_work`, what is shown in the pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.session import Session
from annotator.ui.actions import WINDOW, Commands
from annotator.ui.article_work import ArticleWork
from annotator.ui.corpus_work import CorpusWork
from annotator.ui.keys import names_of
from annotator.ui.menus import Menus
from annotator.ui.messages import JobLines, MessageLine
from annotator.ui.overview_work import OverviewWork
from annotator.ui.project_work import ProjectWork
from annotator.ui.runner import Runner
from annotator.ui.settings import COLOUR_BLIND_SAFE, GEOMETRY, HIGH_CONTRAST, PERSON, THEME, ZOOM, Settings
from annotator.ui.start_page import StartPage
from annotator.ui.suggestions_work import SuggestionsWork
from annotator.ui.team_work import TeamWork
from annotator.ui.textview.pageview import ZOOM_STEP
from annotator.ui.theme import FRAME_ZOOMS, Theme, apply_theme, chosen_theme
from annotator.ui.view_work import ViewWork
from annotator.ui.warming import warm
from annotator.ui.work_clock import WorkClock
from annotator.ui.work_page import WorkPage

_WARM_MS = 700
"""Milliseconds after a project is shown until what will be needed later is imported."""

_ZOOM_MS = 30
"""Milliseconds after the last step of the zoom until the frame follows: several steps are one."""


class MainWindow(QMainWindow):
    """Shows one project at a time, or the start page."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.theme: Theme = self._choose_theme()
        self.runner = Runner(self)
        self.clock = WorkClock(self)
        self.commands = Commands(settings.keys)
        self.page: WorkPage | None = None
        self._warmed = False
        self._zoom = settings.number(ZOOM, 1.0)
        self._zooming = QTimer(self)
        self._zooming.setSingleShot(True)
        self._zooming.setInterval(_ZOOM_MS)
        self._zooming.timeout.connect(self._follow_zoom)
        self.start = StartPage()
        self._middle = QWidget()
        self.messages = MessageLine(self._middle)
        self.messages.room_below = self._room_below_messages
        self.messages.room_above = self._room_above_messages
        self.messages.asked = self._question
        self.jobs = JobLines(self._middle)
        self.jobs.room_below = self._room_below_jobs
        self._opening = QLabel()
        self._lay_out(self._middle)
        self.projects = ProjectWork(self)
        self.corpus = CorpusWork(self)
        self.articles = ArticleWork(self)
        self.looks = ViewWork(self)
        self.overview = OverviewWork(self)
        self.team = TeamWork(self)
        self.suggestions = SuggestionsWork(self)
        works = (self.projects, self.corpus, self.articles, self.looks, self.overview, self.team, self.suggestions)
        for work in works:
            self.commands.bind(work.bindings())
        self.commands.on_error = self.messages.refuse
        self.commands.on_begin = self._action_begins
        self.menus = Menus(self, self.commands)
        self.start.wanted.connect(self.commands.run)
        self.start.project_chosen.connect(self.open_project)
        self.runner.started.connect(self.jobs.add)
        self.runner.started.connect(self._job_begins)
        self.runner.failed.connect(self.messages.fail)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self.clock)
        if not self.restoreGeometry(settings.bytes(GEOMETRY)):
            self.resize(1280, 800)
        self.show_start()

    def _lay_out(self, middle: QWidget) -> None:
        self._opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._opening.setProperty("role", "muted")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self._opening)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self.setMinimumSize(760, 480)

    def _room_below_messages(self) -> int:
        return self._room_below_jobs() + (0 if self.jobs.isHidden() else self.jobs.height())

    def _room_below_jobs(self) -> int:
        return self.page.room_below() if self.page is not None else 0

    def _room_above_messages(self) -> int:
        return self.page.topbar.height() if self.page is not None else 0

    def _question(self) -> QRect:
        prompt = self.page.prompt if self.page is not None else None
        if prompt is None or not prompt.isVisible():
            return QRect()
        return QRect(prompt.mapTo(self._middle, QPoint(0, 0)), prompt.size())

    def _action_begins(self) -> None:
        self.messages.settle("action")

    def _job_begins(self) -> None:
        self.messages.settle("job")

    @property
    def session(self) -> Session | None:
        """The session of the open project."""
        return self.page.session if self.page else None

    # -- projects -----------------------------------------------------------------------------------------------

    def show_start(self) -> None:
        """Shows the start page."""
        self.setWindowTitle("Annotator")
        self.start.show_recent(self.settings.recent)
        self.stack.setCurrentWidget(self.start)
        self.start.take_keyboard()

    def open_project(self, path: Path, annotator: str | None = None) -> None:
        """Opens a project beside the window's own thread, then shows it in place of the present one."""
        self.projects.open(path, annotator)

    def show_opening(self, path: Path, words: str = "") -> None:
        """What is seen while a project is opened or closed and none is there to be seen."""
        if self.page is None:
            self._opening.setText((words or tr("Opening {name}…")).replace("{name}", path.name))
            self.stack.setCurrentWidget(self._opening)

    def show_session(self, session: Session, then: Callable[[], None] | None = None) -> None:
        """Shows an opened project in place of the present one; then calls `then`."""
        self.leave_project(lambda: self._show_page(session, then or _nothing))

    def _show_page(self, session: Session, then: Callable[[], None]) -> None:
        page = WorkPage(session, self.settings, self.theme, self.clock, self.runner, self.commands.desk_keys())
        page.failed.connect(self.messages.refuse)
        page.desk.begun.connect(self._action_begins)
        self.messages.keep_clear_of(page, page.prompt, page.foot, page.first_hints)
        page.topbar.saved_pressed.connect(self._tell_saving)
        page.topbar.annotator_pressed.connect(self.projects.ask_annotator)
        page.empty.wanted.connect(self.commands.run)
        page.saving_changed.connect(self._watch_saving)
        page.desk.said.connect(self.messages.tell)
        page.desk.finish_wanted.connect(self.articles.done)
        page.desk.skipped.connect(self.articles.skipped)
        page.view.zoom_changed.connect(self._zoomed)
        page.first_hints.show_keys(self.commands.first_keys())
        self.page = page
        self.messages.clear()
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.setWindowTitle(f"{session.project.path.name} — Annotator")
        page.begin()
        self._say_who(session)
        QTimer.singleShot(_WARM_MS, self._warm)
        self.runner.start(lambda job: session.place.gather_memory(), session.place.use_memory)
        self.runner.start(lambda job: session.examples.gather(), session.examples.use)
        then()

    def _warm(self) -> None:
        if not self._warmed:
            self._warmed = True
            self.runner.start(warm, _nothing_of)

    def _say_who(self, session: Session) -> None:
        """What is to be known about the file; on a person's first day, under which name they label."""
        if session.project.note:
            self.messages.warn(session.project.note)
        elif not self.settings.text(PERSON):
            self.settings.set_text(PERSON, session.annotator.name)
            words = tr(
                "You label here as “{name}”. To change that, press the name at the top.", name=session.annotator.name
            )
            self.messages.tell(words)

    def leave_project(self, then: Callable[[], None]) -> None:
        """Stops the jobs of the present project, writes what is left, closes it; then calls `then`."""
        page, self.page = self.page, None
        if page is None:
            then()
            return
        page.end()
        self.messages.clear()
        self.overview.close()
        self.suggestions.close()
        self.team.close()
        self.show_opening(page.session.project.path, tr("Closing {name}…"))
        self.runner.stop_all(lambda: self._close_page(page, then))

    def _close_page(self, page: WorkPage, then: Callable[[], None]) -> None:
        self.stack.removeWidget(page)
        page.session.close()
        page.deleteLater()
        then()

    def _watch_saving(self) -> None:
        page = self.page
        if page is not None and page.session.saving.state == "failed":
            self._tell_saving()
        elif page is not None and page.session.saving.state == "saved":
            self.messages.settle("saving")

    def _tell_saving(self) -> None:
        saving = self.page.session.saving if self.page else None
        if saving is None or saving.error is None:
            self.messages.tell(tr("Every change is on disk."))
        elif isinstance(saving.error, UserError):
            self.messages.fail_saving(saving.error)
        else:
            raise saving.error

    # -- the window ---------------------------------------------------------------------------------------------

    def _choose_theme(self) -> Theme:
        settings = self.settings
        theme = chosen_theme(
            settings.text(THEME, "system"),
            high_contrast=True if settings.flag(HIGH_CONTRAST, False) else None,
            safe=settings.flag(COLOUR_BLIND_SAFE, False),
        )
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, theme, settings.number(ZOOM, 1.0))
        return theme

    def _zoomed(self, zoom: float) -> None:
        """The frame will follow the zoom of the text."""
        self._zoom = zoom
        self._zooming.start()

    def zoom_frame(self, step: int) -> None:
        """Zooms where no text is shown: one step larger or smaller, 0 for the normal size."""
        least, most = FRAME_ZOOMS
        self._zoomed(max(least, min(most, round(self._zoom * ZOOM_STEP**step, 3))) if step else 1.0)

    def _follow_zoom(self) -> None:
        self.settings.set_number(ZOOM, self._zoom)
        self._choose_theme()
        self.messages.tell(tr("Text size {n} %", n=round(self._zoom * 100)))

    def follow_system(self) -> None:
        """Takes the theme again from settings and system."""
        self.theme = self._choose_theme()
        if self.page is not None:
            self.page.set_theme(self.theme)
        self.overview.set_theme(self.theme)

    def take_settings(self) -> None:
        """Everything that the settings say holds from now on: theme, text, keys."""
        self.follow_system()
        self.menus.refresh()
        if self.page is not None:
            self.page.take_settings()
            self.page.desk.set_keys(self.commands.desk_keys())
            self.page.first_hints.show_keys(self.commands.first_keys())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typed signs that nobody under the keyboard wanted: `?` for the keys."""
        for name in names_of(event):
            command = self.commands.for_key(name, WINDOW)
            if command is not None and self.commands.run(command.id):
                return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Writes everything, closes the project (one file), then goes. A failed write keeps the window open once."""
        page = self.page
        if page is not None and not self._flushed(page):
            event.ignore()
            return
        self.settings.set_bytes(GEOMETRY, self.saveGeometry())
        self.hide()
        self.runner.close()
        self.leave_project(_nothing)
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self.clock)
        super().closeEvent(event)

    def _flushed(self, page: WorkPage) -> bool:
        told = page.session.saving.state == "failed"
        page.keep_place()
        with suppress(UserError):  # the session says so by its saving state, which is looked at next
            page.session.wait()
        QCoreApplication.sendPostedEvents(self.runner)
        if page.session.saving.state != "failed" or told:
            return True
        QTimer.singleShot(0, self._tell_saving)
        return False


def _nothing() -> None:
    pass


def _nothing_of(result: None) -> None:
    del result
