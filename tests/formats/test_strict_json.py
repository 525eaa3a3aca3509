"""JSON from strangers is kept as it is written, or refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.strict_json import DEEPEST, BadJson, check, parse, parse_slowly
from tests.formats.files import put, put_rows, read, remarks, rows, skipped

HOSTILE = Path(__file__).parents[2] / ".." / "shared" / "data" / "json-hostile"

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_what_json_can_say_is_read_as_it_is(value: Any) -> None:
    data = json.dumps(value, ensure_ascii=False).encode()
    assert parse(data).value == value
    assert parse_slowly(data).value == value


def test_numbers_that_no_computer_word_holds_keep_their_digits() -> None:
    digits = "123456789012345678901234567890"
    assert parse_slowly(f'{{"id": {digits}}}'.encode()).value == {"id": digits}
    assert parse(b"[1e400, -1e999]").value == ["1e400", "-1e999"]
    assert parse_slowly(b"9" * 100_000).value == "9" * 100_000
    assert parse_slowly(b"[18446744073709551615, -9223372036854775808]").value == [2**64 - 1, -(2**63)]


def test_a_rounded_number_is_noticed() -> None:
    assert check(parse(b'{"a": [123456789012345678901234567890]}').value)
    assert not check(parse(b'{"a": [1.5, 2, "3"]}').value)


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", '{"a": -Infinity}', "{'a': 1}", '{"a": 1,}', '"\t"', "", "[1] x", "nul"]
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(BadJson):
        parse(text.encode())
    with pytest.raises(BadJson):
        parse_slowly(text.encode())


def test_lone_surrogates_become_the_replacement_character_and_are_counted() -> None:
    assert parse(b'{"\\ud800": "a\\udc00b \\ud83d\\ude00"}') == ({"\ufffd": "a\ufffdb 😀"}, 2)


@pytest.mark.parametrize("depth", [DEEPEST + 1, 500, 2000, 100_000])
@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_deep_nesting_is_refused_and_the_next_row_comes_in(tmp_path: Path, depth: int, pair: str) -> None:
    opened, closed = ("[", "]") if pair == "[]" else ('{"a":', "}")
    deep = f'{{"text": "deep", "x": {opened * depth}1{closed * depth}}}'
    items = read(put(tmp_path, "a.jsonl", f'{deep}\n{{"text": "flat"}}\n'))
    assert [row.text for row in rows(items)] == ["flat"]
    assert skipped(items) == [(1, f"It is nested more than {DEEPEST} levels deep.")]


def test_as_deep_as_is_allowed_comes_in(tmp_path: Path) -> None:
    inner = DEEPEST - 1
    items = read(put(tmp_path, "a.jsonl", f'{{"text": "t", "x": {"[" * inner}{"]" * inner}}}\n'))
    assert len(rows(items)) == 1


def test_a_huge_number_in_metadata_is_kept_digit_by_digit(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.jsonl", '{"text": "t", "id": 123456789012345678901234567890, "score": 1.5}\n'))
    assert rows(items)[0].meta == {"id": "123456789012345678901234567890", "score": 1.5}


def test_surrogates_in_a_row_are_remarked_with_its_line(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.jsonl", '{"text": "fine"}\n{"text": "half \\ud83d here"}\n'))
    assert [row.text for row in rows(items)] == ["fine", "half \ufffd here"]
    assert remarks(items) == ["1 lone surrogates became U+FFFD."]


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the test suite of JSON parsers is not at hand")
def test_every_file_of_the_json_test_suite_that_must_parse_parses_as_part_of_a_row(tmp_path: Path) -> None:
    must = sorted(HOSTILE.glob("y_*.json"))
    assert must
    for path in must:
        value = path.read_bytes().decode("utf-8").strip().replace("\n", " ").replace("\r", " ")
        items = read(put(tmp_path, "a.jsonl", f'{{"text": "an article", "value": {value}}}\n'))
        assert len(rows(items)) == 1, (path.name, items)


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the test suite of JSON parsers is not at hand")
def test_no_file_of_the_json_test_suite_makes_a_reader_fail() -> None:
    for path in sorted(HOSTILE.glob("*.json")):
        assert read(path) or b"{" not in path.read_bytes()


def test_empty_lines_mean_nothing(tmp_path: Path) -> None:
    path = put_rows(tmp_path, {"text": "one"})
    path.write_bytes(b"\n  \n" + path.read_bytes() + b"\r\n\n")
    assert [(row.text, row.line) for row in rows(read(path))] == [("one", 3)]
