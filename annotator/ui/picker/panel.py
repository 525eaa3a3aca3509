"""The panel over the article in which the desk's present question is answered. Shows the prompt, passes on keys and clicks."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
)

from annotator.model.phrases import tr
from annotator.ui.desk import Desk
from annotator.ui.desk.prompts import Asking, Details, Prompt
from annotator.ui.foot.panel import HintRow
from annotator.ui.picker.choices import ChoiceList, spoken
from annotator.ui.theme import LIGHT, Theme

_WIDTH = 660
_MARGIN = 16
_EXAMPLES = 4


class PromptPanel(QFrame):
    """Lies over the lower or upper part of the article, away from what is in focus."""

    def __init__(self, desk: Desk, theme: Theme = LIGHT) -> None:
        super().__init__(desk.view)
        self._desk = desk
        self._theme = theme
        self._shown: Asking | None = None
        self._filling = False
        self._tallest = 0
        """Pixels of the list at its longest: it does not shrink while one question is typed at."""
        self.setProperty("role", "card")
        self.setProperty("focus", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.stages = QLabel()
        self.stages.setTextFormat(Qt.TextFormat.RichText)
        self.stages.setWordWrap(True)
        self.field = QLineEdit()
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(self.words.fontMetrics().lineSpacing() * 4 + 18)
        self.list = ChoiceList(theme)
        self.details = QLabel()
        self.details.setTextFormat(Qt.TextFormat.RichText)
        self.details.setWordWrap(True)
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.beside = QScrollArea()
        self.beside.setWidget(self.details)
        self.beside.setWidgetResizable(True)
        self.beside.setFrameShape(QFrame.Shape.NoFrame)
        self.beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hints = HintRow(theme, desk.run, tr("What the keys do now"), muted=True)
        self._lay_out()
        self.hide()
        self.installEventFilter(desk)
        self.field.installEventFilter(self)
        self.words.installEventFilter(self)
        desk.view.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        self.words.textChanged.connect(self._written)
        self.list.clicked.connect(self._clicked)
        desk.prompt_changed.connect(self.refresh)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(12)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addStretch(0)  # a short list stands at the top
        middle.addLayout(left, 3)
        middle.addWidget(self.beside, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.stages)
        layout.addWidget(self.field)
        layout.addWidget(self.words)
        layout.addLayout(middle, 1)
        layout.addWidget(self.hints)

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.list.look.theme = theme
        self.hints.set_theme(theme)
        self.refresh()

    def refresh(self) -> None:
        """Shows the desk's question as it is now, or nothing where there is none."""
        prompt = self._desk.prompt()
        if prompt is None:
            self._close()
            return
        another = self._desk.asking is not self._shown
        if another:
            self._tallest = 0
        self._shown = self._desk.asking
        self._fill(prompt)
        if another or not self.isVisible():
            self._open(prompt)
        else:
            self._place(keep_side=True)

    def _fill(self, prompt: Prompt) -> None:
        self.title.setText(prompt.title)
        self.setAccessibleName(prompt.title)
        self.stages.setVisible(len(prompt.stages) > 1)
        self.stages.setText(self._staged(prompt))
        takes_words = bool(prompt.placeholder)
        self.field.setVisible(takes_words and not prompt.multiline)
        self.words.setVisible(takes_words and prompt.multiline)
        self._filling = True
        try:
            if self.field.text() != prompt.typed:
                self.field.setText(prompt.typed)
            if self.words.toPlainText() != prompt.typed:
                self.words.setPlainText(prompt.typed)
                self.words.moveCursor(QTextCursor.MoveOperation.End)
        finally:
            self._filling = False
        self.field.setPlaceholderText(prompt.placeholder.strip())
        self.field.setAccessibleName(prompt.title)
        self.words.setAccessibleName(prompt.title)
        lit = spoken(prompt.choices[prompt.index]) if prompt.index >= 0 else ""
        for holder in (self, self.field):  # what has the keyboard says which choice is lit
            holder.setAccessibleDescription(lit)
        self.list.setVisible(bool(prompt.choices))
        self.list.show_choices(prompt.choices, prompt.index)
        self._tallest = max(self._tallest, self.list.fitting_height())
        self.beside.setVisible(prompt.details is not None)
        self.details.setText(self._detailed(prompt.details) if prompt.details else "")
        self.hints.show_hints(prompt.hints)

    def _staged(self, prompt: Prompt) -> str:
        names = [
            f"<b>{html.escape(name)}</b>" if number == prompt.stage else html.escape(name)
            for number, name in enumerate(prompt.stages)
        ]
        return f'<span style="color:{self._theme.muted}">{" · ".join(names)}</span>'

    def _detailed(self, details: Details) -> str:
        """The guidelines' words, escaped: nothing in them is read as markup."""
        parts = [f"<b>{html.escape(details.heading)}</b>"]
        parts += [html.escape(line) for line in details.definition.split("\n") if line]
        parts += [f"✓ {html.escape(text)}" for text in details.examples[:_EXAMPLES]]
        parts += [f"✗ {html.escape(text)}" for text in details.counter_examples[:_EXAMPLES]]
        if details.seen or details.corrected:
            parts.append(f"<i>{html.escape(tr('From reviewed text:'))}</i>")
        parts += [f"✓ {html.escape(text)}" for text in details.seen]
        parts += [f"✗ {html.escape(text)}" for text in details.corrected]
        body = "".join(f'<p style="margin:0 0 4px 0">{part}</p>' for part in parts)
        return f'<div style="color:{self._theme.muted}">{body}</div>'

    def _open(self, prompt: Prompt) -> None:
        self._place()
        self.show()
        self.raise_()
        if prompt.placeholder:
            (self.words if prompt.multiline else self.field).setFocus()
        else:
            self.setFocus()

    def _close(self) -> None:
        self._shown = None
        if self.isVisible():
            holder = QApplication.focusWidget()
            had_keyboard = holder is None or holder is self or self.isAncestorOf(holder)
            self.hide()
            if had_keyboard:
                self._desk.view.setFocus()

    def _place(self, *, keep_side: bool = False) -> None:
        """At the bottom of the article, at its top where the focus is in the lower half."""
        view = self._desk.view
        viewport = view.viewport()
        width = min(_WIDTH, viewport.width() - 2 * _MARGIN)
        self.setFixedWidth(max(200, width))
        layout = self.layout()
        assert layout is not None, "the panel is laid out"
        self.list.setFixedHeight(self._tallest)
        layout.activate()
        room = viewport.height() - 2 * _MARGIN
        first, last = self._asked_about()
        line = view.verticalScrollBar().singleStep()
        text = min(view.y_of(last) - view.y_of(first) + 2 * line, 4 * line)
        wanted = max(self.sizeHint().height(), layout.heightForWidth(width))
        self.list.setMinimumHeight(min(self._tallest, 2 * self.list.look.height))
        layout.activate()
        height = max(layout.minimumSize().height(), min(wanted, room - text))
        self.resize(width, height)
        at_top = self.y() <= _MARGIN if keep_side else self._better_at_top(height)
        left = viewport.x() + (viewport.width() - width) // 2
        self.move(left, _MARGIN if at_top else viewport.height() - height - _MARGIN)
        if not keep_side:
            self._uncover(height, at_top=at_top)

    def _asked_about(self) -> tuple[int, int]:
        """The stretch of text that the question is about: it is never covered."""
        view, item = self._desk.view, self._desk.focused
        if view.selection:
            return view.selection[0][0], view.selection[-1][1]
        return (item.start, item.end) if item else (view.caret, view.caret)

    def _edges(self) -> tuple[int, int]:
        """Top and bottom of what is asked about, in pixels of the viewport, with a line of room for its labels."""
        view = self._desk.view
        first, last = self._asked_about()
        line = view.verticalScrollBar().singleStep()
        return view.y_of(first) - line // 2, view.y_of(last) + line + line // 2

    def _better_at_top(self, height: int) -> bool:
        """Whether what is asked about can be seen whole with less scrolling where the panel is at the article's top."""
        above, below = self._edges()
        bar, room = self._desk.view.verticalScrollBar(), self._desk.view.viewport().height()
        hidden_by_top = max(0, height + _MARGIN - above)
        hidden_by_bottom = max(0, below - (room - height - _MARGIN))
        left_over = (
            max(0, hidden_by_top - (bar.value() - bar.minimum())),
            max(0, hidden_by_bottom - (bar.maximum() - bar.value())),
        )
        return (left_over[0], hidden_by_top) < (left_over[1], hidden_by_bottom)

    def _uncover(self, height: int, *, at_top: bool) -> None:
        """Scrolls the text so that what is asked about stands clear of the panel; its beginning where it is long."""
        above, below = self._edges()
        bar, room = self._desk.view.verticalScrollBar(), self._desk.view.viewport().height()
        if at_top:
            bar.setValue(bar.value() - max(0, height + _MARGIN - above))
        else:
            free = room - height - _MARGIN
            bar.setValue(bar.value() + max(0, min(below - free, above)))

    # -- what comes in -------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        if not self._filling and not self.field.isHidden():
            self._desk.type(text)

    def _written(self) -> None:
        if not self._filling and not self.words.isHidden():
            self._desk.type(self.words.toPlainText())

    def _clicked(self, index: QModelIndex) -> None:
        self._desk.choose(index.row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in a field answer the question where they mean something; all else is typing."""
        if watched is self._desk.view:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place(keep_side=True)
        elif isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._desk.keying.wants(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._desk.keying.answered(event):
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                return True
        return bool(super().eventFilter(watched, event))
