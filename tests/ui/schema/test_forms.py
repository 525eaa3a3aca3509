"""Attributes, links and layers edited by keys and mouse, read back from the project; refusals in words; one undo step each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton

from annotator.model.schema import Attribute, Role, Schema
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.ui.runner import Runner
from annotator.ui.schema import asking
from annotator.ui.schema.editor import SchemaEditor
from annotator.ui.schema.tree import Place
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
    window.step_wanted.connect(lambda which: session.history.undo() if which == "undo" else session.history.redo())
    window.deletion_wanted.connect(
        lambda layer, label: (
            session.schema_editing.delete_with_annotations(layer, label, Job()) and session.schema_editing.take_in()
        )
    )
    window.show()
    yield window
    window.close()
    runner.close()
    window.deleteLater()


def click(editor: SchemaEditor, text: str) -> None:
    button = next(each for each in editor.findChildren(QPushButton) if each.text().replace("&", "") == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def attribute(session: Session, name: str) -> Attribute:
    layer = session.project.schema().layer("entity")
    assert layer is not None
    found = layer.attribute_named(name)
    assert found is not None
    return found


def role(session: Session, name: str) -> Role:
    found = session.project.schema().role_named(name)
    assert found is not None
    return found


def test_an_attribute_with_values_is_made_by_keys_and_asked_at_the_desk(
    editor: SchemaEditor, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "name", lambda *_: "Salience")
    editor.choose("entity", "ORG")
    editor._new_attribute()
    form = editor.attribute_form
    assert form.labels.ticked == ("ORG",), "it is for the label that was chosen"
    form.kind.setCurrentIndex(form.kind.findData("choice"))
    form.kind.activated.emit(form.kind.currentIndex())
    for row, (name, key) in enumerate((("high", "h"), ("low", ""))):
        if row:
            click(editor, "Add value")
        form.values.table.item(row, 0).setText(name)  # type: ignore[union-attr]
        form.values.table.item(row, 1).setText(key)  # type: ignore[union-attr]
    QTest.mouseClick(
        form.required,
        Qt.MouseButton.LeftButton,
        pos=form.required.rect().topLeft() + form.required.rect().center() * 0.1,
    )
    form.default.setCurrentIndex(form.default.findText("low"))
    form.default.activated.emit(form.default.currentIndex())
    found = attribute(session, "Salience")
    assert [(value.name, value.key) for value in found.values] == [("high", "h"), ("low", "")]
    assert (found.kind, found.labels, found.required) == ("choice", ("ORG",), True)
    made = session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    assert made.attributes == {"salience": "low"}


def test_two_values_cannot_have_one_key(editor: SchemaEditor, session: Session) -> None:
    editor.tree.choose(Place("attribute", "claim", "voice"))
    for row in (0, 1):
        editor.attribute_form.values.table.item(row, 1).setText("d")  # type: ignore[union-attr]
    assert "key d is given to" in editor.message.text()
    layer = session.project.schema().layer("claim")
    assert layer is not None
    voice = layer.attribute("voice")
    assert voice is not None
    assert [value.key for value in voice.values][:2] == ["d", ""]


def test_a_link_is_made_from_and_to_the_labels_that_are_ticked(
    editor: SchemaEditor, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("works_for", True))
    editor._new_role()
    for end, wanted in ((editor.role_form.sources, "entity/PERSON"), (editor.role_form.targets, "entity/ORG")):
        item = next(
            end.item(row) for row in range(end.count()) if end.item(row).data(Qt.ItemDataRole.UserRole) == wanted
        )
        item.setCheckState(Qt.CheckState.Checked)
    QTest.keyClicks(editor.role_form.key, "w")
    QTest.keyClick(editor.role_form.key, Qt.Key.Key_Return)
    found = role(session, "works_for")
    assert (list(map(str, found.sources)), list(map(str, found.targets))) == (["entity/PERSON"], ["entity/ORG"])
    assert found.key == "w"
    assert found in session.schema.roles_between(("entity", "PERSON"), ("entity", "ORG"))
    assert found not in session.schema.roles_between(("entity", "ORG"), ("entity", "PERSON"))
    click(editor, "Delete…")
    assert session.project.schema().role_named("works_for") is None
    session.history.undo()
    assert role(session, "works_for") == found


def test_ctrl_z_takes_a_change_back_even_from_a_field(editor: SchemaEditor, session: Session) -> None:
    editor.choose("entity", "ORG")
    editor.activateWindow()
    assert QTest.qWaitForWindowActive(editor)
    editor.form.key.setFocus()
    editor.form.key.selectAll()
    QTest.keyClicks(editor.form.key, "v")
    QTest.keyClick(editor.form.key, Qt.Key.Key_Return)
    assert session.schema.label("entity", "ORG").key == "v"  # type: ignore[union-attr]
    QTest.keyClick(editor.form.key, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.project.schema().label("entity", "ORG").key == "2"  # type: ignore[union-attr]
    assert editor.form.key.text() == "2"


def test_a_colour_says_its_contrast_and_warns_in_words(editor: SchemaEditor, session: Session) -> None:
    editor.choose("entity", "ORG")
    choice = editor.form.colour
    assert "5.2:1 in the light" in choice.said.text() or ":1 in the light" in choice.said.text()
    choice.family.setCurrentIndex(choice.family.findText("my own…"))
    choice.family.activated.emit(choice.family.currentIndex())
    QTest.keyClicks(choice.own, "#ffee00")
    assert "too faint" in choice.said.text()
    QTest.keyClick(choice.own, Qt.Key.Key_Return)
    assert session.project.schema().label("entity", "ORG").colour == "#ffee00"  # type: ignore[union-attr]
    choice.own.setText("red")
    choice.own.textEdited.emit("red")
    assert "#rrggbb" in choice.said.text()
    editor.flush()
    assert session.project.schema().label("entity", "ORG").colour == "#ffee00"  # type: ignore[union-attr]


@pytest.mark.parametrize(("fate", "left"), [("keep", 1), ("delete", 0), ("", 1)])
def test_deleting_a_label_asks_what_becomes_of_what_has_it(
    editor: SchemaEditor, session: Session, monkeypatch: pytest.MonkeyPatch, fate: str, left: int
) -> None:
    session.labelling.create(at("Harbour Radio"), "entity", "ORG")
    session.wait()
    asked: list[tuple[int, int]] = []

    def answer(_: object, __: object, uses: int, own: int) -> str:
        asked.append((uses, own))
        return fate

    monkeypatch.setattr(asking, "fate", answer)
    editor.choose("entity", "ORG")
    click(editor, "Delete…")
    until(lambda: asked == [(1, 1)], "the question")
    assert len(session.place.read(1).annotations) == left
    assert session.project.schema().label("entity", "ORG").shown is not bool(fate)  # type: ignore[union-attr]


def test_a_layer_is_made_switched_off_and_on(
    editor: SchemaEditor, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "name", lambda *_: "Frames")
    editor._new_layer()
    QTest.keyClicks(editor.layer_form.key, "s")
    QTest.keyClick(editor.layer_form.key, Qt.Key.Key_Return)
    assert "Select the sentence" in editor.message.text()
    editor.layer_form.key.setText("w")
    monkeypatch.setattr(asking, "name", lambda *_: "ECONOMY")
    editor._new_label()
    assert session.project.schema().layer("frames").key == "w"  # type: ignore[union-attr]
    editor.tree.choose(Place("layer", "frames"))
    editor.layer_form.offered.click()
    assert not session.project.schema().layer("frames").offered  # type: ignore[union-attr]
    editor.layer_form.offered.click()
    assert session.project.schema().layer("frames").offered  # type: ignore[union-attr]
