"""The desk: between the session and what is seen of the open article. Holds the focus, the mode and who gets a key.

Exactly one thing has the focus: a label or suggestion, or else the selection, or else the caret. What is done with it is
in `doing`; texts, cards and foot only show what the desk tells them by its signals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from annotator.model import text as texts
from annotator.model.article import Article
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.opened import Item, OpenArticle
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.desk.byline import byline
from annotator.ui.desk.commands import keys_of
from annotator.ui.desk.doing import Doing
from annotator.ui.desk.everywhere import EverywhereAsking
from annotator.ui.desk.hints import Foot, Scene, foot
from annotator.ui.desk.keying import Keying
from annotator.ui.desk.marks import Marks, links_of
from annotator.ui.desk.menus import DeskMenus
from annotator.ui.desk.prompts import Asking, Prompt
from annotator.ui.textview import ArticleView

_NO_ARTICLE = Article(0, "", "", "", "", "", "", "", "", {})
_RECENT = 8
"""Labels that the picker shows first."""


class Desk(QObject):
    """Focus, modes and keys of the open article."""

    refreshed = Signal()
    """Labels, suggestions or the article have changed, and perhaps the focus: cards are to be shown anew."""
    focus_changed = Signal()
    """The focus alone has changed."""
    foot_changed = Signal()
    prompt_changed = Signal()
    said = Signal(str)
    """Something to tell in passing."""
    begun = Signal()
    """An action is about to be done: what the one before could not do is old."""
    failed = Signal(UserError)
    """An action could not be done, and why."""
    finish_wanted = Signal()
    skipped = Signal()
    """The article was left out with a reason: the window may go on to the next."""

    def __init__(self, session: Session | None, view: ArticleView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.moves_on = True
        """Whether accepting a name goes on to the next suggestion."""
        self.unsure_first = False
        """Whether Tab goes from the least sure suggestion on, not along the text."""
        self.do = Doing(self)
        self.asking: Asking | None = None
        self.recent: list[tuple[str, str]] = []
        self._session: Session | None = None
        self._focus: str | None = None
        self._former: str | None = None
        self._marks = Marks()
        self.keying = Keying(self)
        self.showing = False
        """Whether the article is just being given what has changed: its signals say nothing new then."""
        self._depth = 0
        self._dirty: set[str] = set()
        self._placing = False
        view.caret_moved.connect(self._caret_moved)
        view.selection_changed.connect(self._selection_changed)
        view.mark_clicked.connect(self._mark_clicked)
        view.installEventFilter(self)
        self.menus = DeskMenus(self)
        self.use(session)

    # -- the session and the article -----------------------------------------------------------------------------

    def use(self, session: Session | None) -> None:
        """Works with another session from now on; None where no project is open."""
        self._session = session
        if session is not None:
            session.listen(lambda changed: self._changed(session, changed))
        self._take("article", "schema")

    @property
    def session(self) -> Session:
        """The session; UserError where no project is open."""
        if self._session is None:
            raise UserError(tr("No project is open."), hint=tr("Open one with Ctrl+O, or begin one with Ctrl+N."))
        return self._session

    @property
    def opened(self) -> OpenArticle:
        """The open article; UserError where there is none."""
        return self.session.place.open

    @property
    def shown(self) -> OpenArticle | None:
        """The open article, if there is one."""
        return self._session.opened if self._session else None

    def _changed(self, session: Session, changed: Changed) -> None:
        if session is self._session:
            self._take(*changed.what)

    def _take(self, *what: str) -> None:
        with self.together():
            if "schema" in what:
                self.keying.use_schema(self._session.schema if self._session else None)
            if "article" in what:
                self._show_article()
            if {"article", "records", "suggestions", "schema"} & set(what):
                if self.asking is not None:
                    self.asking.refresh()
                self._dirty |= {"marks", "foot"}

    def _show_article(self) -> None:
        opened = self.shown
        self._focus = self._former = None
        self.ask(None)
        self._placing = True
        try:
            article = opened.article if opened else _NO_ARTICLE
            self.view.show_article(article, byline(article) if opened else "")
        finally:
            self._placing = False

    # -- showing what has changed, once --------------------------------------------------------------------------

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that changes inside is shown at its end, once."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0 and self._dirty:
                self._show()

    def _show(self) -> None:
        dirty, self._dirty = self._dirty, set()
        opened = self.shown
        self.showing = True
        if self._focus is not None and (opened is None or opened.item(self._focus) is None):
            self._focus = None
            dirty.add("focus")
        if "marks" in dirty:
            self.view.set_marks(self._marks.of(opened) if opened else ())
        if opened is not None and dirty & {"marks", "focus", "prompt"}:
            self.view.set_focus(self._focus, reveal="reveal" in dirty)
            pointer = self.asking.pointer() if self.asking else None
            self.view.set_links(links_of(opened, self._focus, pointer))
        self.showing = False
        if "marks" in dirty:
            self.refreshed.emit()
        elif "focus" in dirty:
            self.focus_changed.emit()
        if "prompt" in dirty:
            self.prompt_changed.emit()
        self.foot_changed.emit()

    def refresh_foot(self) -> None:
        with self.together():
            self._dirty.add("foot")

    # -- the focus -----------------------------------------------------------------------------------------------

    @property
    def focus(self) -> str | None:
        """The id of what has the focus."""
        return self._focus

    @property
    def focused(self) -> Item | None:
        """The label or suggestion in focus."""
        opened = self.shown
        return opened.item(self._focus) if opened else None

    @property
    def former(self) -> Item | None:
        """What had the focus before the selection or the caret took it."""
        opened = self.shown
        return opened.item(self._former) if opened else None

    def context_id(self) -> str | None:
        """What a new label is made beside: what is in focus, or was before the selection."""
        item = self.focused or self.former
        return item.id if item else None

    def focus_on(self, item_id: str | None, *, reveal: bool = True) -> None:
        """Gives the focus to a label or suggestion; the caret goes to its beginning."""
        with self.together():
            item = self.opened.item(item_id) if item_id else None
            self._former = None
            self._focus = item.id if item else None
            self._dirty |= {"focus", "foot", *(["reveal"] if reveal else [])}
            if item is not None and not self.view.selection:
                self._place_caret(item.start)

    def let_go(self) -> None:
        """Takes the focus from what has it; the caret has it then."""
        with self.together():
            self._focus = self._former = None
            self._dirty |= {"focus", "foot"}

    def _place_caret(self, offset: int) -> None:
        self._placing = True
        try:
            self.view.place_caret(offset, reveal=False)
        finally:
            self._placing = False

    def _caret_moved(self, offset: int) -> None:
        if self._placing:
            return
        with self.together():
            item = self.focused
            if item is not None and not item.start <= offset <= item.end:
                self._step_back()
            self._dirty.add("foot")

    def _selection_changed(self) -> None:
        with self.together():
            if self.view.selection and self._focus is not None:
                self._step_back()
            self._dirty.add("foot")

    def _step_back(self) -> None:
        self._former, self._focus = self._focus, None
        self._dirty |= {"focus", "foot"}

    def return_focus(self) -> None:
        """Lets the selection go; what had the focus before has it again."""
        with self.together():
            former = self._former
            self.view.clear_selection()
            if former is not None:
                self.focus_on(former, reveal=False)

    # -- questions -----------------------------------------------------------------------------------------------

    def ask(self, asking: Asking | None) -> None:
        """Asks a question in place of the present one, or ends it."""
        with self.together():
            if asking is not None or self.asking is not None:
                self.asking = asking
                self._dirty |= {"prompt", "foot"}

    def prompt(self) -> Prompt | None:
        """What is asked, as it is to be shown."""
        return self.asking.prompt() if self.asking else None

    def type(self, text: str) -> None:
        """The prompt's field holds `text` now."""
        if self.asking is not None and text != self.asking.typed:
            asking = self.asking
            self.attempt(lambda: asking.type(text))
            self.prompt_moved()

    def choose(self, number: int) -> None:
        """A choice was clicked."""
        if self.asking is not None:
            asking = self.asking
            self.attempt(lambda: asking.choose(number))
            self.prompt_moved()

    def prompt_moved(self) -> None:
        with self.together():
            self._dirty.add("prompt")
        asking = self.asking
        if isinstance(asking, EverywhereAsking) and (place := asking.place()):
            self.view.reveal(*place)
        elif (
            asking is not None
            and asking.index
            and (lit := asking.lit)
            and lit.item
            and (item := self.opened.item(lit.item))
        ):
            self.view.reveal(item.start, item.end)

    def used(self, layer: str, label: str) -> None:
        """Remembers a label for the picker."""
        self.recent = [(layer, label), *(place for place in self.recent if place != (layer, label))][:_RECENT]

    # -- telling -------------------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        self.said.emit(text)

    def foot(self) -> Foot:
        """What the foot is to say now."""
        opened = self.shown
        word = ""
        if opened is not None and (span := texts.token_at(opened.text, self.view.caret)):
            word = opened.text[slice(*span)]
        scene = Scene(opened, self.focused, self.former, self.view.selected_text, word, self.asking)
        return foot(scene, keys_of(self.keying.keys))

    # -- doing ---------------------------------------------------------------------------------------------------

    def run(self, command: str) -> None:
        """Does a command of the table, `label:LAYER/LABEL`, `layer:LAYER` or `prompt:KEY`; failures are told."""
        kind, _, rest = command.partition(":")
        if kind == "prompt" and rest:
            self.keying.press(rest)
        else:
            self.attempt(lambda: self.do.run(command))

    def act_on(self, item_id: str, action: str) -> None:
        """Something on a card was clicked: see `Doing.act_on`."""
        self.attempt(lambda: self.do.act_on(item_id, action))

    def attempt(self, action: Callable[[], bool | None]) -> bool:
        """Does `action` and tells where it fails; False only where it says itself that it did nothing."""
        self.begun.emit()
        try:
            with self.together():
                return action() is not False
        except UserError as error:
            self.failed.emit(error)
            return True

    def look_at_changes(self, before: OpenArticle | None) -> None:
        """After an undo or redo: puts the focus on the first label that is not as it was in `before`."""
        after = self.shown
        if before is None or after is None or before.article.key != after.article.key:
            return
        changed = [a for a in after.annotations.values() if before.annotations.get(a.id) != a]
        back = [p for p in after.pending.values() if p.id not in before.pending]
        found: list[Item] = sorted([*changed, *back], key=lambda item: (item.start, -item.end))
        if found:
            with self.together():
                self.ask(None)
                self.view.clear_selection()
                self.focus_on(found[0].id)

    # -- keys ----------------------------------------------------------------------------------------------------

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Uses other keys: key name -> command id."""
        self.keying.keys = dict(keys)
        self.refresh_foot()

    def handle_key(self, event: QKeyEvent) -> bool:
        """What a key press means here, done; False where it means nothing here."""
        return self.keying.handle(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys pressed in the article go to the desk first."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self.keying.wants(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self.handle_key(event):
                return True
        return bool(super().eventFilter(watched, event))

    # -- the mouse -----------------------------------------------------------------------------------------------

    def _mark_clicked(self, item_id: str, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return  # selects a further fragment
        self.pick(item_id)

    def pick(self, item_id: str) -> None:
        """A label or suggestion was clicked, in the text or as a card: the answer to a question, or the new focus."""
        asking = self.asking
        if asking is not None:
            if self.attempt(lambda: asking.choose_item(item_id)):
                self.prompt_moved()
                return
            self.ask(None)
        with self.together():
            self._placing = True
            try:
                self.view.clear_selection()
            finally:
                self._placing = False
            self.attempt(lambda: self.focus_on(item_id))
