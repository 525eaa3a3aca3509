"""Every format both ways: a labelled corpus out of a project and into another one, and the memory that it takes.

Measured in seconds of the processor, those of all threads, so that what else the machine does changes little.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from annotator.formats.registry import format_named
from annotator.services.creating import create
from annotator.services.exporting import ExportOptions, export
from annotator.services.importing import ImportOptions, import_files
from annotator.storage.project import Project
from tests.benchmarks import corpus, floors
from tests.benchmarks.figures import Figure, Options
from tests.benchmarks.floors_reading import READ
from tests.benchmarks.floors_writing import WRITE

_LABELS = 40

_MEMORY = r"""
import re, sys
from pathlib import Path
from annotator.services.creating import create
from annotator.services.exporting import ExportOptions, export
from annotator.services.importing import ImportOptions, import_files
from annotator.storage.project import Project
way, name, project, file = sys.argv[1:]
if way == "export":
    opened = Project.open(Path(project), for_writing=False)
    export(opened, Path(file), ExportOptions(format=name))
else:
    opened = create(Path(project), annotator="Ann")
    import_files(opened, [Path(file)], ImportOptions(format=name))
opened.close()
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def figures(options: Options) -> list[Figure]:
    source = corpus.write(options.folder / "all.jsonl", options.articles, _LABELS)
    tenth = corpus.write(options.folder / "tenth.jsonl", max(1, options.articles // 10), _LABELS)
    for path in (source, tenth):
        project = create(path.with_suffix(".annotator"), annotator="Ann")
        import_files(project, [path])
        project.close()
        floors.import_jsonl(path, path.with_suffix(".db"))
    return [figure for name in WRITE for figure in _figures(options, name, source, tenth)]


def _figures(options: Options, name: str, source: Path, tenth: Path) -> Iterator[Figure]:
    kind = format_named(name)
    suffix = "" if kind.writes_folder else kind.suffixes[0]
    files = [options.folder / f"{name}-{number}{suffix}" for number in range(options.rounds)]
    bare = [options.folder / f"{name}-bare-{number}{suffix}" for number in range(options.rounds)]

    def export_ours(number: int) -> None:
        project = Project.open(source.with_suffix(".annotator"), for_writing=False)
        assert export(project, files[number], ExportOptions(format=name)).articles == options.articles
        project.close()

    def import_ours(number: int) -> None:
        project = create(options.folder / f"{name}-{number}", annotator="Ann")
        import_files(project, [files[number]], ImportOptions(format=name))
        project.close()

    def export_floor(number: int) -> None:
        WRITE[name](floors.stored(source.with_suffix(".db")), bare[number])

    def import_floor(number: int) -> None:
        floors.store(options.folder / f"{name}-{number}.db", READ[name](files[number]))

    for way, ours, floor in (("export", export_ours, export_floor), ("import", import_ours, import_floor)):
        pairs = [(_seconds(floor, number), _seconds(ours, number)) for number in range(options.rounds)]
        mine, least = [one for _, one in pairs], [one for one, _ in pairs]
        yield Figure(f"{way} {name}", "s", mine, least, "plain sqlite3 and the cheapest program", "<= 2 x floor")
    for way in ("export", "import"):
        yield _memory(options.folder, way, name, (source, tenth), suffix)


def _memory(folder: Path, way: str, name: str, sources: tuple[Path, Path], suffix: str) -> Figure:
    """Megabytes of a process that exports or imports, at most; after `export`, the files are there to be imported."""
    most = []
    for source in sources:
        file = folder / f"memory-{name}-{source.stem}{suffix}"
        project = source.with_suffix(".annotator") if way == "export" else folder / f"memory-{name}-{source.stem}"
        command = [sys.executable, "-c", _MEMORY, way, name, str(project), str(file)]
        most.append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return Figure(f"{way} {name}: memory", "MB", most[:1], most[1:], "a tenth of the articles", "flat: about 1 x")


def _seconds(work: Callable[[int], None], number: int) -> float:
    start = process_time()
    work(number)
    return process_time() - start
