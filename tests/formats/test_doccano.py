"""doccano's files come in whatever they count in, and what is written counts as doccano does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.doccano_unit import UnitEvidence
from annotator.model.offsets import scale
from annotator.model.schema import Schema
from annotator.services.exporting import ExportOptions, export
from tests.formats.files import mismatches, put, put_rows, read, remarks, rows, skipped
from tests.services.importing_help import bring, bring_rows, exported, native, project_in, span

TEXTS = ("Mayor Lee 🎉 met Zoe\u0301 Kay.\r\nKay 👩‍👩‍👧 left Rome.", "Lee left.", "In 🏙️ Rome, Kay won.", "Rome fell.")
NAMES = ("Lee", "Kay", "Rome")


def labelled(unit: str, *, crlf_as_one: bool = False) -> list[dict[str, Any]]:
    """Rows whose labels are all the names in the texts, counted in a unit."""
    found = []
    for text in TEXTS:
        known = scale(text, unit, crlf_as_one=crlf_as_one)
        places = [(text.index(name), text.index(name) + len(name)) for name in NAMES if name in text]
        found.append({"text": text, "label": [[known.to_unit(a), known.to_unit(b), "PERSON"] for a, b in places]})
    return found


def quotes(path: Path, **options: Any) -> list[list[str]]:
    return [[row.text[a:b] for s in row.spans for a, b in s.fragments] for row in rows(read(path, **options))]


EXPECTED = [[name for name in NAMES if name in text] for text in TEXTS]


@pytest.mark.parametrize(
    ("unit", "crlf"), [("utf16", False), ("grapheme", False), ("codepoint", False), ("utf16", True)]
)
def test_the_unit_is_found_by_what_is_consistent(tmp_path: Path, unit: str, crlf: bool) -> None:
    path = put_rows(tmp_path, *labelled(unit, crlf_as_one=crlf))
    items = read(path)
    assert quotes(path) == EXPECTED
    assert not mismatches(items)
    (remark,) = remarks(items)
    assert "were converted" in remark


def test_a_unit_that_a_person_names_is_taken(tmp_path: Path) -> None:
    path = put_rows(tmp_path, {"text": "🎉🎉 ab ab ab", "label": [[3, 5, "X"]]})
    assert quotes(path, offset_unit="codepoint") == [["ab"]]
    assert quotes(path, offset_unit="utf16") == [[" a"]] or quotes(path, offset_unit="utf16") == [[]]


def test_where_nothing_tells_utf16_is_taken_and_said(tmp_path: Path) -> None:
    path = put_rows(tmp_path, {"text": "🎉日本東京都", "label": [[2, 4, "GPE"]]})
    items = read(path)
    assert quotes(path) == [["日本"]]
    assert ["Nothing in the file tells" in what for what in remarks(items)] == [True]


def test_both_styles_and_older_names_are_read(tmp_path: Path) -> None:
    one = {"id": 7, "text": "Lee left.", "label": [[0, 3, "PERSON"]], "Comments": ["who?"], "lang": "en"}
    two = {
        "text": "Lee left Rome.",
        "entities": [
            {"id": 3, "start_offset": 0, "end_offset": 3, "label": "PERSON"},
            {"id": 9, "start_offset": 9, "end_offset": 13, "label": "GPE"},
        ],
        "relations": [{"from_id": 3, "to_id": 9, "type": "left"}, {"id": 1, "from_id": 3, "to_id": 9}],
    }
    three = {
        "text": "Kay won.",
        "labels": [[0, 3, "PERSON"]],
        "annotations": [{"label": 4, "start_offset": 0, "end_offset": 3, "user": 1}],
    }
    items = read(put_rows(tmp_path, one, two, three))
    first, second, third = rows(items)
    assert (first.meta, [note.text for note in first.notes]) == ({"id": 7, "language": "en"}, ["who?"])
    assert [(s.id, s.label) for s in second.spans] == [("3", "PERSON"), ("9", "GPE")]
    assert [(link.role, link.source, link.target) for link in second.links] == [("left", "3", "9")]
    assert [s.label for s in third.spans] in (["PERSON"], ["4"])
    assert len(mismatches(items)) == 1


def test_a_file_printed_over_many_lines_and_a_list_are_read(tmp_path: Path) -> None:
    values = [{"text": text, "label": [[0, 3, "X"]]} for text in ("Lee left.", "Kay won.")]
    printed = put(tmp_path, "a.jsonl", "\n".join(json.dumps(v, indent=2) for v in values))
    listed = put(tmp_path, "b.json", json.dumps(values))
    assert quotes(printed) == quotes(listed) == [["Lee"], ["Kay"]]
    half = put(tmp_path, "c.jsonl", json.dumps(values[0], indent=2) + "\n{\n  broken")
    assert not rows(read(half))
    assert [line for line, _ in skipped(read(half))] == [12]


def test_places_that_are_none_are_named(tmp_path: Path) -> None:
    labels = [[0, 4, "X"], [0, 99, "X"], ["a", 2, "X"], [1, 2], {"start_offset": 0, "label": "X"}, [5, 5, "X"]]
    path = put_rows(tmp_path, {"text": "a🎉 Lee 🎉", "label": [[4, 7, "PERSON"], [2, 7, "CUT"], *labels]})
    items = read(path)
    assert {identity for identity, _ in mismatches(items)} >= {"CUT 2-7", "label"}
    assert ((4 - 1, 7 - 1),) in [s.fragments for s in rows(items)[0].spans]


def export_doccano(
    tmp_path: Path, schema: Schema, *given: dict[str, Any], **options: Any
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, *given)
        report = export(project, tmp_path / "out.jsonl", ExportOptions("doccano", **options))
    lines = (tmp_path / "out.jsonl").read_bytes().decode().split("\n")[:-1]
    return [json.loads(line) for line in lines], {loss.what: loss.count for loss in report.losses}


def article(text: str, *names: str, **more: Any) -> dict[str, Any]:
    places = [(text.index(name), text.index(name) + len(name)) for name in names]
    return native(
        text, spans=[span(a, b, text=text, id=str(n), layer="entity") for n, (a, b) in enumerate(places)], **more
    )


def test_the_text_may_have_another_name(tmp_path: Path) -> None:
    one = {"id": 1, "data": "Lee left.", "label": [[0, 3, "PERSON"]]}
    other = {"column_data": "Kay won.", "column_label": [[0, 3, "PERSON"]]}
    items = read(put_rows(tmp_path, one, other))
    assert [(row.text, row.meta, len(row.spans)) for row in rows(items)] == [
        ("Lee left.", {"id": 1}, 1),
        ("Kay won.", {}, 1),
    ]


def test_offsets_are_written_as_a_browser_counts_them(tmp_path: Path, schema: Schema) -> None:
    (line,), losses = export_doccano(tmp_path, schema, article(TEXTS[0], *NAMES, meta={"id": 5, "source": "Daily"}))
    units = line["text"].encode("utf-16-le")
    assert [units[2 * a : 2 * b].decode("utf-16-le") for a, b, _ in line["label"]] == ["Lee", "Kay", "Rome"]
    assert (line["meta"], "entities" in line) == ({"id": 5, "source": "Daily"}, False)
    assert losses == {}


def test_a_project_that_counts_grapheme_clusters_gets_those(tmp_path: Path, schema: Schema) -> None:
    text = "Zoe\u0301 👩‍👩‍👧 met Lee."
    place = text.index("Lee")
    spans = [span(0, 4, "PERSON", text), span(place, place + 3, "PERSON", text), span(0, 3, "ACTOR", text)]
    (line,), losses = export_doccano(tmp_path, schema, native(text, spans=spans), unit="grapheme")
    assert line["label"] == [[0, 3, "PERSON"], [10, 13, "PERSON"]]
    assert losses == {"labels that cut a character": 1}
    (row,) = rows(read(put_rows(tmp_path, line), offset_unit="grapheme"))
    assert [row.text[s.fragments[0][0] : s.fragments[0][1]] for s in row.spans] == ["Zoe\u0301", "Lee"]


def test_one_link_makes_the_whole_file_one_of_relations(tmp_path: Path, schema: Schema) -> None:
    linked = article(
        "Lee left Rome.", "Lee", "Rome", links=[{"role": "coref", "from": "0", "to": "1"}], notes=[{"text": "?"}]
    )
    lines, losses = export_doccano(tmp_path, schema, article("Kay won.", "Kay"), linked, article("Kay lost.", "Kay"))
    assert [sorted(line) for line in lines] == [["Comments", "cats", "entities", "meta", "relations", "text"]] * 3
    ids = [entity["id"] for line in lines for entity in line["entities"]]
    assert len(set(ids)) == len(ids) == 4
    (relation,) = lines[1]["relations"]
    by_id = {entity["id"]: entity for entity in lines[1]["entities"]}
    assert (by_id[relation["from_id"]]["start_offset"], by_id[relation["to_id"]]["start_offset"]) == (0, 9)
    assert losses == {}


def test_losses_are_counted(tmp_path: Path, schema: Schema) -> None:
    text = "Mayor Lee said on Monday that it rains."
    spans = [
        span(0, 9, "ACTOR", text, layer="entity", attributes={"name": "x"}),
        span(6, 9, "PERSON", text, layer="entity"),
        {"label": "CLAIM", "layer": "claim", "start": 0, "end": 38, "fragments": [[0, 5], [15, 38]]},
    ]
    given = [
        native(text, spans=spans, status="done", flagged=True, labels={"genre": "news"}, annotator=who)
        for who in ("Ann", "Bo")
    ]
    _, losses = export_doccano(tmp_path, schema, *given, all=True)
    assert losses == {
        "fragments": 4,
        "overlapping labels": 4,
        "attributes": 2,
        "labels of whole articles": 2,
        "marks of done, skipped and flagged": 4,
        "annotators": 1,
    }


def test_what_is_written_comes_back(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, *(article(text, *(n for n in NAMES if n in text)) for text in TEXTS))
        export(project, tmp_path / "out.jsonl", ExportOptions("doccano"))
        before = exported(project, tmp_path)
    with project_in(tmp_path, schema, "again") as other:
        assert bring(other, tmp_path / "out.jsonl").complete
        after = exported(other, tmp_path)
    assert [[(s["label"], s["start"], s["end"], s["text"]) for s in row["spans"]] for row in after] == [
        [(s["label"], s["start"], s["end"], s["text"]) for s in row["spans"]] for row in before
    ]


@given(st.lists(st.text("ab 🎉é\u0301👩\u200d\r\n", min_size=1, max_size=12), max_size=3), st.data())
def test_any_evidence_ends_in_a_unit(texts: Sequence[str], data: st.DataObject) -> None:
    evidence = UnitEvidence()
    for text in texts:
        places = data.draw(st.lists(st.tuples(st.integers(-2, 14), st.integers(-2, 14), st.just("X")), max_size=3))
        evidence.look(text, places)
    unit, _ = evidence.decide()
    assert unit.name in ("utf16", "grapheme", "codepoint")
