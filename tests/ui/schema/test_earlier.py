"""What was labelled under an old definition, in its window: rows open their text, answers are stored, undo brings them back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.model.schema import Schema
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.ui.runner import Runner
from annotator.ui.schema.earlier_window import EarlierWindow
from annotator.ui.schema.guidelines import GuidelinesWindow
from tests.services.desk import at, open_desk
from tests.ui.windows import until


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema, suggest=False)
    for n in range(3):
        session.labelling.create(at("Lee", n), "entity", "PERSON")
    session.schema_editing.edit_label("entity", "PERSON", definition="People with a name.")
    yield session
    session.close()


@pytest.fixture
def window(qapp: QApplication, session: Session) -> Iterator[EarlierWindow]:
    runner = Runner(qapp)
    window = EarlierWindow(None, session, runner)
    window.look("entity", "PERSON")
    until(lambda: window.model.rowCount() == 3, "the rows")
    yield window
    window.close()
    runner.close()
    window.deleteLater()


def test_enter_opens_the_text_and_still_right_takes_a_row_off(window: EarlierWindow, session: Session) -> None:
    opened: list[tuple[int, str]] = []
    window.opened.connect(lambda article, label: opened.append((article, label)))
    window.list.selectRow(1)
    second = window.model.rows[1]
    window.list.activated.emit(window.model.index(1, 0))
    assert opened == [(second.article, second.annotation)]
    QTest.mouseClick(window.right, Qt.MouseButton.LeftButton)
    until(lambda: window.model.rowCount() == 2, "one row less")
    session.wait()
    stored = session.place.read(1).annotations[second.annotation]
    assert stored.guidelines == session.place.guidelines


def test_all_still_right_is_one_step(window: EarlierWindow, session: Session) -> None:
    window.all_right.click()
    until(lambda: window.model.rowCount() == 0, "no row")
    assert "Nothing is left" in window.count.text()
    session.wait()
    session.history.undo()
    until(lambda: window.model.rowCount() == 3, "the rows again")


def test_rows_are_relabelled_and_deleted_by_key(window: EarlierWindow, session: Session) -> None:
    window.list.selectRow(0)
    window.target.setCurrentIndex(window.target.findText("ORG"))
    window.other.click()
    until(lambda: window.model.rowCount() == 2, "one row less")
    window.list.selectRow(0)
    QTest.keyClick(window.list, Qt.Key.Key_Delete)
    until(lambda: window.model.rowCount() == 1, "one row left")
    session.wait()
    assert sorted(a.label for a in session.place.read(1).annotations.values()) == ["ORG", "PERSON"]
    assert len(session.redefined.earlier(Job())) == 1


def test_two_versions_of_the_guidelines_are_compared_with_their_definitions(
    qapp: QApplication, session: Session
) -> None:
    session.schema_editing.set_guidelines("# Rules\n\nBe <b>brief</b>.")
    window = GuidelinesWindow(None, session)
    window.tabs.setCurrentIndex(2)
    said = window.difference.toPlainText()
    assert "+ Be <b>brief</b>." in said, "nothing in a text is read as markup"
    assert "People with a name" not in said
    window.old.setCurrentIndex(window.old.count() - 1)
    window._compare()
    assert "People with a name" in window.difference.toPlainText()
    window.new.setCurrentIndex(window.new.count() - 1)
    window._compare()
    assert "say the same" in window.difference.toPlainText()
    window.deleteLater()


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Discard])
def test_guidelines_that_were_written_are_not_lost_by_esc(
    qapp: QApplication, session: Session, monkeypatch: pytest.MonkeyPatch, answer: QMessageBox.StandardButton
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "question", lambda *words: asked.append(words[2]) or answer)
    window = GuidelinesWindow(None, session)
    window.show()
    before = session.project.guidelines()
    window.text.setPlainText("# Half a page")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert len(asked) == 1
    assert not window.isVisible()
    saved = answer == QMessageBox.StandardButton.Save
    assert session.project.guidelines() == ((before[0] + 1, "# Half a page") if saved else before)
    window.deleteLater()
