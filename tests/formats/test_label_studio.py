"""Label Studio's tasks come in with everybody's annotations, and what is written is a task list with its configuration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from annotator.model.schema import Schema
from annotator.services.exporting import ExportOptions, export
from tests.formats.corpus import CLAIMED
from tests.formats.files import mismatches, put, read, remarks, rows, skipped
from tests.services.importing_help import bring, bring_rows, exported, native, project_in, span

TEXT = "Mayor 🎉 Lee said taxes fell."


def region(identity: str, start: int, end: int, label: str, text: str | None = None, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]} | ({} if text is None else {"text": text})
    return {"id": identity, "from_name": "span", "to_name": "text", "type": "labels", "value": value, **more}


def tasks(tmp_path: Path, *annotations: dict[str, Any], text: str = TEXT, **more: Any) -> Path:
    return put(
        tmp_path, "t.json", json.dumps([{"id": 7, "data": {"text": text}, "annotations": list(annotations), **more}])
    )


LEE = region("a1", 8, 11, "PERSON", "Lee")
CLAIM = region("a2", 17, 27, "CLAIM", "taxes fell")


def test_regions_answers_and_relations_of_an_annotation(tmp_path: Path) -> None:
    check = {
        "id": "a2",
        "from_name": "check",
        "type": "choices",
        "value": {"start": 17, "end": 27, "choices": ["worthy"]},
    }
    several = {"id": "a2", "from_name": "tags", "type": "choices", "value": {"choices": ["a", "b"]}}
    whole = {"id": "x", "from_name": "tone", "type": "choices", "value": {"choices": ["calm"]}}
    left = {"type": "relation", "from_id": "a1", "to_id": "a2", "direction": "left", "labels": ["claimer"]}
    lost = {"type": "relation", "from_id": "a1", "to_id": "zz", "direction": "right", "labels": ["cue"]}
    noted = LEE | {"meta": {"text": ["who?"]}}
    annotation = {
        "result": [noted, CLAIM, check, several, whole, left, lost],
        "completed_by": {"email": "ada@x.org"},
        "lead_time": 4.5,
    }
    items = read(tasks(tmp_path, annotation))
    (row,) = rows(items)
    assert [(s.id, s.label, s.fragments, s.attributes) for s in row.spans] == [
        ("a1", "PERSON", ((8, 11),), {}),
        ("a2", "CLAIM", ((17, 27),), {"check": "worthy", "tags": ["a", "b"]}),
    ]
    assert [(link.role, link.source, link.target) for link in row.links] == [("claimer", "a2", "a1")]
    assert [(note.text, note.span) for note in row.notes] == [("who?", "a1")]
    assert (row.annotator, row.seconds, row.status, row.labels) == ("ada@x.org", 4.5, "done", {"tone": "calm"})
    assert row.meta == {"id": 7}
    assert [identity for identity, _ in mismatches(items)] == ["cue"]


def test_everybody_is_a_row_and_cancelled_work_brings_no_labels(tmp_path: Path) -> None:
    items = read(
        tasks(
            tmp_path,
            {"result": [LEE], "completed_by": 2},
            {"result": [LEE], "completed_by": 3, "was_cancelled": True},
            {"result": [], "completed_by": {"id": 9}},
        )
    )
    assert [(r.annotator, r.status, len(r.spans)) for r in rows(items)] == [
        ("user 2", "done", 1),
        ("user 3", "skipped", 0),
        ("user 9", "done", 0),
    ]
    assert len(remarks(items)) == 1


def test_predictions_are_suggestions(tmp_path: Path, schema: Schema) -> None:
    prediction = {
        "model_version": "spacy-3.8",
        "score": 0.7,
        "result": [region("p1", 8, 11, "PERSON", "Lee", score=0.9)],
    }
    path = tasks(tmp_path, predictions=[prediction])
    with project_in(tmp_path, schema) as project:
        report = bring(project, path)
        assert (report.imported, report.annotations, report.suggestions) == (1, 0, 1)
        (row,) = exported(project, tmp_path, suggestions=True)
    assert row["spans"][0]["origin"] == {
        "kind": "suggestion",
        "source": "spacy-3.8",
        "score": 0.9,
        "decision": "pending",
    }


@pytest.mark.parametrize(("places", "unit"), [([(8, 11), (17, 27)], "codepoint"), ([(9, 12), (18, 28)], "utf16")])
def test_the_unit_is_found_by_the_quotes(tmp_path: Path, places: list[tuple[int, int]], unit: str) -> None:
    found = [
        region(str(n), *place, "X", quote)
        for n, (place, quote) in enumerate(zip(places, ["Lee", "taxes fell"], strict=True))
    ]
    (row,) = rows(read(tasks(tmp_path, {"result": found})))
    assert [TEXT[a:b] for s in row.spans for a, b in s.fragments] == ["Lee", "taxes fell"]
    assert row.offset_unit == unit


def test_quotes_with_line_ends_as_label_studio_writes_them(tmp_path: Path) -> None:
    text = "He said:\n\n“Taxes  fell,\nand” so on."
    found = [region("a", 10, 28, "X", "“Taxes fell,\\nand”"), region("b", 0, 2, "X", "She")]
    items = read(tasks(tmp_path, {"result": found}, text=text))
    assert [s.id for s in rows(items)[0].spans] == ["a"]
    assert mismatches(items) == [("b", "item 1: it says “She”, the text there says “He”")]


def test_what_is_not_about_text_is_named(tmp_path: Path) -> None:
    box = {
        "id": "r",
        "from_name": "b",
        "type": "rectanglelabels",
        "value": {"x": 1, "y": 2, "rectanglelabels": ["Car"]},
    }
    odd = [
        region("c", 0, 999, "X"),
        region("d", "0", "5", "X", "Mayor"),
        region("e", None, 3, "X"),
        5,
        {"value": 3},
        {"id": {}, "value": {"start": []}},
    ]  # type: ignore[arg-type]  # hostile
    items = read(tasks(tmp_path, {"result": [box, *odd]}))
    assert [s.id for s in rows(items)[0].spans] == ["d"]
    assert [identity for identity, _ in mismatches(items)] == ["r", "c", "e", "item 6"]
    image = put(
        tmp_path, "i.json", '[{"id": 1, "data": {"image": "/x.png"}, "annotations": []}, {"data": {"text": "Lee"}}]'
    )
    assert len(rows(read(image))) == 1
    assert ["item 1" in reason for _, reason in skipped(read(image))] == [True]


def test_a_broken_file_brings_nothing(tmp_path: Path, schema: Schema) -> None:
    path = tasks(tmp_path, {"result": [LEE]})
    path.write_bytes(path.read_bytes()[:-2])
    items = read(path)
    assert not rows(items)
    assert len(skipped(items)) == 1


def test_the_small_form_is_read(tmp_path: Path) -> None:
    value = [
        {
            "id": 1,
            "text": TEXT,
            "span": [{"start": 8, "end": 11, "text": "Lee", "labels": ["PERSON"]}],
            "annotator": 4,
            "annotation_id": 2,
            "lead_time": 1.5,
        }
    ]
    (row,) = rows(read(put(tmp_path, "m.json", json.dumps(value))))
    assert [(s.label, s.fragments) for s in row.spans] == [("PERSON", ((8, 11),))]
    assert (row.annotator, row.meta) == ("user 4", {"id": 1})


def given_rows() -> list[dict[str, Any]]:
    start = CLAIMED.index("Taxes")
    attributes = {"voice": "direct", "topic": "tax & <money>"}
    spans = [
        span(0, 12, text=CLAIMED, id="1", layer="entity", attributes={"name": "Lee"}),
        span(start, start + 12, "CLAIM", CLAIMED, id="2", layer="claim", attributes=attributes),
        span(6, 12, "against", CLAIMED, id="3", layer="stance", attributes={"expression": "implicit", "topic": "cats"}),
    ]
    links = [{"role": "claimer", "from": "2", "to": "1"}]
    labels = {"genre": "news", "topic": ["economy", "tax"]}
    notes = [{"text": "hm", "span": "1"}]
    ann = native(
        CLAIMED,
        spans=spans,
        links=links,
        labels=labels,
        notes=notes,
        status="done",
        seconds=12,
        annotator="Ann",
        meta={"source": "Daily", "id": 3},
    )
    bo = native(CLAIMED, spans=spans[:1], annotator="Bo", status="open")
    gold = native(CLAIMED, spans=spans[:1], annotator="Gold")
    return [ann, bo, gold, native("Rome fell.", annotator="Bo", status="skipped", reason="short"), native("Left.")]


def test_what_is_written_comes_back(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, *given_rows())
        report = export(project, tmp_path / "out.json", ExportOptions("label-studio", all=True))
        before = exported(project, tmp_path, all=True)
    assert report.losses == []
    with project_in(tmp_path, schema, "again") as other:
        assert bring(other, tmp_path / "out.json").complete
        after = exported(other, tmp_path, all=True)

    def content(found: list[dict[str, Any]]) -> Any:
        spans = ("id", "layer", "label", "start", "end", "text", "attributes")
        rows_ = ("text", "annotator", "status", "labels", "seconds", "meta")
        return [
            [row[k] for k in rows_]
            + [[[s[k] for k in spans] for s in row["spans"]]]
            + [[(k["role"], k["from"], k["to"]) for k in row["links"]]]
            + [[(n["text"], n["span"]) for n in row["notes"]]]
            for row in found
        ]

    assert content(after) == content(before)


def test_the_tasks_fit_their_configuration(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, *given_rows())
        export(project, tmp_path / "out.json", ExportOptions("label-studio", all=True))
    assert not [path.name for path in tmp_path.iterdir() if "unfinished" in path.name]
    view = ET.fromstring((tmp_path / "out.json.config.xml").read_text(encoding="utf-8"))
    controls = {tag.get("name"): tag for tag in view if tag.get("name")}
    assert len(controls) == len([tag for tag in view if tag.get("name")])
    roles = {tag.get("value") for tag in view.iter("Relation")}
    for task in json.loads((tmp_path / "out.json").read_text(encoding="utf-8")):
        for item in [item for annotation in task["annotations"] for item in annotation["result"]]:
            if item["type"] == "relation":
                assert set(item["labels"]) <= roles
                continue
            control = controls[item["from_name"]]
            kind = control.tag.lower()
            assert item["type"] == kind
            assert item["to_name"] == control.get("toName") == "text"
            if kind in ("labels", "choices"):
                assert set(item["value"][kind]) <= {each.get("value") for each in control}
            assert ("start" in item["value"]) == (control.get("perRegion") == "true" or kind == "labels")
            if "text" in item["value"] and kind == "labels":
                assert task["data"]["text"][item["value"]["start"] : item["value"]["end"]] == item["value"]["text"]
    keys = [label.get("hotkey") for label in view.iter("Label") if label.get("hotkey")]
    assert len(set(keys)) == len(keys) > 0


def test_losses_are_counted(tmp_path: Path, schema: Schema) -> None:
    spans = [{"label": "CLAIM", "layer": "claim", "start": 0, "end": 12, "fragments": [[0, 5], [8, 12]]}]
    row = native(TEXT, spans=spans, notes=[{"text": "?"}], flagged=True, meta={"text": "x"})
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, row)
        report = export(project, tmp_path / "out.json", ExportOptions("label-studio"))
    assert {loss.what: loss.count for loss in report.losses} == {
        "fragments": 2,
        "notes on whole articles": 1,
        "flags": 1,
        "metadata": 1,
    }


def test_regions_of_html_lie_in_the_text_that_a_reader_sees(tmp_path: Path) -> None:
    page = "<div><h1>Lee 🎉 wins</h1><p>Mayor <b>Lee</b> won.</p><p>Rome fell.<br>Bo left.</p></div>"
    bold, last = "/div[1]/p[1]/b[1]/text()[1]", "/div[1]/p[2]/text()[2]"
    value = {"start": bold, "end": bold, "startOffset": 0, "endOffset": 3, "text": "Lee", "hypertextlabels": ["PERSON"]}
    units = "Lee 🎉 winsMayor ".encode("utf-16-le")
    at = {"start": len(units) // 2, "end": len(units) // 2 + 3}
    left = {
        "start": last,
        "end": last,
        "startOffset": 0,
        "endOffset": 7,
        "text": "Bo left",
        "hypertextlabels": ["CLAIM"],
    }
    values = [value, {**value, "globalOffsets": at}, left, {**left, "start": "/p[9]/text()[1]"}]
    result = [
        {"id": f"r{n}", "from_name": "l", "to_name": "html", "type": "hypertextlabels", "value": each}
        for n, each in enumerate(values)
    ]
    task = {"id": 1, "data": {"html": page, "title": "T"}, "annotations": [{"result": result}]}
    items = read(put(tmp_path, "a.json", json.dumps([task])))
    (row,) = rows(items)
    assert (row.text, row.meta["title"]) == ("Lee 🎉 wins\nMayor Lee won.\nRome fell.\nBo left.", "T")
    quotes = [row.text[s.fragments[0][0] : s.fragments[0][1]] for s in row.spans]
    assert quotes == ["Lee", "Lee", "Bo left"]
    assert row.spans[0].fragments == row.spans[1].fragments == ((17, 20),)
    assert len(mismatches(items)) == 1
