"""The difference in question: what stands, every choice with its key, the reason, a note; and one's own label in its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.model.phrases import tr, trn
from annotator.model.review import REASONS, reason_name
from annotator.services.review_article import Item, ReviewArticle
from annotator.services.review_lists import describe
from annotator.ui.review.own_label import OwnLabel
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
        self.reason = QComboBox()
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.addItem("", "")
        for code in REASONS:
            self.reason.addItem(reason_name(code), code)
        entry = self.reason.lineEdit()
        assert entry is not None, "an editable box has a line to write in"
        entry.setPlaceholderText(tr("Reason (choose, or write your own)"))
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
        found = self.reason.findText(self.reason.currentText())
        code = str(self.reason.itemData(found)) if found >= 0 else self.reason.currentText().strip()
        return code, self.note.text()

    @property
    def writes(self) -> bool:
        """Whether something is being written, so that letters are no keys."""
        entry = self.reason.lineEdit()
        return (
            self.note.hasFocus()
            or self.reason.hasFocus()
            or (entry is not None and entry.hasFocus())
            or self.own.writes
        )

    def forget_why(self) -> None:
        """Empties reason and note: they belong to one decision."""
        self.reason.setCurrentIndex(0)
        self.note.clear()

    def ask(self, at: ReviewArticle, item: Item | None, shown: Shown, majority: int | None) -> None:
        """Puts a difference in question; None where nothing is left."""
        self.leave_own()
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
            self._buttons.addWidget(_choice(text, lambda action=choice.action: self.decided.emit(action), most=most))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults

    def edit(self, at: ReviewArticle, item: Item) -> None:
        """Opens the form for a label of the reviewer's own."""
        self.own.begin(at, item)
        self._offered.hide()
        self.own.show()

    def leave_own(self) -> None:
        """Closes that form."""
        self.own.hide()
        self._offered.show()

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


def _choice(text: str, action: Callable[[], None], *, most: bool) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setProperty("role", "flat")
    button.setStyleSheet("text-align: left" + ("; font-weight: 600" if most else ""))
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.clicked.connect(lambda: action())
    return button
