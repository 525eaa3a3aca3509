"""The progress page: today, what is left and how long that will take, labels so far; and all notes and questions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.phrases import tr, trn
from annotator.services.looking_back import FEWEST, LookBack, NoteRow
from annotator.ui.dialogs.asking import closing
from annotator.ui.helping import offer_help


class ProgressWindow(QDialog):
    """Shows; what is pressed is told by signals."""

    opened = Signal(int, str)
    """An article, and the id of a label in it or nothing."""
    settled = Signal(object, bool)
    """A `NoteRow`, and whether it is settled now."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Progress and notes"))
        offer_help(self, "keys")
        self.setWindowFlag(Qt.WindowType.Window)
        self.resize(820, 600)
        self.today = QLabel()
        self.today.setTextFormat(Qt.TextFormat.PlainText)
        self.today.setWordWrap(True)
        self.today.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.today.setContentsMargins(12, 12, 12, 12)
        self.labels = _table([tr("layer"), tr("label"), tr("labels")], tr("Labels so far"))
        self.notes = _Notes([tr("state"), tr("note"), tr("on"), tr("article")], tr("Notes and questions"))
        self.notes.cellActivated.connect(self._note_chosen)
        self.notes.turned.connect(self._turn)
        first = QWidget()
        inside = QVBoxLayout(first)
        inside.addWidget(self.today)
        inside.addWidget(self.labels, 1)
        self.hint = QLabel(tr("Enter opens a note in its text; Space settles it or opens it again."))
        self.hint.setProperty("role", "muted")
        second = QWidget()
        below = QVBoxLayout(second)
        below.addWidget(self.notes, 1)
        below.addWidget(self.hint)
        self.tabs = QTabWidget()
        self.tabs.addTab(first, tr("Today"))
        self.tabs.addTab(second, tr("Notes"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(closing(self))
        self._rows: tuple[NoteRow, ...] = ()

    def show_figures(self, found: LookBack) -> None:
        """Shows what was read."""
        self.today.setText("\n".join(_sentences(found)))
        _fill(self.labels, [(layer, label, f"{n:,}") for layer, label, n in found.labels])
        self._rows = found.notes
        row = max(0, self.notes.currentRow())
        _fill(
            self.notes,
            [
                (
                    tr("settled") if note.state == "settled" else tr("open"),
                    " ".join(note.text.split()),
                    note.quote or tr("the article"),
                    note.title,
                )
                for note in found.notes
            ],
        )
        self.notes.selectRow(min(row, len(found.notes) - 1))
        waiting = sum(note.state != "settled" for note in found.notes)
        self.tabs.setTabText(1, tr("Notes, {n} open", n=f"{waiting:,}") if waiting else tr("Notes"))
        if not found.notes:
            self.hint.setText(tr("No notes yet. The key for a note on what is in focus is n."))
        else:
            self.hint.setText(tr("Enter opens a note in its text; Space settles it or opens it again."))

    def _note_chosen(self, row: int, column: int) -> None:
        del column
        note = self._rows[row]
        self.opened.emit(note.article, note.annotation or "")

    def _turn(self, row: int) -> None:
        note = self._rows[row]
        self.settled.emit(note, note.state != "settled")


class _Notes(QTableWidget):
    """The notes; Space settles."""

    turned = Signal(int)

    def __init__(self, columns: list[str], name: str) -> None:
        super().__init__(0, len(columns))
        _prepare(self, columns, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            self.turned.emit(self.currentRow())
            return
        super().keyPressEvent(event)


def _table(columns: list[str], name: str) -> QTableWidget:
    table = QTableWidget(0, len(columns))
    _prepare(table, columns, name)
    return table


def _prepare(table: QTableWidget, columns: list[str], name: str) -> None:
    table.setHorizontalHeaderLabels(columns)
    table.setAccessibleName(name)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().setVisible(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    header.setMaximumSectionSize(360)


def _fill(table: QTableWidget, rows: list[tuple[str, ...]]) -> None:
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(number, column, item)


def _sentences(found: LookBack) -> list[str]:
    counts = found.counts
    lines = [
        trn("Today: {n} article done.", "Today: {n} articles done.", found.today),
        tr(
            "In all: {done} of {total} done, {skipped} skipped, {left} left.",
            done=f"{counts.done:,}",
            total=f"{counts.total:,}",
            skipped=f"{counts.skipped:,}",
            left=f"{counts.open:,}",
        ),
        tr("At work: {hours}, pauses of more than a minute left out.", hours=duration(found.hours)),
    ]
    if found.seconds_each is not None:
        lines.append(
            trn(
                "An article takes {time} (the middle of the last {n}).",
                "An article takes {time} (the middle of the last {n}).",
                found.timed,
                time=duration(found.seconds_each / 3600),
            )
        )
    if found.estimate is not None:
        lines.append(
            tr(
                "What is left takes about {hours} at this pace; between {least} and {most} is likely.",
                hours=duration(found.estimate.hours),
                least=duration(found.estimate.least),
                most=duration(found.estimate.most),
            )
        )
    elif counts.open:
        lines.append(
            tr(
                "How long the rest takes can be said after {n} articles with a time; {timed} so far.",
                n=FEWEST,
                timed=found.timed,
            )
        )
    if len(found.days) > 1:
        days = ", ".join(f"{day} {number:,}" for day, number in found.days)
        lines.append(tr("Days: {days}.", days=days))
    return lines


def duration(hours: float) -> str:
    """A length of time as people say it."""
    if hours < 1 / 40:
        return tr("{n} s", n=round(hours * 3600))
    if hours < 1.5:
        return tr("{n} min", n=round(hours * 60))
    return tr("{n} h", n=f"{hours:,.1f}" if hours < 10 else f"{round(hours):,}")
