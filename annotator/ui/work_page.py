"""The page on which an article is labelled: top line, queue, article, cards, foot. Puts together; decides nothing."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.progressing import Pace
from annotator.services.queue import QueueFilter
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.cards import CardsPane
from annotator.ui.desk import Desk
from annotator.ui.empty_article import EmptyArticle
from annotator.ui.find_bar import FindBar
from annotator.ui.first_hints import FirstHints
from annotator.ui.foot import FootPanel
from annotator.ui.picker import PromptPanel
from annotator.ui.queue import QueuePanel
from annotator.ui.runner import Runner
from annotator.ui.settings import (
    ACCEPT_GOES_ON,
    CARDS,
    LINE_SPACING,
    MEASURE,
    PANES,
    QUEUE,
    SUGGEST_ON_OPENING,
    TEXT_FONT,
    TEXT_POINTS,
    UNSURE_FIRST,
    ZOOM,
    Settings,
)
from annotator.ui.suggesting import ArticleSuggesting
from annotator.ui.textview import ArticleView
from annotator.ui.theme import Theme
from annotator.ui.theme_fonts import TEXT_POINTS as USUAL_POINTS
from annotator.ui.topbar import TopBar
from annotator.ui.work_clock import WorkClock

_AT_ONCE = 0.03
"""Seconds that are waited for a list of articles: what comes within two frames does not flicker."""
_SOON_MS = 150
"""Counts and the row of the open article follow an action after this time, several actions at once."""
_KEEP_MS = 10_000
"""How often at most the place and the time at work are written while a person works."""
_WIDTHS = (276, 668, 336)


class WorkPage(QWidget):
    """One project at work."""

    failed = Signal(UserError)
    saving_changed = Signal()
    article_shown = Signal()

    def __init__(
        self,
        session: Session,
        settings: Settings,
        theme: Theme,
        clock: WorkClock,
        runner: Runner,
        keys: Mapping[str, str],
    ) -> None:
        """`keys`: the desk's, key name -> what `Desk.run` takes."""
        super().__init__()
        self.session = session
        self._settings = settings
        self._clock = clock
        self._pace: Pace | None = None
        """Worked out anew when another article is opened or this one is finished or reopened; None where that is to do."""
        self._counted_status = ""
        """Of the open article, when today's articles were counted."""
        self._counted_early = False
        """Whether they were counted before all was on disk."""
        self._kept: tuple[int, int, int] | None = None
        self._found: tuple[int, str] | None = None
        """In which article the places of which search are marked."""
        self.topbar = TopBar()
        self.queue = QueuePanel(theme)
        self.view = ArticleView()
        self.view.setAccessibleName(tr("Article"))
        self.desk = Desk(session, self.view, self)
        self.suggesting = ArticleSuggesting(session, runner, self)
        self.cards = CardsPane(self.desk, theme)
        self.prompt = PromptPanel(self.desk, theme)
        self.empty = EmptyArticle()
        self.finder = FindBar(self.view)
        self.first_hints = FirstHints(settings, session.annotator.id)
        self.note = QLabel()
        self.foot = FootPanel(self.desk, theme)
        self.desk.set_keys(keys)
        self._lay_out()
        self.set_theme(theme)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._show_figures)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_MS)
        self._keep.timeout.connect(self.keep_place)
        self.queue.chosen.connect(self.open_article)
        self.queue.filtered.connect(self._filter)
        self.topbar.searched.connect(self._search)
        self.queue.query_begun.connect(self.topbar.begin_search)
        self.queue.list.left.connect(self.topbar.leave_search)
        self.topbar.search_left.connect(self.view.setFocus)
        self.desk.failed.connect(self.failed)
        self.view.caret_moved.connect(self._moved)
        self.view.scrolled.connect(self._moved)
        self.article_shown.connect(self.suggesting.look)
        self.suggesting.noted.connect(self.show_note)
        self._runner = runner
        self._searched_from = session.queue.filter
        """What the queue showed before something was searched for."""
        session.queue.fetch = self._fetch
        session.listen(self._changed)

    def _lay_out(self) -> None:
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(1)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setContentsMargins(16, 4, 16, 6)
        self.note.setAccessibleName(tr("About the suggestions"))
        self.note.hide()
        middle = QWidget()
        middle.setProperty("role", "paper")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.view, 1)
        inside.addWidget(self.empty, 1)
        inside.addWidget(self.first_hints)
        inside.addWidget(self.finder)
        inside.addWidget(self.note)
        for number, pane in enumerate((self.queue, middle, self.cards)):
            self.panes.addWidget(pane)
            self.panes.setStretchFactor(number, int(pane is middle))
        self.panes.setSizes(self._settings.numbers(PANES) or list(_WIDTHS))
        self.queue.setVisible(self._settings.flag(QUEUE, True))
        self.cards.setVisible(self._settings.flag(CARDS, True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.topbar)
        layout.addWidget(self.panes, 1)
        layout.addWidget(self.foot)

    # -- beginning and end --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Shows the queue, and the article where the annotator left."""
        project = self.session.project
        self.topbar.show_project(project.path.name, self.session.annotator.name, self.session.read_only)
        self.topbar.show_saving(self.session.saving)
        self.take_settings()
        self.view.set_zoom(self._settings.number(ZOOM, 1.0))
        place = self.session.progress.place()
        queue = self.session.queue
        self.queue.show_queue(queue)
        self._show_figures()
        self._show_article()
        key = place.article if place else next(iter(queue.keys), None)
        if key is not None and self.open_article(key) and place is not None:
            self.view.place_caret(place.caret, reveal=False)
            self.view.set_scroll_place(place.scroll)
        (self.view if self.session.opened else self.queue).setFocus()

    def end(self) -> None:
        """Keeps place, time and sizes; the session can be closed afterwards."""
        self.suggesting.close()
        self._soon.stop()
        self._keep.stop()
        self.keep_place()
        settings = self._settings
        if not self.queue.isHidden() and not self.cards.isHidden():
            settings.set_numbers(PANES, self.panes.sizes())
        settings.set_flag(QUEUE, not self.queue.isHidden())
        settings.set_flag(CARDS, not self.cards.isHidden())
        settings.set_number(ZOOM, self.view.zoom)

    def keep_place(self) -> None:
        """Writes where the annotator is and the time they spent."""
        seconds = self._clock.take()
        opened = self.session.opened
        if opened is None:
            return
        if seconds >= 0.5:
            self.session.progress.spend(seconds)
        place = (opened.article.key, self.view.caret, self.view.scroll_place)
        if place != self._kept:
            self._kept = place
            self.session.progress.leave_at(place[1], place[2])

    # -- articles -----------------------------------------------------------------------------------------------

    def open_article(self, key: int | None) -> bool:
        """Opens an article, keeping the place in the one before; whether it could be."""
        if key is None:
            return False
        opened = self.session.opened
        if opened is not None and opened.article.key == key:
            self.view.setFocus()
            return True
        self.keep_place()
        try:
            self.session.open_article(key)
        except UserError as error:
            self.failed.emit(error)
            return False
        if self.session.opened is not None and (hits := self.session.queue.hits(self.session.opened.text)):
            self.view.select(*hits[0])
        self.keep_place()
        self.view.setFocus()
        return True

    def _filter(self, wanted: QueueFilter) -> None:
        self.session.queue.choose(wanted)

    def _fetch(self, read: Callable[[], array[int]], take: Callable[[array[int]], None]) -> None:
        """Reads a list of articles beside this thread; a quick one is there within a frame or two."""
        self._runner.start(lambda job: read(), take, self._not_found, patience=_AT_ONCE)

    def _not_found(self, error: UserError) -> None:
        """The query has a mistake: it is told, and the list stays as it was."""
        self.queue.show_queue(self.session.queue)
        self.failed.emit(error)

    def _search(self, words: str) -> None:
        """Shows the articles that a search means, among all of them; without words those that were shown before."""
        queue = self.session.queue
        if words and not queue.filter.text:
            self._searched_from = queue.filter
        before = self._searched_from if not words else replace(queue.filter, status="")
        self._filter(replace(before, text=words))
        if words:
            self.queue.setFocus()

    # -- what the session tells ---------------------------------------------------------------------------------

    def _changed(self, changed: Changed) -> None:
        if "saving" in changed.what:
            self.topbar.show_saving(self.session.saving)
            if self._counted_early and self.session.saving.state == "saved":
                self._pace = None
                self._soon.start()
            self.saving_changed.emit()
        if "article" in changed.what:
            self._show_article()
        if "queue" in changed.what and self.queue.model.keys is not self.session.queue.keys:
            self.queue.show_queue(self.session.queue)
        if changed.what & {"article", "queue"}:
            self._mark_found()
        self.first_hints.look(self.session.opened)
        if "article" in changed.what or self._status != self._counted_status:
            self._pace = None
        if changed.what & {"records", "suggestions", "queue", "article"}:
            self._soon.start()

    def _show_article(self) -> None:
        opened = self.session.opened
        self.view.setVisible(opened is not None)
        self.empty.setVisible(opened is None)
        self.queue.mark_open(opened.article.key if opened else None)
        self.article_shown.emit()

    def _mark_found(self) -> None:
        """What is searched for is marked in the article that is open, as long as the search is on."""
        opened, words = self.session.opened, self.session.queue.filter.text
        wanted = (opened.article.key, words) if opened else None
        if opened is not None and wanted != self._found:
            self.view.set_found(self.session.queue.hits(opened.text) if words else ())
        self._found = wanted

    @property
    def _status(self) -> str:
        return self.session.opened.status if self.session.opened else ""

    def _show_figures(self) -> None:
        opened = self.session.opened
        counts = self.session.queue.counts
        if self._pace is None:
            self._pace = self.session.progress.pace()
            self._counted_status = self._status
            self._counted_early = self.session.saving.state == "saving"
        self.queue.show_counts(counts)
        self.topbar.show_counts(counts, self._pace)
        if opened is not None:
            self.queue.refresh_row(opened.article.key)

    def room_below(self) -> int:
        """Pixels at the bottom that a message leaves free: the foot, and a first hint."""
        return self.foot.height() + (0 if self.first_hints.isHidden() else self.first_hints.height())

    def show_note(self, text: str) -> None:
        """A quiet line below the article: what is to be known about its suggestions."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _moved(self) -> None:
        if not self._keep.isActive():
            self._keep.start()

    def take_settings(self) -> None:
        """The text looks and the desk works as the settings say."""
        settings = self._settings
        self.view.set_text_font(settings.text(TEXT_FONT), settings.number(TEXT_POINTS, USUAL_POINTS))
        if spacing := settings.number(LINE_SPACING, 0):
            self.view.set_line_spacing(spacing)
        if measure := settings.number(MEASURE, 0):
            self.view.set_measure(int(measure))
        self.desk.moves_on = settings.flag(ACCEPT_GOES_ON, True)
        self.desk.unsure_first = settings.flag(UNSURE_FIRST, False)
        self.suggesting.enabled = settings.flag(SUGGEST_ON_OPENING, True)

    # -- panes --------------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        self.topbar.set_theme(theme)
        self.queue.set_theme(theme)
        self.view.set_theme(theme)
        self.cards.set_theme(theme)
        self.prompt.set_theme(theme)
        self.foot.set_theme(theme)

    def turn_queue(self) -> None:
        """Hides the queue, or shows it again."""
        self._turn(self.queue)

    def turn_cards(self) -> None:
        """Hides the cards, or shows them again."""
        self._turn(self.cards)

    def _turn(self, pane: QWidget) -> None:
        had_keyboard = pane.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        pane.setVisible(pane.isHidden())
        if pane.isHidden() and had_keyboard:
            self.view.setFocus()

    def next_pane(self, step: int = 1) -> None:
        """Gives the keyboard to the next pane that is shown: search, queue, article, cards."""
        panes = [self.topbar.search, self.queue.list, self.view, self.cards]
        shown = [pane for pane in panes if pane.isVisibleTo(self)]
        holder = self.focusWidget()
        at = next((n for n, pane in enumerate(shown) if holder is pane or (holder and pane.isAncestorOf(holder))), 0)
        shown[(at + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
