"""Out of one project and into another in each format: the same texts, labels and links, up to what is said to be lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings

from annotator.model.schema import Schema
from annotator.services.exporting import ExportOptions, export
from annotator.services.importing import ImportOptions, import_files, plan
from tests.formats import corpus
from tests.services.importing_help import bring, project_in, write_rows
from tests.services.random_rows import projects

EVERYTHING = {"csv", "docbin", "web-annotation", "parquet", "xmi", "json-cas"}
"""Formats that hold all of a row."""
SUFFIXES = {"csv": ".csv", "docbin": ".spacy", "web-annotation": ".jsonld", "parquet": ".parquet", "conll": ".conll"}
"""Of the formats that are one file."""
NEEDS = {"parquet": "pyarrow", "xmi": "cassis", "json-cas": "cassis"}
FORMATS = sorted(EVERYTHING | {"webanno-tsv", "conll"})


def exported(project: Any, out: Path) -> list[dict[str, Any]]:
    export(project, out, ExportOptions(all=True))
    return [json.loads(line) for line in out.read_bytes().splitlines()]


def core(row: dict[str, Any]) -> dict[str, Any]:
    """What is compared of a row: not what the second import made anew (ids and times of links and notes)."""
    keys = ("id", "text", "annotator", "status", "reason", "flagged", "labels", "spans", "seconds")
    found = {key: row[key] for key in keys} | {"meta": {k: v for k, v in row["meta"].items() if k != "file"}}
    found["links"] = sorted({(link["role"], link["from"], link["to"]) for link in row["links"]})
    found["notes"] = sorted((note["span"] or "", note["text"]) for note in row["notes"])
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_what_goes_out_of_one_project_comes_into_another(tmp_path: Path, schema: Schema, name: str) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    corpus.write("jsonl", corpus.rows(), tmp_path / "rows.jsonl", schema)
    with project_in(tmp_path, schema, "a") as first:
        import_files(first, [tmp_path / "rows.jsonl"])
        wanted = exported(first, tmp_path / "a.jsonl")
        out = tmp_path / f"out{SUFFIXES.get(name, '')}"
        report = export(first, out, ExportOptions(format=name))
        assert report.articles == 4
        losses = tmp_path / f"{out.name}.losses.json"
        assert losses.exists() == bool(report.losses)
    with project_in(tmp_path, schema, "b") as second:
        options = ImportOptions(annotator="Ann")
        expected = plan(second, [out], options)
        found = import_files(second, [out], options)
        assert found.complete, (found.skipped, found.mismatches, found.conflicts)
        assert found.imported == expected.imported == 4
        rows = exported(second, tmp_path / "b.jsonl")
        again = import_files(second, [out], options)
        assert (again.imported, again.annotations, again.duplicates) == (0, 0, 4)
        assert not again.conflicts
        assert exported(second, tmp_path / "c.jsonl") == rows
    if name in EVERYTHING:
        assert sorted(map(core, rows), key=lambda row: row["id"]) == sorted(
            map(core, wanted), key=lambda row: row["id"]
        )
        return
    labels = sorted(span["label"] for row in rows for span in row["spans"])
    pieces = sorted(span["label"] for row in wanted for span in row["spans"] for _ in span["fragments"])
    assert labels == pieces


@pytest.mark.parametrize("name", sorted(EVERYTHING))
@settings(max_examples=8)
@given(rows=projects())
def test_whatever_is_in_a_project_comes_back(
    tmp_path_factory: pytest.TempPathFactory, schema: Schema, name: str, rows: list[dict[str, Any]]
) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    folder = tmp_path_factory.mktemp("random")
    out = folder / f"out{SUFFIXES.get(name, '')}"
    with project_in(folder, schema, "a") as first:
        bring(first, write_rows(folder, *rows))
        wanted = exported(first, folder / "a.jsonl")
        losses = export(first, out, ExportOptions(format=name, all=True)).losses
    assume(all(loss.what != "control characters" for loss in losses))
    with project_in(folder, schema, "b") as second:
        report = import_files(second, [out], ImportOptions(format=name))
        assert report.complete or not wanted, (report.skipped, report.mismatches, report.conflicts)
        found = exported(second, folder / "b.jsonl")
    assert said(found) == said(wanted)


def said(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows in which somebody said something, by article and annotator."""
    found = {}
    for row in map(core, rows):
        if row["spans"] or row["notes"] or row["status"] != "open":
            row["spans"].sort(key=lambda span: str(span["id"]))
            found[row["id"], row["annotator"]] = row
    return found
