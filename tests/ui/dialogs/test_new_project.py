"""A new project in three steps: what each asks, what is answered, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from annotator.services.templates import shipped
from annotator.ui.dialogs.new_project import NewProject, free_path
from annotator.ui.foot.key_button import KeyButton
from annotator.ui.runner import Runner
from annotator.ui.theme import LIGHT
from tests.ui.windows import until


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def dialog(runner: Runner, tmp_path: Path, shown: Callable[[QWidget], QWidget]) -> Iterator[NewProject]:
    (tmp_path / "news.annotator").touch()
    parent = QWidget()
    made = NewProject(parent, runner, tmp_path, "Ann", shipped(), LIGHT)
    shown(made)
    yield made
    parent.deleteLater()


def on(dialog: NewProject) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)


def button(dialog: NewProject, text: str) -> QPushButton:
    (found,) = [each for each in dialog.findChildren(QPushButton) if each.text() == text]
    return found


def test_three_steps_forward_and_back(dialog: NewProject, tmp_path: Path) -> None:
    assert "Step 1 of 3: Texts" in dialog.accessibleDescription()
    on(dialog)
    assert "Step 2 of 3: Labels" in dialog.accessibleDescription()
    button(dialog, "&Back").click()
    assert dialog.step == 0
    button(dialog, "&Next").click()
    QTest.keyClick(dialog.labels.list, Qt.Key.Key_Down)
    on(dialog)
    assert "Step 3 of 3: Name and place" in dialog.accessibleDescription()
    on(dialog)
    assert dialog.result() == NewProject.DialogCode.Accepted
    answer = (dialog.paths, dialog.schema, dialog.path, dialog.name)
    assert answer == ([], "entities", tmp_path / "news-2.annotator", "Ann")


def test_the_texts_are_looked_at_and_give_the_project_its_name(dialog: NewProject, tmp_path: Path) -> None:
    table = tmp_path / "spring.csv"
    table.write_text("title,body\nOne,First text.\nTwo,Second text.\n", encoding="utf-8")
    dialog.texts.add([table])
    until(lambda: "2 new articles" in dialog.texts.preview.summary.text(), "the dry run")
    assert dialog.path == tmp_path / "spring.annotator"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.annotator", "spring.csv"]


def test_each_template_shows_its_labels_with_their_keys(dialog: NewProject) -> None:
    entities = dialog.labels._sheets.widget(1)
    names = [found.accessibleName() for found in entities.findChildren(KeyButton)]
    assert names[:2] == ["Person, key 1", "Org, key 2"]
    assert {template.name for template in shipped()} == {
        "news", "entities", "attribution", "stance-targets", "empty",
    }  # fmt: skip
    assert all(template.description for template in shipped())


def test_what_is_wrong_with_name_or_place_is_said_and_holds_up(dialog: NewProject, tmp_path: Path) -> None:
    on(dialog)
    on(dialog)
    create = button(dialog, "&Create")
    name, folder, person = dialog.place.findChildren(QLineEdit)
    assert name.selectedText() == "news-2"
    for field, text, words in (
        (name, "news", "there already"),
        (name, " ", "needs a name"),
        (folder, str(tmp_path / "nowhere"), "no such folder"),
        (person, "", "who labels"),
    ):
        before = field.text()
        field.setText(text)
        assert words in dialog.place.fault
        assert not create.isEnabled()
        field.setText(before)
    assert create.isEnabled()


def test_a_free_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "news.annotator").touch()
    assert free_path(tmp_path, "news") == tmp_path / "news-2.annotator"
