"""The pages of suggesters, comparison, memory and known names by the mouse, read back from the project's file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTableView, QWidget

from annotator.model.annotation import Suggestion
from annotator.model.comparing import LABEL
from annotator.model.schema import Schema
from annotator.services.session import Session
from annotator.storage import suggestions
from annotator.ui.runner import Runner
from annotator.ui.suggesters.page import show_label
from annotator.ui.suggesters.window import SuggestersWindow
from tests.services.desk import at, open_desk
from tests.ui.windows import until

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    session = open_desk(tmp_path, schema)
    session.place.use_memory(session.place.gather_memory())
    key = session.place.open.article.key
    other = [Suggestion("m@1", "entity", "GPE", at("Harbour Radio"), 0.7)]
    session.project.writer.run(lambda db: suggestions.replace(db, key, "m@1", other, "2026"))
    session.take_suggestions()
    yield session
    session.close()


@pytest.fixture
def window(qapp: QApplication, session: Session, tmp_path: Path) -> Iterator[SuggestersWindow]:
    runner = Runner()
    parent = QWidget()
    shown = SuggestersWindow(parent, session, runner, tmp_path)
    yield shown
    until(lambda: not runner.busy, "the work has ended")
    shown.close()
    runner.close()
    parent.deleteLater()


def setting(session: Session, name: str) -> list[str]:
    session.wait()
    sql = "SELECT value FROM setting WHERE name LIKE ? ORDER BY name"
    return [str(value) for (value,) in session.project.reader().execute(sql, (name,)).fetchall()]


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, LEFT)


def click_row(view: QTableView, row: int, column: int = 0) -> None:
    place = view.visualRect(view.model().index(row, column))
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place.center())


def test_a_click_on_a_tick_turns_a_layer_of_a_suggester_off(window: SuggestersWindow, session: Session) -> None:
    window.show_page("plan")
    table = window.plan.table
    until(lambda: table.rowCount() == 1, "our own suggester is listed")
    box = table.visualRect(table.model().index(0, 2))
    QTest.mouseClick(
        table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, box.topLeft() + QPoint(10, box.height() // 2)
    )
    until(lambda: bool(setting(session, "suggesters")), "the plan is in the file")
    (plan,) = setting(session, "suggesters")
    assert json.loads(plan)[0]["layers"] == ["claim", "stance"]
    assert not [p for p in session.place.open.pending.values() if p.layer == "entity" and p.source == "m@1"]


def test_two_sources_are_compared_and_a_row_opens_its_text(window: SuggestersWindow, session: Session) -> None:
    window.show_page("compare")
    page = window.compare
    assert [page.a.itemText(n) for n in range(page.a.count())] == ["m@1", "rules@1"]
    click(page.go)
    until(lambda: page.counts.rowCount() > 0, "counts by label")
    page.kind.setCurrentIndex(page.kind.findData(LABEL))
    assert page.differences.rowCount() == 1
    opened: list[tuple[int, int, int]] = []
    window.opened.connect(lambda *place: opened.append(place))
    page.view.activated.emit(page.differences.index(0, 0))
    assert opened == [(session.place.open.article.key, *at("Harbour Radio")[0])]


def test_memory_is_told_by_the_mouse(window: SuggestersWindow, session: Session) -> None:
    org = next(p.id for p in session.place.open.pending.values() if p.label == "ORG")
    session.deciding.reject(org)
    window.show_page("memory")
    page = window.memory
    until(lambda: page.strings.rowCount() == 1, "the string is listed")
    click_row(page.view, 0)
    until(lambda: page.places.rowCount() == 1, "where it was refused")
    assert page.label.currentText() == "ORG"
    click(page.never_button)
    until(lambda: bool(setting(session, "memory/%/entity/Harbour Radio")), "it is in the file")
    assert json.loads(setting(session, "memory/%")[0])["never"] == ["ORG"]
    until(lambda: page.strings.row(0).held_back == ("ORG",), "it is shown as held back")
    click(page.untell_button)
    until(lambda: not setting(session, "memory/%"), "and taken back")


def test_a_known_name_is_put_in_and_removed_by_the_mouse(window: SuggestersWindow, session: Session) -> None:
    window.show_page("names")
    page = window.names
    page.string.setText("new tolls")
    show_label(page.label, "entity", "LAW")
    buttons = {button.text(): button for button in page.findChildren(QAbstractButton)}
    click(buttons["&Put in"])
    until(lambda: page.model.rowCount() == 1, "it is listed")
    assert json.loads(setting(session, "gazetteer/new tolls")[0])["label"] == "LAW"
    assert ("LAW", "new tolls") in [(p.label, p.quote) for p in session.place.open.pending.values()]
    click_row(page.view, 0)
    assert page.label.currentText() == "LAW"
    click(buttons["&Remove"])
    until(lambda: page.model.rowCount() == 0, "it is gone")
    assert setting(session, "gazetteer/%") == []


def test_every_field_and_table_has_a_name_for_screen_readers(window: SuggestersWindow) -> None:
    for page in window.pages.values():
        for kind in ("QLineEdit", "QComboBox", "QTableView", "QTableWidget"):
            for widget in page.findChildren(QWidget):
                if widget.metaObject().className() == kind:
                    assert widget.accessibleName(), (type(page).__name__, kind)
