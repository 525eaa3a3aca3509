"""The right column: tabs, and beside the text the cards of what is in sight.

Only cards that can be seen are built. The card in focus stands beside its words; the others are above and below it in
reading order, each as near to its words as there is room, and follow the text when it scrolls.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.model.phrases import tr
from annotator.ui.cards.card import CardWidget
from annotator.ui.cards.drawing import CardFonts, LaidCard, lay_out
from annotator.ui.cards.listing import NOTES, SENTENCES, Entry, Listing
from annotator.ui.cards.placing import Placed, place
from annotator.ui.desk import Desk
from annotator.ui.desk.applying import card_keys
from annotator.ui.desk.commands import keys_of
from annotator.ui.desk.prompts import KeyHint
from annotator.ui.foot.flow import FlowLayout
from annotator.ui.roomy_button import RoomyButton
from annotator.ui.theme import LIGHT, Theme

_MARGIN = 14
_REMEMBERED = 300
"""Laid-out cards that are kept."""


class CardsArea(QWidget):
    """Where the cards stand. Up and Down go from card to card; other keys are the desk's."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme
        self._listing = Listing(None)
        self._tab = SENTENCES
        self._entries: list[Entry] = []
        self._fonts = CardFonts(self.font())
        self._laid: dict[tuple[object, ...], LaidCard] = {}
        self._widgets: dict[str, CardWidget] = {}
        self._idle: list[CardWidget] = []
        self._nudge = 0.0
        """Pixels by which the wheel has moved the cards away from their words."""
        self._placed: Sequence[Placed] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.installEventFilter(desk)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.empty.hide()

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def shown(self) -> list[CardWidget]:
        """The cards in sight, from the top."""
        return [self._widgets[placed.id] for placed in self._placed if placed.id in self._widgets]

    def show_listing(self, listing: Listing, tab: str) -> None:
        self._listing, self._tab = listing, tab
        self._nudge = 0.0
        self.arrange()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._laid.clear()
        self.arrange()

    def settle(self) -> None:
        """Puts the cards beside their words again."""
        self._nudge = 0.0
        self.arrange()

    def arrange(self) -> None:
        """Places the cards that are in sight and builds those that are new."""
        if not self.isVisible():
            return
        focused = self._desk.focused
        focus = focused.id if focused else None
        self._entries = self._listing.entries(self._tab, focus)
        self._placed = place(
            [entry.id for entry in self._entries],
            self._wanted,
            lambda number: self._lay(self._entries[number].id, focus).height,
            self.height(),
            anchor=self._anchor(focus),
            nudge=self._nudge,
        )
        self._show_placed(focus)
        self._show_empty()

    def _show_placed(self, focus: str | None) -> None:
        wanted = {placed.id for placed in self._placed}
        for card_id in [card_id for card_id in self._widgets if card_id not in wanted]:
            widget = self._widgets.pop(card_id)
            widget.hide()
            self._idle.append(widget)
        for placed in self._placed:
            widget = self._widgets.get(placed.id) or self._new(placed.id)
            widget.move(_MARGIN, round(placed.top))
            widget.show_card(self._lay(placed.id, focus), self._fonts, self._theme, focused=placed.id == focus)

    def _new(self, card_id: str) -> CardWidget:
        if self._idle:
            widget = self._idle.pop()
        else:
            widget = CardWidget(self)
            widget.chosen.connect(self._choose)
            widget.acted.connect(self._act)
            widget.menu_wanted.connect(self._menu)
        self._widgets[card_id] = widget
        return widget

    def _lay(self, card_id: str, focus: str | None) -> LaidCard:
        opened = self._listing.opened
        card = self._listing.card(card_id)
        keys: tuple[KeyHint, ...] = ()
        if card_id == focus and opened is not None and (item := opened.item(card_id)):
            keys = card_keys(opened, item, keys_of(self._desk.keying.keys))
        width = max(120, self.width() - 2 * _MARGIN)
        known = self._laid.get((card, width, keys))
        if known is None:
            if len(self._laid) >= _REMEMBERED:
                self._laid.clear()
            known = self._laid[card, width, keys] = lay_out(card, width, self._fonts, self._theme, keys)
        return known

    def _wanted(self, number: int) -> float:
        """How high the words of a card stand, in this widget's pixels."""
        view = self._desk.view
        y = view.y_of(self._entries[number].start)
        return float(self.mapFromGlobal(view.viewport().mapToGlobal(QPoint(0, y))).y()) - 6

    def _anchor(self, focus: str | None) -> int:
        """The card that stands beside its words: the one in focus if its words are seen, else the first that is seen."""
        view = self._desk.view
        if focus is not None:
            at = next((n for n, entry in enumerate(self._entries) if entry.id == focus), -1)
            if at >= 0 and -20 <= view.y_of(self._entries[at].start) < view.viewport().height():
                return at
        first = bisect_left([entry.start for entry in self._entries], view.scroll_place)
        return min(first, len(self._entries) - 1)

    def _show_empty(self) -> None:
        self.empty.setVisible(not self._entries and self._listing.opened is not None)
        if self.empty.isVisible():
            words = {
                SENTENCES: tr(
                    "No claims or stances yet. Select what somebody says and press its key; the foot shows the keys."
                ),
                NOTES: tr("No notes yet. N writes one on what is in focus, or on the article."),
            }
            self.empty.setText(
                words.get(self._tab, tr("Nothing is labelled here yet. Select a name and press its key."))
            )
            width = self.width() - 2 * _MARGIN
            self.empty.setGeometry(_MARGIN, _MARGIN, width, self.empty.heightForWidth(width))

    # -- what comes in -------------------------------------------------------------------------------------------

    def _choose(self, card_id: str) -> None:
        self._desk.view.setFocus()
        opened = self._listing.opened
        note = opened.notes.get(card_id) if opened else None
        if note is not None:
            if note.annotation is not None:
                self._desk.pick(note.annotation)
            self._desk.act_on(card_id, f"note:{card_id}")
        else:
            self._desk.pick(card_id)

    def _act(self, card_id: str, action: str) -> None:
        self._desk.view.setFocus()
        self._desk.act_on(card_id, action)

    def _menu(self, card_id: str, at: QPoint) -> None:
        opened = self._listing.opened
        if opened is not None and opened.item(card_id) is not None:
            self._desk.menus.open_on_card(card_id, at, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or not self._entries:
            super().keyPressEvent(event)
            return
        focused = self._desk.focused
        at = next((n for n, entry in enumerate(self._entries) if focused and entry.id == focused.id), None)
        to = self._anchor(None) if at is None else max(0, min(len(self._entries) - 1, at + step))
        if self._tab != NOTES:
            self._desk.pick(self._entries[to].id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        step = event.pixelDelta().y() or event.angleDelta().y() / 2
        ends = {placed.id: placed for placed in self._placed}
        if not self._entries or not step:
            return
        first, last = ends.get(self._entries[0].id), ends.get(self._entries[-1].id)
        if step > 0 and first is not None:
            step = min(step, max(0.0, _MARGIN - first.top))
        elif step < 0 and last is not None:
            step = max(step, min(0.0, self.height() - _MARGIN - last.top - last.height))
        self._nudge += step
        self.arrange()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._fonts = CardFonts(self.font())
            self._laid.clear()
            self.arrange()
        super().changeEvent(event)


class CardsPane(QFrame):
    """Tabs and cards. Follows the desk by itself."""

    def __init__(self, desk: Desk, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._listing = Listing(None)
        self._tab = SENTENCES
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Cards"))
        self.area = CardsArea(desk, theme, self)
        self.area.setAccessibleName(tr("Cards"))
        self.setFocusProxy(self.area)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._tab_clicked)
        self._buttons: dict[str, QPushButton] = {}
        self._top = FlowLayout(gap=16, line_gap=2)
        around = QHBoxLayout()
        around.setContentsMargins(_MARGIN, 6, _MARGIN, 4)
        around.addLayout(self._top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(around)
        layout.addWidget(self.area, 1)
        desk.refreshed.connect(self.refresh)
        desk.focus_changed.connect(self.area.settle)
        desk.view.scrolled.connect(self._follow)
        self.refresh()

    @property
    def tab(self) -> str:
        """The tab that is open."""
        return self._tab

    @property
    def tabs(self) -> dict[str, QPushButton]:
        return self._buttons

    def refresh(self) -> None:
        """Shows the labels as they are now."""
        self._listing = Listing(self._desk.shown)
        tabs = self._listing.tabs()
        if [tab.id for tab in tabs] != list(self._buttons):
            self._make_tabs([tab.id for tab in tabs])
        for tab in tabs:
            text = f"{tab.title} {tab.count}" if tab.count else tab.title
            self._buttons[tab.id].setText(text.replace("&", "&&"))
        if tabs and self._tab not in self._buttons:
            self._tab = tabs[0].id
        if self._tab in self._buttons:
            self._buttons[self._tab].setChecked(True)
        self.area.show_listing(self._listing, self._tab)

    def _follow(self) -> None:
        """The text has moved by itself; where the desk moved it, it tells afterwards."""
        if not self._desk.showing:
            self.area.settle()

    def show_tab(self, tab: str) -> None:
        self._tab = tab
        self._buttons[tab].setChecked(True)
        self.area.show_listing(self._listing, tab)

    def set_theme(self, theme: Theme) -> None:
        self.area.set_theme(theme)

    def _make_tabs(self, ids: list[str]) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._top.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for tab in ids:
            button = RoomyButton()
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._group.addButton(button)
            self._top.addWidget(button)
            self._buttons[tab] = button

    def _tab_clicked(self, clicked: QPushButton) -> None:
        tab = next(tab for tab, button in self._buttons.items() if button is clicked)
        self.show_tab(tab)
