"""Runs the benchmarks and prints the table: `python -m tests.benchmarks [--only start,import] [--articles N] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.benchmarks.figures import Figure, Options, table

SUBJECTS = {
    "start": "bench_start",
    "desk": "bench_desk",
    "gaps": "bench_gaps",
    "import": "bench_import",
    "export": "bench_export",
    "formats": "bench_formats",
    "search": "bench_search",
    "suggest": "bench_suggest",
}
"""What can be measured -> the module whose `figures(options)` does it."""

WANTED = ("start", "desk", "gaps", "import", "export", "formats", "search", "suggest")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def measure(subjects: list[str], articles: int, rounds: int) -> list[Figure]:
    """Measures one subject after the other, and says which."""
    found: list[Figure] = []
    for subject in subjects:
        say(f"measuring: {subject} ...")
        with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
            options = Options(Path(folder), articles, rounds)
            found += import_module(f"tests.benchmarks.{SUBJECTS[subject]}").figures(options)
    return found


def main(arguments: list[str] | None = None) -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", default=",".join(WANTED), help=f"some of {', '.join(WANTED)}")
    asked.add_argument("--articles", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--json", type=Path, default=Path("benchmarks.json"))
    options = asked.parse_args(arguments)
    subjects = options.only.split(",")
    if unknown := [subject for subject in subjects if subject not in WANTED]:
        asked.error(f"not known: {', '.join(unknown)}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = measure(subjects, options.articles, options.rounds)
    for line in table(found):
        say(line)
    told = {
        "articles": options.articles,
        "machine": {
            "processors": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
        },
        "figures": [figure.as_json() for figure in found],
    }
    options.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    if "desk" in subjects:
        say("\nThe article view by itself:")
        subprocess.run([sys.executable, str(Path(__file__).with_name("bench_view.py"))], check=True)
    say(f"\nWritten to {options.json}.")


if __name__ == "__main__":
    main()
