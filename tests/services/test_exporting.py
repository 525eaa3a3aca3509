"""What an export writes: whose rows, of which articles, in which order, and never half a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import registry
from annotator.formats.registry import Format
from annotator.formats.writing import Writing
from annotator.model.errors import Cancelled, UserError
from annotator.model.exchange import Loss, Row
from annotator.model.schema import Schema
from annotator.services.exporting import ExportOptions, export
from annotator.services.jobs import Job
from annotator.storage.project import Project
from tests.services.importing_help import LEE, bring_rows, exported, native, project_in, span

OTHER = "Another text about Lee."
THIRD = "A third text."


def fill(project: Project, folder: Path) -> None:
    """Three articles: two people and Gold on the first, one on the second, nobody on the third."""
    bring_rows(
        project,
        folder,
        native(
            LEE, annotator="Bo", status="done", spans=[span(6, 9, "ORG"), span(0, 9), span(6, 9)], meta={"source": "A"}
        ),
        native(LEE, annotator="Ann", spans=[span(6, 9)]),
        native(LEE, annotator="Gold", spans=[span(6, 9)]),
        native(OTHER, annotator="Ann", status="done", meta={"source": "B", "published": "2026-02-03"}),
        {"text": THIRD},
    )


def who(rows: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(row["text"], row["annotator"], len(row["spans"])) for row in rows]


def test_without_a_choice_the_current_annotators_rows_are_written(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        assert who(exported(project, tmp_path)) == [(LEE, "Ann", 1), (OTHER, "Ann", 0)]


def test_an_annotator_gold_and_all_can_be_chosen(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        assert who(exported(project, tmp_path, annotator="Bo")) == [(LEE, "Bo", 3)]
        assert who(exported(project, tmp_path, gold=True)) == [(LEE, "Gold", 1)]
        assert who(exported(project, tmp_path, all=True)) == [
            (LEE, "Ann", 1),
            (LEE, "Bo", 3),
            (LEE, "Gold", 1),
            (OTHER, "Ann", 0),
            (THIRD, "Ann", 0),
        ]
        assert exported(project, tmp_path, all=True)[-1]["status"] == "open"
        with pytest.raises(UserError, match="Known are: Ann, Bo"):
            exported(project, tmp_path, annotator="Zoe")
        with pytest.raises(UserError):
            exported(project, tmp_path, annotator="Gold")
        with pytest.raises(UserError, match="one of"):
            exported(project, tmp_path, gold=True, all=True)


def test_spans_are_ordered_by_start_then_the_longer_then_layer_label_and_id(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        (row,) = exported(project, tmp_path, annotator="Bo")
        assert [(s["start"], s["end"], s["label"]) for s in row["spans"]] == [
            (0, 9, "PERSON"),
            (6, 9, "ORG"),
            (6, 9, "PERSON"),
        ]


def test_the_same_project_gives_the_same_bytes(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        export(project, tmp_path / "1.jsonl", ExportOptions(all=True))
    project = Project.open(tmp_path / "p.annotator", for_writing=False)
    try:
        export(project, tmp_path / "2.jsonl", ExportOptions(all=True))
    finally:
        project.close()
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("label:ORG", [(LEE, "Bo")]),
        ("-label:ORG", [(LEE, "Ann"), (LEE, "Gold"), (OTHER, "Ann"), (THIRD, "Ann")]),
        ("status:done", [(LEE, "Bo"), (OTHER, "Ann")]),
        ("status:open", [(LEE, "Ann"), (LEE, "Gold"), (THIRD, "Ann")]),
        ("layer:entity source:a", [(LEE, "Ann"), (LEE, "Bo"), (LEE, "Gold")]),
        ("annotator:bo", [(LEE, "Ann"), (LEE, "Bo"), (LEE, "Gold")]),
        ("after:2026-02 before:2026-02-03", [(OTHER, "Ann")]),
        ("agreed:2", [(LEE, "Ann"), (LEE, "Bo"), (LEE, "Gold")]),
        ("agreed:3", []),
        ('"third text"', [(THIRD, "Ann")]),
        ("text -third -mayor", [(OTHER, "Ann")]),
        ("has:label", [(LEE, "Ann"), (LEE, "Bo"), (LEE, "Gold")]),
        ("-has:label status:done", [(OTHER, "Ann")]),
        ("has:claim", []),
        ("has:note", []),
    ],
)
def test_a_filter_chooses_rows(tmp_path: Path, schema: Schema, query: str, wanted: list[tuple[str, str]]) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        assert [found[:2] for found in who(exported(project, tmp_path, all=True, filter=query))] == wanted


def test_a_split_puts_every_article_on_one_side_and_always_the_same(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        texts = [f"article {n}" for n in range(40)]
        rows = [native(t, annotator=a, spans=[span(0, 7, text=t)]) for t in texts for a in ("Ann", "Bo")]
        bring_rows(project, tmp_path, *rows)
        report = export(project, tmp_path / "split", ExportOptions(all=True, split="80/10/10"))
        assert report.parts == {"train": 32, "dev": 4, "test": 4}
        first = {p.name: p.read_bytes() for p in (tmp_path / "split").iterdir()}
        assert set(first) == {"train.jsonl", "dev.jsonl", "test.jsonl", "README.md"}
        parts = [content for name, content in first.items() if name.endswith(".jsonl")]
        found = [{json.loads(line)["text"] for line in content.splitlines()} for content in parts]
        assert sum(map(len, found)) == len(set().union(*found)) == 40
        (tmp_path / "split" / "mine.txt").write_text("stays", encoding="utf-8")
        export(project, tmp_path / "split", ExportOptions(all=True, split="80/10/10"))
        again = {p.name: p.read_bytes() for p in (tmp_path / "split").iterdir()}
        assert again == first | {"mine.txt": b"stays"}
        with pytest.raises(UserError, match="no split"):
            export(project, tmp_path / "split", ExportOptions(split="a/b"))
        with pytest.raises(UserError, match="is a folder"):
            export(project, tmp_path / "out.jsonl", ExportOptions(split="80/10/10"))


def test_an_existing_file_is_replaced_at_the_end_or_not_at_all(tmp_path: Path, schema: Schema) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        job = Job()
        job.cancel()
        with pytest.raises(Cancelled):
            export(project, out, job=job)
        assert out.read_bytes() == b"old"
        assert {p.name for p in tmp_path.iterdir() if "unfinished" in p.name} == set()
        export(project, out)
        assert out.read_bytes() != b"old"


def test_an_export_never_takes_the_place_of_a_project_or_folder(tmp_path: Path, schema: Schema) -> None:
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        (tmp_path / "folder").mkdir()
        for out in (project.path, tmp_path / "other.annotator", tmp_path / "folder", tmp_path / "no" / "where.jsonl"):
            with pytest.raises(UserError):
                export(project, out)
        assert not (tmp_path / "other.annotator").exists()


def test_renamed_merged_and_retired_labels_go_out_by_the_names_they_have_now(tmp_path: Path, schema: Schema) -> None:
    from dataclasses import replace

    from annotator.storage import schema_edit

    with project_in(tmp_path, schema) as project:
        bring_rows(
            project, tmp_path, {"text": LEE, "spans": [span(0, 5, "PERSON"), span(0, 5, "ORG"), span(6, 9, "GPE")]}
        )
        layer = schema.layers[0]
        renamed = {"PERSON": {"name": "Zoon"}, "ORG": {"merged_into": "GPE"}, "GPE": {"retired": True}}
        labels = tuple(replace(label, **renamed.get(label.id, {})) for label in layer.labels)  # type: ignore[arg-type]  # fields of a label
        other = schema.with_layer(replace(layer, labels=labels))
        project.writer.run(lambda db: schema_edit.set_schema(db, 1, other, "Edit"))
        (row,) = exported(project, tmp_path)
        assert [s["label"] for s in row["spans"]] == ["GPE", "Zoon", "GPE"]


def test_losses_are_added_up_reported_and_written_beside_the_file(
    tmp_path: Path, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(rows: Any, target: Path, writing: Writing) -> list[Loss]:
        count = sum(len(row.spans) for row in rows if isinstance(row, Row))
        target.write_text("flat", encoding="utf-8")
        return [Loss("spans", count, "flat")]

    lossy = Format("flat", "Flat", (".flat",), write=write)
    with project_in(tmp_path, schema) as project:
        fill(project, tmp_path)
        monkeypatch.setattr(registry, "formats", lambda: (lossy,))
        report = export(project, tmp_path / "out.flat", ExportOptions("flat", all=True))
        assert report.losses == [Loss("spans", 5, "flat")]
        beside = json.loads((tmp_path / "out.flat.losses.json").read_bytes())
        assert [(each["what"], each["count"], each["reason"]) for each in beside] == [("spans", 5, "flat")]


def test_pending_suggestions_go_out_only_on_demand(tmp_path: Path, schema: Schema) -> None:
    from annotator.model.annotation import Suggestion
    from annotator.storage import suggestions

    found = [
        Suggestion("m@1", "claim", "CLAIM", ((15, 25),), 0.5, {"voice": "direct"}, (("claimer", 1),)),
        Suggestion("m@1", "entity", "PERSON", ((6, 9),)),
    ]
    with project_in(tmp_path, schema) as project:
        bring_rows(project, tmp_path, {"text": LEE}, {"text": OTHER})
        project.writer.run(lambda db: suggestions.replace(db, 1, "m@1", found, "2026-01-05T10:00:00.000Z"))
        assert exported(project, tmp_path) == []
        (row,) = exported(project, tmp_path, suggestions=True)
        assert [(s["label"], s["origin"]) for s in row["spans"]] == [
            ("PERSON", {"kind": "suggestion", "source": "m@1", "score": None, "decision": "pending"}),
            ("CLAIM", {"kind": "suggestion", "source": "m@1", "score": 0.5, "decision": "pending"}),
        ]
        assert row["spans"][1]["attributes"] == {"voice": "direct"}
        ids = [s["id"] for s in row["spans"]]
        assert [(link["role"], link["from"], link["to"]) for link in row["links"]] == [("claimer", ids[1], ids[0])]
