"""How long the window's thread is away from its events while jobs run.

Counted are seconds in which this program ran, in any of its threads: one that holds the interpreter keeps the window
waiting too, but what else the machine does is not ours. What the clock said stands in the JSON.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.services.creating import create
from annotator.services.exporting import ExportOptions, export
from annotator.services.importing import import_files
from annotator.services.jobs import Job
from annotator.ui.app import make_application
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import SUGGEST_ON_OPENING, Settings
from annotator.ui.work_page import WorkPage
from tests.benchmarks import corpus
from tests.benchmarks.figures import Figure, Options

_LONGEST = 50.0
"""Milliseconds that the window's thread may be away from its events."""
_LABELS = 10
_SECONDS = 10.0
"""How long a job is watched at most."""

Found = TypeVar("Found")


class _Heartbeat:
    """Beats whenever the window's thread has nothing else to do."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._own: list[float] = []
        self._all: list[float] = []
        self._last = (0.0, 0.0)

    def _beat(self) -> None:
        now = (time.process_time(), time.perf_counter())
        ran, passed = ((is_now - was) * 1000 for is_now, was in zip(now, self._last, strict=True))
        self._own.append(min(ran, passed))
        self._all.append(passed)
        self._last = now

    def watch(self, what: str, until: Callable[[], object], seconds: float = _SECONDS) -> Figure:
        """The longest stretch between two beats until something is the case, `seconds` at most."""
        self._own, self._all = [0.0], [0.0]
        self._last = (time.process_time(), time.perf_counter())
        self._timer.start(0)
        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            self._app.processEvents()
        self._timer.stop()
        more = {"longest_by_the_clock": max(self._all), "over_50_ms_by_the_clock": sum(v > _LONGEST for v in self._all)}
        what = f"window’s longest gap while {what}"
        return Figure(what, "ms", [max(self._own)], [_LONGEST], "the budget", "<= 50 ms", more)


def figures(options: Options) -> list[Figure]:
    app = make_application()
    settings = Settings()
    settings.set_flag(SUGGEST_ON_OPENING, True)
    window = MainWindow(settings)
    window.resize(1280, 800)
    window.show()
    window.open_project(_project(options.folder / "gaps", min(3000, options.articles)))
    page = _until(app, lambda: window.page)
    found = _measured(_Heartbeat(app), window, page, options)
    window.close()
    _until(app, lambda: window.session is None)
    window.deleteLater()
    app.processEvents()
    return found


def _project(path: Path, articles: int) -> Path:
    project = create(path, annotator="Ann")
    import_files(project, [corpus.write(path.with_suffix(".jsonl"), articles, _LABELS)])
    project.close()
    return project.path


def _measured(heart: _Heartbeat, window: MainWindow, page: WorkPage, options: Options) -> list[Figure]:
    project = page.session.project
    ended: list[str] = []

    def run(what: str, work: Callable[[Job], object]) -> Figure:
        window.runner.start(work, lambda _: ended.append(what), title=what)
        return heart.watch(what, lambda: what in ended, 60)

    found = [heart.watch("the first suggestions come", lambda: False, 5)]
    window.commands.run("corpus.suggest")
    found.append(heart.watch("suggestions run", lambda: not window.runner.busy))
    for job in window.runner.busy:
        job.cancel()
    found.append(heart.watch("suggestions are stopped", lambda: not window.runner.busy))
    target = options.folder / "gaps-export.jsonl"
    found.append(run("an export runs", lambda job: export(project, target, ExportOptions(), job=job)))
    further = corpus.write(options.folder / "gaps-import.jsonl", min(6000, 2 * options.articles), _LABELS)
    found.append(run("an import runs", lambda job: import_files(project, [further], job=job)))
    field = page.topbar.findChildren(QLineEdit)[0]
    field.setFocus()
    QTest.keyClicks(field, corpus.COMMON)
    found.append(heart.watch("a common word is found", lambda: False, 3))
    return found


def _until(app: QApplication, look: Callable[[], Found | None]) -> Found:
    while not (found := look()):
        app.processEvents()
    return found
