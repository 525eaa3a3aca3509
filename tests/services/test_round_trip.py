"""What goes out comes in again, to the last code point."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from annotator.model.schema import Schema
from annotator.resources_path import resource
from annotator.services.exporting import ExportOptions, export
from annotator.storage.check import check
from tests.services.importing_help import bring, exported, project_in, write_rows
from tests.services.random_rows import projects

NAUGHTY = Path(__file__).parents[2] / ".." / "shared" / "data" / "naughty-strings" / "blns.json"
ROW_SCHEMA = json.loads(resource("schemas", "annotator-jsonl-1.schema.json").read_text(encoding="utf-8"))


def said(row: dict[str, Any]) -> dict[str, Any]:
    """What a row says, whatever the order of its lists."""
    keys = ("text", "annotator", "status", "flagged", "labels", "seconds")
    found = {key: row[key] for key in keys} | {"reason": row.get("reason", "")}
    for name in ("spans", "links", "notes"):
        found[name] = sorted(row[name], key=lambda each: str(each["id"]))
    return found


@settings(max_examples=25)
@given(projects())
def test_rows_come_in_go_out_and_come_in_again_the_same(
    tmp_path_factory: pytest.TempPathFactory, schema: Schema, rows: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    with project_in(folder, schema) as project:
        report = bring(project, write_rows(folder, *rows))
        assert report.complete, (report.skipped, report.mismatches, report.conflicts)
        found = exported(project, folder, all=True)
        expected = {(row["text"], row["annotator"]): said(row) for row in rows if is_kept(row)}
        came = {(row["text"], row["annotator"]): said(row) for row in found if is_kept(row)}
        assert came.keys() == expected.keys()
        for key, row in expected.items():
            for name, value in row.items():
                assert came[key][name] == value, (key, name)
        for row in found:
            jsonschema.validate(row, ROW_SCHEMA)
            for span in row["spans"]:
                assert " ".join(row["text"][a:b] for a, b in span["fragments"]) == span["text"]
        export(project, folder / "one.jsonl", ExportOptions(all=True))
        assert check(project).problems == ()
    with project_in(folder, schema, "q") as project:
        report = bring(project, folder / "one.jsonl")
        assert report.complete
        export(project, folder / "two.jsonl", ExportOptions(all=True))
        again = bring(project, folder / "two.jsonl")
        assert (again.imported, again.annotations, again.complete) == (0, 0, True)
    assert (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()


def is_kept(row: dict[str, Any]) -> bool:
    """Whether a row says anything, so that its annotator has worked on the article."""
    return bool(row["spans"] or row["notes"] or row["labels"] or row["flagged"] or row["status"] != "open")


def naughty() -> list[str]:
    if not NAUGHTY.is_file():
        pytest.skip("the list of naughty strings is not at hand")
    return [text for text in json.loads(NAUGHTY.read_text(encoding="utf-8")) if text and not text.isspace()]


def test_naughty_strings_as_text_label_note_and_metadata(tmp_path: Path, schema: Schema) -> None:
    strings = naughty()
    rows = [
        {
            "format": "annotator/1",
            "text": text,
            "meta": {"title": text, "x": [text]},
            "annotator": "Ann",
            "spans": [{"start": 0, "end": len(text), "label": text, "text": text}],
            "notes": [{"text": text}],
        }
        for text in strings
    ]
    with project_in(tmp_path, schema) as project:
        report = bring(project, write_rows(tmp_path, *rows))
        assert (report.skipped, report.mismatches, report.conflicts) == ([], [], [])
        assert report.imported == len(set(strings))
        found = {row["text"]: row for row in exported(project, tmp_path)}
        assert set(found) == set(strings)
        for text, row in found.items():
            (span,) = row["spans"]
            assert (span["label"], span["text"], row["text"][span["start"] : span["end"]]) == (text, text, text)
            assert [note["text"] for note in row["notes"]] == [text]
            assert (row["meta"]["title"], row["meta"]["x"]) == (text, [text])
        assert check(project).problems == ()


def test_naughty_strings_as_file_names_and_annotators(tmp_path: Path, schema: Schema) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for text in naughty():
        with suppress(OSError, ValueError):  # "/" and NUL are in no name, and some are too long
            (folder / f"{text}.txt").write_text(f"article of {text!r}", encoding="utf-8")
    made = sum(not name.startswith((".", "~$")) for name in os.listdir(folder))
    with project_in(tmp_path, schema) as project:
        report = bring(project, folder)
        assert (report.imported, report.skipped) == (made, [])
        rows = [
            {
                "format": "annotator/1",
                "text": f"by {n}",
                "annotator": name,
                "spans": [{"start": 0, "end": 2, "label": "ORG"}],
            }
            for n, name in enumerate(naughty())
        ]
        report = bring(project, write_rows(tmp_path, *rows))
        assert report.annotations == len(rows)
        export(project, tmp_path / "all.jsonl", ExportOptions(all=True))
        assert check(project).problems == ()


def test_a_file_name_that_is_no_utf8(tmp_path: Path, schema: Schema) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in ((b"caf\xe9.txt", b"an article"), (b"\xff.bin", b"x")):
        with open(os.path.join(os.fsencode(folder), name), "wb") as stream:
            stream.write(content)
    with project_in(tmp_path, schema) as project:
        report = bring(project, folder)
        assert report.imported == 1
        assert report.skipped[0].path.endswith("\ufffd.bin")
        (row,) = exported(project, tmp_path, all=True)
        assert row["meta"] == {"file": "caf\ufffd.txt"}
