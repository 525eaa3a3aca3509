"""Projects and files for the tests of imports and exports."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.model.schema import Schema
from annotator.services.exporting import ExportOptions, export
from annotator.services.importing import ImportOptions, ImportReport, import_files
from annotator.storage.project import Project

LEE = "Mayor Lee said taxes fell 😀.\r\nCritics of Lee\u00a0disagreed."
"""A text with two line ends, an emoji and a no-break space."""


@contextmanager
def project_in(folder: Path, schema: Schema, name: str = "p", annotator: str = "Ann") -> Iterator[Project]:
    """A new project, closed at the end."""
    project = Project.create(folder / name, schema, annotator)
    try:
        yield project
    finally:
        project.close()


def span(start: int, end: int, label: str = "PERSON", text: str = LEE, **more: Any) -> dict[str, Any]:
    """A label as files have it, its quote taken from `text`."""
    return {"start": start, "end": end, "label": label, "text": text[start:end], **more}


def write_rows(folder: Path, *rows: Mapping[str, Any], name: str = "rows.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def native(text: str, **more: Any) -> dict[str, Any]:
    return {"format": "annotator/1", "offset_unit": "codepoint", "text": text, **more}


def bring(project: Project, *paths: Path, **options: Any) -> ImportReport:
    return import_files(project, paths, ImportOptions(**options))


def bring_rows(project: Project, folder: Path, *rows: Mapping[str, Any], **options: Any) -> ImportReport:
    return bring(project, write_rows(folder, *rows), **options)


def exported(project: Project, folder: Path, **options: Any) -> list[dict[str, Any]]:
    """The rows of an export."""
    path = folder / "exported.jsonl"
    export(project, path, ExportOptions(**options))
    with path.open(encoding="utf-8", newline="\n") as stream:  # a text may contain U+2028, which splitlines would split
        return [json.loads(line) for line in stream]
