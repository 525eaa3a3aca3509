"""What can be done with project files: new, open, the sample, who labels, close. Files are opened beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.session import Session
from annotator.services.workplace import Deliver
from annotator.ui.actions import Binding
from annotator.ui.dialogs.files import file_dialog
from annotator.ui.settings import FOLDER, PERSON
from annotator.ui.window_work import WindowWork

if TYPE_CHECKING:
    from annotator.services.jobs import Job
    from annotator.ui.dialogs.new_project import NewProject


class ProjectWork(WindowWork):
    """Binds the commands of the menu File."""

    def bindings(self) -> dict[str, Binding]:
        has_project = self._has_project
        return {
            "project.new": Binding(self.new),
            "project.open": Binding(self.choose),
            "project.close": Binding(self.leave, has_project),
            "project.sample": Binding(self.open_sample),
            "project.about": Binding(self.about, has_project),
            "project.annotator": Binding(self.ask_annotator, has_project),
            "app.quit": Binding(self._window.close),
        }

    # -- open and close -----------------------------------------------------------------------------------------

    def open(self, path: Path, annotator: str | None = None) -> None:
        """Opens a project in the background; the present one stays until the new one is there."""
        session = self._window.session
        if session is not None and annotator is None and _same(session.project.path, path):
            return
        window = self._window
        window.show_opening(path)

        def failed(error: UserError) -> None:
            from annotator.ui.dialogs.failure import show_failure

            if window.page is None:
                window.show_start()
            show_failure(window, error, tr("The project cannot be opened"))

        def work(job: Job) -> Session:
            session = Session.open(path, annotator, window.runner.deliver)
            session.queue.begin()
            return session

        window.runner.start(work, self._opened, failed)

    def _opened(self, session: Session, then: Callable[[], None] | None = None) -> None:
        window = self._window
        window.settings.remember(session.project.path)
        window.show_session(session, then)

    def choose(self) -> None:
        """Asks which project to open."""
        window = self._window
        dialog = file_dialog(window, tr("Open a project"), self.folder())
        dialog.setNameFilter(tr("Projects (*.annotator);;All files (*)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(window.activateWindow)
        dialog.open()

    def leave(self) -> None:
        """Closes the project and shows the start page."""
        self._window.leave_project(self._window.show_start)

    # -- new ----------------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Asks in three steps for a new project, makes it, and brings its first articles in."""
        from annotator.services.templates import shipped
        from annotator.ui.dialogs.asking import ask
        from annotator.ui.dialogs.new_project import NewProject

        window = self._window
        dialog = NewProject(window, window.runner, self.folder(), self.own_name(), shipped(), window.theme)
        ask(dialog, lambda: self._make(dialog), window)

    def _make(self, answer: NewProject) -> None:
        window = self._window
        path, name, schema = answer.path, answer.name, answer.schema
        texts, options = answer.paths, answer.options
        window.settings.set_text(PERSON, name)

        def work(job: Job) -> Session:
            return make_project(path, name, schema, window.runner.deliver)

        def made(session: Session) -> None:
            self._opened(session, bring_in)

        def bring_in() -> None:
            if texts:
                window.corpus.bring_in(texts, options)

        window.runner.start(work, made, self._show_failure)

    def own_name(self) -> str:
        """The name to propose for who labels: the one given before, else what the system says."""
        from annotator.services.creating import default_annotator

        return self._window.settings.text(PERSON) or default_annotator()

    def open_sample(self) -> None:
        """Opens the sample project, which is made when it is asked for the first time."""
        path = self._window.settings.folder / "sample.annotator"
        if path.exists():
            self.open(path)
            return
        window, name = self._window, self.own_name()

        def work(job: Job) -> Session:
            return make_sample(path, name, job, window.runner.deliver)

        window.runner.start(work, self._opened, self._show_failure, title=tr("Making the sample"))

    def about(self) -> None:
        """Counts what is in the file, then shows it."""
        window, session = self._window, self._window.session
        if session is None:
            return
        project = session.project

        def work(job: Job) -> tuple[int, dict[str, Any]]:
            from annotator.services.counting import count

            return project.path.stat().st_size, count(project)

        def counted(found: tuple[int, dict[str, Any]]) -> None:
            from annotator.ui.dialogs.about_file import AboutFile
            from annotator.ui.dialogs.asking import ask

            ask(AboutFile(window, str(project.path), *found, project.note), lambda: None, window)

        window.runner.start(work, counted)

    def ask_annotator(self) -> None:
        """Asks who is labelling, and opens the project again for them."""
        from annotator.ui.dialogs.name import ask_name

        session = self._window.session
        if session is None:
            return
        known = [person.name for person in session.project.annotators()]
        ask_name(self._window, known, session.annotator.name, self._become)

    def _become(self, name: str) -> None:
        session = self._window.session
        if session is None or name == session.annotator.name:
            return
        self._window.settings.set_text(PERSON, name)
        path = session.project.path
        if session.read_only:
            self._window.leave_project(lambda: self.open(path, name))
            return
        project = session.project

        def work(job: Job) -> None:
            project.set_current_annotator(project.add_annotator(name))

        def added(_: None) -> None:
            self._window.leave_project(lambda: self.open(path))

        self._window.runner.start(work, added)

    # -- helping ------------------------------------------------------------------------------------------------

    def folder(self) -> Path:
        """Where files were chosen last; else where documents are."""
        said = self._window.settings.text(FOLDER)
        if said and Path(said).is_dir():
            return Path(said)
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(place) if place and Path(place).is_dir() else Path.home()

    def keep_folder(self, folder: Path) -> None:
        """Begins there the next time that files are chosen."""
        self._window.settings.set_text(FOLDER, str(folder))

    def _show_failure(self, error: UserError) -> None:
        from annotator.ui.dialogs.failure import show_failure

        show_failure(self._window, error)


def make_project(path: Path, name: str, schema: str, deliver: Deliver) -> Session:
    """Makes a project and opens it. Raises UserError."""
    from annotator.services.creating import create

    project = create(path, schema, name)
    return Session(project, project.current_annotator, deliver)


def make_sample(path: Path, name: str, job: Job, deliver: Deliver) -> Session:
    """Makes the sample project from what comes with the program, and opens it."""
    from annotator.resources_path import resource
    from annotator.services.creating import create
    from annotator.services.importing import import_files

    project = create(path, annotator=name)
    try:
        import_files(project, [resource("sample", "articles.jsonl")], job=job)
    except BaseException:
        project.close()
        path.unlink(missing_ok=True)
        raise
    return Session(project, project.current_annotator, deliver)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
