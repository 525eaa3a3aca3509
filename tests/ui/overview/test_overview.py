"""Tables of claims and stances, the matrix, and the concordance, in the real window on a real project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.schema import Schema
from annotator.resources_path import resource
from annotator.services.importing import ImportOptions, import_files
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.services.tables import people, table
from annotator.storage.project import Project
from annotator.ui.overview.concordance import ConcordanceWindow
from annotator.ui.overview.window import Overview
from annotator.ui.runner import Runner


def wait_until(holds: Callable[[], bool]) -> None:
    """Lets the event loop run until `holds`, ten seconds at most."""
    for _ in range(1000):
        if holds():
            return
        QTest.qWait(10)
    pytest.fail("it did not come")


@pytest.fixture
def session(tmp_path: Path, schema: Schema) -> Iterator[Session]:
    project = Project.create(tmp_path / "s.annotator", schema, "Mia")
    source = tmp_path / "mine.jsonl"
    rows = map(orjson.loads, resource("sample", "gold.jsonl").read_bytes().splitlines())
    source.write_bytes(b"\n".join(orjson.dumps({**row, "annotator": "Mia", "status": "open"}) for row in rows))
    import_files(project, [source], ImportOptions(), Job())
    session = Session(project, project.current_annotator)
    yield session
    session.close()


@pytest.fixture
def overview(qapp: QApplication, session: Session) -> Iterator[Overview]:
    window = Overview(None)  # type: ignore[arg-type]  # stands alone here
    rows = {layer: table(session.project, session.annotator.key, layer, Job()) for layer in ("claim", "stance")}
    window.show_rows(session.schema, rows)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def test_typing_thins_the_rows_out_and_enter_opens_one_in_its_text(overview: Overview) -> None:
    model, view = overview.tables["claim"]
    before = model.rowCount()
    QTest.keyClicks(overview.filter, "clean harbours")
    QTest.keyClick(overview.filter, Qt.Key.Key_Return)
    assert 0 < model.rowCount() < before
    opened: list[tuple[int, str]] = []
    overview.opened.connect(lambda article, label: opened.append((article, label)))
    view.setCurrentIndex(model.index(0, 0))
    view.activated.emit(model.index(0, 0))
    assert opened == [(model.row(0).article, model.row(0).annotation)]


def test_a_click_on_a_heading_sorts_with_empty_cells_last(overview: Overview) -> None:
    model, _ = overview.tables["claim"]
    column = next(i for i in range(model.columnCount()) if model.headerData(i, Qt.Orientation.Horizontal) == "claimer")
    model.sort(column, Qt.SortOrder.DescendingOrder)
    names = [model.data(model.index(i, column)) or "" for i in range(model.rowCount())]
    there = [name for name in names if name]
    assert there == sorted(there, key=str.casefold, reverse=True)
    assert names[len(there) :] == [""] * (len(names) - len(there))


def test_a_cell_of_the_matrix_shows_the_stances_behind_it(overview: Overview) -> None:
    matrix = overview.matrix
    cells = [
        matrix.index(row, column)
        for row in range(matrix.rowCount())
        for column in range(matrix.columnCount())
        if len(matrix.stances(matrix.index(row, column))) > 1
    ]
    index = cells[0]
    stances = matrix.stances(index)
    overview.matrix_view.activated.emit(index)
    model, view = overview.tables["stance"]
    assert overview.tabs.currentWidget() is view
    assert {row.annotation for row in stances} <= {row.annotation for row in model.shown}


def test_every_hit_that_is_ticked_is_labelled_and_ctrl_z_takes_all_back(qapp: QApplication, session: Session) -> None:
    runner = Runner()
    window = ConcordanceWindow(None, session, runner)  # type: ignore[arg-type]  # stands alone here
    window.look_for("Orla")
    wait_until(lambda: window.model.rowCount() > 0)
    hits = window.model.rowCount()
    window.model.turn([0])
    assert len(window.model.chosen) == hits - 1
    window.target.setCurrentIndex(window.target.findText("ORG (Entities)"))
    QTest.mouseClick(window.buttons[0], Qt.MouseButton.LeftButton)
    wait_until(lambda: not runner.busy)
    session.wait()
    wait_until(lambda: not runner.busy)
    hits_now, _ = session.concordance.find(window._wanted, Job())
    assert sorted({hit.label for hit in hits_now}) == ["ORG", "PRODUCT"]
    session.history.undo()
    hits_then, _ = session.concordance.find(window._wanted, Job())
    assert {hit.label for hit in hits_then} == {"PRODUCT"}
    window.close()
    window.deleteLater()
    runner.close()


def test_somebody_elses_rows_and_this_articles_open_their_text(overview: Overview, session: Session) -> None:
    overview.show_people(people(session.project), session.annotator.key)
    assert [overview.whose.itemText(n) for n in range(overview.whose.count())] == ["Mia (me)", "Gold"]
    model, view = overview.tables["stance"]
    total = model.rowCount()
    overview.show_article(model.row(0).article)
    overview.scope.setCurrentIndex(1)
    overview.scope.activated.emit(1)
    assert 0 < model.rowCount() < total
    assert {row.article for row in model.shown} == {overview.article}
    asked: list[None] = []
    overview.refresh_wanted.connect(lambda: asked.append(None))
    overview.whose.setCurrentIndex(1)
    overview.whose.activated.emit(1)
    assert len(asked) == 1
    places: list[tuple[int, int, int]] = []
    overview.place_wanted.connect(lambda *place: places.append(place))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(model.index(0, 0)).center())
    view.activated.emit(model.index(0, 0))
    row = model.row(0)
    assert places[-1] == (row.article, row.fragments[0][0], row.fragments[-1][1])
