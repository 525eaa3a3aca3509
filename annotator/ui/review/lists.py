"""The two lists of a review: the articles, and the differences of the one that is open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from annotator.model.phrases import tr, trn
from annotator.services.review_article import Item, ReviewArticle
from annotator.services.review_lists import ReviewRow, describe
from annotator.ui.review.showing import kind_name, state_name

_ID = int(Qt.ItemDataRole.UserRole)


class ReviewList(QListWidget):
    """Lines, each of which stands for an id."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setSpacing(3)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fill(self, lines: Iterable[tuple[object, str]]) -> None:
        """Shows these (id, words) in place of the others, without telling that another one is current."""
        self.blockSignals(True)
        self.clear()
        for identity, words in lines:
            item = QListWidgetItem(words)
            item.setData(_ID, identity)
            self.addItem(item)
        self.blockSignals(False)

    @property
    def current(self) -> Any:
        """The id of the current line; None where there is none."""
        item = self.currentItem()
        return item.data(_ID) if item is not None else None

    def choose(self, identity: object) -> None:
        """Makes the line of `identity` the current one."""
        for row in range(self.count()):
            if self.item(row).data(_ID) == identity:
                self.setCurrentRow(row)

    def point_at(self, identity: object) -> None:
        """As `choose`, without telling."""
        self.blockSignals(True)
        self.choose(identity)
        self.blockSignals(False)

    def step(self, by: int) -> None:
        """Goes on by so many lines, from the end to the beginning."""
        if self.count():
            self.setCurrentRow((self.currentRow() + by) % self.count())


def article_line(row: ReviewRow, *, blind: bool) -> str:
    """An article and how far its review is."""
    left = trn("{n} difference open", "{n} differences open", row.open)
    if row.done and not row.settled:
        left += f" · {tr('changed since')}"
    who = trn("{n} annotator", "{n} annotators", len(row.annotators)) if blind else ", ".join(row.annotators)
    return f"{'✓' if row.settled else '○'} {row.title}\n{who} · {left}"


def difference_line(at: ReviewArticle, item: Item) -> str:
    """A difference: its state, its kind, its words."""
    return f"{state_name(item)} · {kind_name(item.cluster.kind)}\n{describe(at, item)[:120]}"
