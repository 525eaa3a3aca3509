"""Work files for the tests of merging: made from a project, labelled by somebody, sent back."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.services.exporting import ExportOptions, export
from annotator.services.merge_report import MergeReport
from annotator.services.merging import MergeOptions, merge
from annotator.storage.project import Project
from tests.storage.projects import act, label, new_project

TEXTS = (
    "Mayor Lee said OpenAI will open an office in 北京 🙂.\n",
    "Critics of Lee doubt it. “No,” said Ben.\n",
    "A third article about nothing much.\n",
)


def base(folder: Path, *texts: str) -> Path:
    """A closed project of Ann's with the texts."""
    project = new_project(folder, *(texts or TEXTS))
    project.close()
    return project.path


def work_file(project: Path, name: str, folder: Path | None = None, file: str = "") -> Project:
    """A copy of the project in which `name` labels, open."""
    path = (folder or project.parent) / f"{file or name}.annotator"
    shutil.copyfile(project, path)
    copy = Project.open(path)
    copy.set_current_annotator(copy.add_annotator(name))
    return copy


def put(work: Project, start: int, end: int, name: str = "ORG", article: int = 1, **values: Any) -> Any:
    """The current annotator labels a stretch of an article; returns the label."""
    owner = work.current_annotator.key
    text = work.reader().execute("SELECT text FROM article WHERE id = ?", (article,)).fetchone()[0]
    made = label(text, start, end, name, article=article, owner=owner)._replace(**values)
    act(work, made, owner=owner)
    return made


def merged(project: Path, files: Sequence[Path], **options: Any) -> MergeReport:
    """Merges into the closed project and closes it again."""
    opened = Project.open(project)
    try:
        return merge(opened, files, MergeOptions(**options))
    finally:
        opened.close()


def exported(project: Path) -> bytes:
    """What an export of everybody gives."""
    out = project.with_suffix(".jsonl")
    opened = Project.open(project, for_writing=False)
    try:
        export(opened, out, ExportOptions(all=True))
    finally:
        opened.close()
    return out.read_bytes()
