"""What can be done over the whole project, each in a window of its own: tables, concordance, labels, guidelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.ui.actions import DESK, Binding
from annotator.ui.theme import Theme
from annotator.ui.window_work import WindowWork

if TYPE_CHECKING:
    from annotator.services.concordance import Hit
    from annotator.services.jobs import Job
    from annotator.services.looking_back import NoteRow
    from annotator.services.workplace import Changed
    from annotator.ui.help_window import HelpWindow
    from annotator.ui.main_window import MainWindow
    from annotator.ui.overview.concordance import ConcordanceWindow
    from annotator.ui.overview.progress import ProgressWindow
    from annotator.ui.overview.window import Overview, Rows
    from annotator.ui.review.window import ReviewWindow
    from annotator.ui.schema.earlier_window import EarlierWindow
    from annotator.ui.schema.editor import SchemaEditor
    from annotator.ui.schema.guidelines import GuidelinesWindow


class OverviewWork(WindowWork):
    """Binds the commands that look at all articles at once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._overview: Overview | None = None
        self._concordance: ConcordanceWindow | None = None
        self._schema: SchemaEditor | None = None
        self._guidelines: GuidelinesWindow | None = None
        self._earlier: EarlierWindow | None = None
        self._help: HelpWindow | None = None
        self._progress: ProgressWindow | None = None
        self._review: ReviewWindow | None = None

    def bindings(self) -> dict[str, Binding]:
        return {
            "overview.progress": Binding(self.show_progress, self._has_project),
            "overview.tables": Binding(self.show_tables, self._has_project),
            "find.concordance": Binding(self.show_concordance, self._has_project),
            "help.pages": Binding(self.show_help),
            "review.open": Binding(self.show_review, self._has_project),
            "schema.labels": Binding(self.show_schema, self._has_project),
            "schema.guidelines": Binding(self.show_guidelines, self._has_project),
            "schema.earlier": Binding(self.show_earlier, self._has_project),
        }

    # -- tables -------------------------------------------------------------------------------------------------

    def show_tables(self) -> None:
        """Shows all claims and stances of the annotator, counted anew."""
        from annotator.ui.overview.window import Overview

        if self._overview is None:
            self._overview = Overview(self._window)
            self._overview.opened.connect(self.open_label)
            self._overview.place_wanted.connect(self.open_place)
            self._overview.refresh_wanted.connect(self._count)
            self._session.listen(self._article_opened)
        self._overview.show()
        self._overview.activateWindow()
        self._count()

    def _article_opened(self, changed: Changed) -> None:
        if self._overview is not None and "article" in changed.what:
            self._overview.show_article(changed.article or 0)

    def _count(self) -> None:
        from annotator.services.tables import layers_with_parts, people, table

        session, window = self._session, self._overview
        assert window is not None, "the window asks for it"
        window.show_people(people(session.project), session.annotator.key)
        window.show_article(session.opened.article.key if session.opened else 0)
        owner = int(window.whose.currentData())
        layers = [layer.id for layer in layers_with_parts(session.schema)]

        def work(job: Job) -> Rows:
            if not session.read_only:
                session.project.writer.run(lambda db: None)  # what was just done counts too
            return {layer: table(session.project, owner, layer, job) for layer in layers}

        def done(rows: Rows) -> None:
            if self._overview is not None and self._window.session is session:
                self._overview.show_rows(session.schema, rows)

        self._window.runner.start(work, done, title=tr("Counting claims and stances"))

    def open_label(self, article: int, label: str) -> None:
        """Shows a label in its text."""
        page = self._window.page
        if page is not None and page.open_article(article):
            page.desk.focus_on(label)
            self._window.activateWindow()
            page.view.setFocus()

    def open_hit(self, hit: Hit) -> None:
        """Shows a hit in its text: the label there, else its words selected."""
        if hit.item:
            self.open_label(hit.article, hit.item)
        else:
            self.open_place(hit.article, hit.fragments[0][0], hit.fragments[-1][1])

    def open_place(self, article: int, start: int, end: int) -> None:
        """Shows a stretch of an article's text, selected."""
        page = self._window.page
        if page is not None and page.open_article(article):
            page.view.select(start, end)
            self._window.activateWindow()
            page.view.setFocus()

    # -- progress and notes -------------------------------------------------------------------------------------

    def show_progress(self) -> None:
        """Shows how far the annotator is, and their notes."""
        from annotator.ui.overview.progress import ProgressWindow

        if self._progress is None:
            self._progress = ProgressWindow(self._window)
            self._progress.opened.connect(self._open_note)
            self._progress.settled.connect(self._settle_note)
        self._progress.show()
        self._progress.activateWindow()
        self._look_back()

    def _look_back(self) -> None:
        from annotator.services.looking_back import LookBack, look_back

        session = self._session
        if self._window.page is not None:
            self._window.page.keep_place()

        def done(found: LookBack) -> None:
            if self._progress is not None and self._window.session is session:
                self._progress.show_figures(found)

        self._window.runner.start(lambda job: look_back(session.place), done)

    def _open_note(self, article: int, label: str) -> None:
        page = self._window.page
        if label:
            self.open_label(article, label)
        elif page is not None and page.open_article(article):
            self._window.activateWindow()
            page.view.setFocus()

    def _settle_note(self, note: NoteRow, settled: bool) -> None:
        try:
            self._session.remarks.settle_in(note.article, note.id, settled)
        except UserError as error:
            self._window.messages.refuse(error)
        self._look_back()

    # -- concordance --------------------------------------------------------------------------------------------

    def show_concordance(self) -> None:
        """Shows the concordance, with the words that are selected or in focus."""
        from annotator.ui.overview.concordance import ConcordanceWindow

        session = self._session
        if self._concordance is None:
            self._concordance = ConcordanceWindow(self._window, session, self._window.runner)
            self._concordance.opened.connect(self.open_hit)
            self._concordance.failed.connect(self._window.messages.refuse)
            self._concordance.said.connect(self._window.messages.tell)
        page = self._window.page
        words = ""
        if page is not None:
            item = page.desk.focused
            words = page.view.selected_text or (item.quote if item else "")
        self._concordance.look_for(words)

    # -- review -------------------------------------------------------------------------------------------------

    def show_review(self, place: tuple[int, int, int] | None = None) -> None:
        """Shows where annotators differ, to be decided; at a `place` (article, start, end in code points)."""
        from annotator.ui.review.window import ReviewWindow

        if self._review is None:
            self._review = ReviewWindow(self._window, self._session, self._window.runner, self._window.theme)
            self._review.failed.connect(self._window.messages.refuse)
        self._review.show()
        self._review.activateWindow()
        self._review.gather(place)

    # -- schema and guidelines ----------------------------------------------------------------------------------

    def show_schema(self) -> None:
        """Shows the labels, to be edited."""
        from annotator.ui.schema.editor import SchemaEditor

        if self._schema is None:
            self._schema = SchemaEditor(
                self._window, self._session, self._window.runner, self._window.theme, self._command_keys()
            )
            self._schema.guidelines_wanted.connect(self.show_guidelines)
            self._schema.earlier_wanted.connect(self.show_earlier)
            self._schema.step_wanted.connect(self._step)
            self._schema.deletion_wanted.connect(self._delete_with_annotations)
        self._schema.show()
        self._schema.rebuild()
        self._schema.activateWindow()
        self._schema.tree.setFocus()

    def _command_keys(self) -> dict[str, str]:
        """Keys that belong to commands of the desk -> the command's text: no label can have them."""
        return {
            key: found.text for found in self._window.commands.all() if found.entry.scope == DESK for key in found.keys
        }

    def show_guidelines(self) -> None:
        """Shows the guidelines, to be read and written."""
        from annotator.ui.schema.guidelines import GuidelinesWindow

        if self._guidelines is None:
            self._guidelines = GuidelinesWindow(self._window, self._session)
        self._guidelines.show()
        self._guidelines.activateWindow()

    def show_earlier(self, layer: str = "", label: str = "") -> None:
        """Shows what was labelled under an earlier definition, of one label or of all."""
        from annotator.ui.schema.earlier_window import EarlierWindow

        if self._earlier is None:
            self._earlier = EarlierWindow(self._window, self._session, self._window.runner)
            self._earlier.opened.connect(self.open_label)
            self._earlier.failed.connect(self._window.messages.refuse)
            self._earlier.step_wanted.connect(self._step)
        self._earlier.look(layer, label)

    def _delete_with_annotations(self, layer: str, label: str) -> None:
        session = self._session

        def done(count: int) -> None:
            if self._window.session is session:
                session.schema_editing.take_in()
                text = trn("{n} annotation was deleted.", "{n} annotations were deleted.", count)
                self._window.messages.tell(f"{text} {tr('Ctrl+Z takes it back.')}")

        self._window.runner.start(
            lambda job: session.schema_editing.delete_with_annotations(layer, label, job),
            done,
            title=tr("Deleting a label"),
        )

    def _step(self, which: str) -> None:
        """Undoes or does again from one of the windows."""
        self._window.commands.run(f"edit.{which}")

    def show_help(self) -> None:
        """Shows the help pages."""
        from annotator.ui.help_window import HelpWindow

        if self._help is None:
            self._help = HelpWindow(self._window)
        self._help.show()
        self._help.activateWindow()

    def set_theme(self, theme: Theme) -> None:
        """What paints by itself is painted in another theme from now on."""
        if self._review is not None:
            self._review.texts.set_theme(theme)

    def close(self) -> None:
        """Closes what belongs to a project that is left."""
        windows = (
            self._concordance,
            self._overview,
            self._progress,
            self._schema,
            self._guidelines,
            self._earlier,
            self._review,
        )
        for window in windows:
            if window is not None:
                window.close()
                window.deleteLater()
        self._progress = None
        self._concordance = self._overview = self._schema = self._guidelines = self._earlier = self._review = None
