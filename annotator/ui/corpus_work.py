"""What can be done with the whole corpus: import, export, suggest. Each runs as a job beside the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services.session import Session
from annotator.ui.actions import Binding
from annotator.ui.window_work import WindowWork

if TYPE_CHECKING:
    from annotator.services.exporting import ExportOptions, ExportReport
    from annotator.services.importing import ImportOptions, ImportReport
    from annotator.services.jobs import Job
    from annotator.services.suggesting import SuggestReport
    from annotator.ui.dialogs.export import ExportLabels
    from annotator.ui.runner import Running


class CorpusWork(WindowWork):
    """Binds the commands for the corpus."""

    def bindings(self) -> dict[str, Binding]:
        return {
            "corpus.import": Binding(self.ask_import, self._can_write),
            "corpus.suggest": Binding(self.suggest, self._can_write),
            "corpus.export": Binding(self.ask_export, self._has_project),
        }

    # -- import -------------------------------------------------------------------------------------------------

    def ask_import(self, paths: Sequence[Path] = ()) -> None:
        """Asks which files to import, with a dry run, then imports them as a job."""
        from annotator.services.importing import plan
        from annotator.ui.dialogs.asking import ask
        from annotator.ui.dialogs.import_files import ImportFiles

        window, project = self._window, self._session.project
        dialog = ImportFiles(
            window,
            window.runner,
            lambda found, options, job: plan(project, found, options, job),
            window.projects.folder(),
            paths,
        )
        ask(dialog, lambda: self.bring_in(dialog.paths, dialog.options), window)

    def bring_in(self, paths: Sequence[Path], options: ImportOptions) -> None:
        """Imports as a job; the queue is read again when it ends, whichever way."""
        session = self._session
        self._window.projects.keep_folder(paths[0].parent)

        def work(job: Job) -> ImportReport:
            from annotator.services.importing import import_files

            return import_files(session.project, paths, options, job, session.annotator)

        self._window.runner.start(work, lambda report: self._imported(session, report), title=tr("Importing"))

    def _imported(self, session: Session, report: ImportReport) -> None:
        from annotator.ui.dialogs.import_preview import summary

        window = self._window
        if window.session is not session or window.page is None:
            return
        had_none = session.opened is None
        session.reread()
        if had_none:
            window.runner.start(lambda job: session.queue.begin(), lambda _: self._begin(session))
        what = summary(report)
        words = tr("Import stopped: {what}", what=what) if report.cancelled else tr("Imported: {what}", what=what)
        if report.complete:
            window.messages.tell(words)
        else:
            window.messages.warn(words)

    def _begin(self, session: Session) -> None:
        if self._window.page is not None and self._window.session is session:
            self._window.page.begin()

    # -- export -------------------------------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Asks where to and what, then exports as a job; asks again, with all that was chosen, where it does not begin."""
        from annotator.ui.dialogs.export import ExportLabels

        session = self._session
        names = [person.name for person in session.project.annotators()]
        path = session.project.path
        folder = path.parent if os.access(path.parent, os.W_OK) else self._window.projects.folder()
        dialog = ExportLabels(self._window, folder, path.stem, names, session.annotator.name)
        self._ask_export(dialog)

    def _ask_export(self, dialog: ExportLabels) -> None:
        from annotator.ui.dialogs.asking import ask

        ask(dialog, lambda: self._begin_export(dialog), self._window, kept=True)

    def _begin_export(self, dialog: ExportLabels) -> None:
        running: Running

        def failed(error: UserError) -> None:
            if running.progress is None and self._window.session is session:
                dialog.show_error(error)
                self._ask_export(dialog)
            else:
                dialog.deleteLater()
                self._window.messages.fail(error)

        session = self._session
        running = self.write_out(dialog.path, dialog.options, failed, dialog.deleteLater)

    def write_out(
        self, path: Path, options: ExportOptions, failed: Callable[[UserError], None], over: Callable[[], None]
    ) -> Running:
        """Exports as a job; `over` is called where it did not fail."""
        session = self._session
        self._window.projects.keep_folder(path.parent)

        def work(job: Job) -> ExportReport:
            from annotator.services.exporting import export

            return export(session.project, path, options, job)

        def done(report: ExportReport) -> None:
            over()
            self._exported(report)

        def stopped() -> None:
            over()
            self._window.messages.tell(tr("Export stopped. The file is as it was before."))

        return self._window.runner.start(work, done, failed, title=tr("Exporting"), cancelled=stopped)

    def _exported(self, report: ExportReport) -> None:
        words = tr(
            "{articles} with {labels} written to {path}.",
            articles=trn("{n} article", "{n} articles", report.articles),
            labels=trn("{n} label", "{n} labels", report.annotations),
            path=report.path,
        )
        if not report.losses:
            self._window.messages.tell(words)
            return
        losses = "; ".join(f"{loss.count:,} × {loss.what} ({loss.reason})" for loss in report.losses[:6])
        self._window.messages.warn(f"{words} " + tr("The format could not hold: {losses}.", losses=losses))

    # -- suggest ------------------------------------------------------------------------------------------------

    def suggest(self) -> None:
        """Has every article suggested on that lacks it; goes on where it was stopped."""
        session, window = self._session, self._window
        if any(running.title == _suggesting() for running in window.runner.busy):
            window.messages.tell(tr("Suggestions for the corpus are being made already."))
            return

        def work(job: Job) -> SuggestReport:
            from annotator.services.suggesting import default_workers, suggest_corpus

            return suggest_corpus(session.project, job, workers=default_workers())

        def ended(words: str) -> None:
            if window.session is session and window.page is not None:
                session.take_suggestions()
                window.page.queue.model.forget()
            window.messages.tell(words)

        def done(report: SuggestReport) -> None:
            words = tr(
                "{suggestions} for {articles}.",
                suggestions=trn("{n} suggestion", "{n} suggestions", report.suggestions),
                articles=trn("{n} article", "{n} articles", report.articles),
            )
            ended(" ".join([words, *report.notes]))

        stopped = tr("Stopped. What was suggested until now is kept; the command goes on there.")
        window.runner.start(work, done, title=_suggesting(), cancelled=lambda: ended(stopped))


def _suggesting() -> str:
    return tr("Suggesting for the corpus")
