"""The bar above a review: which layer, whose labels, side by side or not, names hidden or not; and what is done in bulk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from annotator.model.article import Annotator
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.review_reading import FEWEST
from annotator.services.reviewing import MOST
from annotator.ui.foot.flow import FlowLayout
from annotator.ui.review.showing import Shown, layers


class ReviewBar(QFrame):
    """Holds what is shown; `changed` tells that something else shall be."""

    changed = Signal()
    people_chosen = Signal(list)
    """The ids of those to compare; empty for everybody."""

    def __init__(self, schema: Schema, run: Callable[[str], None]) -> None:
        super().__init__()
        self._run = run
        self.setProperty("role", "foot")
        self.layers = QComboBox()
        self.layers.setAccessibleName(tr("Layer"))
        for layer, name in layers(schema).items():
            self.layers.addItem(name, layer)
        self.layers.currentIndexChanged.connect(self.changed)
        self.columns = self._check(tr("Side by side"), "v")
        self.blind = self._check(tr("Hide names"), "h")
        self.everything = self._check(tr("Also where all agree"), "o")
        self.people = self._menu_button(tr("Compare"))
        self.bulk = self._menu_button(tr("Decide many"))
        finish = QPushButton(tr("Reviewed, next (Ctrl+Enter)"))
        finish.setAutoDefault(False)
        finish.clicked.connect(lambda: run("finish"))
        every = QPushButton(tr("All differences (d)"))
        every.setAutoDefault(False)
        every.clicked.connect(lambda: run("list"))
        inside = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        inside.setSizePolicy(policy)
        flow = FlowLayout(inside, gap=8, line_gap=4)  # where the text is large, in two lines
        for widget in (self.layers, self.people, self.columns, self.blind, self.everything, every, self.bulk, finish):
            widget.setMinimumHeight(every.sizeHint().height())  # all of a line stand in its middle
            flow.addWidget(widget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(inside)

    @property
    def shown(self) -> Shown:
        """What of an article is to be seen."""
        return Shown(not self.everything.isChecked(), self.blind.isChecked(), str(self.layers.currentData()))

    @property
    def side_by_side(self) -> bool:
        return self.columns.isChecked()

    def turn_columns(self) -> None:
        self.columns.toggle()

    def turn_names(self) -> None:
        self.blind.toggle()

    def turn_agreed(self) -> None:
        self.everything.toggle()

    def show_everything(self) -> None:
        """Shows all layers, and also where all agree."""
        self.layers.setCurrentIndex(0)
        self.everything.setChecked(True)

    def show_people(self, people: Sequence[Annotator], letters: Mapping[int, str]) -> None:
        """Lists who can be compared and whose side can be taken; `letters` are of those who are compared."""
        blind = self.blind.isChecked()

        def named(person: Annotator) -> str:
            return letters.get(person.key, "–") if blind else person.name

        if blind:  # an order by name would tell
            order = list(letters)
            people = sorted(
                (person for person in people if person.key in letters), key=lambda person: order.index(person.key)
            )
        menu = self._fresh(self.people)
        everybody = menu.addAction(tr("Everybody who has seen an article"))
        everybody.triggered.connect(lambda: self._compare_all(actions))
        menu.addSeparator()
        actions: list[QAction] = []
        for person in people:
            action = menu.addAction(named(person))
            action.setData(person.id)
            action.setCheckable(True)
            action.setChecked(person.key in letters)
            action.toggled.connect(lambda: self._compare(actions))
            actions.append(action)
        bulk = self._fresh(self.bulk)
        for text, name in (
            (tr("Accept what all agree on, here (g)"), "agreed"),
            (tr("Accept what all agree on, in all articles"), "agreed everywhere"),
            (tr("Accept what most say, here (y)"), "majority"),
            (tr("Accept what most say, in all articles"), "majority everywhere"),
        ):
            bulk.addAction(text).triggered.connect(lambda _=False, name=name: self._run(name))
        bulk.addSeparator()
        for person in (each for each in people if each.key in letters):
            side = bulk.addMenu(tr("Take the side of {name}", name=named(person)))
            for text, name in ((tr("Here"), "side"), (tr("In all articles"), "side everywhere")):
                side.addAction(text).triggered.connect(lambda _=False, name=f"{name}:{person.key}": self._run(name))
        bulk.addSeparator()
        bulk.addAction(tr("Open the article's review again")).triggered.connect(lambda: self._run("reopen"))

    def _compare(self, actions: Sequence[QAction]) -> None:
        names = [str(action.data()) for action in actions if action.isChecked()]
        if FEWEST <= len(names) <= MOST:
            self.people_chosen.emit([] if len(names) == len(actions) else names)

    def _compare_all(self, actions: Sequence[QAction]) -> None:
        for action in actions:
            action.blockSignals(True)
            action.setChecked(True)
            action.blockSignals(False)
        self.people_chosen.emit([])

    def _check(self, text: str, key: str) -> QCheckBox:
        box = QCheckBox(f"{text} ({key})")
        box.toggled.connect(self.changed)
        return box

    def _menu_button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(QMenu(button))
        return button

    @staticmethod
    def _fresh(button: QToolButton) -> QMenu:
        menu = button.menu()
        assert menu is not None, "each menu button has one"
        menu.clear()
        return menu
