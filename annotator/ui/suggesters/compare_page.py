"""The page that compares two suggesters: counts by label, how often each was right, and every difference in its text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QLabel

from annotator.model.comparing import BOUNDARY, LABEL, ONLY_A, ONLY_B, Tally
from annotator.model.phrases import number, tr, trn
from annotator.services.comparing import Comparison, Shown, compare_sources, sources
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.ui.overview.table_model import Column, LabelTable
from annotator.ui.overview.table_view import table_view
from annotator.ui.runner import Runner
from annotator.ui.suggesters.page import Page, button, fit, row_of

_Count = tuple[str, Tally]
_COUNTS_HEIGHT = 190


class ComparePage(Page):
    """Two sources to choose, their counts, their differences."""

    def __init__(self, session: Session, runner: Runner, folder: Path) -> None:
        super().__init__(session, runner, folder)
        self.a, self.b = QComboBox(), QComboBox()
        self.a.setAccessibleName(tr("First suggester"))
        self.b.setAccessibleName(tr("Second suggester"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Which differences"))
        for name, text in (
            ("", tr("all differences")),
            (ONLY_A, tr("only the first")),
            (ONLY_B, tr("only the second")),
            (LABEL, tr("another label")),
            (BOUNDARY, tr("other boundaries")),
        ):
            self.kind.addItem(text, name)
        self.kind.currentIndexChanged.connect(self._choose)
        self.go = button(tr("&Compare"), self.compare)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.counts, self.differences = LabelTable(), LabelTable()
        self.counts_view = table_view(tr("Counts by label"), self.counts)
        self.counts_view.setMaximumHeight(_COUNTS_HEIGHT)
        self.view = table_view(tr("Differences"), self.differences)
        self.view.activated.connect(self._open)
        self._found: Comparison | None = None
        top = row_of([self.a, QLabel(tr("and")), self.b, self.go])
        below = row_of([QLabel(tr("Show")), self.kind])
        self.lay_out(top, self.about, self.counts_view, below, self.view, stretched=self.view)

    def take_keyboard(self) -> None:
        self.a.setFocus()

    def refresh(self) -> None:
        """Lists the sources that the project has suggestions of."""
        there = sources(self.session.project)
        for place, choice in enumerate((self.a, self.b)):
            chosen = choice.currentText()
            choice.clear()
            choice.addItems(there)
            choice.setCurrentText(chosen if chosen in there else there[min(place, len(there) - 1)] if there else "")
        self.go.setEnabled(len(there) > 1)
        if len(there) < 2:
            self.about.setText(
                tr(
                    "Two suggesters have to have run. Add one under Suggesters, then suggest for the whole corpus with Ctrl+Shift+G."
                )
            )

    def compare(self) -> None:
        """Compares the chosen two, as a job."""
        project, owner = self.session.project, self.session.annotator
        a, b = self.a.currentText(), self.b.currentText()

        def work(job: Job) -> Comparison:
            return compare_sources(project, a, b, owner, job)

        self.runner.start(work, self.show_comparison, self.failed.emit, title=tr("Comparing suggesters"))

    def show_comparison(self, found: Comparison) -> None:
        self._found = found
        rows: list[_Count] = sorted(
            (self.session.schema.label_name(*kind), tally) for kind, tally in found.by_label.items()
        )
        if len(rows) > 1:
            rows.append((tr("all labels"), found.whole))
        self.counts.show(rows, _count_columns())
        fit(self.counts_view, 130)
        self._choose()
        words = [trn("{n} article has suggestions of both.", "{n} articles have suggestions of both.", found.articles)]
        if found.judged:
            words.append(
                trn(
                    "{n} of them is finished or has gold labels: there each suggestion counts as right or wrong.",
                    "{n} of them are finished or have gold labels: there each suggestion counts as right or wrong.",
                    found.judged,
                )
            )
        if found.unlisted:
            words.append(
                trn("{n} more difference is not listed.", "{n} more differences are not listed.", found.unlisted)
            )
        self.about.setText(" ".join(words))

    def _choose(self) -> None:
        if self._found is not None:
            wanted = self.kind.currentData()
            rows = [row for row in self._found.rows if wanted in ("", row.kind)]
            self.differences.show(rows, self._difference_columns())
            fit(self.view, 280)

    def _difference_columns(self) -> list[Column]:
        name = self.session.schema.label_name
        return [
            Column(tr("What"), lambda row: kind_in_words(row.kind)),
            Column(tr("First"), lambda row: name(row.layer, row.label_a) if row.label_a else "–"),
            Column(tr("Second"), lambda row: name(row.layer, row.label_b) if row.label_b else "–"),
            Column(tr("Right"), lambda row: right_in_words(row.right)),
            Column(tr("before"), lambda row: row.before[-36:]),
            Column(tr("words"), lambda row: " ".join(row.quote.split())),
            Column(tr("after"), lambda row: row.after),
            Column(tr("Article"), lambda row: row.title),
        ]

    def _open(self, index: QModelIndex) -> None:
        row: Shown = self.differences.row(index.row())
        self.opened.emit(row.article, row.fragments[0][0], row.fragments[-1][1])


def kind_in_words(kind: str) -> str:
    return {
        ONLY_A: tr("only the first"),
        ONLY_B: tr("only the second"),
        LABEL: tr("another label"),
        BOUNDARY: tr("other boundaries"),
    }.get(kind, tr("both"))


def right_in_words(right: str) -> str:
    return {
        "a": tr("the first"),
        "b": tr("the second"),
        "both": tr("both"),
        "neither": tr("neither"),
    }.get(right, "")


def _count_columns() -> list[Column]:
    return [
        Column(tr("Label"), lambda row: row[0]),
        _number(tr("both"), "both"),
        _number(tr("only first"), "only_a"),
        _number(tr("only second"), "only_b"),
        _number(tr("other label"), "label"),
        _number(tr("other text"), "boundary"),
        Column(tr("first right"), lambda row: _share(row[1].right_a, row[1].judged_a), lambda row: row[1].right_a),
        Column(tr("second right"), lambda row: _share(row[1].right_b, row[1].judged_b), lambda row: row[1].right_b),
    ]


def _number(title: str, part: str) -> Column:
    return Column(title, lambda row: number(getattr(row[1], part)), lambda row: getattr(row[1], part))


def _share(right: int, judged: int) -> str:
    return f"{number(right)}/{number(judged)} ({right / judged:.0%})" if judged else ""
