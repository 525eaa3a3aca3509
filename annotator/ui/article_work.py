"""What can be done with whole articles, and the way back: done, skipped, next, undo, redo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services.history import LARGE, TakenBack
from annotator.ui.actions import DESK, Binding
from annotator.ui.desk.commands import commands
from annotator.ui.window_work import WindowWork

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class ArticleWork(WindowWork):
    """Binds the commands for articles and for the history to the session of the open project."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        window.commands.schema_keys = self._schema_keys

    def _schema_keys(self) -> dict[str, str]:
        """The key that begins a stance is the layer's own."""
        session = self._window.session
        begun = [layer.key for layer in session.schema.layers if layer.key and layer.offered] if session else []
        return {f"{DESK}.stance": begun[0]} if begun else {}

    def bindings(self) -> dict[str, Binding]:
        return {
            **self._desk_bindings(),
            "article.done": Binding(self.done, self._has_article),
            "article.skip": Binding(self.skip, self._is_open),
            "article.reopen": Binding(self.reopen, self._is_closed),
            "article.next": Binding(lambda: self.go(1), self._has_project),
            "article.previous": Binding(lambda: self.go(-1), self._has_project),
            "article.next_open": Binding(self.next_open, self._has_project),
            "edit.undo": Binding(lambda: self.back("undo"), self._has_project),
            "edit.redo": Binding(lambda: self.back("redo"), self._has_project),
            "edit.copy": Binding(self._copy, self._has_article),
        }

    def _desk_bindings(self) -> dict[str, Binding]:
        """The desk does its own; from menus and palette it does the same as by its keys."""
        return {
            f"{DESK}.{command.id}": Binding(partial(self._on_desk, command.id), self._has_article)
            for command in commands()
        }

    def _on_desk(self, command_id: str) -> None:
        page = self._window.page
        if page is not None:
            page.view.setFocus()
            page.desk.run(command_id)

    def _has_article(self) -> bool:
        session = self._window.session
        return session is not None and session.opened is not None

    def _is_open(self) -> bool:
        session = self._window.session
        return session is not None and session.opened is not None and session.opened.status == "open"

    def _is_closed(self) -> bool:
        return self._has_article() and not self._is_open()

    def _open(self, key: int | None) -> None:
        if self._window.page is not None and key is not None:
            self._window.page.open_article(key)

    def _copy(self) -> None:
        if self._window.page is not None:
            self._window.page.view.copy()

    # -- articles -----------------------------------------------------------------------------------------------

    def done(self) -> None:
        """Marks the article as done and opens the next open one; a finished one is reopened."""
        if self._is_closed():
            self.reopen()
            return
        if self._window.page is not None:
            self._window.page.keep_place()
        session = self._session
        finished = session.opened
        session.progress.finish()
        self.next_open()
        if finished is not None:
            session.queue.leave(finished.article.key, "done")
            self._say_done(len(finished.pending), sum(bool(finished.missing(a)) for a in finished.annotations.values()))

    def _say_done(self, undecided: int, unanswered: int) -> None:
        """What was left open in the article that is done now: told, not forbidden."""
        left = []
        if undecided:
            left.append(trn("{n} suggestion undecided", "{n} suggestions undecided", undecided))
        if unanswered:
            left.append(trn("{n} label with an open question", "{n} labels with open questions", unanswered))
        words = tr("Done; {left}. Ctrl+Z takes it back.", left=", ".join(left)) if left else tr("Done.")
        if self._session.progress.next_open() is None:
            words = f"{words} {tr('No other open article is left under this filter.')}"
        self._window.messages.tell(words)

    def skipped(self) -> None:
        """The desk has skipped the open article: the next open one follows."""
        session = self._session
        left = session.opened
        self.next_open()
        if left is not None:
            session.queue.leave(left.article.key, "skipped")

    def next_open(self) -> None:
        """Opens the next article that is open under the present filter."""
        key = self._session.progress.next_open()
        if key is None:
            self._window.messages.tell(tr("No other open article is left under this filter."))
        self._open(key)

    def reopen(self) -> None:
        self._session.progress.reopen()
        self._session.wait()
        self._session.queue.refresh()
        self._window.messages.tell(tr("The article is open again."))

    def skip(self) -> None:
        """Has the desk ask why the article is left out; the next open one follows."""
        if self._window.page is not None:
            self._window.page.view.setFocus()
            self._window.page.desk.run("skip")

    def go(self, step: int) -> None:
        """Opens the article after (1) or before (-1) the present one in the queue."""
        progress = self._session.progress
        key = progress.next() if step > 0 else progress.previous()
        if key is None:
            words = (
                tr("This is the last article of the list.")
                if step > 0
                else tr("This is the first article of the list.")
            )
            self._window.messages.tell(words)
        self._open(key)

    # -- the way back -------------------------------------------------------------------------------------------

    def back(self, direction: str) -> None:
        """Undoes the last step or does it again; a large one is asked for first and shows its progress."""
        history = self._session.history
        step = history.undoable() if direction == "undo" else history.redoable()
        if step is None:
            nothing = tr("There is nothing to undo.") if direction == "undo" else tr("There is nothing to redo.")
            self._window.messages.tell(nothing)
        elif step.size > LARGE or step.kind in ("import", "merge"):
            self._ask_large(direction, step.title, step.size)
        else:
            before = self._session.opened
            self._show_taken_back(direction, history.undo() if direction == "undo" else history.redo())
            if self._window.page is not None:
                self._window.page.desk.look_at_changes(before)

    def _ask_large(self, direction: str, title: str, size: int) -> None:
        from annotator.ui.dialogs.failure import confirm

        button = tr("Undo") if direction == "undo" else tr("Do it again")
        detail = trn("It concerns {n} record.", "It concerns {n} records.", size)
        confirm(self._window, f"{button}: {title}?", detail, button, lambda: self._back_large(direction, title))

    def _back_large(self, direction: str, title: str) -> None:
        running = self._window.runner.follow(tr("Undo: {title}", title=title) if direction == "undo" else title)

        def done(taken: TakenBack) -> None:
            running.end()
            self._show_taken_back(direction, taken)

        def failed(error: BaseException) -> None:
            running.end()
            if isinstance(error, UserError):
                self._window.messages.fail(error)

        self._session.history.begin(direction, running.job, done, failed)

    def _show_taken_back(self, direction: str, taken: TakenBack) -> None:
        """Says what it was, and goes to the article where it was."""
        if taken.arrival or taken.step.kind == "status":
            self._session.queue.refresh()
        opened = self._session.opened
        if taken.article is not None and (opened is None or opened.article.key != taken.article) and not taken.arrival:
            self._open(taken.article)
        words = tr("Undone: {title}", title=taken.step.title)
        self._window.messages.tell(words if direction == "undo" else tr("Done again: {title}", title=taken.step.title))
