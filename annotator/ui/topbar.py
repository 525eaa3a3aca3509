"""The line at the top: which project, whose labels, the search field, how far today is, and whether all is saved."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from annotator.model.phrases import tr, trn
from annotator.services.progressing import Pace
from annotator.services.queue import QueueCounts
from annotator.services.workplace import Saving
from annotator.ui.theme import Theme


class SavedDot(QWidget):
    """A dot and a word; the shape differs too: full when saved, a ring while saving, a triangle on failure."""

    def __init__(self) -> None:
        super().__init__()
        self._state = "saved"
        self._theme: Theme | None = None
        self.setFixedSize(QSize(12, 12))

    def show_state(self, state: str) -> None:
        self._state = state
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor({"saved": self._theme.saved, "saving": self._theme.muted}.get(self._state, self._theme.waiting))
        painter.setPen(colour)
        box = QRectF(2, 2, 8, 8)
        if self._state == "failed":
            painter.setBrush(colour)
            painter.drawPolygon([box.bottomLeft(), box.bottomRight(), (box.topLeft() + box.topRight()) / 2])
        elif self._state == "saving":
            painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.setBrush(colour)
            painter.drawEllipse(box)
        painter.end()


class SearchField(QLineEdit):
    """Where the corpus is searched. Enter searches, Esc empties it and goes back to the article."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def leave(self) -> None:
        """Empties the field, which shows all articles again."""
        if self.text():
            self.clear()
            self.returnPressed.emit()
        self.left.emit()


class TopBar(QWidget):
    """Shows; asks nothing but the search. What is pressed is told by signals."""

    searched = Signal(str)
    search_left = Signal()
    saved_pressed = Signal()
    annotator_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.project = _label("title", tr("Project"))
        self.annotator = QToolButton()
        self.annotator.setProperty("role", "flat")
        self.annotator.setAccessibleName(tr("Who is labelling"))
        self.annotator.setToolTip(tr("Who is labelling; press to change"))
        self.annotator.clicked.connect(self.annotator_pressed)
        self.search = SearchField()
        self.search.setAccessibleName(tr("Find in all articles"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(300)
        self.search.setMinimumWidth(140)
        self.search.returnPressed.connect(self._search)
        self.search.left.connect(self.search_left)
        self.today = _label("", tr("Progress"))
        self.dot = SavedDot()
        self.saved = QToolButton()
        self.saved.setProperty("role", "flat")
        self.saved.setAccessibleName(tr("Saved"))
        self.saved.clicked.connect(self.saved_pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 5, 10, 5)
        layout.setSpacing(8)
        for widget in (self.project, self.annotator):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self.search, 2)
        layout.addStretch(1)
        layout.addWidget(self.today)
        layout.addSpacing(8)
        layout.addWidget(self.dot)
        layout.addWidget(self.saved)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_saving(Saving("saved"))

    def show_project(self, name: str, annotator: str, read_only: bool) -> None:
        """The project file's name, the annotator's name, and whether it can only be read."""
        shown = name if len(name) <= 40 else name[:19] + "…" + name[-20:]
        self.project.setText(shown + (tr(" (read only)") if read_only else ""))
        self.project.setToolTip(name)
        self.annotator.setText(tr("annotator: {name}", name=_cut(annotator, 24)))

    def show_counts(self, counts: QueueCounts, pace: Pace) -> None:
        """How many are done today, how long each takes, and how many are left."""
        self.search.setPlaceholderText(
            trn("Find in {n} article   Ctrl+F", "Find in {n} articles   Ctrl+F", counts.total)
        )
        pieces = [tr("Today <b>{done}</b> done", done=f"{pace.today:,}")]
        if pace.seconds_each is not None:
            pieces.append(tr("{time} each", time=_duration(pace.seconds_each)))
        pieces.append(tr("<b>{left}</b> left", left=f"{counts.open:,}"))
        self.today.setText(" · ".join(pieces))

    def show_saving(self, saving: Saving) -> None:
        """Green only after the commit returned; amber with a sentence when it failed."""
        words = {"saved": tr("Saved"), "saving": tr("Saving…")}.get(saving.state, tr("Not saved"))
        self.dot.show_state(saving.state)
        self.saved.setText(words)
        self.saved.setToolTip(
            str(saving.error) if saving.error else tr("Every change is on disk when this says “Saved”.")
        )

    def begin_search(self, field: str) -> None:
        """Begins a search with a field that is to be completed, as `source:`."""
        self.search.setText(field)
        self.search.setFocus()

    def leave_search(self) -> None:
        """Gives up what is searched for, as Esc in the field does."""
        self.search.leave()

    def set_theme(self, theme: Theme) -> None:
        self.dot.set_theme(theme)

    def _search(self) -> None:
        self.searched.emit(self.search.text().strip())


def _label(role: str, accessible: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setAccessibleDescription(accessible)
    return label


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return tr("{n} s", n=round(seconds))
    return tr("{n} min", n=round(seconds / 60))
