"""Exporting a labelled corpus to JSONL, and the memory it takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from annotator.services.creating import create
from annotator.services.exporting import export
from annotator.services.importing import import_files
from annotator.storage.project import Project
from tests.benchmarks import corpus, floors
from tests.benchmarks.figures import Figure, Options, side_by_side

_LABELS = 40

_MEMORY = r"""
import re, sys
from pathlib import Path
from annotator.services.exporting import export
from annotator.storage.project import Project
project = Project.open(Path(sys.argv[1]), for_writing=False)
export(project, Path(sys.argv[2]))
project.close()
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def figures(options: Options) -> list[Figure]:
    source = corpus.write(options.folder / "labelled.jsonl", options.articles, _LABELS)
    path, bare_path = options.folder / "ours.annotator", options.folder / "floor.db"
    _project(path, source)
    floors.import_jsonl(source, bare_path)
    floors.widen(bare_path)

    def ours(number: int) -> None:
        project = Project.open(path, for_writing=False)
        assert export(project, options.folder / f"ours-{number}.jsonl").articles == options.articles
        project.close()

    def floor(number: int) -> None:
        floors.export_jsonl(bare_path, options.folder / f"floor-{number}.jsonl")

    mine, bare = side_by_side(options.rounds, ours, floor)
    what = f"export {options.articles:,} articles, {_LABELS} labels each"
    return [Figure(what, "ms", mine, bare, "sqlite3, orjson", "<= 2 x floor"), _memory(options, path, source)]


def _project(path: Path, source: Path) -> None:
    project = create(path, annotator="Ann")
    import_files(project, [source])
    project.close()


def _memory(options: Options, path: Path, source: Path) -> Figure:
    short = options.folder / "short.jsonl"
    with source.open("rb") as lines:
        short.write_bytes(b"".join(next(lines, b"") for _ in range(max(1, options.articles // 10))))
    tenth = options.folder / "tenth.annotator"
    _project(tenth, short)
    most = []
    for project in (tenth, path):
        command = [sys.executable, "-c", _MEMORY, str(project), str(project.with_suffix(".out"))]
        most.append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return Figure("memory of that export", "MB", most[1:], most[:1], "a tenth of the articles", "flat: about 1 x")
