"""The review window: articles, the text with everybody's labels, the differences, and the choices with their keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.model.review import REASONS, reason_name
from annotator.services.jobs import Job
from annotator.services.review_article import Item, ReviewArticle
from annotator.services.review_lists import ReviewRow, describe
from annotator.services.session import Session
from annotator.services.workplace import Changed
from annotator.ui.desk.byline import byline
from annotator.ui.review.showing import Choice, choices_of, kind_name, mark_id, marks_of, state_name
from annotator.ui.runner import Runner
from annotator.ui.textview import ArticleView
from annotator.ui.theme import Theme

_ID = int(Qt.ItemDataRole.UserRole)


class ReviewWindow(QDialog):
    """Decides where annotators differ. Everything by keys; each choice is a button too."""

    failed = Signal(UserError)

    def __init__(self, parent: QWidget | None, session: Session, runner: Runner, theme: Theme) -> None:
        super().__init__(parent)
        self.session = session
        self._runner = runner
        self.reviewing = session.reviewing
        self.item: Item | None = None
        self.setWindowTitle(tr("Review"))
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(1240, 760)
        self.articles = QListWidget()
        self.articles.setAccessibleName(tr("Articles to review"))
        self.articles.currentItemChanged.connect(self._open_chosen)
        self.view = ArticleView()
        self.view.setAccessibleName(tr("Article with everybody's labels"))
        self.view.set_theme(theme)
        self.view.mark_clicked.connect(self._mark_clicked)
        self.differences = QListWidget()
        self.differences.setAccessibleName(tr("Differences"))
        self.differences.currentItemChanged.connect(self._choose_chosen)
        self.question = QLabel()
        self.question.setWordWrap(True)
        self.question.setProperty("role", "title")
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setProperty("role", "muted")
        self.reason = QComboBox()
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.addItem(tr("no reason given"), "")
        for code in REASONS:
            self.reason.addItem(reason_name(code), code)
        self.note = QLineEdit()
        self.note.setAccessibleName(tr("Note on the decision"))
        self.note.setPlaceholderText(tr("Note on the decision"))
        self.blind = QCheckBox(tr("Hide names"))
        self.blind.toggled.connect(self.show_article)
        self.everything = QCheckBox(tr("Also where all agree"))
        self.everything.toggled.connect(self.show_article)
        self.choices = QVBoxLayout()
        for rows in (self.articles, self.differences):
            rows.setWordWrap(True)
            rows.setSpacing(3)
            rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        for widget in (self.view, self.differences, self.articles):
            widget.installEventFilter(self)
        session.listen(self._heard)

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.differences, 1)
        column.addWidget(self.question)
        column.addLayout(self.choices)
        reasons = QHBoxLayout()
        reasons.addWidget(self.reason, 1)
        reasons.addWidget(self.note, 1)
        column.addLayout(reasons)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addWidget(self._button(tr("Accept agreed (g)"), self.accept_agreed))
        row.addWidget(self._button(tr("… in all articles"), self.accept_agreed_everywhere))
        row.addWidget(self._button(tr("Reviewed, next (Ctrl+Enter)"), self.finish))
        column.addLayout(row)
        boxes = QHBoxLayout()
        boxes.addWidget(self.blind)
        boxes.addWidget(self.everything)
        boxes.addStretch(1)
        column.addLayout(boxes)
        split = QSplitter()
        for widget in (self.articles, self.view, right):
            split.addWidget(widget)
        split.setSizes([220, 580, 440])
        split.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _button(self, text: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: action())
        return button

    # -- articles -----------------------------------------------------------------------------------------------

    def gather(self) -> None:
        """Lists the articles that two or more have seen; opens the first that is not reviewed."""

        def work(job: Job) -> list[ReviewRow]:
            return self.reviewing.articles(job)

        self._runner.start(work, self.show_rows, self.failed.emit, title=tr("Comparing annotators"))

    def show_rows(self, rows: list[ReviewRow]) -> None:
        """Shows the list of articles."""
        self.articles.clear()
        for row in rows:
            sign = "✓" if row.done else "○"
            left = trn("{n} difference open", "{n} differences open", row.open)
            item = QListWidgetItem(f"{sign} {row.title}\n{', '.join(row.annotators)} · {left}")
            item.setData(_ID, row.key)
            self.articles.addItem(item)
        if not rows:
            self.message.setText(
                tr("No article was finished or labelled by two annotators. Merge colleagues' work files first.")
            )
            return
        first = next((number for number, row in enumerate(rows) if not row.done), 0)
        self.articles.setCurrentRow(first)
        self.view.setFocus()

    def _open_chosen(self) -> None:
        item = self.articles.currentItem()
        if item is not None:
            self.item = None
            self._try(lambda: self.reviewing.open(item.data(_ID)))
            at = self.reviewing.opened
            if at is not None:
                self.view.show_article(at.article, byline(at.article))
            self.show_article()

    def _heard(self, changed: Changed) -> None:
        if "review" in changed.what and self.isVisible():
            self.show_article()

    def show_article(self) -> None:
        """Shows the article under review as it is now."""
        at = self.reviewing.opened
        if at is None:
            return
        before = self.item.id if self.item else None
        self.view.set_marks(marks_of(at, only_differences=not self.everything.isChecked()))
        shown = at.items if self.everything.isChecked() else at.disagreements
        self.differences.blockSignals(True)
        self.differences.clear()
        for item in shown:
            entry = QListWidgetItem(f"{state_name(item)} · {kind_name(item.cluster.kind)}\n{describe(at, item)[:120]}")
            entry.setData(_ID, item.id)
            self.differences.addItem(entry)
        self.differences.blockSignals(False)
        self.choose(before if before in at.by_id else None)

    # -- one difference -----------------------------------------------------------------------------------------

    def choose(self, item_id: str | None) -> None:
        """Puts a difference in question; without one the next that is open."""
        at = self.reviewing.opened
        if at is None:
            return
        self.item = at.by_id.get(item_id or "") or at.next_open(disagreements=not self.everything.isChecked())
        for row in range(self.differences.count()):
            if self.item is not None and self.differences.item(row).data(_ID) == self.item.id:
                self.differences.blockSignals(True)
                self.differences.setCurrentRow(row)
                self.differences.blockSignals(False)
        self._ask(at)

    def _choose_chosen(self) -> None:
        entry = self.differences.currentItem()
        if entry is not None:
            self.choose(entry.data(_ID))

    def _mark_clicked(self, mark: str) -> None:
        self.choose(mark.rpartition("/")[0])

    def current_choices(self) -> list[Choice]:
        """What can be decided now."""
        at = self.reviewing.opened
        return choices_of(at, self.item, blind=self.blind.isChecked()) if at and self.item else []

    def _ask(self, at: ReviewArticle) -> None:
        while self.choices.count():
            taken = self.choices.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self.item is None:
            left = sum(item.state == "open" for item in at.items)
            self.question.setText(
                tr("All differences are decided.")
                if not left
                else trn("{n} agreement is not accepted yet: g.", "{n} agreements are not accepted yet: g.", left)
            )
            self.view.set_focus(None)
            return
        self.question.setText(tr("What shall stand? {what}", what=describe(at, self.item)[:160]))
        majority = self.reviewing.majority(self.item.id)
        for choice in self.current_choices():
            chosen = choice.action == f"take:{majority}"
            text = f"{choice.key}   {choice.text}" + (tr("   (Enter: most say so)") if chosen else "")
            button = self._button(text, lambda action=choice.action: self.decide(action))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
            button.setProperty("role", "flat")
            button.setStyleSheet("text-align: left")
            button.setAccessibleName(text)
            self.choices.addWidget(button)
        owner = next(iter(self.item.cluster.members), None)
        self.view.set_focus(mark_id(self.item, owner) if owner is not None else None, reveal=True)
        self.message.setText(
            self.item.ruling.reason and reason_name(self.item.ruling.reason) if self.item.ruling else ""
        )

    # -- deciding -----------------------------------------------------------------------------------------------

    def decide(self, action: str) -> None:
        """Decides the difference in question and goes on to the next."""
        at, item = self.reviewing.opened, self.item
        if at is None or item is None:
            return
        reason, note = self.reason.currentData(), self.note.text()
        name, _, owner = action.partition(":")
        actions: dict[str, Callable[[], None]] = {
            "take": lambda: self.reviewing.take(item.id, int(owner), reason, note),
            "both": lambda: self.reviewing.both(item.id, reason, note),
            "nothing": lambda: self.reviewing.nothing(item.id, reason, note),
            "union": lambda: self.reviewing.merge_boundaries(item.id, "union", reason, note),
            "common": lambda: self.reviewing.merge_boundaries(item.id, "common", reason, note),
            "reopen": lambda: self.reviewing.reopen(item.id),
        }
        if self._try(actions[name]):
            self.reason.setCurrentIndex(0)
            self.note.clear()
            after = self.reviewing.opened
            following = after.next_open(item.id, disagreements=not self.everything.isChecked()) if after else None
            self.item = None
            self.choose(following.id if following and name != "reopen" else item.id if name == "reopen" else None)

    def accept_agreed(self) -> None:
        """Takes everything in the article on which all agree, as one step."""
        self._try(lambda: self._say_count(self.reviewing.accept_agreed()))

    def accept_agreed_everywhere(self) -> None:
        """The same in all articles."""
        self._try(lambda: self._say_count(self.reviewing.accept_agreed_everywhere()))

    def _say_count(self, count: int) -> None:
        self.message.setText(trn("{n} agreement accepted.", "{n} agreements accepted.", count))

    def finish(self) -> None:
        """Says that the article is reviewed and opens the next one that is not."""
        if self._try(self.reviewing.finish):
            entry = self.articles.currentItem()
            if entry is not None:
                entry.setText("✓" + entry.text()[1:])
            for row in range(self.articles.count()):
                if not self.articles.item(row).text().startswith("✓"):
                    self.articles.setCurrentRow(row)
                    return

    def step(self, by: int) -> None:
        """Goes to the next or previous difference in the list."""
        count = self.differences.count()
        if count:
            self.differences.setCurrentRow((self.differences.currentRow() + by) % count)

    def _try(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except UserError as error:
            self.message.setText(str(error))
            return False
        return True

    # -- keys ---------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys decide wherever nothing is typed."""
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            majority = self.reviewing.majority(self.item.id) if self.item else None
            if control:
                self.finish()
            elif majority is not None:
                self.decide(f"take:{majority}")
            return True
        if control and key in (Qt.Key.Key_Z, Qt.Key.Key_Y):
            self._try(self.session.history.undo if key == Qt.Key.Key_Z else self.session.history.redo)
            return True
        if control or self.note.hasFocus():
            return False
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.step(1 if key == Qt.Key.Key_Tab else -1)
            return True
        if event.text() == "g":
            self.accept_agreed()
            return True
        choice = next((c for c in self.current_choices() if event.text() and c.key == event.text()), None)
        if choice is not None:
            self.decide(choice.action)
        return choice is not None
