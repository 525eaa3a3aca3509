"""Parquet: the same columns for every corpus, everything back, tables of others."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.exchange import Skipped
from annotator.model.schema import Schema
from tests.formats import corpus
from tests.formats.files import put, read, rows, skipped

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402  # after it is known to be there


def test_everything_comes_back(tmp_path: Path, schema: Schema) -> None:
    assert corpus.write("parquet", corpus.rows(), tmp_path / "out.parquet", schema) == []
    for found, wanted in zip(corpus.read_rows("parquet", tmp_path / "out.parquet"), corpus.rows(), strict=True):
        for name in ("text", "spans", "links", "notes", "meta", "annotator", "status", "flagged", "labels", "seconds",
                     "imported", "id", "sha256"):  # fmt: skip
            assert getattr(found, name) == getattr(wanted, name), name


def test_offsets_and_columns_are_what_they_say(tmp_path: Path, schema: Schema) -> None:
    corpus.write("parquet", corpus.rows(), tmp_path / "out.parquet", schema)
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert table[0]["title"] == "Taxes"
    assert json.loads(table[0]["meta"])["page"] == 3
    for record in table:
        for span in record["spans"]:
            assert " ".join(record["text"][a:b] for a, b in span["fragments"]) == span["text"]


def test_the_columns_do_not_depend_on_what_is_in_them(tmp_path: Path, schema: Schema) -> None:
    corpus.write("parquet", corpus.rows(), tmp_path / "a.parquet", schema)
    corpus.write("parquet", corpus.rows()[3:], tmp_path / "b.parquet", schema)
    corpus.write("parquet", [], tmp_path / "c.parquet", schema)
    assert len({str(pq.read_schema(tmp_path / f"{name}.parquet")) for name in "abc"}) == 1


def test_a_table_of_others(tmp_path: Path) -> None:
    when = datetime(2026, 1, 5, tzinfo=UTC)
    spans = [{"start": 0, "end": 4, "label": "GPE"}]
    table = pa.Table.from_pylist([
        {"headline": "A", "body": "Rome 😀 fell.", "date": when, "score": float("nan"), "spans": spans},
        {"headline": "B", "body": " ", "date": None, "score": 1.5, "spans": []},
    ])  # fmt: skip
    pq.write_table(table, tmp_path / "theirs.parquet")
    items = read(tmp_path / "theirs.parquet")
    (row,) = rows(items)
    assert row.text == "Rome 😀 fell."
    assert row.meta["title"] == "A"
    assert row.meta["published"].startswith("2026-01-05")
    assert [(s.label, s.fragments) for s in row.spans] == [("GPE", ((0, 4),))]
    assert skipped(items) == [(0, "Item 2: The text is empty or white space only.")]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no parquet at all", b"PAR1" + b"\0" * 100 + b"PAR1"])
def test_a_damaged_file_is_named_in_one_line(tmp_path: Path, content: bytes) -> None:
    (item,) = read(put(tmp_path, "a.parquet", content))
    assert isinstance(item, Skipped)
    assert "\n" not in item.reason


def test_a_file_damaged_in_its_middle_gives_nothing(tmp_path: Path, schema: Schema) -> None:
    text = "Rome fell in {}."
    many = [corpus.row(text.format(n), meta={"note": str(n) * 50}) for n in range(600)]
    corpus.write("parquet", many, tmp_path / "a.parquet", schema)
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    items = read(put(tmp_path, "b.parquet", bytes(data)))
    assert len(items) == 1
    assert isinstance(items[0], Skipped)


def test_without_pyarrow_the_message_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UserError) as raised:
        read(put(tmp_path, "a.parquet", b"PAR1"))
    assert 'pip install "annotator[parquet]"' in raised.value.hint
