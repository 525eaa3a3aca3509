"""Suggestions by a real Dask cluster on this machine: two worker processes, one of which is killed during the job."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.services.jobs import Job, Progress
from annotator.services.suggesting import suggest_corpus
from annotator.storage import suggestions
from annotator.storage.project import Project
from tests.services.articles import add_articles

pytest.importorskip("distributed", reason="the extra dask is not installed")

TEXTS = tuple(f"“We counted {n} birds,” Ada Lee told Harbour Radio in Paris." for n in range(100))


class Cluster:
    """A scheduler and its workers, each a process of its own without anybody who starts it again."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        scheduler = self._start("scheduler", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._said(scheduler, r"Scheduler at:\s+(tcp://\S+)")
        self.workers = [self._worker(number) for number in range(2)]

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        words = (self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard")
        started = self._start(f"worker{number}", "distributed.cli.dask_worker", *words)
        self._said(started, r"(Registered to)")
        return started

    def _start(self, name: str, module: str, *words: str) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self._folder / f"{name}.log").open("wb"))
        run = "import sys, runpy; runpy.run_module(sys.argv.pop(1), run_name='__main__')"
        rest = ("--no-dashboard",) if name == "scheduler" else ("--local-directory", str(self._folder / name))
        found = subprocess.Popen(
            [sys.executable, "-c", run, module, *words, *rest],
            stdout=log,
            stderr=log,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        found.name = name  # type: ignore[attr-defined]  # for reading its log
        self._stack.callback(_end, found)
        return found

    def _said(self, process: subprocess.Popen[bytes], pattern: str) -> str:
        end = time.monotonic() + 60
        log = self._folder / f"{process.name}.log"  # type: ignore[attr-defined]  # set above
        while time.monotonic() < end:
            if found := re.search(pattern, log.read_text("utf-8")):
                return found.group(1)
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.05)
        raise AssertionError(log.read_text("utf-8"))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(tmp_path, stack)


@pytest.fixture
def project(tmp_path: Path, schema: Schema) -> Iterator[Project]:
    made = Project.create(tmp_path / "corpus", schema, "Mia")
    add_articles(made, *TEXTS)
    yield made
    made.close()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_every_article_is_suggested_on_though_a_worker_is_killed(cluster: Cluster, project: Project) -> None:
    def listen(progress: Progress) -> None:
        victim = cluster.workers[0]
        if 0 < progress.done < len(TEXTS) and victim.poll() is None:
            victim.send_signal(signal.SIGKILL)

    report = suggest_corpus(project, Job(listen), dask=cluster.address)
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert (report.articles, report.already, report.skipped) == (len(TEXTS), 0, [])
    db = project.reader()
    for key in range(1, len(TEXTS) + 1):
        assert "annotator.claims@1.1" in suggestions.sources_of(db, key)
    again = suggest_corpus(project, Job(), dask=cluster.address)
    assert (again.articles, again.already) == (0, len(TEXTS))


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_scheduler_that_is_not_there_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.nlp.dask_workers._SECONDS", 1)
    with pytest.raises(UserError, match="No Dask scheduler answers"):
        suggest_corpus(project, Job(), dask="tcp://127.0.0.1:9")
