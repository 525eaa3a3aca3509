"""W3C Web Annotations: what is written follows the recommendation and comes back; those of others are found by quotes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.model.exchange import Skipped
from annotator.model.schema import Schema
from tests.formats import corpus
from tests.formats.files import mismatches, put, read, rows, skipped

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotation(exact: str, tag: str = "PERSON", **selector: Any) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [{"type": "TextQuoteSelector", "exact": exact, **selector.pop("quote", {})}]
    if selector:
        selectors.append({"type": "TextPositionSelector", **selector})
    return {
        "@context": CONTEXT,
        "id": f"urn:x:{exact}-{tag}",
        "type": "Annotation",
        "motivation": "tagging",
        "body": {"type": "TextualBody", "value": tag, "purpose": "tagging"},
        "target": {"source": "article.txt", "selector": selectors},
    }


def put_with_text(folder: Path, text: str, *found: dict[str, Any]) -> Path:
    put(folder, "article.txt", text)
    page = {"@context": CONTEXT, "type": "AnnotationPage", "items": list(found)}
    return put(folder, "page.json", json.dumps(page))


def test_what_is_written_follows_the_recommendation(tmp_path: Path, schema: Schema) -> None:
    assert corpus.write("web-annotation", corpus.rows(), tmp_path / "out.jsonld", schema) == []
    found = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))
    assert found["@context"][0] == CONTEXT
    assert found["type"] == "AnnotationCollection"
    items = found["first"]["items"]
    assert found["total"] == len(items)
    assert all(item["type"] == "Annotation" and item["id"] and item["target"] for item in items)
    texts = {item["target"]["id"]: item["target"]["value"] for item in items if item["motivation"] == "assessing"}
    for item in (each for each in items if each["motivation"] == "tagging"):
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            position, quote = target["selector"]
            text = texts[target["source"]]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_everything_comes_back(tmp_path: Path, schema: Schema) -> None:
    corpus.write("web-annotation", corpus.rows(), tmp_path / "out.jsonld", schema)
    for found, wanted in zip(corpus.read_rows("web-annotation", tmp_path / "out.jsonld"), corpus.rows(), strict=True):
        assert [s._replace(start=None, end=None) for s in wanted.spans] == found.spans
        for name in (
            "text",
            "links",
            "notes",
            "meta",
            "annotator",
            "status",
            "flagged",
            "labels",
            "seconds",
            "imported",
        ):
            assert getattr(found, name) == getattr(wanted, name), name


def test_a_file_that_another_tool_wrote_again_is_read_the_same(tmp_path: Path, schema: Schema) -> None:
    corpus.write("web-annotation", corpus.rows(), tmp_path / "out.jsonld", schema)
    value = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))
    value["first"]["items"].reverse()
    again = put(tmp_path, "again.json", json.dumps(value, indent=1))
    found = {row.text: row for row in rows(read(again))}
    for wanted in corpus.rows():
        assert corpus.places(found[wanted.text]) == corpus.places(wanted)
        assert corpus.linked(found[wanted.text]) == corpus.linked(wanted)
        assert len(found[wanted.text].notes) == len(wanted.notes)


def test_positions_in_another_unit_are_found_by_the_quotes(tmp_path: Path) -> None:
    (row,) = rows(read(put_with_text(tmp_path, "😊 Rome fell.", annotation("Rome", start=3, end=7))))
    assert row.text == "😊 Rome fell."
    assert [(s.label, s.fragments) for s in row.spans] == [("PERSON", ((2, 6),))]
    assert row.offset_unit == "utf16"


def test_a_quote_alone_is_a_place_where_it_stands_once(tmp_path: Path) -> None:
    text = "Lee met Lee. Kim left."
    found = [
        annotation("Kim"),
        annotation("Lee", "A", quote={"prefix": "met ", "suffix": "."}),
        annotation("Lee", "B"),
        annotation("Bo", "C"),
    ]
    items = read(put_with_text(tmp_path, text, *found))
    assert [(s.label, s.fragments) for s in rows(items)[0].spans] == [("PERSON", ((13, 16),)), ("A", ((8, 11),))]
    assert [identity for identity, _ in mismatches(items)] == ["urn:x:Lee-B", "urn:x:Bo-C"]


def test_other_shapes_of_bodies_and_selectors(tmp_path: Path) -> None:
    target = {"source": "article.txt", "selector": {"type": "FragmentSelector", "value": "char=0,4"}}
    found = [
        {"type": "Annotation", "id": "1", "bodyValue": "nice", "motivation": "commenting", "target": target},
        {"type": "Annotation", "id": "2", "body": "http://example.org/Place", "motivation": "oa:identifying",
         "creator": {"name": "Bo"}, "target": target},
    ]  # fmt: skip
    first, second = rows(read(put_with_text(tmp_path, "Rome fell.", *found)))
    assert [(s.label, s.fragments) for s in first.spans] == [("commenting", ((0, 4),))]
    assert [note.text for note in first.notes] == ["nice"]
    assert (second.annotator, second.spans[0].label) == ("Bo", "Place")


def test_one_word_without_a_purpose_is_a_label(tmp_path: Path) -> None:
    def annotation(value: str) -> dict[str, object]:
        selector = [{"type": "TextQuoteSelector", "exact": "Lee"}]
        target = {"source": {"id": "urn:x", "type": "Text", "value": "Lee won."}, "selector": selector}
        return {"type": "Annotation", "body": {"type": "TextualBody", "value": value}, "target": target}

    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage"}
    items = read(
        put(tmp_path, "a.jsonld", json.dumps(page | {"items": [annotation("PERSON"), annotation("Who is it?")]}))
    )
    (row,) = rows(items)
    assert [s.label for s in row.spans] == ["PERSON"]
    assert [note.text for note in row.notes] == ["Who is it?"]


def test_a_text_that_is_not_there_is_named_and_nothing_is_fetched(tmp_path: Path) -> None:
    away = annotation("Rome", start=0, end=4)
    away["target"]["source"] = "http://example.org/../../etc/passwd"
    (item,) = read(put(tmp_path, "a.jsonld", json.dumps(away)))
    assert isinstance(item, Skipped)
    assert "example.org" in item.reason


@pytest.mark.parametrize("cut", ["in a line", "between lines", "a bad line", "not JSON"])
def test_a_malformed_file_is_named_in_one_line_and_gives_nothing(tmp_path: Path, schema: Schema, cut: str) -> None:
    path = tmp_path / "out.jsonld"
    corpus.write("web-annotation", corpus.rows(), path, schema)
    lines = path.read_bytes().splitlines(keepends=True)
    broken = {
        "in a line": b"".join(lines[:5]) + lines[5][:20],
        "between lines": b"".join(lines[:5]),
        "a bad line": b"".join([*lines[:4], b'{"type": }\n', *lines[4:]]),
        "not JSON": b'{"@context": "http://www.w3.org/ns/anno.jsonld", "items": [',
    }
    items = read(put(tmp_path, "broken.jsonld", broken[cut]))
    assert len(items) == 1
    assert len(skipped(items)) == 1
