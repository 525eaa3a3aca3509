"""Tables: a row is an article, and every value is kept exactly."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.files import put, read, rows, skipped

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: not text.isspace())


@given(
    st.lists(st.tuples(texts, st.text(st.characters(exclude_categories=["Cs"]))), min_size=1, max_size=5),
    st.sampled_from(",;\t|"),
)
def test_what_a_csv_writer_wrote_is_read_exactly(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]], delimiter: str
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["text", "note"])
    writer.writerows(pairs)
    path = put(tmp_path_factory.mktemp("table"), "a.csv", stream.getvalue())
    items = read(path)
    assert skipped(items) == []
    assert [(row.text, row.meta["note"]) for row in rows(items)] == pairs


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_first_line_shows_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    lines = [["headline", "body", "date"], ["A, b; c", "The text", "2026-01-05"]]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    (row,) = rows(read(put(tmp_path, "a.csv", stream.getvalue())))
    assert (row.text, row.meta) == ("The text", {"title": "A, b; c", "published": "2026-01-05"})


def test_line_ends_inside_values_stay_as_they_are(tmp_path: Path) -> None:
    (row, other) = rows(read(put(tmp_path, "a.csv", 'text,n\r\n"one\r\ntwo\nthree",1\r\nfour,2\r\n')))
    assert row.text == "one\r\ntwo\nthree"
    assert (other.text, other.line) == ("four", 5)


def test_a_mark_at_the_start_and_a_spreadsheets_hint_are_no_part_of_the_header(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.csv", "\ufeffsep=;\r\ntext;title\r\nT;\ufeffH\r\n")))
    assert (row.text, row.meta, row.line) == ("T", {"title": "\ufeffH"}, 3)


def test_a_quotation_mark_that_is_never_closed_takes_no_other_row_along(tmp_path: Path) -> None:
    content = 'id,text\n1,"closed"\n2,"open\n3,plain\nsome rest\n4,"closed"\n5,"open again\n6,last\n'
    items = read(put(tmp_path, "a.csv", content))
    assert [row.text for row in rows(items)] == ["closed", "plain", "closed", "last"]
    assert [line for line, _ in skipped(items)] == [3, 5, 7]
    (line, reason), *_ = skipped(read(put(tmp_path, "b.csv", 'text\none\n"two\nthree\nfour"5\nsix\n')))
    assert line == 3
    assert "line 5" in reason, "in a table of one column every line looks like a row"


def test_bad_rows_are_named_with_their_line_and_the_rest_comes_in(tmp_path: Path) -> None:
    content = b'text,title\none,1\ntwo,2,3,4\ncaf\xe9,3\n"bro"ken,4\n" ",5\nsix,6\n"open,7\n'
    items = read(put(tmp_path, "a.csv", content))
    assert [row.text for row in rows(items)] == ["one", "six"]
    assert [line for line, _ in skipped(items)] == [3, 4, 5, 6, 8]
    reasons = [reason for _, reason in skipped(items)]
    assert "4 values" in reasons[0]
    assert "UTF-8" in reasons[1]
    assert "never closed" in reasons[4]


def test_a_table_without_a_text_says_which_columns_it_has(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "Name,Value\nx,y\n")
    assert "Its columns are: Name, Value" in skipped(read(path))[0][1]
    assert [row.text for row in rows(read(path, fields={"text": "Value"}))] == ["y"]


def test_tabs_without_quoting_keep_their_quotation_marks(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.tsv", 'text\ttitle\n"We tried," he said.\tA\n"Yes\tB\n'))
    assert [row.text for row in rows(items)] == ['"We tried," he said.', '"Yes']


def test_tabs_with_quoting_are_unquoted(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.tsv", 'text\ttitle\n"one\ttwo ""three"""\tA\n'))
    assert [row.text for row in rows(items)] == ['one\ttwo "three"']


def test_tables_in_other_encodings(tmp_path: Path) -> None:
    content = "text,title\r\nZürich prüft die Brücke — später,Größe\r\nÄußerst schöne Straße über dem Fluß,Übung\r\n"
    found = rows(read(put(tmp_path, "a.csv", ("text\ttitle\r\nZürich 😀\tx\r\n").encode("utf-16"))))
    assert [row.text for row in found] == ["Zürich 😀"]
    found = rows(read(put(tmp_path, "b.csv", content.encode("cp1252")), encoding="cp1252"))
    assert [row.meta["title"] for row in found] == ["Größe", "Übung"]


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.csv", "text,tag,tag,\nT,a,b,c\n")))
    assert row.meta == {"tag": "a", "tag~2": "b", "column 4": "c"}


def test_a_text_longer_than_the_csv_modules_own_limit(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.csv", "text\n" + "long " * 100_000)))
    assert len(row.text) == 500_000


def test_nul_and_controls_are_kept(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.csv", "text,title\na\0b\x07,t\0\n")))
    assert (row.text, row.meta["title"]) == ("a\0b\x07", "t\0")
