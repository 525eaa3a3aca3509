"""Finds words in the open article: a line below it, Enter for the next place, Esc goes back with the place selected."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton

from annotator.model.phrases import tr
from annotator.ui.textview import ArticleView

_MOST = 9999
"""Places that are counted."""


class _Field(QLineEdit):
    """Leaves Enter and Esc to the bar."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


class FindBar(QFrame):
    """Searches the text that the view shows, without regard to case; any white space stands for any other."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__()
        self._view = view
        self._places: list[tuple[int, int]] = []
        self._at = -1
        self._from = 0
        self.setProperty("role", "foot")
        self.setAccessibleName(tr("Find in this article"))
        self.field = _Field()
        self.field.setPlaceholderText(tr("Find in this article"))
        self.field.setAccessibleName(tr("Find in this article"))
        self.field.setMaximumWidth(320)
        self.field.textChanged.connect(self._look)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        before = self._button("↑", tr("The place before"), -1)
        after = self._button("↓", tr("The next place"), 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 5, 8, 5)
        for widget in (self.field, before, after, self.count):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setFocusProxy(self.field)
        self.hide()

    def _button(self, sign: str, name: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setProperty("role", "flat")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.step(step))
        return button

    def open(self) -> None:
        """Shows the line; what is selected is looked for."""
        self._from = self._view.caret
        selected = self._view.selected_text
        if selected and "\n" not in selected:
            self.field.setText(selected)
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._look()

    def leave(self) -> None:
        """Hides the line; the keyboard goes back to the article, where the place that was found is selected."""
        self.hide()
        self._view.setFocus()

    def step(self, step: int) -> None:
        """Goes to the next (1) or the former (-1) place, round at the ends."""
        if self._places:
            self._at = (self._at + step) % len(self._places)
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match Qt.Key(event.key()):
            case Qt.Key.Key_Escape:
                self.leave()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            case Qt.Key.Key_Up:
                self.step(-1)
            case Qt.Key.Key_Down:
                self.step(1)
            case _:
                super().keyPressEvent(event)

    def _look(self) -> None:
        self._places = places(self._view.article_text(), self.field.text())
        following = (number for number, (start, _) in enumerate(self._places) if start >= self._from)
        self._at = next(following, 0) if self._places else -1
        self._show()

    def _show(self) -> None:
        if not self.field.text().strip():
            self.count.setText("")
        elif not self._places:
            self.count.setText(tr("not in this article"))
        else:
            start, end = self._places[self._at]
            self._view.select(start, end)
            self.count.setText(tr("{n} of {all}", n=f"{self._at + 1:,}", all=f"{len(self._places):,}"))


def places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where `wanted` stands in `text` (code points), without regard to case and to the kind of white space."""
    words = wanted.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        found.append(match.span())
        if len(found) == _MOST:
            break
    return found
