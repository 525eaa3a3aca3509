"""A JSON file as a whole: nothing is given before all of it is known to be JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import json_file
from annotator.formats.reading import Reading
from annotator.formats.strict_json import BadJson
from tests.formats.files import put, read, remarks, rows, skipped


def test_a_list_of_articles_one_article_and_an_object_around_the_list_are_read(tmp_path: Path) -> None:
    listed = [{"text": "one"}, {"text": "two"}]
    for content in (listed, {"count": 2, "articles": listed}):
        assert [row.text for row in rows(read(put(tmp_path, "a.json", json.dumps(content, indent=1))))] == [
            "one",
            "two",
        ]
    assert [row.text for row in rows(read(put(tmp_path, "a.json", '{"text": "alone", "tags": [{"a": 1}]}')))] == [
        "alone"
    ]


def test_json_lines_under_the_name_of_json_are_read(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.json", '{"text": "one"}\n{"text": "two"}\n'))
    assert [(row.text, row.line) for row in rows(items)] == [("one", 1), ("two", 2)]


def test_an_item_that_is_no_article_is_named_by_its_number(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.json", '[{"text": "one"}, 5, {"text": ""}]'))
    assert [reason for _, reason in skipped(items)] == [
        "Item 2: This is no object.",
        "Item 3: The text is empty or white space only.",
    ]


def test_a_fault_at_the_end_keeps_everything_out(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.json", '[{"text": "one"}, {"text": "two"}'))
    assert rows(items) == []
    assert len(skipped(items)) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_a_mark_are_read(tmp_path: Path, encoding: str) -> None:
    (row,) = rows(read(put(tmp_path, "a.json", '[{"text": "Zürich 😀"}]'.encode(encoding))))
    assert row.text == "Zürich 😀"


values = st.lists(
    st.dictionaries(
        st.text(max_size=5),
        st.integers(-(2**70), 2**70) | st.text(max_size=20) | st.floats(allow_nan=False, allow_infinity=False),
    ),
    max_size=12,
)


@given(values, st.integers(1, 40), st.booleans())
def test_a_long_list_read_piece_by_piece_is_the_same_list(
    tmp_path_factory: pytest.TempPathFactory, value: list[Any], chunk: int, pretty: bool
) -> None:
    folder = tmp_path_factory.mktemp("pieces")
    text = json.dumps(value, indent=1 if pretty else None, ensure_ascii=False, allow_nan=False)
    path = put(folder, "a.json", text)
    before = json_file._CHUNK
    json_file._CHUNK = chunk
    try:
        found = [parsed.value for parsed in json_file.elements(path, Reading())]
    finally:
        json_file._CHUNK = before
    small = range(-(2**63), 2**64)
    plain = [{k: str(v) if isinstance(v, int) and v not in small else v for k, v in item.items()} for item in value]
    assert found == plain


@pytest.mark.parametrize(
    "text", ['[{"a": 1}', "[1 2]", "[1,]", "[1] 2", '[{"a": }]', "[NaN]", "[1", "[[[", "[" * 100_000]
)
def test_a_long_list_with_a_fault_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadJson):
        list(json_file.elements(put(tmp_path, "a.json", text), Reading()))


def test_a_large_file_goes_the_long_way_and_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [{"text": f"article {n} “\ud83d”", "n": n} for n in range(50)] + [3]
    path = put(tmp_path, "a.json", json.dumps(articles))
    whole = read(path)
    monkeypatch.setattr(json_file, "WHOLE", 10)
    pieces = read(path)
    assert [row.text for row in rows(pieces)] == [row.text for row in rows(whole)]
    assert skipped(pieces) == skipped(whole)
    assert remarks(pieces)
