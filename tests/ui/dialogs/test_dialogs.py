"""Dialogs ask and nothing else: what they answer, what they show, what they refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QListView, QWidget

from annotator.model.schema import Schema
from annotator.services.creating import create
from annotator.services.importing import ImportOptions, ImportPlan, plan
from annotator.services.jobs import Job
from annotator.storage.project import Project
from annotator.ui.actions import Commands
from annotator.ui.dialogs.about_file import rows
from annotator.ui.dialogs.export import ExportLabels
from annotator.ui.dialogs.import_files import ImportFiles
from annotator.ui.dialogs.import_preview import problem_rows, summary
from annotator.ui.dialogs.key_settings import KeySettings
from annotator.ui.dialogs.settings import SettingsDialog
from annotator.ui.runner import Runner
from annotator.ui.settings import COLOUR_BLIND_SAFE, Settings
from tests.ui.windows import until


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = create(tmp_path / "p.annotator", annotator="Ann")
    yield made
    made.close()


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.deleteLater()


@pytest.fixture
def importing(parent: QWidget, runner: Runner, project: Project, tmp_path: Path) -> Callable[..., ImportFiles]:
    def looked(paths: list[Path], options: ImportOptions, job: Job) -> ImportPlan:
        return plan(project, paths, options, job)

    def made(*paths: Path) -> ImportFiles:
        return ImportFiles(parent, runner, looked, tmp_path, paths)  # type: ignore[arg-type]  # a list is a sequence

    return made


def nameless(dialog: QDialog) -> list[str]:
    """Fields of a dialog that a screen reader could not name."""
    return [
        type(widget).__name__
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget, QListView)  # what a combo box opens; the box has the name
    ]


def test_the_dry_run_says_what_comes_in_and_what_does_not(
    importing: Callable[..., ImportFiles], tmp_path: Path
) -> None:
    table = tmp_path / "news.csv"
    table.write_text("title,body\nOne,First text.\nTwo,   \nThree,First text.\n", encoding="utf-8")
    dialog = importing(table)
    until(lambda: dialog.choice.preview.samples.rowCount(), "the plan")
    assert "1 new article" in dialog.choice.preview.summary.text()
    assert "1 is here already" in dialog.choice.preview.summary.text()
    cell = dialog.choice.preview.samples.item(0, 0)
    assert cell is not None
    assert cell.text() == "One"
    assert dialog.choice.preview.problems.rowCount() == 1
    where = dialog.choice.preview.problems.item(0, 0)
    assert where is not None
    assert "news.csv, line" in where.text()
    dialog.reject()


def test_a_column_can_be_named_and_the_dry_run_follows(importing: Callable[..., ImportFiles], tmp_path: Path) -> None:
    table = tmp_path / "odd.csv"
    table.write_text("kop,inhoud\nEen,Eerste tekst.\n", encoding="utf-8")
    dialog = importing(table)
    until(lambda: "not taken" in dialog.choice.preview.summary.text(), "the first plan")
    dialog.choice._mapping.setChecked(True)
    dialog.choice._fields["text"].setCurrentText("inhoud")
    dialog.choice._fields["title"].setCurrentText("kop")
    until(lambda: "1 new article" in dialog.choice.preview.summary.text(), "the second plan")
    assert dialog.options.fields == {"text": "inhoud", "title": "kop"}
    dialog.reject()


def test_an_encoding_that_is_said_is_used(importing: Callable[..., ImportFiles], tmp_path: Path) -> None:
    letter = tmp_path / "brief.txt"
    letter.write_bytes("Größe".encode("utf-16-le"))
    dialog = importing(letter)
    assert dialog.options.encoding is None
    dialog.choice._encoding.setCurrentText("utf-16-le")
    until(lambda: "utf-16-le" in dialog.choice.preview.summary.text().lower(), "the plan")
    dialog.reject()


def test_without_files_nothing_can_be_imported(importing: Callable[..., ImportFiles], tmp_path: Path) -> None:
    dialog = importing()
    assert not dialog._import.isEnabled()
    dialog.choice.add([tmp_path])
    dialog.choice.add([tmp_path])
    assert dialog.paths == [tmp_path]
    assert dialog._import.isEnabled()
    assert nameless(dialog) == []
    dialog.reject()


def test_a_path_that_is_gone_is_explained(importing: Callable[..., ImportFiles], tmp_path: Path) -> None:
    dialog = importing(tmp_path / "gone.txt")
    until(lambda: "gone.txt" in dialog.choice.preview.summary.text(), "the error")
    dialog.reject()


def test_closing_the_dialog_stops_the_dry_run(parent: QWidget, runner: Runner, tmp_path: Path) -> None:
    stopped: list[bool] = []

    def looks_long(paths: list[Path], options: ImportOptions, job: Job) -> ImportPlan:
        while not job.cancelled:
            pass
        stopped.append(True)
        job.check()
        raise AssertionError("check raises")

    dialog = ImportFiles(parent, runner, looks_long, tmp_path, [tmp_path])  # type: ignore[arg-type]  # as above
    until(lambda: runner.busy, "the dry run")
    dialog.reject()
    until(lambda: stopped and not runner.busy, "its end")


def test_a_plan_in_words() -> None:
    found = ImportPlan(imported=1200, duplicates=1)
    found.encodings.update(["utf-8", "utf-8", "cp1252"])
    assert summary(found).startswith("1,200 new articles · 1 is here already.")
    assert "utf-8 (2), cp1252 (1)" in summary(found)
    assert problem_rows(found) == []


def test_what_a_preview_does_not_list_is_counted(importing: Callable[..., ImportFiles], tmp_path: Path) -> None:
    dialog = importing()
    assert not dialog.choice._remove_button.isEnabled()
    for number in range(8):
        tmp_path.joinpath(f"{number}.txt").write_text(f"Article {number}.\n", encoding="utf-8")
    dialog.choice.add([tmp_path / f"{number}.txt" for number in range(8)])
    assert dialog.choice._remove_button.isEnabled()
    until(lambda: not dialog.choice.preview.more.isHidden(), "the dry run")
    assert dialog.choice.preview.samples.rowCount() == 5
    assert dialog.choice.preview.more.text() == "and 3 more articles"


def test_labels_of_gold_are_said_to_be_of_the_reviewed_layer() -> None:
    assert "Gold" in summary(ImportPlan(imported=1, annotations=850, annotators=["Gold"]))
    assert "Gold" not in summary(ImportPlan(imported=1, annotations=850, annotators=["Ann"]))


def test_export_answers_what_was_chosen(parent: QWidget, tmp_path: Path) -> None:
    dialog = ExportLabels(parent, tmp_path, "news", ["Ann", "Ben"], "Ben")
    assert dialog.path == tmp_path / "news.jsonl"
    assert dialog.options.annotator == "Ben"
    assert not dialog.options.all
    dialog._who.setCurrentIndex(dialog._who.findText("Everybody’s"))
    assert dialog.options.all
    assert dialog.options.annotator is None
    dialog._split.setText("80/10/10")
    assert dialog.path == tmp_path / "news"
    assert nameless(dialog) == []


def test_an_export_asks_what_its_format_needs_to_know(parent: QWidget, tmp_path: Path) -> None:
    dialog = ExportLabels(parent, tmp_path, "news", ["Ann"], "Ann")
    assert dialog._choices.chosen == {}
    dialog._format.setCurrentIndex(dialog._format.findData("conll"))
    assert dialog._choices.chosen == {"fragments": "split", "cut_tokens": "expand", "overlap": "longest"}
    box = dialog._choices._boxes["cut_tokens"]
    box.setCurrentIndex(box.findData("skip"))
    dialog._which.setEditText("status:done label:ORG")
    assert (dialog.options.cut_tokens, dialog.options.filter) == ("skip", "status:done label:ORG")
    dialog._which.setCurrentIndex(1)
    dialog._split.setText("80/10/10")
    dialog._split_by.setCurrentIndex(dialog._split_by.findData("time"))
    assert (dialog.options.filter, dialog.options.split_by) == ("status:done", "time")
    dialog._format.setCurrentIndex(dialog._format.findData("doccano"))
    assert (set(dialog._choices.chosen), dialog.options.cut_tokens) == ({"fragments", "unit"}, "expand")
    assert nameless(dialog) == []


def test_a_key_is_changed_by_pressing_it(parent: QWidget, schema: Schema) -> None:
    commands = Commands()
    page = KeySettings(commands, {"1": "PERSON"})
    (row,) = [
        r for r in range(page.table.rowCount()) if page.table.item(r, 0).data(Qt.ItemDataRole.UserRole) == "desk.note"
    ]
    page.table.setCurrentCell(row, 0)
    QTest.keyClick(page.field, Qt.Key.Key_1)
    assert "PERSON" in page.said.text()
    QTest.keyClick(page.field, Qt.Key.Key_M)
    assert page.said.text() == ""
    assert commands.own_keys() == {"desk.note": "m"}
    page.deleteLater()


def test_a_setting_holds_at_once(parent: QWidget) -> None:
    settings = Settings()
    dialog = SettingsDialog(parent, settings, Commands(), {})
    heard: list[bool] = []
    dialog.changed.connect(lambda: heard.append(True))
    (box,) = [box for box in dialog.findChildren(QCheckBox) if "colour-blind" in box.text()]
    box.click()
    assert heard
    assert Settings().flag(COLOUR_BLIND_SAFE, False)
    assert nameless(dialog) == []


def test_the_page_about_a_file_counts(qapp: QApplication) -> None:
    found = {
        "schema": "news/1",
        "articles": 1234,
        "done": 5,
        "annotators": [{"name": "Ann", "annotations": 1, "done": 5, "seconds": 125.0}],
        "labels": {"entity": {"ORG": 2, "PERSON": 9}, "stance": {}},
        "suggestions": {"pending": 3, "accepted": 2, "edited": 1, "rejected": 0},
        "gold": 0,
    }
    shown = dict(rows("/x.annotator", 2_500_000, found, ""))
    assert shown["Articles"] == "1,234, of which 5 done"
    assert shown["People"] == "Ann, 1 label, 5 done, 2 min"
    assert shown["entity"] == "PERSON 9, ORG 2"
    assert "Note" not in shown
