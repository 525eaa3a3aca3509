"""The review window: articles, texts with everybody's labels, the differences, and the choices with their keys. Wiring only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.annotation import Fragments
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.jobs import Job
from annotator.services.labelling import resized
from annotator.services.review_article import Item
from annotator.services.review_lists import ReviewRow
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.foot.panel import HintRow
from annotator.ui.helping import offer_help
from annotator.ui.review.bar import ReviewBar
from annotator.ui.review.commands import ReviewCommands
from annotator.ui.review.decision import DecisionPanel
from annotator.ui.review.everywhere import EverywhereTable
from annotator.ui.review.keys import EDGES, hints, simple_action
from annotator.ui.review.lists import ReviewList, article_line, difference_line
from annotator.ui.review.showing import Choice, Shown, layers
from annotator.ui.review.texts import ReviewTexts
from annotator.ui.runner import Runner
from annotator.ui.textview import ArticleView
from annotator.ui.theme import Theme

_ARTICLES, _DECISIONS = 210, 420
"""Pixels that the lists beside the text take."""
_WIDE = 1600


class ReviewWindow(QDialog):
    """Decides where annotators differ. Everything by keys; each choice is a button too."""

    failed = Signal(UserError)

    def __init__(self, parent: QWidget | None, session: Session, runner: Runner, theme: Theme) -> None:
        super().__init__(parent)
        self.session = session
        self._runner = runner
        self.reviewing = session.reviewing
        self.item: Item | None = None
        self.rows: list[ReviewRow] = []
        self._place: tuple[int, int, int] | None = None
        self.setWindowTitle(tr("Review"))
        offer_help(self, "deciding")
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(QSize(1260, 780).boundedTo(self.screen().availableSize()))
        self.commands = ReviewCommands(self, runner)
        self.bar = ReviewBar(session.schema, self.commands.run)
        self.bar.changed.connect(self.show_article)
        self.bar.people_chosen.connect(self._compare)
        self.articles = ReviewList(tr("Articles to review"))
        self.articles.currentItemChanged.connect(self._open_chosen)
        self.texts = ReviewTexts(theme, self)
        self.texts.item_clicked.connect(self.choose)
        self.everywhere = EverywhereTable(list(layers(session.schema).items())[1:])
        self.everywhere.opened.connect(self.open_item)
        self.differences = ReviewList(tr("Differences"))
        self.differences.currentItemChanged.connect(self._choose_chosen)
        self.decision = DecisionPanel()
        self.decision.decided.connect(self.decide)
        for asking in (self.decision.reason, self.decision.reasons):
            asking.edit_wanted.connect(self.commands.edit_reasons)
        self.decision.reasons.written.connect(self.decision.write_reason)
        self.message = self.decision.message
        self.foot = HintRow(theme, self.commands.run, tr("Keys"), muted=True, lines=0)
        self.foot.setContentsMargins(8, 4, 8, 6)
        self.foot.show_hints(hints())
        self._lay_out()
        for widget in (self.differences, self.articles, self.everywhere.table):
            widget.installEventFilter(self)
        session.listen(self._heard)

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.differences, 1)
        column.addWidget(self.decision)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.texts)
        self.pages.addWidget(self.everywhere)
        self.split = QSplitter()
        for widget in (self.articles, self.pages, right):
            self.split.addWidget(widget)
        self.split.setSizes([_ARTICLES, 630, _DECISIONS])
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        self.pages.currentChanged.connect(lambda _: right.setVisible(self.pages.currentWidget() is self.texts))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.foot)

    def _share_width(self) -> None:
        """In a narrow window the lists leave room for columns of text side by side."""
        narrower = 0.75 if self.bar.side_by_side and self.width() < _WIDE else 1
        articles, decisions = round(_ARTICLES * narrower), round(_DECISIONS * narrower)
        self.split.setSizes([articles, self.width() - articles - decisions, decisions])

    @property
    def view(self) -> ArticleView:
        """The text that has the keyboard."""
        return self.texts.view

    @property
    def shown(self) -> Shown:
        """What of the article is to be seen."""
        return self.bar.shown

    # -- articles -----------------------------------------------------------------------------------------------

    def gather(self, place: tuple[int, int, int] | None = None) -> None:
        """Lists the articles that two or more have seen; opens the first that is not reviewed.

        With a `place` (article, start, end in code points) it opens that.
        """
        self._show_people()
        self._place = place

        def work(job: Job) -> list[ReviewRow]:
            return self.reviewing.articles(job)

        self._runner.start(work, self.show_rows, self.failed.emit, title=tr("Comparing annotators"))

    def _show_people(self) -> None:
        self.bar.show_people(self.reviewing.annotators(), self.reviewing.letters())

    def show_rows(self, rows: list[ReviewRow]) -> None:
        """Shows the list of articles."""
        present = self.reviewing.opened.article.key if self.reviewing.opened else None
        self.rows = rows
        self._list_articles()
        if not rows:
            self.message.setText(
                tr("No article was finished or labelled by two annotators. Merge colleagues' work files first.")
            )
            return
        first = next((row.key for row in rows if not row.settled), rows[0].key)
        keys = {row.key for row in rows}
        self.articles.choose(present if present in keys else first)
        if self._place is not None and self._place[0] in keys:
            self._show_place(*self._place)
        self._place = None
        self.view.setFocus()

    def _show_place(self, article: int, start: int, end: int) -> None:
        """The difference that lies there, or what all say there."""
        self.articles.choose(article)
        at = self.reviewing.opened
        found = at.item_at(start, end) if at is not None else None
        if found is not None and not self.shown.has(found):
            self.bar.show_everything()
        self.open_item(article, found.id if found is not None else "")

    def _list_articles(self) -> None:
        present = self.articles.current
        self.articles.fill((row.key, article_line(row, blind=self.shown.blind)) for row in self.rows)
        self.articles.point_at(present)

    def _open_chosen(self) -> None:
        key, at = self.articles.current, self.reviewing.opened
        if key is not None and (at is None or at.article.key != key):
            self.item = None
            self.attempt(lambda: self.reviewing.open(key))
            self.show_article()

    def open_item(self, article: int, item_id: str) -> None:
        """Shows a difference in its text."""
        self.articles.choose(article)
        self.pages.setCurrentWidget(self.texts)
        self.choose(item_id)
        self.view.setFocus()

    def _compare(self, names: list[str]) -> None:
        if self.attempt(lambda: self.reviewing.choose(names or None)):
            self.gather()

    def _heard(self, changed: Changed) -> None:
        if {"records", "suggestions"} <= changed.what:  # all was read again: another article may have changed
            self.everywhere.is_current = False
        if "review" in changed.what and self.isVisible():
            self.show_article()

    def show_article(self) -> None:
        """Shows the article under review as it is now."""
        at = self.reviewing.opened
        if at is None:
            return
        self.setWindowTitle(tr("Review: {title}", title=at.article.title))
        before = self.item.id if self.item else None
        if self.reviewing.blind != self.shown.blind:
            self._hide_names()
            return  # it is shown by what the review tells of it
        if self.texts.side_by_side != self.bar.side_by_side:
            self.texts.set_side_by_side(self.bar.side_by_side)
            self._share_width()
        self.texts.show_article(at, self.shown)
        self.rows = [self.reviewing.row() if row.key == at.article.key else row for row in self.rows]
        self._list_articles()
        self.decision.know(self.reviewing.reasons.all())
        self.everywhere.keep_up(at.article.key, self.reviewing.differences_here())
        self.differences.fill((item.id, difference_line(at, item)) for item in at.items if self.shown.has(item))
        self.choose(before if before in at.by_id else None)

    def _hide_names(self) -> None:
        """Hides names everywhere, or shows them again: in the text, the lists and the menus."""
        self.reviewing.hide_names(self.shown.blind)
        self._show_people()
        self._list_articles()
        self.commands.list_again()

    # -- one difference -----------------------------------------------------------------------------------------

    def choose(self, item_id: str | None) -> None:
        """Puts a difference in question; without one the next that is open."""
        at = self.reviewing.opened
        if at is None:
            return
        self.item = at.by_id.get(item_id or "") or at.next_open(disagreements=self.shown.only_differences)
        if self.item is not None:
            self.differences.point_at(self.item.id)
        self.decision.ask(at, self.item, self.shown, self.majority())
        self.texts.focus_on(self.item)

    def _choose_chosen(self) -> None:
        if self.differences.current is not None:
            self.choose(self.differences.current)

    def current_choices(self) -> list[Choice]:
        """What can be decided now."""
        return self.decision.choices

    def majority(self) -> int | None:
        """Who says what most say about the difference in question, while it is open."""
        open_item = self.item is not None and self.item.state == "open"
        return self.reviewing.majority(self.item.id) if self.item is not None and open_item else None

    # -- deciding -----------------------------------------------------------------------------------------------

    def decide(self, action: str) -> None:
        """Decides the difference in question and goes on to the next."""
        at, item = self.reviewing.opened, self.item
        if at is None or item is None:
            return
        if action == "mine":
            self._begin_own(item)
            return
        if action == "leave":
            self.decision.leave_own()
            self.view.setFocus()
            return
        reason, note = self.decision.why
        if reason:
            reason = self.reviewing.reasons.add(reason)
        name, _, owner = action.partition(":")
        actions: dict[str, Callable[[], None]] = {
            "take": lambda: self.reviewing.take(item.id, int(owner), reason, note),
            "both": lambda: self.reviewing.both(item.id, reason, note),
            "nothing": lambda: self.reviewing.nothing(item.id, reason, note),
            "union": lambda: self.reviewing.merge_boundaries(item.id, "union", reason, note),
            "common": lambda: self.reviewing.merge_boundaries(item.id, "common", reason, note),
            "keep": lambda: self._keep_own(item, reason, note),
            "stand": lambda: self.reviewing.keep(item.id, reason, note),
            "reopen": lambda: self.reviewing.reopen(item.id),
        }
        if not self.attempt(actions[name]):
            return
        self.message.clear()
        self.decision.forget_why()
        after = self.reviewing.opened
        following = after.next_open(item.id, disagreements=self.shown.only_differences) if after else None
        self.item = None
        self.choose(item.id if name == "reopen" else following.id if following else None)
        self.view.setFocus()

    def _begin_own(self, item: Item) -> None:
        at = self.reviewing.opened
        assert at is not None, "an item is of an article"
        present = item.gold[0] if item.gold else item.labels[0]
        self.decision.edit(at, item)
        self._select(present.fragments)
        self.view.setFocus()

    def _select(self, pieces: Fragments) -> None:
        for number, (start, end) in enumerate(pieces):
            self.view.select(start, end, add=number > 0)

    def _keep_own(self, item: Item, reason: str, note: str) -> None:
        own = self.decision.own
        self.reviewing.mine(item.id, self.view.selection or None, own.chosen, own.attributes, reason, note)
        self.view.clear_selection()

    def attempt(self, action: Callable[[], object]) -> bool:
        """Does something; says why where it is refused."""
        try:
            action()
        except UserError as error:
            self.message.setText(str(error))
            return False
        return True

    # -- keys ---------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys decide wherever nothing is typed."""
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        own = self.decision.own
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.pages.currentWidget() is self.everywhere:
            return self._list_key(event, enter=enter, control=control)
        if self.decision.reasons.isVisible() and not control:
            if event.key() == Qt.Key.Key_Escape:
                self.decision.leave_reasons()
                return True
            return self.decision.reasons.take_key(event.text())
        if own.isVisible() and not control:
            return self._own_key(event, enter=enter)
        action = simple_action(event)
        if action is not None and (control or not self.decision.writes):
            self.commands.run(action)
            return True
        if enter:
            majority = self.majority()
            if self.decision.writes:
                self.view.setFocus()
            elif majority is not None:
                self.decide(f"take:{majority}")
            return True
        if control or self.decision.writes:
            return False
        choice = next((c for c in self.current_choices() if event.text() and c.key == event.text()), None)
        if choice is not None:
            self.decide(choice.action)
        return choice is not None

    def _list_key(self, event: QKeyEvent, *, enter: bool, control: bool) -> bool:
        """Over the list of all differences nothing is decided."""
        action, writes = simple_action(event), self.everywhere.words.hasFocus()
        if enter and writes:
            self.everywhere.table.setFocus()
        elif event.key() == Qt.Key.Key_Escape:
            self.commands.run("list")
        elif action in ("list", "names", "undo", "redo") and (control or not writes):
            self.commands.run(action)
        else:
            return enter and not self.everywhere.table.hasFocus()
        return True

    def _own_key(self, event: QKeyEvent, *, enter: bool) -> bool:
        if enter or event.key() == Qt.Key.Key_Escape:
            self.decide("keep" if enter else "leave")
            return True
        if self.decision.writes:
            return False
        edge, at = EDGES.get(event.text()), self.reviewing.opened
        if edge is None or at is None or not self.view.selection:
            return self.decision.own.take_key(event.text())
        self._select(resized(at.text, self.view.selection, *edge))
        return True
