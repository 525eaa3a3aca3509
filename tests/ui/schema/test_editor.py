"""Labels and guidelines edited in the window, read back from the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.schema import Schema
from annotator.services.session import Session
from annotator.ui.runner import Runner
from annotator.ui.schema.editor import SchemaEditor
from annotator.ui.schema.guidelines import GuidelinesWindow
from annotator.ui.theme import theme_of
from tests.services.desk import at, open_desk
from tests.ui.windows import until


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, suggest=False)
    yield session
    session.close()


@pytest.fixture
def editor(qapp: QApplication, session: Session) -> Iterator[SchemaEditor]:
    runner = Runner(qapp)
    window = SchemaEditor(None, session, runner, theme_of(dark=False), {"s": "Select the sentence"})
    window.show()
    yield window
    window.close()
    runner.close()
    window.deleteLater()


def test_a_new_name_is_stored_and_every_annotation_shows_it(editor: SchemaEditor, session: Session) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    session.wait()
    editor.choose("entity", "ORG")
    until(lambda: "1 annotation" in editor.form.uses.text(), "the count")
    editor.form.name.selectAll()
    QTest.keyClicks(editor.form.name, "COMPANY")
    QTest.keyClick(editor.form.name, Qt.Key.Key_Return)
    assert session.project.schema().label_name("entity", "ORG") == "COMPANY"
    assert editor.chosen == ("entity", "ORG")
    item = editor.tree.currentItem()
    assert item is not None
    assert item.text(0) == "COMPANY"
    session.history.undo()
    assert session.schema.label_name("entity", "ORG") == "ORG"


@pytest.mark.parametrize(("key", "holder"), [("1", "PERSON"), ("s", "Select the sentence")])
def test_a_key_that_is_taken_is_refused_with_its_holder(
    editor: SchemaEditor, session: Session, key: str, holder: str
) -> None:
    editor.choose("entity", "ORG")
    editor.form.key.clear()
    QTest.keyClicks(editor.form.key, key)
    QTest.keyClick(editor.form.key, Qt.Key.Key_Return)
    assert holder in editor.message.text()
    label = session.project.schema().label("entity", "ORG")
    assert label is not None
    assert label.key == "2"


def test_what_is_typed_about_one_label_is_kept_when_another_is_chosen(editor: SchemaEditor, session: Session) -> None:
    editor.choose("entity", "ORG")
    editor.form.definition.setPlainText("A firm.")
    editor.form.examples.setPlainText("Acme\n\nBolt")
    editor.choose("entity", "GPE")
    label = session.project.schema().label("entity", "ORG")
    assert label is not None
    assert (label.definition, label.examples) == ("A firm.", ("Acme", "Bolt"))
    assert editor.form.name.text() == "GPE"


def test_each_saved_text_of_the_guidelines_is_a_version(qapp: QApplication, session: Session) -> None:
    window = GuidelinesWindow(None, session)
    before = session.place.guidelines
    assert not window.save.isEnabled()
    window.tabs.setCurrentIndex(1)
    window.text.setPlainText("# Rules\n\n![x](http://example.org/x.png) Be brief.")
    QTest.mouseClick(window.save, Qt.MouseButton.LeftButton)
    assert session.project.guidelines() == (before + 1, "# Rules\n\n![x](http://example.org/x.png) Be brief.")
    assert window.versions.count() == 2
    window.tabs.setCurrentIndex(0)
    assert "Be brief." in window.page.toPlainText()
    window.deleteLater()


def test_a_name_in_files_has_no_space_and_a_new_one_is_told(editor: SchemaEditor, session: Session) -> None:
    editor.choose("entity", "ORG")
    editor.form.name.selectAll()
    QTest.keyClicks(editor.form.name, "FIRM X")
    QTest.keyClick(editor.form.name, Qt.Key.Key_Return)
    assert session.schema.label_name("entity", "ORG") == "FIRMX"
    assert editor.message.text() == "ORG is now called FIRMX in files; Ctrl+Z takes it back."


def test_alt_with_a_letter_is_no_key_of_a_label(editor: SchemaEditor) -> None:
    editor.choose("entity", "ORG")
    editor.form.key.clear()
    QTest.keyClick(editor.form.key, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    assert editor.form.key.text() == ""
    QTest.keyClicks(editor.form.key, "x")
    assert editor.form.key.text() == "x"
