"""The line that tells: what went wrong and what to do about it, what was done, and how far a job is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.jobs import Progress
from annotator.ui.runner import Running

_MARGIN = 12
_LEAST, _BESIDE = 240, 84
"""Pixels: the least width; what stands beside the text."""
_QUIET_MS = 6000
"""How long news stay."""
_REFUSAL_MS = 8000
"""How long it is said why a key could not do what it does; the next action takes it away sooner."""
_GEOMETRY = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


class MessageLine(QFrame):
    """One message, laid over the page above the foot, so that nothing moves when it comes and goes.

    News and refusals go by themselves; what a job could not do stays until the next one starts, a failure to save until
    all is saved.
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Message"))
        self.room_below: Callable[[], int] = lambda: 0
        """Pixels at the bottom of the parent that it leaves free: the foot."""
        self.room_above: Callable[[], int] = lambda: 0
        """Pixels at the top of the parent that it leaves free: the top line."""
        self.asked: Callable[[], QRect] = QRect
        """Where a question is open, in the parent's pixels: it is not covered."""
        self._stays_for = ""
        """Of what the message is: `action`, `job` or `saving`; it goes when that is over."""
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setText("×")
        self._close.setProperty("role", "flat")
        self._close.setAccessibleName(tr("Dismiss the message"))
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 5, 8, 5)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        if parent is not None:
            parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _GEOMETRY and not self.isHidden():
            self.place()
        return super().eventFilter(watched, event)

    def keep_clear_of(self, *widgets: QWidget) -> None:
        """Finds its place anew when one of these comes, goes or moves."""
        for widget in widgets:
            widget.installEventFilter(self)

    def place(self) -> None:
        """Lies in the middle above the foot, under the top line where a question is open there; as wide as its text."""
        parent = self.parentWidget()
        if parent is None:
            return
        text = self._text.fontMetrics().horizontalAdvance(self._text.text())
        width = min(parent.width() - 2 * _MARGIN, max(_LEAST, text + _BESIDE))
        one_line = text + _BESIDE <= width
        self._text.setWordWrap(not one_line)
        height = self.sizeHint().height() if one_line else self.heightForWidth(width)
        left = (parent.width() - width) // 2
        below = QRect(left, parent.height() - self.room_below() - height - _MARGIN, width, height)
        above = QRect(left, self.room_above() + _MARGIN, width, height)
        self.setGeometry(above if below.intersects(self.asked()) else below)

    @property
    def text(self) -> str:
        """What is shown; empty where nothing is."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, text: str) -> None:
        """Shows news for some seconds; they do not take the place of a failure to save."""
        if self.text and self._stays_for == "saving":
            return
        self._show("", "muted", text)
        self._timer.start(_QUIET_MS)

    def warn(self, text: str) -> None:
        """Shows something to look at, until it is dismissed."""
        self._timer.stop()
        self._show("▲", "waiting", text)

    def refuse(self, error: UserError) -> None:
        """Shows why an action could not be done, for some seconds or until the next action."""
        self._show("▲", "waiting", sentence(error), "action")
        self._timer.start(_REFUSAL_MS)

    def fail(self, error: UserError) -> None:
        """Shows what a job could not do, where, and what to do, until the next job starts."""
        self._timer.stop()
        self._show("▲", "waiting", sentence(error), "job")

    def fail_saving(self, error: UserError) -> None:
        """Shows that what was done is not on disk, until it is."""
        self._timer.stop()
        self._show("▲", "waiting", sentence(error), "saving")

    def settle(self, what: str) -> None:
        """Takes the message away if it is of what is over now: `action`, `job` or `saving`."""
        if self._stays_for == what:
            self.clear()

    def clear(self) -> None:
        self._timer.stop()
        self._stays_for = ""
        if not self.isHidden():
            self.hide()
            self.dismissed.emit()

    def _show(self, sign: str, role: str, text: str, stays_for: str = "") -> None:
        self._stays_for = stays_for
        self._sign.setText(sign)
        self._sign.setVisible(bool(sign))
        if self._sign.property("role") != role:
            self._sign.setProperty("role", role)
            self._sign.style().unpolish(self._sign)
            self._sign.style().polish(self._sign)
        self._text.setText(text)
        self.setAccessibleDescription(text)
        self.place()
        self.show()
        self.raise_()


def sentence(error: UserError) -> str:
    """The three parts of an error, as they are read."""
    where = f" ({error.where})" if error.where else ""
    return f"{error.what}{where} {error.hint}".strip()


class JobLine(QFrame):
    """One running job: its title, how far it is, and a button that stops it."""

    def __init__(self, running: Running) -> None:
        super().__init__()
        self.running = running
        self.setProperty("role", "foot")
        self.setAccessibleName(running.title)
        self._title = QLabel(running.title)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setMaximumWidth(320)
        self._bar.setAccessibleName(tr("Progress of: {title}", title=running.title))
        self._stop = QPushButton(tr("Stop"))
        self._stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stop.setAccessibleName(tr("Stop: {title}", title=running.title))
        self._stop.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 8, 4)
        layout.addWidget(self._title)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._count)
        layout.addStretch(1)
        layout.addWidget(self._stop)
        running.progressed.connect(self.show_progress)

    def show_progress(self, progress: Progress) -> None:
        if progress.total:
            # Per mille: a count of bytes may be larger than what a bar can hold.
            self._bar.setRange(0, 1000)
            self._bar.setValue(min(1000, progress.done * 1000 // progress.total))
            self._count.setText(
                tr(
                    "{done} of {total} {unit}",
                    done=f"{progress.done:,}",
                    total=f"{progress.total:,}",
                    unit=tr(progress.unit),
                )
            )
        else:
            self._bar.setRange(0, 0)
            self._count.setText(tr("{done} {unit}", done=f"{progress.done:,}", unit=tr(progress.unit)))

    def _cancel(self) -> None:
        self._stop.setEnabled(False)
        self._count.setText(tr("Stopping…"))
        self.running.cancel()


class JobLines(QWidget):
    """The jobs that are under way, one line each, laid over the page above the foot: nothing moves when one begins."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.room_below: Callable[[], int] = lambda: 0
        """Pixels at the bottom of the parent that they leave free: the foot."""
        parent.installEventFilter(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._lines: list[JobLine] = []
        self.hide()

    def add(self, running: Running) -> None:
        line = JobLine(running)
        self._lines.append(line)
        self._layout.addWidget(line)
        running.finished.connect(self._finished)
        self.show()
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize and not self.isHidden():
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Lies above the foot, as wide as the page."""
        parent, height = self.parentWidget(), self.sizeHint().height()
        assert parent is not None, "lines are made on a page"
        self.setGeometry(0, parent.height() - self.room_below() - height, parent.width(), height)
        self.raise_()

    @property
    def lines(self) -> list[JobLine]:
        return list(self._lines)

    def _finished(self) -> None:
        for line in self.lines:
            if line.running is self.sender():
                self._lines.remove(line)
                self._layout.removeWidget(line)
                line.hide()
                line.deleteLater()
        self.setVisible(bool(self._lines))
        self.place()
