"""Tables with a label in each row: written, sorted by a spreadsheet, read back; and tables of other origin."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.csv_spans import cell, of_cell
from annotator.model.exchange import Mismatch, Row, Skipped
from annotator.model.schema import Schema
from tests.formats import corpus
from tests.formats.files import put, read, rows


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def save(path: Path, records: list[dict[str, str]], **options: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, records[0], **options)
    writer.writeheader()
    writer.writerows(records)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


def same(found: Row, wanted: Row) -> None:
    assert found.text == wanted.text
    assert found.spans == wanted.spans
    assert corpus.linked(found) == corpus.linked(wanted)
    assert {(n.span, n.text) for n in found.notes} == {(n.span, n.text) for n in wanted.notes}
    for name in ("meta", "annotator", "status", "flagged", "labels", "seconds", "schema", "imported"):
        assert getattr(found, name) == getattr(wanted, name), name


def test_a_table_says_of_each_label_what_it_is_linked_to(tmp_path: Path, schema: Schema) -> None:
    losses = corpus.write("csv", corpus.rows(), tmp_path / "out.csv", schema)
    found = table(tmp_path / "out.csv")
    claim = next(line for line in found if line["label"] == "CLAIM")
    assert claim["quote"] == "Taxes fell 🎉 wages rose"
    assert claim["link.claimer"] == "Mayor 🏙️ Lee"
    assert claim["link.cue"] == "said"
    assert claim["attribute.voice"] == "direct"
    for line in found:
        if line["label"] and not line["fragments"]:
            text = next(each["article_text"] for each in found if each["article"] == line["article"])
            assert text[int(line["start"]) : int(line["end"])] == line["quote"]
    assert {(loss.what, loss.count) for loss in losses} == {("notes", 2), ("links", 4)}


def test_what_is_written_is_read_back(tmp_path: Path, schema: Schema) -> None:
    corpus.write("csv", corpus.rows(), tmp_path / "out.csv", schema)
    for found, wanted in zip(corpus.read_rows("csv", tmp_path / "out.csv"), corpus.rows(), strict=True):
        same(found, wanted)


def test_a_table_that_was_sorted_is_read_the_same(tmp_path: Path, schema: Schema) -> None:
    corpus.write("csv", corpus.rows(), tmp_path / "out.csv", schema)
    lines = table(tmp_path / "out.csv")
    random.Random(5).shuffle(lines)
    save(tmp_path / "sorted.csv", lines, delimiter=";")
    found = {each.text: each for each in corpus.read_rows("csv", tmp_path / "sorted.csv")}
    for wanted in corpus.rows():
        each = found[wanted.text]
        each.spans.sort(key=lambda s: (s.start, -(s.end or 0), s.layer, s.label, s.id))
        same(each, wanted)


def test_a_text_that_a_spreadsheet_changed_is_refused(tmp_path: Path, schema: Schema) -> None:
    corpus.write("csv", corpus.rows(), tmp_path / "out.csv", schema)
    lines = table(tmp_path / "out.csv")
    for line in lines:
        line["article_text"] = line["article_text"].replace("\r\n", "\n")
    save(tmp_path / "changed.csv", lines)
    items = corpus.read("csv", tmp_path / "changed.csv")
    assert [item.line for item in items if isinstance(item, Skipped)] == [2]
    assert [item.text for item in items if isinstance(item, Row)] == [r.text for r in corpus.rows()[1:]]


def test_a_label_without_numbers_is_named_and_the_others_come_in(tmp_path: Path, schema: Schema) -> None:
    corpus.write("csv", corpus.rows()[:1], tmp_path / "out.csv", schema)
    lines = table(tmp_path / "out.csv")
    lines[2]["start"] = "soon"
    save(tmp_path / "out.csv", lines)
    found, miss = corpus.read("csv", tmp_path / "out.csv")
    assert isinstance(found, Row)
    assert len(found.spans) == 6
    assert isinstance(miss, Mismatch)
    assert miss.id == lines[2]["id"]


def test_a_table_of_other_origin_has_one_article_in_rows_that_follow_each_other(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "spans.csv",
        "id,text,start,end,label,source\n1,Rome fell.,0,4,GPE,Daily\n2,Rome fell.,5,9,CUE,Daily\n3,Oslo.,0,4,GPE,Weekly\n",
    )
    first, second = rows(read(path))
    assert (first.text, first.meta["source"]) == ("Rome fell.", "Daily")
    assert [(s.label, s.fragments) for s in first.spans] == [("GPE", ((0, 4),)), ("CUE", ((5, 9),))]
    assert second.spans[0].label == "GPE"


def test_offsets_of_another_tool_are_found_by_the_quotes(tmp_path: Path) -> None:
    path = put(tmp_path, "spans.csv", "text,start,end,label,quote\n😊 Rome fell.,3,7,GPE,Rome\n")
    (row,) = rows(read(path))
    assert row.spans[0].fragments == ((2, 6),)
    assert row.offset_unit == "utf16"


def test_a_table_of_articles_that_last_from_start_to_end_stays_one(tmp_path: Path) -> None:
    found = rows(read(put(tmp_path, "talks.csv", "text,start,end,label\nGood morning.,9:00,9:15,talk\n")))
    assert found[0].meta == {"start": "9:00", "end": "9:15", "label": "talk"}
    assert not found[0].spans


@given(
    st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-9, 9), st.booleans(), st.floats(-1, 1))
)
def test_each_value_fits_into_a_cell_and_out_again(value: str | float | bool) -> None:
    found = of_cell(cell(value))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["=1+1", "-5 percent", "true", "07", '"quoted"', "[a]", "null", "", " "])
def test_texts_that_look_like_something_else_stay_texts(text: str) -> None:
    assert of_cell(cell(text)) == text
