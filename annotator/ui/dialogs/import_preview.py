"""What a dry run found, in words and with a few samples: the lower half of the import dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.services.importing import ImportPlan
from annotator.services.jobs import Progress
from annotator.storage.people import is_gold
from annotator.ui.dialogs.tables import cell, table
from annotator.ui.messages import sentence

_PROBLEMS_SHOWN = 100


class ImportPreview(QWidget):
    """Shows a plan; empty until there is one."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setAccessibleName(tr("What will come in"))
        self._bar = QProgressBar()
        self._bar.setAccessibleName(tr("Looking"))
        self._stop = QPushButton(tr("Stop looking"))
        self._stop.setAutoDefault(False)
        self._stop.clicked.connect(self._stop_pressed)
        self._waiting = QWidget()
        row = QHBoxLayout(self._waiting)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self.samples = table((tr("Title"), tr("Source"), tr("Date"), tr("Characters"), tr("Labels")))
        self.samples.setAccessibleName(tr("The first articles"))
        self.more = QLabel()
        self.more.setProperty("role", "muted")
        self.more.hide()
        self.problems = table((tr("Where"), tr("What is not taken, and why")))
        self.problems.setAccessibleName(tr("What is not taken"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.summary)
        layout.addWidget(self._waiting)
        layout.addWidget(self.samples, 3)
        layout.addWidget(self.more)
        layout.addWidget(self.problems, 2)
        self.clear()

    def clear(self) -> None:
        """Nothing is known yet."""
        self.summary.setText(tr("Add files or a folder; what will come in is shown here before anything is changed."))
        self._waiting.hide()
        self.samples.setRowCount(0)
        self.more.hide()
        self.problems.hide()

    def wait(self) -> None:
        """The dry run has begun."""
        self.summary.setText(tr("Looking at the files…"))
        self._bar.setRange(0, 0)
        self._waiting.show()

    def show_progress(self, progress: Progress) -> None:
        if progress.total:
            self._bar.setRange(0, 1000)
            self._bar.setValue(min(1000, progress.done * 1000 // progress.total))

    def show_plan(self, plan: ImportPlan) -> None:
        """Counts, encodings, samples, and what is not taken."""
        self._waiting.hide()
        self.summary.setText(summary(plan))
        self.samples.setRowCount(len(plan.samples))
        for row, sample in enumerate(plan.samples):
            cells = (sample.title, sample.source, sample.published[:10], f"{sample.length:,}", f"{sample.labels:,}")
            for column, text in enumerate(cells):
                self.samples.setItem(row, column, cell(text, right=column > 2))
        more = max(0, plan.imported - len(plan.samples))
        self.more.setText(trn("and {n} more article", "and {n} more articles", more))
        self.more.setVisible(bool(more))
        problems = problem_rows(plan)
        self.problems.setVisible(bool(problems))
        self.problems.setRowCount(len(problems))
        for row, pair in enumerate(problems):
            for column, text in enumerate(pair):
                self.problems.setItem(row, column, cell(text))

    def show_error(self, error: UserError) -> None:
        self._waiting.hide()
        self.summary.setText(f"▲ {sentence(error)}")

    def _stop_pressed(self) -> None:
        self._waiting.hide()
        self.summary.setText(tr("Stopped looking. It can be imported all the same."))
        self.stopped.emit()


def summary(plan: ImportPlan) -> str:
    """What will come in, as one or two sentences."""
    pieces = [trn("{n} new article", "{n} new articles", plan.imported)]
    if plan.duplicates:
        pieces.append(trn("{n} is here already", "{n} are here already", plan.duplicates))
    if plan.annotations:
        pieces.append(trn("{n} label", "{n} labels", plan.annotations))
    if plan.updated:
        pieces.append(trn("{n} changed label", "{n} changed labels", plan.updated))
    left_out = sum(len(found) for found in (plan.skipped, plan.mismatches, plan.conflicts)) + plan.unlisted.total()
    if left_out:
        pieces.append(trn("{n} thing is not taken", "{n} things are not taken", left_out))
    text = " · ".join(pieces) + "."
    if plan.annotations and any(is_gold(name) for name in plan.annotators):
        if len(plan.annotators) == 1:
            text += " " + tr("The labels are of Gold, the reviewed layer: they are seen in the review.")
        else:
            text += " " + tr("Some labels are of Gold, the reviewed layer: they are seen in the review.")
    if plan.encodings:
        shares = ", ".join(f"{name} ({count:,})" for name, count in plan.encodings.most_common(4))
        text += " " + tr("Encodings: {names}.", names=shares)
    if plan.fields:
        text += " " + tr("Fields: {names}.", names=", ".join(name for name, _ in plan.fields.most_common(10)))
    if plan.schema_additions:
        names = ", ".join(str(getattr(added, "name", added)) for added in plan.schema_additions[:8])
        text += " " + tr("Labels new to this project: {names}.", names=names)
    return text


def problem_rows(plan: ImportPlan) -> list[tuple[str, str]]:
    """(where, what) of everything that is not taken or worth knowing."""
    rows = [(_place(skipped.path, skipped.line), skipped.reason) for skipped in plan.skipped]
    rows += [(mismatch.path, f"{mismatch.id}: {mismatch.reason}") for mismatch in plan.mismatches]
    rows += [(tr("label here"), str(conflict)) for conflict in plan.conflicts]
    rows += [(_place(remark.path, remark.line), remark.what) for remark in plan.remarks]
    return rows[:_PROBLEMS_SHOWN]


def _place(path: str, line: int) -> str:
    return tr("{path}, line {n}", path=path, n=line) if line else path
