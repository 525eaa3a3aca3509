"""What is done with colleagues: hand out work files, merge what comes back, see how far people agree, lessons, the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from annotator.model.phrases import tr
from annotator.services.session import Session
from annotator.ui.actions import Binding
from annotator.ui.window_work import WindowWork

if TYPE_CHECKING:
    from annotator.services.agreement_places import Place
    from annotator.services.handing_out import HandoutOptions, HandoutReport
    from annotator.services.jobs import Job
    from annotator.services.merge_report import MergeReport
    from annotator.services.merging import MergeOptions
    from annotator.ui.main_window import MainWindow

    MakePage = Callable[[str, bool, Job], tuple[str, dict[str, str]]]
    """Whose page, and whether names are hidden -> Markdown, and its pictures by name."""
    WritePage = Callable[[str, bool, Path, Job], Sequence[Path]]


class TeamWork(WindowWork):
    """Binds the commands of the menu Team."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._open: dict[str, QDialog] = {}
        """What is shown in windows of their own, by command."""

    def bindings(self) -> dict[str, Binding]:
        return {
            "team.hand_out": Binding(self.ask_hand_out, self._has_project),
            "team.merge": Binding(self.ask_merge, self._can_write),
            "team.agreement": Binding(self.show_agreement, self._has_project),
            "team.lessons": Binding(self.show_lessons, self._has_project),
            "team.report": Binding(self.show_report, self._has_project),
        }

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

    # -- agreement, lessons, report -------------------------------------------------------------------------------

    def show_agreement(self) -> None:
        """Shows how far people agree, and the places behind each figure."""
        from annotator.ui.team.agreement import AgreementWindow

        window, session = self._window, self._session
        shown = self._open.get("agreement")
        if not isinstance(shown, AgreementWindow):
            names = [person.name for person in session.project.annotators()]
            shown = self._open["agreement"] = AgreementWindow(window, names, window.theme)
            shown.wanted.connect(self._compare)
            shown.opened.connect(self._show_place)
            shown.review_wanted.connect(self._review_place)
        _raise(shown)
        self._compare()

    def _compare(self) -> None:
        from annotator.services.agreement_places import Compared, compare
        from annotator.ui.team.agreement import AgreementWindow

        session, shown = self._session, self._open.get("agreement")
        if not isinstance(shown, AgreementWindow):
            return
        people, wanted = shown.chosen_people, shown.filter.text()
        title = tr("Comparing annotators")
        for running in self._window.runner.busy:
            if running.title == title:
                running.cancel()
        shown.wait()

        def work(job: Job) -> Compared:
            return compare(session.project, job, people, wanted)

        self._window.runner.start(work, shown.show_compared, shown.fail, title=title)

    def _show_place(self, place: Place) -> None:
        page = self._window.page
        if page is not None and page.open_article(place.article):
            page.view.select(place.start, place.end)
            self._window.activateWindow()
            page.view.setFocus()

    def _review_place(self, place: Place) -> None:
        self._window.overview.show_review((place.article, place.start, place.end))

    def show_lessons(self) -> None:
        """Shows what each annotator can learn from the review."""
        from annotator.services.lessons_pages import page, write_lessons

        project = self._session.project
        names = [person.name for person in project.annotators()]
        self._show_page(
            "lessons",
            tr("Lessons from the review"),
            names,
            lambda name, blind, job: (page(project, name, job, blind=blind), {}),
            lambda name, blind, out, job: write_lessons(project, name, out, job, blind=blind),
        )

    def show_report(self) -> None:
        """Shows the report of the project."""
        from annotator.services.report import report_to_show, write_report
        from annotator.services.report_pages import markdown

        project = self._session.project
        self._show_page(
            "report",
            tr("Report"),
            (),
            lambda _, blind, job: markdown(report_to_show(project, job, blind=blind), "report"),
            lambda _, blind, out, job: write_report(project, out, job, blind=blind),
        )

    def _show_page(self, name: str, title: str, people: Sequence[str], make: MakePage, write: WritePage) -> None:
        from annotator.services.hidden_names import letters
        from annotator.ui.team.page import PageWindow

        window, session = self._window, self._session
        place = session.project.path.with_name(f"{session.project.path.stem}-{name}.html")
        before = self._open.pop(name, None)
        if before is not None:
            before.close()
            before.deleteLater()
        shown = self._open[name] = PageWindow(
            window, title, place, people, letters(session.project), blind=session.reviewing.blind
        )

        def ask(person: str, blind: bool) -> None:
            def show(found: tuple[str, dict[str, str]]) -> None:
                if self._open.get(name) is shown:
                    shown.show_page(*found)

            window.runner.start(lambda job: make(person, blind, job), show, title=title)

        def written(paths: Sequence[Path]) -> None:
            window.messages.tell(tr("Wrote {path}.", path=paths[0]))
            if self._open.get(name) is shown:
                shown.message.setText(tr("Wrote {path}.", path=paths[0]))

        def save(person: str, out: str, blind: bool) -> None:
            window.runner.start(
                lambda job: write(person, blind, Path(out), job), written, title=tr("Saving: {title}", title=title)
            )

        shown.wanted.connect(ask)
        shown.saved.connect(save)
        _raise(shown)
        shown.ask()

    def close(self) -> None:
        """Closes what belongs to a project that is left."""
        for shown in self._open.values():
            shown.close()
            shown.deleteLater()
        self._open.clear()


def _raise(window: QDialog) -> None:
    window.show()
    window.activateWindow()
