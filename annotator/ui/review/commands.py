"""What the bar, the foot and the keys of a review ask for the whole article, for all of them, or for the list of all differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.model.phrases import tr, trn
from annotator.services.jobs import Job
from annotator.services.review_lists import Difference
from annotator.ui.dialogs.asking import ask
from annotator.ui.review.reasons import EditReasons
from annotator.ui.runner import Runner

if TYPE_CHECKING:
    from annotator.ui.review.window import ReviewWindow


class ReviewCommands:
    """Does them in a review window."""

    def __init__(self, window: ReviewWindow, runner: Runner) -> None:
        self._window, self._runner = window, runner

    def run(self, action: str) -> None:
        """Does what is called so; see `_actions`."""
        window = self._window
        name, _, which = action.partition(":")
        if name in ("decide", "reason", "note") and window.pages.currentWidget() is not window.texts:
            return  # what they are about is not to be seen
        if name == "decide":
            self._decide(which)
        elif window.reviewing.opened is not None or action in ("list", "names"):
            window.attempt(self._actions(which)[name])

    def _actions(self, which: str) -> dict[str, Callable[[], object]]:
        window = self._window
        reviewing, history = window.reviewing, window.session.history
        return {
            "agreed": lambda: self._say_agreed(reviewing.accept_agreed()),
            "agreed everywhere": lambda: self._everywhere(reviewing.accept_agreed_everywhere),
            "majority": lambda: self._say_decided(reviewing.accept_majority()),
            "majority everywhere": lambda: self._everywhere(reviewing.accept_majority_everywhere),
            "side": lambda: self._say_decided(reviewing.take_side(int(which))),
            "side everywhere": lambda: self._everywhere(lambda job: reviewing.take_side_everywhere(int(which), job)),
            "finish": self.finish,
            "reopen": reviewing.reopen_article,
            "list": self._turn_list,
            "columns": window.bar.turn_columns,
            "names": window.bar.turn_names,
            "all": window.bar.turn_agreed,
            "note": window.decision.note.setFocus,
            "reason": window.decision.offer_reasons,
            "undo": history.undo,
            "redo": history.redo,
            "next": lambda: window.differences.step(1),
            "previous": lambda: window.differences.step(-1),
            "next article": lambda: window.articles.step(1),
            "previous article": lambda: window.articles.step(-1),
        }

    def _decide(self, action: str) -> None:
        """As a key of the choices: only what can be decided now."""
        most = self._window.majority()
        if action == "most" and most is not None:
            action = f"take:{most}"
        if action in (choice.action for choice in self._window.current_choices()):
            self._window.decide(action)

    def finish(self) -> None:
        """Says that the article is reviewed and opens the next one that is not."""
        window = self._window
        if window.attempt(window.reviewing.finish):
            following = next((row.key for row in window.rows if not row.settled), None)
            if following is not None:
                window.articles.choose(following)

    def edit_reasons(self) -> None:
        """Opens the list of reasons to be edited."""
        window = self._window
        reasons = window.reviewing.reasons
        dialog = EditReasons(window, reasons.all())

        def keep() -> None:
            window.attempt(lambda: reasons.replace(dialog.reasons))
            window.decision.know(reasons.all())

        ask(dialog, keep, window)

    # -- in all articles ----------------------------------------------------------------------------------------

    def _everywhere(self, take: Callable[[Job], int]) -> None:
        def done(count: int) -> None:
            self._say_decided(count)
            self._window.reviewing.reread()
            self._window.gather()
            self.list_again()

        self._runner.start(take, done, self._window.failed.emit, title=tr("Deciding in all articles"))

    def _say_agreed(self, count: int) -> None:
        self._window.message.setText(trn("{n} agreement accepted.", "{n} agreements accepted.", count))

    def _say_decided(self, count: int) -> None:
        words = trn("{n} decision taken.", "{n} decisions taken.", count)
        self._window.message.setText(f"{words} {tr('Ctrl+Z takes it back.')}" if count else words)

    # -- the list of all differences ----------------------------------------------------------------------------

    def _turn_list(self) -> None:
        window = self._window
        if window.pages.currentWidget() is window.everywhere:
            window.pages.setCurrentWidget(window.texts)
            window.view.setFocus()
        elif window.everywhere.is_current:
            self._show_list()
        else:
            self.list_everywhere()

    def _show_list(self) -> None:
        window = self._window
        window.everywhere.catch_up()
        window.pages.setCurrentWidget(window.everywhere)
        window.everywhere.table.setFocus()

    def list_again(self) -> None:
        """The list of all differences is out of date; gathered anew where it is shown, else when it is wanted again."""
        window = self._window
        window.everywhere.is_current = False
        if window.pages.currentWidget() is window.everywhere:
            self.list_everywhere()

    def list_everywhere(self) -> None:
        """Lists the differences of all articles in place of the text."""
        window = self._window

        def work(job: Job) -> list[Difference]:
            return window.reviewing.differences(job, decided=True)

        def done(found: list[Difference]) -> None:
            window.everywhere.show_differences(found, blind=window.shown.blind)
            self._show_list()

        self._runner.start(work, done, window.failed.emit, title=tr("Comparing annotators"))
