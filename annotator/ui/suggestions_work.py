"""What can be done with suggestions beyond the open article: accept the sure ones everywhere, order, suggesters, memory, known names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from annotator.model.phrases import number, tr, trn
from annotator.services.session import Session
from annotator.ui.actions import Binding
from annotator.ui.settings import UNSURE_FIRST
from annotator.ui.window_work import WindowWork

if TYPE_CHECKING:
    from annotator.services.jobs import Job
    from annotator.services.sure import Sure
    from annotator.ui.main_window import MainWindow
    from annotator.ui.suggesters.window import SuggestersWindow


class SuggestionsWork(WindowWork):
    """Binds the commands of the menu Suggestions."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._pages: SuggestersWindow | None = None

    def bindings(self) -> dict[str, Binding]:
        return {
            "suggest.accept_sure": Binding(self.accept_sure, self._can_write),
            "suggest.unsure_first": Binding(self.turn_order, self._has_project, self._unsure_first),
            **{
                f"suggest.{page}": Binding(partial(self.show, page), self._has_project)
                for page in ("plan", "compare", "memory", "names", "train")
            },
        }

    # -- the sure ones ------------------------------------------------------------------------------------------

    def accept_sure(self) -> None:
        """Counts the sure suggestions of all open articles, asks, and accepts them as one step."""
        session, window = self._session, self._window
        window.runner.start(
            session.sure.preview, lambda found: self._ask(session, found), title=tr("Counting sure ones")
        )

    def _ask(self, session: Session, found: Sure) -> None:
        from annotator.ui.dialogs.failure import confirm

        window = self._window
        if window.session is not session:
            return
        if not found.suggestions:
            window.messages.tell(tr("No suggestion in the open articles is sure."))
            return
        question = tr(
            "Accept {suggestions} in {articles}?",
            suggestions=trn("{n} sure suggestion", "{n} sure suggestions", found.suggestions),
            articles=trn("{n} article", "{n} articles", found.articles),
        )
        named = (
            f"{session.schema.label_name(*kind.split('/', 1))} {number(n)}" for kind, n in found.by_label.most_common(8)
        )
        detail = tr(
            "{labels}. What was refused before under the same label is left out. It is one step: Ctrl+Z takes all of it back.",
            labels=", ".join(named),
        )
        confirm(window, question, detail, tr("Accept them"), lambda: self._accept(session, found.suggestions))

    def _accept(self, session: Session, expected: int) -> None:
        def work(job: Job) -> Sure:
            return session.sure.accept_everywhere(job, expected)

        def done(accepted: Sure) -> None:
            if self._window.session is not session:
                return
            session.sure.take_in(accepted)
            session.queue.refresh()
            words = trn("{n} sure suggestion accepted.", "{n} sure suggestions accepted.", accepted.suggestions)
            stopped = tr("Stopped there.") if accepted.interrupted else ""
            self._window.messages.tell(" ".join(filter(None, [words, stopped, tr("Ctrl+Z takes it back.")])))

        self._window.runner.start(work, done, title=tr("Accepting sure suggestions"))

    # -- the order ----------------------------------------------------------------------------------------------

    def turn_order(self) -> None:
        """Has Tab go from the least sure suggestion on, or along the text again."""
        window = self._window
        window.settings.set_flag(UNSURE_FIRST, not self._unsure_first())
        if window.page is not None:
            window.page.take_settings()
        said = (
            tr("Tab goes from the least sure suggestion on.") if self._unsure_first() else tr("Tab follows the text.")
        )
        window.messages.tell(said)

    def _unsure_first(self) -> bool:
        return self._window.settings.flag(UNSURE_FIRST, False)

    # -- the pages ----------------------------------------------------------------------------------------------

    def show(self, page: str) -> None:
        """Shows a page of the window of suggesters."""
        from annotator.ui.suggesters.window import SuggestersWindow

        if self._pages is None:
            self._pages = SuggestersWindow(
                self._window, self._session, self._window.runner, self._window.projects.folder()
            )
            self._pages.opened.connect(self._window.overview.open_place)
            self._pages.failed.connect(self._window.messages.fail)
            self._pages.said.connect(self._window.messages.tell)
            self._pages.undo_wanted.connect(lambda: self._window.commands.run("edit.undo"))
        self._pages.show_page(page)

    def close(self) -> None:
        """Closes what belongs to a project that is left."""
        if self._pages is not None:
            self._pages.close()
            self._pages.deleteLater()
        self._pages = None
