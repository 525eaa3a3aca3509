"""The left column: filters with their counts, the order, and the list of articles."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr, trn
from annotator.services.queue import Queue, QueueCounts, QueueFilter
from annotator.ui.foot.flow import FlowLayout
from annotator.ui.queue.delegate import QueueDelegate
from annotator.ui.queue.model import QueueModel
from annotator.ui.roomy_button import RoomyButton
from annotator.ui.theme import Theme

CHIPS = ("open", "done", "flagged")


class QueueList(QTableView):
    """The rows. Up and Down move, Enter opens; what is typed does not label anything."""

    chosen = Signal(int)
    """The key of an article that is to be opened."""
    left = Signal()
    """Esc: what was searched for is given up, the keyboard goes back to the article."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Queue"))
        self.setAccessibleDescription(tr("The articles to label. Enter opens one."))
        self.delegate = QueueDelegate(theme, self.font())
        self.setItemDelegate(self.delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.fit_rows()
        self.clicked.connect(self._choose)

    def fit_rows(self) -> None:
        """Sets the height of all rows from the font."""
        self.delegate.set_font(self.font())
        self.verticalHeader().setDefaultSectionSize(self.delegate.height)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "delegate"):
            self.fit_rows()

    def _choose(self, index: QModelIndex) -> None:
        model = self.model()
        if isinstance(model, QueueModel) and index.isValid():
            self.chosen.emit(model.key(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self._choose(self.currentIndex())
            return
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model().rowCount():
            # A table's own Home and End go along the row, which has one cell here.
            self.setCurrentIndex(self.model().index(0 if key == Qt.Key.Key_Home else self.model().rowCount() - 1, 0))
            return
        if key == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if event.text().isprintable() and event.text():
            event.ignore()  # no search by typing: the window's search does that
            return
        super().keyPressEvent(event)


class QueuePanel(QWidget):
    """Filters, list, and a sentence where the list is empty."""

    chosen = Signal(int)
    filtered = Signal(QueueFilter)
    query_begun = Signal(str)
    """A field of a search that is to be completed: `source:`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(200)
        self.model = QueueModel(self)
        self.list = QueueList(theme)
        self.list.setModel(self.model)
        self.list.chosen.connect(self.chosen)
        self._counts = QueueCounts(0, 0, 0, 0, 0)
        self._filter = QueueFilter()
        self._chips = QButtonGroup(self)
        self._chips.setExclusive(False)
        head = QWidget()
        around = QHBoxLayout(head)
        around.setContentsMargins(8, 9, 4, 8)
        around.setSpacing(0)
        chips = FlowLayout(gap=5, line_gap=5)
        around.addLayout(chips, 1)
        for name in CHIPS:
            chip = RoomyButton()
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setObjectName(name)
            chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            chip.clicked.connect(self._chip_pressed)
            self._chips.addButton(chip)
            chips.addWidget(chip)
        around.addWidget(self._more(), 0, Qt.AlignmentFlag.AlignTop)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        self.empty.setContentsMargins(16, 16, 16, 16)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.shown = QLabel()
        self.shown.setWordWrap(True)
        self.shown.setProperty("role", "muted")
        self.shown.setContentsMargins(12, 0, 8, 8)
        self.shown.setTextFormat(Qt.TextFormat.PlainText)
        self.shown.setAccessibleName(tr("What the queue shows"))
        layout.addWidget(head)
        layout.addWidget(self.shown)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.show_counts(QueueCounts(0, 0, 0, 0, 0))
        self._show_filter()

    def _more(self) -> QToolButton:
        button = QToolButton()
        button.setText("⋯")
        button.setProperty("role", "flat")
        button.setStyleSheet("QToolButton::menu-indicator { image: none; } QToolButton { padding: 2px 5px; }")
        button.setAccessibleName(tr("More filters and the order"))
        button.setToolTip(tr("More filters, and the order"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        self._more_actions: dict[str, QAction] = {}
        self._ticks(
            menu,
            ("open", tr("Open ones")),
            ("done", tr("Done ones")),
            ("flagged", tr("Flagged ones")),
            ("skipped", tr("Skipped ones")),
            ("all", tr("All articles")),
        )
        menu.addSeparator()
        self._ticks(
            menu,
            ("pending", tr("With pending suggestions")),
            ("notes", tr("With open notes")),
            ("unanswered", tr("With open questions of labels")),
        )
        menu.addSeparator()
        for field, text in (("source:", tr("Of one source…")), ("after:", tr("Published after a day…"))):
            menu.addAction(text, partial(self.query_begun.emit, field))
        menu.addSeparator()
        self._orders = QActionGroup(menu)
        for name, text in _orders():
            action = menu.addAction(text)
            action.setData(name)
            action.setCheckable(True)
            self._orders.addAction(action)
        self._orders.triggered.connect(self._order_chosen)
        button.setMenu(menu)
        self._menu_button = button
        return button

    def open_menu(self) -> None:
        """Shows all filters and orders, to be chosen by keyboard."""
        self._menu_button.showMenu()

    def _ticks(self, menu: QMenu, *entries: tuple[str, str]) -> None:
        for name, text in entries:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(name)
            action.triggered.connect(self._tick_chosen)
            self._more_actions[name] = action

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_queue(self, queue: Queue | None) -> None:
        """Takes the list, its filter and its counts from the session."""
        self.model.show(queue)
        if queue is not None:
            self._filter = queue.filter
            self.show_counts(queue.counts)
        self._show_filter()
        self._show_what()
        self._show_emptiness()
        self.mark_open(self.list.delegate.current_key)
        if self.model.keys and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))

    def show_counts(self, counts: QueueCounts) -> None:
        self._counts = counts
        words = {
            "open": tr("Open {n}", n=f"{counts.open:,}"),
            "done": tr("Done {n}", n=f"{counts.done:,}"),
            "flagged": tr("Flagged {n}", n=f"{counts.flagged:,}"),
        }
        for chip in self._chips.buttons():
            chip.setText(words[chip.objectName()])
        self._show_emptiness()

    def refresh_row(self, key: int) -> None:
        """Shows labels and pending ones of one article as they are now."""
        self.model.refresh(key)

    def mark_open(self, key: int | None) -> None:
        """Shows which article is open and scrolls to it where it is in the list."""
        self.list.delegate.current_key = key
        position = _position(self.model, key)
        if position is not None:
            index = self.model.index(position, 0)
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)
        self.list.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self.list.delegate.set_theme(theme)
        self.list.viewport().update()

    def _show_filter(self) -> None:
        shown = self._filter
        on = {"open": shown.status == "open", "done": shown.status == "done", "flagged": shown.flagged}
        for chip in self._chips.buttons():
            chip.setChecked(on[chip.objectName()])
        self._more_actions["all"].setChecked(not shown.status and not shown.flagged)
        self._more_actions["flagged"].setChecked(shown.flagged)
        for status in ("open", "done", "skipped"):
            self._more_actions[status].setChecked(shown.status == status)
        self._more_actions["pending"].setChecked(shown.pending)
        self._more_actions["notes"].setChecked(shown.notes)
        self._more_actions["unanswered"].setChecked(shown.unanswered)
        for action in self._orders.actions():
            action.setChecked(action.data() == shown.order)

    def _show_what(self) -> None:
        """Says what else is asked of the articles than what the chips show, and how many there are."""
        wanted = self._filter
        pieces = [f"“{wanted.text}”"] if wanted.text else []
        ticks = {"pending": wanted.pending, "notes": wanted.notes, "unanswered": wanted.unanswered}
        pieces += [self._more_actions[name].text() for name, on in ticks.items() if on]
        if wanted.status == "skipped":
            pieces.append(self._more_actions["skipped"].text())
        if pieces:
            pieces.append(trn("{n} article", "{n} articles", len(self.model.keys)))
        if wanted.order != "imported":
            pieces.append(dict(_orders())[wanted.order])
        if wanted.text:
            pieces.append(tr("Esc shows all again"))
        self.shown.setText(" · ".join(pieces))
        self.shown.setVisible(bool(pieces))

    def _show_emptiness(self) -> None:
        nothing = not self.model.keys
        self.empty.setVisible(nothing)
        if not nothing:
            return
        if not self._counts.total:
            text = tr("No articles yet. Bring some in with Ctrl+I.")
        elif self._filter.text:
            text = tr(
                "No article here has “{words}”. Esc in the search field shows all again.", words=self._filter.text
            )
        elif self._filter.status == "open" and not (
            self._filter.pending or self._filter.notes or self._filter.unanswered
        ):
            text = tr("Nothing is left to do: every article is done or skipped.")
        else:
            text = tr("No article under this filter.")
        self.empty.setText(text)

    # -- what is chosen -----------------------------------------------------------------------------------------

    def _chip_pressed(self) -> None:
        chip = self.sender()
        assert isinstance(chip, RoomyButton)
        name, on = chip.objectName(), chip.isChecked()
        if name == "flagged":
            self._ask(replace(self._filter, flagged=on, status="" if on else "open"))
        else:
            self._ask(replace(self._filter, status=name if on else "", flagged=False))

    def _tick_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        name, on = str(action.data()), action.isChecked()
        if name in ("all", "open", "done", "skipped"):
            self._ask(replace(self._filter, status=name if on and name != "all" else "", flagged=False))
        elif name == "flagged":
            self._ask(replace(self._filter, flagged=on, status=""))
        elif name == "pending":
            self._ask(replace(self._filter, pending=on))
        elif name == "unanswered":
            self._ask(replace(self._filter, unanswered=on))
        else:
            self._ask(replace(self._filter, notes=on))

    def _order_chosen(self, action: QAction) -> None:
        self._ask(replace(self._filter, order=str(action.data())))

    def _ask(self, wanted: QueueFilter) -> None:
        self._filter = wanted
        self._show_filter()
        self.filtered.emit(wanted)


def _orders() -> list[tuple[str, str]]:
    return [
        ("imported", tr("As imported")),
        ("newest", tr("Newest first")),
        ("pending", tr("Most suggestions first")),
        ("uncertain", tr("Least certain first")),
        ("random", tr("Shuffled")),
    ]


def _position(model: QueueModel, key: int | None) -> int | None:
    if key is None:
        return None
    try:
        return model.keys.index(key)
    except ValueError:
        return None
