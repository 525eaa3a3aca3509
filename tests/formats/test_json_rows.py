"""Rows of JSON: an article's parts by their usual names, labels as they are given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.formats.files import mismatches, put, put_rows, read, rows, skipped

SPAN = {"id": "s1", "layer": "entity", "label": "PERSON", "start": 0, "end": 3, "text": "Lee"}


@pytest.mark.parametrize("name", ["text", "body", "content", "article", "maintext"])
def test_the_text_is_found_by_its_usual_names(tmp_path: Path, name: str) -> None:
    items = read(
        put_rows(tmp_path, {"headline": "H", name: "T", "outlet": "O", "link": "L", "date": "2026", "byline": "B"})
    )
    (row,) = rows(items)
    assert row.text == "T"
    assert row.meta == {"title": "H", "source": "O", "url": "L", "published": "2026", "author": "B"}


def test_the_first_usual_name_that_is_there_wins_and_the_others_stay_as_they_are(tmp_path: Path) -> None:
    (row,) = rows(
        read(put_rows(tmp_path, {"content": "c", "body": "b", "title": "t", "headline": "h", "lang": "de", "id": 7}))
    )
    assert row.text == "b"
    assert row.meta == {"content": "c", "title": "t", "headline": "h", "language": "de", "id": 7}


def test_names_in_capitals_are_found_too(tmp_path: Path) -> None:
    (row,) = rows(read(put_rows(tmp_path, {"Body": "b", "TITLE": "t"})))
    assert (row.text, row.meta) == ("b", {"title": "t"})


def test_an_object_named_meta_is_merged_and_all_else_kept_unchanged(tmp_path: Path) -> None:
    more = {"tags": ["a", {"b": None}], "n": 1.5, "empty": ""}
    (row,) = rows(read(put_rows(tmp_path, {"text": "t", "meta": {"source": "S", "k": 1}, **more})))
    assert row.meta == {"source": "S", "k": 1, **more}


def test_two_values_that_want_one_name_are_both_kept(tmp_path: Path) -> None:
    (row,) = rows(read(put_rows(tmp_path, {"text": "t", "title": "outer", "meta": {"title": "inner"}})))
    assert row.meta == {"title": "outer", "title~2": "inner"}


def test_a_given_name_overrules_the_usual_ones(tmp_path: Path) -> None:
    path = put_rows(tmp_path, {"text": "short", "full": "long", "title": "t", "rubric": "r"})
    (row,) = rows(read(path, fields={"text": "full", "title": "rubric"}))
    assert row.text == "long"
    assert row.meta == {"title": "r", "title~2": "t", "text": "short"}


def test_rows_that_are_no_articles_are_named_with_their_line(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        "a.jsonl",
        '{"text": "good"}\n[1]\n"x"\nnull\n{"title": "t"}\n{"text": 5}\n{"text": " \\u00a0\\n"}\n{bad\n',
    )
    items = read(path)
    assert [row.text for row in rows(items)] == ["good"]
    assert [line for line, _ in skipped(items)] == [2, 3, 4, 5, 6, 7, 8]
    assert "no object" in skipped(items)[0][1]
    assert "no text" in skipped(items)[3][1]
    assert "white space only" in skipped(items)[5][1]


def test_a_row_that_is_not_utf8_is_named_and_the_rest_comes_in(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.jsonl", b'{"text": "one"}\n{"text": "caf\xe9"}\n{"text": "three \xe2\x82\xac"}\n'))
    assert [row.text for row in rows(items)] == ["one", "three €"]
    assert skipped(items) == [(2, "The line is not UTF-8.")]


def test_a_file_in_another_encoding_is_decoded_as_that(tmp_path: Path) -> None:
    texts = [
        "Die Bürgermeisterin äußerte sich über die Brücke.",
        "Später hieß es: „Natürlich prüfen wir größere Maßnahmen.“",
    ]
    content = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts * 4)
    found = rows(read(put(tmp_path, "a.jsonl", content.encode("cp1252"))))
    assert [row.text for row in found] == texts * 4
    assert {row.encoding for row in found} != {"utf-8"}


def test_labels_in_any_row_are_read(tmp_path: Path) -> None:
    items = read(put_rows(tmp_path, {"text": "Lee spoke", "spans": [{"start": 0, "end": 3, "label": "PERSON"}]}))
    (span,) = rows(items)[0].spans
    assert (span.label, span.fragments, span.text, span.layer, span.id) == ("PERSON", ((0, 3),), None, None, "")
    assert "spans" not in rows(items)[0].meta


def test_spans_that_are_no_labels_are_metadata(tmp_path: Path) -> None:
    (row,) = rows(read(put_rows(tmp_path, {"text": "t", "spans": ["a", 1], "links": ["http://x"], "annotator": "me"})))
    assert row.meta == {"spans": ["a", 1], "links": ["http://x"], "annotator": "me"}


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        ({"start": 0, "label": "A"}, "whole numbers"),
        ({"start": 0.5, "end": 2, "label": "A"}, "whole numbers"),
        ({"start": "0", "end": "2", "label": "A"}, "whole numbers"),
        ({"start": True, "end": 2, "label": "A"}, "whole numbers"),
        ({"start": 0, "end": 1e400, "label": "A"}, "whole numbers"),
        ({"start": 0, "end": 3}, "no label"),
        ({"start": 0, "end": 3, "label": ""}, "no label"),
        ({"start": 0, "end": 3, "label": ["A"]}, "no label"),
        ({"start": 0, "end": 3, "label": "A", "fragments": [[0]]}, "fragments"),
        ({"start": 0, "end": 3, "label": "A", "fragments": []}, "fragments"),
        ({"start": 0, "end": 3, "label": "A", "attributes": [1]}, "attributes"),
    ],
)
def test_a_malformed_span_is_named_and_the_others_are_read(
    tmp_path: Path, span: dict[str, object], reason: str
) -> None:
    text = json.dumps({"text": "Lee spoke", "spans": [span, SPAN, 7]}).replace("Infinity", "1e400")
    items = read(put(tmp_path, "a.jsonl", text))
    assert [found.label for found in rows(items)[0].spans] == ["PERSON"]
    first, second = mismatches(items)
    assert reason in first[1]
    assert "no object" in second[1]


def test_a_native_row_of_a_later_version_is_skipped(tmp_path: Path) -> None:
    items = read(put_rows(tmp_path, {"format": "annotator/2", "text": "t"}))
    assert skipped(items) == [(1, "It is in the later format annotator/2; update Annotator.")]


def test_offsets_in_another_unit_are_not_taken_for_code_points(tmp_path: Path) -> None:
    items = read(put_rows(tmp_path, {"text": "Lee spoke", "offset_unit": "utf16", "spans": [SPAN]}))
    assert rows(items)[0].spans == []
    assert "utf16" in mismatches(items)[0][1]


def test_a_list_in_a_json_lines_file_is_read_as_a_list(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", '[\n {"text": "one"},\n {"text": "two"}\n]\n')
    assert [row.text for row in rows(read(path))] == ["one", "two"]


def test_a_first_line_that_is_a_list_does_not_hide_the_rows_after_it(tmp_path: Path) -> None:
    items = read(put(tmp_path, "a.jsonl", '[1, 2]\n{"text": "two"}\n'))
    assert [row.text for row in rows(items)] == ["two"]
    assert [line for line, _ in skipped(items)] == [1]
