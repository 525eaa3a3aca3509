"""The article under review: everybody's labels in one text, or a column of text for each annotator, scrolled together."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.model.phrases import tr, trn
from annotator.services.review_article import Item, ReviewArticle
from annotator.ui.desk.byline import byline
from annotator.ui.review.marks import labels_of, legend, mark_id, marks_of, marks_of_gold, marks_of_one
from annotator.ui.review.showing import Shown
from annotator.ui.textview import ArticleView
from annotator.ui.theme import Theme

_NARROWEST = 182
"""Pixels that a column has at least; more columns than fit are scrolled sideways."""
_SMALLER = 0.8
"""How large the text of a column is beside others, compared with a text of its own."""


class ReviewTexts(QScrollArea):
    """Shows one article to a reviewer."""

    item_clicked = Signal(str)

    def __init__(self, theme: Theme, keys: QObject) -> None:
        """`keys` filters the events of every text, so that its keys decide."""
        super().__init__()
        self._theme, self._keys = theme, keys
        self._at: ReviewArticle | None = None
        self._shown = Shown()
        self._columns: list[_Column] = []
        self._scrolling = False
        self.side_by_side = False
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)
        self.setWidget(inside)
        self._columns = [self._column(None)]

    @property
    def view(self) -> ArticleView:
        """The text that has the keyboard, or had it last."""
        return next((column.view for column in self._columns if column.view.hasFocus()), self._columns[0].view)

    @property
    def views(self) -> list[ArticleView]:
        """The texts, from left to right."""
        return [column.view for column in self._columns]

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for column in self._columns:
            column.view.set_theme(theme)

    def set_side_by_side(self, on: bool) -> None:
        """Gives each annotator a text of their own, or puts all into one."""
        self.side_by_side = on
        if self._at is not None:
            at, self._at = self._at, None
            self.show_article(at, self._shown)

    def show_article(self, at: ReviewArticle, shown: Shown) -> None:
        """Shows `at` as it is now; another article is shown from its top."""
        another = self._at is None or self._at.article.key != at.article.key or self._at.people != at.people
        self._at, self._shown = at, shown
        if another:
            self._arrange(at)
        for column in self._columns:
            column.show_labels(at, shown)

    def focus_on(self, item: Item | None) -> None:
        """Shows where an item lies, in every text that has it."""
        for column in self._columns:
            members = _members(at, item) if item is not None and (at := self._at) is not None else {}
            found = [(each, owner) for owner, each in members.items() if column.owner in (None, owner)]
            if item is None or not members:
                column.view.set_focus(None)
            elif found:
                each, owner = found[0]
                column.view.set_focus(mark_id(each, owner), reveal=True)
            else:
                column.view.set_focus(None)
                place = next(iter(members.values()))
                column.view.reveal(place.start, place.end)

    def _arrange(self, at: ReviewArticle) -> None:
        wanted: list[int | None] = (
            [*(person.key for person in at.people), at.gold_owner.key] if self.side_by_side else [None]
        )
        had_focus = any(column.view.hasFocus() for column in self._columns)
        if [column.owner for column in self._columns] != wanted:
            for column in self._columns:
                self._row.removeWidget(column)
                column.hide()
                column.deleteLater()
            self._columns = [self._column(owner) for owner in wanted]
        for column in self._columns:
            column.view.show_article(at.article, byline(at.article))
        if had_focus:
            self._columns[0].view.setFocus()

    def _column(self, owner: int | None) -> _Column:
        column = _Column(owner, self._theme)
        column.view.installEventFilter(self._keys)
        column.view.mark_clicked.connect(self._clicked)
        column.view.scrolled.connect(self._scroll_along)
        self._row.addWidget(column, 1)
        return column

    def _clicked(self, mark: str) -> None:
        item = mark.partition("/")[0]
        if self._at is not None and item in self._at.by_id:
            self.item_clicked.emit(item)

    def _scroll_along(self) -> None:
        moved = self.sender()
        if self._scrolling or not isinstance(moved, ArticleView):
            return
        self._scrolling = True
        try:
            for column in self._columns:
                if column.view is not moved:
                    column.view.set_scroll_place(moved.scroll_place)
        finally:
            self._scrolling = False


class _Column(QWidget):
    """A text under the name of whose labels it shows; `owner` is None where it shows everybody's."""

    def __init__(self, owner: int | None, theme: Theme) -> None:
        super().__init__()
        self.owner = owner
        self.name = QLabel()
        self.name.setProperty("role", "title")
        self.name.setContentsMargins(12, 6, 12, 6)
        self.view = ArticleView()
        self.view.setAccessibleName(tr("Article"))
        self.view.set_theme(theme)
        if owner is not None:
            self.view.set_zoom(_SMALLER)
            self.setMinimumWidth(_NARROWEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.name)
        layout.addWidget(self.view, 1)

    def show_labels(self, at: ReviewArticle, shown: Shown) -> None:
        if self.owner is None:
            self.name.setText(legend(at, shown))
            self.view.setAccessibleName(tr("Article with everybody's labels"))
            self.view.set_marks(marks_of(at, shown))
        elif self.owner == at.gold_owner.key:
            self._head(tr("✓ Gold"), len(at.gold.annotations))
            self.view.set_marks(marks_of_gold(at, shown))
        else:
            who = shown.who(at, self.owner)
            self._head(who, len(at.said[self.owner].annotations))
            self.view.set_marks(marks_of_one(at, shown, self.owner))

    def _head(self, who: str, count: int) -> None:
        labels = trn("{n} label", "{n} labels", count)
        self.name.setText(f"{who} · {labels}")
        self.name.setToolTip(self.name.text())
        self.view.setAccessibleName(tr("Article with the labels of {name}", name=who))


def _members(at: ReviewArticle, item: Item) -> Mapping[int, Item]:
    """Annotator -> the item whose label of theirs shows where `item` lies: itself, or the label that a link begins at."""
    shown = at.by_id[item.cluster.ends[0]] if item.cluster.role else item
    owners = [*labels_of(at, shown), *([at.gold_owner.key] if shown.gold else [])]
    return dict.fromkeys(owners, shown)
