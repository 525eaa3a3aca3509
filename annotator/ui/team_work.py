"""What is done with colleagues: hand out work files, merge what comes back, see how far people agree, lessons, the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.phrases import tr
from annotator.services.session import Session
from annotator.ui.actions import Binding

if TYPE_CHECKING:
    from annotator.services.handing_out import HandoutOptions, HandoutReport
    from annotator.services.jobs import Job
    from annotator.services.merge_report import MergeReport
    from annotator.services.merging import MergeOptions
    from annotator.ui.main_window import MainWindow


class TeamWork:
    """Binds the commands of the menu Team."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def bindings(self) -> dict[str, Binding]:
        return {
            "team.hand_out": Binding(self.ask_hand_out, self._has_project),
            "team.merge": Binding(self.ask_merge, self._can_write),
        }

    def _has_project(self) -> bool:
        return self._window.session is not None

    def _can_write(self) -> bool:
        session = self._window.session
        return session is not None and not session.read_only

    @property
    def _session(self) -> Session:
        session = self._window.session
        assert session is not None, "the command is enabled only with a project"
        return session

    # -- hand out -----------------------------------------------------------------------------------------------

    def ask_hand_out(self) -> None:
        """Asks who gets what, then writes the work files as a job."""
        from annotator.services.handing_out import plan
        from annotator.ui.dialogs.asking import ask
        from annotator.ui.team.hand_out import HandOut

        window, session = self._window, self._session
        known = [person.name for person in session.project.annotators() if person != session.annotator]
        dialog = HandOut(
            window,
            window.runner,
            lambda folder, names, options, job: plan(session.project, folder, names, options),
            session.project.path.with_name(tr("{name} work files", name=session.project.path.stem)),
            known,
        )
        ask(dialog, lambda: self.hand_out(dialog.folder, dialog.names, dialog.options), window)

    def hand_out(self, folder: Path, names: Sequence[str], options: HandoutOptions) -> None:
        """Writes the work files as a job."""
        session = self._session

        def work(job: Job) -> HandoutReport:
            from annotator.services.handing_out import hand_out

            return hand_out(session.project, folder, names, options, job)

        stopped = tr("Stopped. No work file was written.")
        self._window.runner.start(
            work, self._handed_out, title=tr("Handing out"), cancelled=lambda: self._window.messages.tell(stopped)
        )

    def _handed_out(self, report: HandoutReport) -> None:
        from annotator.ui.dialogs.asking import ask
        from annotator.ui.team.hand_out import HandedOut

        ask(HandedOut(self._window, report), lambda: None, self._window)

    # -- merge --------------------------------------------------------------------------------------------------

    def ask_merge(self, paths: Sequence[Path] = ()) -> None:
        """Asks which files to merge, with a dry run, then merges them as a job."""
        from annotator.services.merging import look_each
        from annotator.ui.dialogs.asking import ask
        from annotator.ui.team.merge import MergeFiles

        window, project = self._window, self._session.project
        dialog = MergeFiles(
            window,
            window.runner,
            lambda found, options, job: look_each(project, found, options, job),
            window.projects.folder(),
            paths,
        )
        ask(dialog, lambda: self.merge(dialog.paths, dialog.options), window)

    def merge(self, paths: Sequence[Path], options: MergeOptions) -> None:
        """Merges as a job; everything that is shown is read again when it ends."""
        session = self._session
        self._window.projects.keep_folder(paths[0].parent)

        def work(job: Job) -> MergeReport:
            from annotator.services.merging import merge

            return merge(session.project, paths, options, job)

        self._window.runner.start(work, lambda report: self._merged(session, report), title=tr("Merging"))

    def _merged(self, session: Session, report: MergeReport) -> None:
        from annotator.services.merge_words import summary

        window = self._window
        if window.session is not session or window.page is None:
            return
        if report.schema_additions:
            session.place.reread_schema()
        had_none = session.opened is None
        session.reread()
        if had_none:
            window.page.begin()
        words = tr("Merged {what}", what=summary(report))
        if report.refused:
            first = report.refused[0]
            words += " " + tr("Refused: {name}: {reason}", name=Path(first.path).name, reason=first.reason)
        if report.complete:
            window.messages.tell(words)
        else:
            window.messages.warn(words)
