"""What can be done with project files and the corpus: new, open, import, export, suggest. Long work runs beside the window."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.session import Session
from annotator.ui.actions import Binding

if TYPE_CHECKING:
    from annotator.services.importing import ImportReport
    from annotator.services.jobs import Job
    from annotator.ui.main_window import MainWindow


class ProjectWork:
    """Binds the commands of the menu File."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def bindings(self) -> dict[str, Binding]:
        has_project = self._has_project
        return {
            "project.new": Binding(self.new),
            "project.open": Binding(self.choose),
            "project.close": Binding(self.leave, has_project),
            "corpus.import": Binding(self.ask_import, self._can_write),
            "project.annotator": Binding(self.ask_annotator, has_project),
            "app.quit": Binding(self._window.close),
        }

    def _has_project(self) -> bool:
        return self._window.session is not None

    def _can_write(self) -> bool:
        session = self._window.session
        return session is not None and not session.read_only

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
            return Session.open(path, annotator, window.runner.deliver)

        window.runner.start(work, self._opened, failed)

    def _opened(self, session: Session) -> None:
        window = self._window
        window.settings.remember(session.project.path)
        window.show_session(session)

    def choose(self) -> None:
        """Asks which project to open."""
        window = self._window
        dialog = QFileDialog(
            window, tr("Open a project"), str(self._folder()), tr("Projects (*.annotator);;All files (*)")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(window.activateWindow)
        dialog.open()

    def leave(self) -> None:
        """Closes the project and shows the start page."""
        self._window.leave_project()
        self._window.show_start()

    # -- new ----------------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Asks for a new project; when it is made, asks for its first articles."""
        from annotator.ui.dialogs.asking import ask
        from annotator.ui.dialogs.new_project import NewProject

        window = self._window
        dialog = NewProject(window, self._folder(), self.own_name(), schema_templates())
        ask(dialog, lambda: self._make(dialog.path, dialog.name, dialog.schema), window)

    def _make(self, path: Path, name: str, schema: str) -> None:
        window = self._window
        window.settings.set_text("person/name", name)

        def work(job: Job) -> Session:
            return make_project(path, name, schema, window.runner.deliver)

        def made(session: Session) -> None:
            self._opened(session)
            self.ask_import()

        window.runner.start(work, made, self._show_failure)

    def own_name(self) -> str:
        """The name to propose for who labels: the one given before, else what the system says."""
        said = self._window.settings.text("person/name") or os.environ.get("ANNOTATOR_NAME", "")
        if said:
            return said
        try:
            return getpass.getuser()
        except (OSError, KeyError):  # no login name, as in some containers
            return "me"

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
        self._window.settings.set_text("person/name", name)
        path = session.project.path
        if session.read_only:
            self._window.leave_project()
            self.open(path, name)
            return
        project = session.project

        def work(job: Job) -> None:
            project.set_current_annotator(project.add_annotator(name))

        def added(_: None) -> None:
            self._window.leave_project()
            self.open(path)

        self._window.runner.start(work, added)

    # -- import -------------------------------------------------------------------------------------------------

    def ask_import(self, paths: Sequence[Path] = ()) -> None:
        """Asks which files to import, with a dry run, then imports them as a job."""
        from annotator.services.importing import ImportOptions, plan
        from annotator.ui.dialogs.asking import ask
        from annotator.ui.dialogs.import_files import ImportFiles

        window, session = self._window, self._window.session
        if session is None:
            return
        project = session.project
        dialog = ImportFiles(
            window, window.runner, lambda found, options, job: plan(project, found, options, job), self._folder(), paths
        )

        def accepted() -> None:
            chosen, options = dialog.paths, dialog.options
            assert isinstance(options, ImportOptions), "the dialog's own"
            self.bring_in(chosen, options)

        ask(dialog, accepted, window)

    def bring_in(self, paths: Sequence[Path], options: object) -> None:
        """Imports as a job; the queue is read again when it ends, whichever way."""
        from annotator.services.importing import ImportOptions, import_files

        window, session = self._window, self._window.session
        if session is None:
            return
        assert isinstance(options, ImportOptions), "as the dialog made them"
        if paths:
            window.settings.set_text("person/folder", str(paths[0].parent))

        def work(job: Job) -> ImportReport:
            return import_files(session.project, paths, options, job, session.annotator)

        def done(report: ImportReport) -> None:
            self._imported(session, report)

        window.runner.start(work, done, title=tr("Importing"))

    def _imported(self, session: Session, report: ImportReport) -> None:
        from annotator.ui.dialogs.import_preview import summary

        window = self._window
        if window.session is not session:
            return
        session.reread()
        if window.page is not None and session.opened is None:
            window.page.begin()
        words = (
            tr("Import stopped: {what}", what=summary(report))
            if report.cancelled
            else tr("Imported: {what}", what=summary(report))
        )
        if report.complete:
            window.messages.tell(words)
        else:
            window.messages.warn(words)

    # -- helping ------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """The window closes: stops what is under way here."""

    def _folder(self) -> Path:
        """Where files were chosen last; else where documents are."""
        said = self._window.settings.text("person/folder")
        if said and Path(said).is_dir():
            return Path(said)
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(place) if place and Path(place).is_dir() else Path.home()

    def _show_failure(self, error: UserError) -> None:
        from annotator.ui.dialogs.failure import show_failure

        show_failure(self._window, error)


def schema_templates() -> list[tuple[str, str]]:
    """The schemas that a project can begin with: file stem and name; `news` first."""
    from annotator.resources_path import resource

    names = {"news": tr("News: entities, claims, stances")}
    stems = [path.stem for path in resource("schemas").glob("*.json") if not path.name.endswith(".schema.json")]
    return [(stem, names.get(stem, stem)) for stem in sorted(stems, key=lambda stem: (stem != "news", stem))]


def make_project(path: Path, name: str, schema: str, deliver: Callable[[Callable[[], None]], None]) -> Session:
    """Makes a project and opens it. Raises UserError."""
    import orjson

    from annotator.model.schema_json import schema_from_json
    from annotator.resources_path import resource
    from annotator.storage.project import Project

    file = resource("schemas", f"{schema}.json")
    project = Project.create(path, schema_from_json(orjson.loads(file.read_bytes()), file.name), name)
    return Session(project, project.current_annotator, deliver)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
