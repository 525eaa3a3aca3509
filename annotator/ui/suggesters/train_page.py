"""The page that trains a suggester from finished articles: what to learn, how well it went, use it, go back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel

from annotator.model.phrases import tr
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.services.training import TrainOptions, TrainReport, free_folder, train_suggester, with_layers
from annotator.services.training_words import (
    changed_words,
    curve_points,
    is_better,
    parts_words,
    rows_of,
    shown,
    verdict_words,
)
from annotator.services.using import go_back, trained_in_use, use_trained
from annotator.ui.overview.table_model import Column, LabelTable
from annotator.ui.overview.table_view import table_view
from annotator.ui.runner import Runner, Running
from annotator.ui.suggesters.curve import Curve
from annotator.ui.suggesters.page import Page, button, fit, row_of

_GOLD = "*gold"


class TrainPage(Page):
    """What is asked, and below it what came of it."""

    def __init__(self, session: Session, runner: Runner, folder: Path) -> None:
        super().__init__(session, runner, folder)
        self.whose, self.layer, self.names = QComboBox(), QComboBox(), QComboBox()
        self.whose.setAccessibleName(tr("Whose labels"))
        self.layer.setAccessibleName(tr("What to learn"))
        self.names.setAccessibleName(tr("How names are learned"))
        layers = (
            (tr("entities"), "entity"),
            (tr("claims"), "claim"),
            (tr("stances"), "stance"),
            (tr("all layers"), "all"),
        )
        for text, name in layers:
            self.layer.addItem(text, name)
        for text, name in ((tr("names that never overlap"), "ner"), (tr("nested names too"), "spancat")):
            self.names.addItem(text, name)
        self.go = button(tr("&Train"), self.train)
        self.stop = button(tr("St&op"), self.halt)
        self.stop.setEnabled(False)
        self.use = button(tr("&Use this"), self.use_this)
        self.back = button(tr("Go &back"), self.leave)
        self.about, self.verdict = QLabel(), QLabel()
        for words in (self.about, self.verdict):
            words.setWordWrap(True)
        self.about.setProperty("role", "muted")
        self.verdict.setAccessibleName(tr("How it compares"))
        self.verdict.setText(
            tr("Choose whose labels teach and what is to be learned, then press Train: how good it is stands here.")
        )
        self.figures = LabelTable()
        self.view = table_view(tr("Figures by label"), self.figures)
        self.curve = Curve()
        self._running: Running | None = None
        self._report: TrainReport | None = None
        self.use.setEnabled(False)
        top = row_of([self.whose, self.layer, self.names, self.go, self.stop, self.use, self.back])
        self.lay_out(top, self.about, self.verdict, row_of([self.view, self.curve], stretched=self.view))

    def take_keyboard(self) -> None:
        self.go.setFocus() if self.go.isEnabled() else self.use.setFocus()

    def refresh(self) -> None:
        """Lists whose labels there are, and says which trained suggester is in use."""
        chosen = self.whose.currentData() or self.session.annotator.name
        self.whose.clear()
        for person in self.session.project.annotators():
            self.whose.addItem(person.name, person.name)
        self.whose.addItem(tr("reviewed labels (Gold)"), _GOLD)
        self.whose.setCurrentIndex(max(0, self.whose.findData(chosen)))
        in_use = trained_in_use(self.session.place)
        self.back.setEnabled(in_use is not None and not self.session.read_only)
        if in_use is not None:
            self.about.setText(tr("In use: {source}.", source=in_use.source))
        else:
            self.about.setText(
                tr(
                    "Finished articles teach; a quarter of them is kept back and says how good it is, beside the suggester in use. "
                    "It takes some minutes beside your work. Thirty articles are a beginning."
                )
            )

    def train(self) -> None:
        """Trains, as a job that can be stopped."""
        session, who = self.session, str(self.whose.currentData())
        annotator, gold = (None, True) if who == _GOLD else (who, False)
        asked = TrainOptions(annotator, gold, entities=str(self.names.currentData()))
        options = with_layers(asked, str(self.layer.currentData()))
        folder = free_folder(session.project)

        def work(job: Job) -> TrainReport:
            return train_suggester(session.project, folder, options, job)

        self._running = self.runner.start(work, self.show_report, self.failed.emit, title=tr("Training a suggester"))
        self._running.progressed.connect(
            lambda progress: self.about.setText(tr("Training: {n} %. You can go on labelling.", n=progress.done))
        )
        self._running.finished.connect(self._ended)
        self.stop.setEnabled(True)
        self.stop.setFocus()
        self.go.setEnabled(False)

    def halt(self) -> None:
        """Stops the training; nothing is left of it."""
        if self._running is not None:
            self._running.cancel()

    def _ended(self) -> None:
        self._running = None
        self.go.setEnabled(True)
        if self.stop.hasFocus():
            self.go.setFocus()
        self.stop.setEnabled(False)
        self.refresh()

    def show_report(self, report: TrainReport) -> None:
        self._report = report
        self.verdict.setText("\n".join(verdict_words(report, layer) for layer in report.layers))
        changed = [changed_words(why, count) + "." for why, count in report.changed.counts.items()]
        self.about.setText(" ".join([parts_words(report), *changed]))
        self.figures.show(rows_of(report, self.session.schema), _columns())
        fit(self.view, 150)
        self.curve.show_points(curve_points(report))
        self.use.setEnabled(not self.session.read_only)
        if is_better(report):
            self.use.setFocus()
            self.said.emit(tr("The training is done, and it is better. “Use this” makes it the suggester."))
        else:
            self.view.setFocus()
            self.said.emit(
                tr("The training is done, but it is not clearly better. Look at the figures before you use it.")
            )

    def use_this(self) -> None:
        """Makes what was trained the suggester."""
        report = self._report
        if report is not None and self.attempt(lambda: use_trained(self.session.place, Path(report.folder))):
            self.use.setEnabled(False)
            self.refresh()
            self.back.setFocus()
            self.said.emit(tr("{source} is the suggester now. Ctrl+Shift+G suggests anew.", source=report.source))

    def leave(self) -> None:
        """Goes back to the suggester before."""
        if self.attempt(lambda: go_back(self.session.place)):
            self.use.setEnabled(self._report is not None)
            self.refresh()
            self.go.setFocus()
            self.said.emit(tr("The trained suggester is no longer in use. Its folder stays."))


def _columns() -> list[Column]:
    found = [Column(tr("Label"), lambda row: row.name), Column(tr("Labels"), lambda row: str(row.labelled))]
    for title, figure in (
        (tr("F1"), lambda marks: marks.exact.f1),
        (tr("Boundary"), lambda marks: marks.boundary.f1),
        (tr("Precision"), lambda marks: marks.exact.precision),
        (tr("Recall"), lambda marks: marks.exact.recall),
    ):
        found.append(Column(title, lambda row, of=figure: f"{shown(of(row.old))} → {shown(of(row.new))}"))  # type: ignore[misc]  # mypy knows no default in a lambda
    return found
