"""The queue as a model: keys up front, rows in pages, told in words too."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.services.queue import QueueRow
from annotator.ui.queue.delegate import badge, short_date
from annotator.ui.queue.model import PAGE, ROW, QueueModel, spoken


def a_row(key: int, **values: object) -> QueueRow:
    usual: dict[str, object] = {
        "title": f"Title {key}",
        "source": "Ledger",
        "published": "2026-02-13",
        "language": "en",
        "status": "open",
        "flagged": False,
        "labels": 0,
        "pending": 0,
        "length": 10,
    }
    return QueueRow(key=key, **{**usual, **values})  # type: ignore[arg-type]  # the values are as the fields say


class Many:
    """A queue of many articles that remembers what was read."""

    def __init__(self, count: int) -> None:
        self.keys = array("q", range(1, count + 1))
        self.read: list[int] = []
        self.labels = 0

    def rows_of(self, keys: Sequence[int]) -> list[QueueRow]:
        self.read.extend(keys)
        return [a_row(key, labels=self.labels) for key in keys if key % 1000]


def test_nothing_is_read_before_it_is_shown(qapp: QApplication) -> None:
    source = Many(1_000_000)
    model = QueueModel()
    model.show(source)
    assert model.rowCount() == 1_000_000
    assert source.read == []
    model.data(model.index(500_050, 0), Qt.ItemDataRole.DisplayRole)
    assert len(source.read) == PAGE


def test_a_page_is_read_once(qapp: QApplication) -> None:
    source = Many(300)
    model = QueueModel()
    model.show(source)
    titles = [model.data(model.index(row, 0), Qt.ItemDataRole.DisplayRole) for row in range(300)]
    assert titles[0] == "Title 1"
    assert titles[299] == "Title 300"
    assert source.read == list(range(1, 301))


def test_an_article_that_is_gone_is_an_empty_row(qapp: QApplication) -> None:
    model = QueueModel()
    model.show(Many(2000))
    assert model.data(model.index(999, 0), ROW) is None
    assert model.data(model.index(999, 0), Qt.ItemDataRole.DisplayRole) == ""


def test_one_row_is_read_again_when_its_article_changed(qapp: QApplication) -> None:
    source = Many(150)
    model = QueueModel()
    model.show(source)
    model.row(3)
    source.labels, source.read = 7, []
    model.refresh(4)
    assert source.read == [4]
    row = model.row(3)
    assert row is not None
    assert row.labels == 7


def test_a_row_is_told_in_words() -> None:
    words = spoken(a_row(1, flagged=True, labels=1, pending=1234))
    assert words == "Title 1, begun, Ledger, 2026-02-13, flagged, 1 label, 1,234 pending"
    assert "done" in spoken(a_row(1, status="done"))


def test_what_stands_at_the_right_of_a_row() -> None:
    assert badge(a_row(1, pending=38)) == "38 pending"
    assert badge(a_row(1, status="done", labels=41, pending=3)) == "41 labels"
    assert badge(a_row(1, status="skipped", pending=3)) == "skipped"
    assert badge(a_row(1)) == ""


@pytest.mark.parametrize("text", ["", "spring 2026", "0000-00-00", "2026-13-45"])
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    assert short_date(text) == text


def test_dates_of_other_years_name_the_year(qapp: QApplication) -> None:
    year = date.today().year  # noqa: DTZ011  # as the delegate: the reader's calendar
    assert str(year) not in short_date(f"{year}-02-12T08:00:00Z")
    assert "2019" in short_date("2019-02-12")
