"""The left column: filters with their counts, the order, and the list of articles."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr
from annotator.services.queue import Queue, QueueCounts, QueueFilter
from annotator.ui.foot.flow import FlowLayout
from annotator.ui.queue.delegate import QueueDelegate
from annotator.ui.queue.model import QueueModel
from annotator.ui.theme import Theme

CHIPS = ("open", "done", "flagged")


class QueueList(QTableView):
    """The rows. Up and Down move, Enter opens; what is typed does not label anything."""

    chosen = Signal(int)
    """The key of an article that is to be opened."""

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

    def _choose(self, index: QModelIndex) -> None:
        model = self.model()
        if isinstance(model, QueueModel) and index.isValid():
            self.chosen.emit(model.key(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self._choose(self.currentIndex())
            return
        if event.text().isprintable() and event.text():
            event.ignore()  # no search by typing: the window's search does that
            return
        super().keyPressEvent(event)


class QueuePanel(QWidget):
    """Filters, list, and a sentence where the list is empty."""

    chosen = Signal(int)
    filtered = Signal(QueueFilter)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(200)
        self.model = QueueModel(self)
        self.list = QueueList(theme)
        self.list.setModel(self.model)
        self.list.chosen.connect(self.chosen)
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
            chip = QPushButton()
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
        layout.addWidget(head)
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
        self._ticks(menu, ("all", tr("All articles")), ("skipped", tr("Skipped ones")))
        menu.addSeparator()
        self._ticks(menu, ("pending", tr("With pending suggestions")), ("notes", tr("With open notes")))
        menu.addSeparator()
        self._orders = QActionGroup(menu)
        for name, text in _orders():
            action = menu.addAction(text)
            action.setData(name)
            action.setCheckable(True)
            self._orders.addAction(action)
        self._orders.triggered.connect(self._order_chosen)
        button.setMenu(menu)
        return button

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
        self._show_emptiness()
        self.mark_open(self.list.delegate.current_key)

    def show_counts(self, counts: QueueCounts) -> None:
        self._counts = counts
        words = {
            "open": tr("Open {n}", n=f"{counts.open:,}"),
            "done": tr("Done {n}", n=f"{counts.done:,}"),
            "flagged": tr("Flagged {n}", n=f"{counts.flagged:,}"),
        }
        for chip in self._chips.buttons():
            chip.setText(words[chip.objectName()])
            # Checked it is bold, which the style's own hint does not know.
            bold = QFont(chip.font())
            bold.setWeight(QFont.Weight.DemiBold)
            chip.setFixedWidth(QFontMetrics(bold).horizontalAdvance(chip.text()) + 22)
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
        self._more_actions["skipped"].setChecked(shown.status == "skipped")
        self._more_actions["pending"].setChecked(shown.pending)
        self._more_actions["notes"].setChecked(shown.notes)
        for action in self._orders.actions():
            action.setChecked(action.data() == shown.order)

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
        elif self._filter.status == "open" and not (self._filter.pending or self._filter.notes):
            text = tr("Nothing is left to do: every article is done or skipped.")
        else:
            text = tr("No article under this filter.")
        self.empty.setText(text)

    # -- what is chosen -----------------------------------------------------------------------------------------

    def _chip_pressed(self) -> None:
        chip = self.sender()
        assert isinstance(chip, QPushButton)
        name, on = chip.objectName(), chip.isChecked()
        if name == "flagged":
            self._ask(replace(self._filter, flagged=on, status="" if on else "open"))
        else:
            self._ask(replace(self._filter, status=name if on else "", flagged=False))

    def _tick_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        name, on = str(action.data()), action.isChecked()
        if name in ("all", "skipped"):
            status = "skipped" if name == "skipped" and on else ""
            self._ask(replace(self._filter, status=status, flagged=False))
        elif name == "pending":
            self._ask(replace(self._filter, pending=on))
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
