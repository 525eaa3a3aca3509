"""How fast a corpus is suggested on, against bare `nlp.pipe` of the same pipeline with all its components.

    python tests/benchmarks/bench_suggesting.py [--json FILE] [--articles N]

The texts are those of the sample corpus, each copy with a first line of its own. A job's figures include starting its processes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import spacy

from annotator.model.schema_json import schema_from_json
from annotator.nlp import pipelines
from annotator.nlp.suggest import Suggesters
from annotator.resources_path import resource
from annotator.services.jobs import Job
from annotator.services.suggesting import suggest_corpus
from annotator.storage.project import Project
from tests.services.articles import add_articles


def corpus(count: int) -> list[str]:
    """So many English news texts, no two the same."""
    lines = resource("sample", "articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [row["text"] for row in map(json.loads, lines) if row["language"] == "en"]
    return [f"Edition {number}\n{texts[number % len(texts)]}" for number in range(count)]


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def job_seconds(texts: list[str], workers: int) -> float:
    schema = schema_from_json(json.loads(resource("schemas", "news.json").read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "bench", schema, "Bench")
        add_articles(project, *texts)
        try:
            return seconds(lambda: suggest_corpus(project, Job(), workers=workers))
        finally:
            project.close()


def main() -> None:
    """Prints a table and writes JSON where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    options = parser.parse_args()
    texts = corpus(options.articles)
    name = pipelines.installed("en")
    assert name is not None, "the English pipeline is a dependency"
    bare, ours = spacy.load(name), Suggesters()
    list(bare.pipe(texts[:2]))
    list(ours.pipe((text, "en") for text in texts[:2]))
    floor = seconds(lambda: list(bare.pipe(texts)))
    found = {
        "bare nlp.pipe": floor,
        "suggesters in this process": seconds(lambda: list(ours.pipe((text, "en") for text in texts))),
        "job, one process": job_seconds(texts, 1),
        "job, two processes": job_seconds(texts, 2),
    }
    for work, taken in found.items():
        sys.stdout.write(f"{work:30}{taken:8.2f} s {len(texts) / taken:8.1f} articles/s {floor / taken:6.2f} x floor\n")
    if options.json:
        options.json.write_text(
            json.dumps({work: {"seconds": taken, "ratio": floor / taken} for work, taken in found.items()})
        )


if __name__ == "__main__":
    main()
