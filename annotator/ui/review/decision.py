"""The difference in question: what stands, every choice with its key, the reason, a note; and one's own label in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.model.phrases import tr, trn
from annotator.services.review_article import Item, ReviewArticle
from annotator.services.review_lists import describe
from annotator.ui.review.choice_button import choice_button
from annotator.ui.review.own_label import OwnLabel
from annotator.ui.review.reasons import ReasonKeys, ReasonLine
from annotator.ui.review.showing import Choice, Shown, choices_of, gold_in_words


class DecisionPanel(QWidget):
    """Asks; `decided` tells the chosen action (see `Choice.action`)."""

    decided = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._choices: list[Choice] = []
        self.question = _words("title")
        self.gold = _words("muted")
        self.message = _words("muted")
        self.message.setAccessibleName(tr("Message"))
        self._offered = QWidget()
        self._buttons = QVBoxLayout(self._offered)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(2)
        self.own = OwnLabel()
        self.own.hide()
        self.own.kept.connect(lambda: self.decided.emit("keep"))
        self.own.left.connect(lambda: self.decided.emit("leave"))
        self.reason = ReasonLine()
        self.reasons = ReasonKeys()
        self.reasons.hide()
        self.reasons.chosen.connect(self._take_reason)
        self.note = QLineEdit()
        self.note.setAccessibleName(tr("Note on the decision"))
        self.note.setPlaceholderText(tr("Note on the decision (n)"))
        why = QHBoxLayout()
        why.addWidget(self.reason, 1)
        why.addWidget(self.note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.question)
        layout.addWidget(self.gold)
        layout.addWidget(self._offered)
        layout.addWidget(self.reasons)
        layout.addWidget(self.own)
        layout.addLayout(why)
        layout.addWidget(self.message)

    @property
    def choices(self) -> list[Choice]:
        """What can be decided now."""
        return self._choices

    @property
    def why(self) -> tuple[str, str]:
        """The code of the reason (or the reviewer's own words) and the note."""
        return self.reason.code, self.note.text()

    @property
    def writes(self) -> bool:
        """Whether something is being written, so that letters are no keys."""
        return self.note.hasFocus() or self.reason.writes or self.own.writes

    def forget_why(self) -> None:
        """Empties reason and note: they belong to one decision."""
        self.reason.forget()
        self.note.clear()

    def ask(self, at: ReviewArticle, item: Item | None, shown: Shown, majority: int | None) -> None:
        """Puts a difference in question; None where nothing is left."""
        self.leave_own()
        self.leave_reasons()
        self._clear()
        self._choices = choices_of(at, item, shown) if item is not None else []
        if item is None:
            left = sum(each.state == "open" for each in at.items)
            self.question.setText(
                tr("All differences are decided.")
                if not left
                else trn("{n} agreement is not accepted yet: g.", "{n} agreements are not accepted yet: g.", left)
            )
            self.gold.hide()
            return
        self.question.setText(tr("What shall stand? {what}", what=describe(at, item)[:160]))
        gold = gold_in_words(at, item, shown)
        self.gold.setText(gold)
        self.gold.setVisible(bool(gold))
        for choice in self._choices:
            most = choice.action == f"take:{majority}"
            text = f"{choice.key}   {choice.text}" + (tr("   (Enter: most say so)") if most else "")
            button = choice_button(text, lambda action=choice.action: self.decided.emit(action), strong=most)  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
            self._buttons.addWidget(button)

    def edit(self, at: ReviewArticle, item: Item) -> None:
        """Opens the form for a label of the reviewer's own."""
        self.own.begin(at, item)
        self._offered.hide()
        self.own.show()

    def leave_own(self) -> None:
        """Closes that form."""
        self.own.hide()
        self._offered.show()

    def know(self, reasons: tuple[str, ...]) -> None:
        """Has these reasons to choose from."""
        self.reason.offer(reasons)
        self.reasons.offer(reasons)

    def offer_reasons(self) -> None:
        """Shows the reasons with their keys in place of the choices."""
        self._offered.hide()
        self.own.hide()
        self.reasons.show()

    def leave_reasons(self) -> None:
        """Shows the choices again."""
        self.reasons.hide()
        self._offered.show()

    def write_reason(self) -> None:
        """Goes to the line in which a reason is written."""
        self.leave_reasons()
        self.reason.entry.setFocus()
        self.reason.entry.selectAll()

    def _take_reason(self, code: str) -> None:
        self.reason.take(code)
        self.leave_reasons()

    def _clear(self) -> None:
        while self._buttons.count():
            taken = self._buttons.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _words(role: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
