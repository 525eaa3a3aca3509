"""Suggestions over a corpus, beside the bare pipeline over the same texts."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from annotator.nlp import pipelines
from annotator.resources_path import resource
from annotator.services.creating import create
from annotator.services.importing import import_files
from annotator.services.jobs import Job
from annotator.services.suggesting import suggest_corpus
from tests.benchmarks.figures import Figure, Options

_MOST = 400
"""Articles at most: a pipeline reads some 20,000 words a second."""


def figures(options: Options) -> list[Figure]:
    texts = _texts(min(_MOST, options.articles))
    words = sum(len(text.split()) for text in texts)
    source = options.folder / "english.jsonl"
    source.write_text("".join(json.dumps({"text": text, "language": "en"}) + "\n" for text in texts), "utf-8")
    bare = _bare(texts)
    found = []
    for workers, budget in ((1, ">= 0.9 x floor"), (2, ">= 1.8 x one worker's")):
        project = create(options.folder / f"suggested-{workers}", annotator="Ann")
        import_files(project, [source])
        start = time.perf_counter()
        report = suggest_corpus(project, Job(), workers)
        took = time.perf_counter() - start
        assert report.articles == len(texts)
        project.close()
        what = f"suggest on {len(texts)} articles, {workers} worker{'s' if workers > 1 else ''}"
        found.append(Figure(what, "w/s", [words / took], [words / bare], "bare nlp.pipe, without its start", budget))
    return found


def _texts(count: int) -> list[str]:
    """Sample articles, made different from one another by a first line, so that none is a duplicate."""
    lines = Path(resource("sample", "articles.jsonl")).read_text("utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    english = [row["text"] for row in rows if row.get("language") == "en"]
    return [f"Edition {number}.\n\n{english[number % len(english)]}" for number in range(count)]


def _bare(texts: list[str]) -> float:
    """Seconds that the pipeline itself takes, loaded beforehand."""
    import spacy

    name = pipelines.installed("en")
    nlp = spacy.load(name) if name else spacy.blank("en")
    list(nlp.pipe(texts[:4]))
    start = time.perf_counter()
    for _ in nlp.pipe(texts):
        pass
    return time.perf_counter() - start
