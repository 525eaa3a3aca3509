"""Importing a JSONL file, with and without labels; the memory it takes, which must not grow with the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from annotator.services.creating import create
from annotator.services.importing import import_files
from tests.benchmarks import corpus, floors
from tests.benchmarks.figures import Figure, Options, side_by_side

_MEMORY = r"""
import re, sys
from pathlib import Path
from annotator.services.creating import create
from annotator.services.importing import import_files
import annotator.formats.json_lines
project = create(Path(sys.argv[1]), annotator="Ann")
import_files(project, [Path(sys.argv[2])])
project.close()
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def figures(options: Options) -> list[Figure]:
    found = []
    for labels, budget in ((0, "<= 1.5 x floor"), (40, "<= 2 x floor")):
        source = corpus.write(options.folder / f"with-{labels}.jsonl", options.articles, labels)

        def ours(number: int, source: Path = source, labels: int = labels) -> None:
            project = create(options.folder / f"ours-{labels}-{number}", annotator="Ann")
            report = import_files(project, [source])
            assert report.imported == options.articles
            project.close()

        def floor(number: int, source: Path = source, labels: int = labels) -> None:
            floors.import_jsonl(source, options.folder / f"floor-{labels}-{number}.db")

        mine, bare = side_by_side(options.rounds, ours, floor)
        what = f"import {options.articles:,} articles" + (f", {labels} labels each" if labels else "")
        found.append(Figure(what, "ms", mine, bare, "orjson, sha256, sqlite3 with FTS5", budget))
    found.append(memory(options, source))
    return found


def memory(options: Options, source: Path) -> Figure:
    """Megabytes of a process that imports, at most."""
    short = options.folder / "short.jsonl"
    with source.open("rb") as lines:
        short.write_bytes(b"".join(next(lines, b"") for _ in range(max(1, options.articles // 10))))
    most = []
    for name, file in (("short", short), ("long", source)):
        command = [sys.executable, "-c", _MEMORY, str(options.folder / f"memory-{name}"), str(file)]
        most.append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return Figure("memory of that import", "MB", most[1:], most[:1], "a tenth of the articles", "flat: about 1 x")
