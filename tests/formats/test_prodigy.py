"""Prodigy's tasks come in with the right labels and people, and what is written is a task that its interface takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.flat_labels import Flat
from annotator.formats.prodigy_writing import tokens_around
from annotator.model.exchange import Span
from annotator.model.schema import Schema
from annotator.services.exporting import ExportOptions, export
from tests.formats.corpus import CLAIMED, UNSPACED, span
from tests.formats.files import mismatches, put_rows, read, remarks, rows, skipped
from tests.services.importing_help import bring, bring_rows, exported, native, project_in
from tests.services.importing_help import span as native_span

TEXT = "How 🎉 Silicon Valley won"


def task(text: str = TEXT, *spans: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"text": text, "_input_hash": 1, "_task_hash": -2, "_view_id": "ner_manual", "answer": "accept"} | {
        "spans": list(spans),
        **more,
    }


def place(start: int, end: int, label: str = "LOC", **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **more}


def test_a_task_becomes_an_article_with_labels(tmp_path: Path) -> None:
    meta = {"source": "The Daily", "note": 1}
    path = put_rows(tmp_path, task(TEXT, place(6, 20), meta=meta, own=["kept"], _session_id=None))
    (row,) = rows(read(path))
    assert [(s.label, s.fragments) for s in row.spans] == [("LOC", ((6, 20),))]
    assert (row.status, row.annotator) == ("done", None)
    assert row.meta == {"source": "The Daily", "note": 1, "own": ["kept"]}


def test_refused_and_ignored_tasks_bring_no_labels(tmp_path: Path) -> None:
    path = put_rows(
        tmp_path,
        task(TEXT, place(6, 20), answer="reject"),
        task("Two", place(0, 3), answer="ignore"),
        task("Three", place(0, 5), _view_id="ner"),
        task("Four", answer="reject", _view_id="ner"),
    )
    items = read(path)
    assert [(len(r.spans), r.status) for r in rows(items)] == [(0, "skipped"), (0, "skipped"), (1, ""), (0, "")]
    assert len(remarks(items)) == 2


def test_annotators_are_found_in_the_names_of_sessions(tmp_path: Path) -> None:
    def people(name: str, *sessions: str) -> list[str | None]:
        path = put_rows(tmp_path, *(task(f"Text {s}", _session_id=s) for s in sessions), name=name)
        return [row.annotator for row in rows(read(path))]

    assert people("a.jsonl", "news-alex") == ["alex"]
    assert people("b.jsonl", "big-news-anna-maria", "big-news-bo") == ["anna-maria", "bo"]
    assert people("my-set.jsonl", "my-set-anna-maria") == ["anna-maria"]
    assert people("c.jsonl", "2024-05-01_10-11-12", "kim") == [None, "kim"]
    one = "e1eec138-4623-4b5b-b555-6d1d69348d78"
    assert people("d.jsonl", one) == [one]


def test_relations_are_found_by_place_and_else_by_token(tmp_path: Path) -> None:
    tokens = [
        {"text": t, "start": TEXT.index(t), "end": TEXT.index(t) + len(t), "id": n}
        for n, t in enumerate(["How", "🎉", "Silicon", "Valley", "won"])
    ]
    spans = [place(6, 20, token_start=2, token_end=3), place(21, 24, "EVENT", token_start=4, token_end=4)]
    relations = [
        {"head": 3, "child": 4, "label": "wins", "head_span": place(6, 20), "child_span": place(21, 24, "EVENT")},
        {"head": 4, "child": 3, "label": "won by"},
        {"head": 0, "child": 3, "label": "lost", "head_span": {"start": 0, "end": 3, "label": None}},
    ]
    path = put_rows(tmp_path, task(TEXT, *spans, relations=relations, tokens=tokens, _view_id="relations"))
    items = read(path)
    (row,) = rows(items)
    assert [(link.role, link.source, link.target) for link in row.links] == [
        ("wins", "LOC 6-20", "EVENT 21-24"),
        ("won by", "EVENT 21-24", "LOC 6-20"),
    ]
    assert [(identity, "no label" in reason) for identity, reason in mismatches(items)] == [("lost", True)]


def test_tokens_show_the_unit_and_contradict_wrong_places(tmp_path: Path) -> None:
    units = [{"text": "🎉", "start": 4, "end": 6, "id": 0}, {"text": "Silicon", "start": 7, "end": 14, "id": 1}]
    path = put_rows(
        tmp_path,
        task(
            TEXT,
            place(7, 14, token_start=1, token_end=1),
            place(5, 14),
            place(4, 14, token_start=1, token_end=1),
            tokens=units,
        ),
    )
    items = read(path)
    (row,) = rows(items)
    assert [TEXT[a:b] for s in row.spans for a, b in s.fragments] == ["Silicon"]
    assert row.offset_unit == "utf16"
    assert [identity for identity, _ in mismatches(items)] == ["LOC 5-14", "LOC 4-14"]


def test_unanswered_spans_of_a_model_are_suggestions(tmp_path: Path, schema: Schema) -> None:
    open_task = task(TEXT, place(6, 20, source="en_core_web_lg", score=0.5))
    del open_task["answer"]
    with project_in(tmp_path, schema) as project:
        report = bring_rows(project, tmp_path, open_task)
        assert (report.annotations, report.suggestions) == (0, 1)


def test_a_review_is_a_row_for_each_version_and_gold(tmp_path: Path) -> None:
    review = {
        "text": TEXT, "_view_id": "review", "view_id": "ner_manual", "answer": "accept", "spans": [place(6, 20)],
        "versions": [
            {"spans": [place(6, 20)], "sessions": ["news-alex", "news-bo"], "answer": "accept"},
            {"spans": [], "sessions": ["news-cy"], "answer": "accept"},
        ],
    }  # fmt: skip
    found = rows(read(put_rows(tmp_path, review)))
    assert [(r.annotator, len(r.spans)) for r in found] == [("alex", 1), ("bo", 1), ("cy", 0), ("Gold", 1)]


def test_malformed_lines_are_named_and_the_others_come_in(tmp_path: Path) -> None:
    path = put_rows(tmp_path, task(TEXT, place(6, 20)))
    with path.open("ab") as stream:
        stream.write(b'{"text": "half\n[1]\n{"_input_hash": 1}\n')
        hostile = task(
            "x",
            {"start": [], "end": {}, "label": "A"},
            {"start": 0, "end": 1, "label": []},
            tokens=[{}],
            relations=[{}],
        )
        stream.write(json.dumps(hostile | {"_view_id": [], "answer": {}, "_session_id": 3}).encode())
    items = read(path)
    assert [line for line, _ in skipped(items)] == [2, 3, 4]
    assert len(rows(items)) == 2
    assert len(mismatches(items)) == 3


def test_what_is_written_comes_back_up_to_the_losses_that_are_told(tmp_path: Path, schema: Schema) -> None:
    start = CLAIMED.index("Taxes")
    spans = [
        native_span(0, 12, text=CLAIMED, id="1", layer="entity"),
        native_span(start, start + 5, "CLAIM", CLAIMED, id="2", layer="claim", attributes={"voice": "direct"}),
        native_span(start, start + 12, "EVENT", CLAIMED, id="3", layer="entity"),
        {"id": "4", "layer": "claim", "label": "CUE", "fragments": [[13, 17], [18, 20]], "start": 13, "end": 20},
    ]
    links = [{"role": "claimer", "from": "2", "to": "1"}]
    row = native(
        CLAIMED,
        spans=spans,
        links=links,
        notes=[{"text": "hm", "span": "1"}],
        status="done",
        annotator="Anna-Maria B.",
        meta={"source": "Daily"},
    )
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, row, native("Rome fell.", annotator="Bo", status="skipped", reason="short"))
        report = export(project, tmp_path / "out.jsonl", ExportOptions("prodigy", all=True))
        assert {loss.what: loss.count for loss in report.losses} == {"fragments": 2, "attributes": 1, "notes": 1}
        (before, _) = exported(project, tmp_path, all=True)
    written = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").split("\n")[0])
    assert "".join(t["text"] + " " * t["ws"] for t in written["tokens"]) == CLAIMED
    for found in [*written["spans"], written["relations"][0]["head_span"]]:
        tokens = written["tokens"]
        assert (tokens[found["token_start"]]["start"], tokens[found["token_end"]]["end"]) == (
            found["start"],
            found["end"],
        )
    assert written["answer"] == "accept"
    with project_in(tmp_path, schema, "again") as other:
        assert bring(other, tmp_path / "out.jsonl").complete
        first, second = exported(other, tmp_path, all=True)
    assert (first["annotator"], first["meta"], first["status"]) == ("Anna-Maria B.", {"source": "Daily"}, "done")
    assert (second["annotator"], second["status"], second["reason"]) == ("Bo", "skipped", "short")
    whole = [s for s in before["spans"] if len(s["fragments"]) == 1]
    kept = [s for s in first["spans"] if s["label"] != "CUE"]
    keys = ("id", "layer", "label", "start", "end", "text")
    assert [[s[k] for k in keys] for s in kept] == [[s[k] for k in keys] for s in whole]
    assert [s["text"] for s in first["spans"] if s["label"] == "CUE"] == ["said", "on"]
    assert [(k["role"], k["from"], k["to"]) for k in first["links"]] == [
        (k["role"], k["from"], k["to"]) for k in before["links"]
    ]


@given(st.text("ab \n\u00a0🎉é\u0301東", max_size=14), st.data())
def test_tokens_make_up_the_text_and_no_label_cuts_one(text: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=4))
    flats = [Flat(Span("", None, "X", (), None), a, b) for a, b in places if a < b]
    tokens = tokens_around(text, flats)
    assert "".join(t["text"] + " " * t["ws"] for t in tokens) == text
    starts, ends = {t["start"] for t in tokens}, {t["end"] for t in tokens}
    assert all(flat.start in starts and flat.end in ends for flat in flats)
    assert all(text[t["start"] : t["end"]] == t["text"] for t in tokens)


def test_unspaced_text_has_tokens_without_spaces() -> None:
    found = span(UNSPACED, "PERSON", "田中一郎")
    tokens = tokens_around(UNSPACED, [Flat(found, found.start or 0, found.end or 0)])
    assert not any(token["ws"] for token in tokens)
