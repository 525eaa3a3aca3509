"""At the desk: opening an article, and labelling it by key, until painted and until saved; in small and large projects."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.services.creating import create
from annotator.services.importing import import_files
from annotator.storage.connection import Connection
from annotator.storage.project import Project
from annotator.ui.app import make_application
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import SUGGEST_ON_OPENING, Settings
from annotator.ui.work_page import WorkPage
from tests.benchmarks import corpus, floors
from tests.benchmarks.figures import FRAME, Figure, Options, milliseconds

_LABELS = 40

Found = TypeVar("Found")


def figures(options: Options) -> list[Figure]:
    app = make_application()
    settings = Settings()
    settings.set_flag(SUGGEST_ON_OPENING, False)
    window = MainWindow(settings)
    window.resize(1280, 800)
    window.show()
    found: list[Figure] = []
    for articles in sorted({min(1000, options.articles), options.articles}):
        found += _measured(app, window, options, articles)
    window.close()
    _until(app, lambda: window.session is None)
    window.deleteLater()
    app.processEvents()
    return found


def _measured(app: QApplication, window: MainWindow, options: Options, articles: int) -> list[Figure]:
    source = corpus.write(options.folder / f"labelled-{articles}.jsonl", articles, _LABELS)
    project = create(options.folder / f"desk-{articles}", annotator="Ann")
    import_files(project, [source])
    project.close()
    window.open_project(project.path)
    page = _until(app, lambda: window.page)
    rounds = options.rounds * 20
    opened = [milliseconds(partial(_open, app, page, number)) for number in range(min(rounds, articles))]
    painted, saved = _labelled(app, page, 2 * rounds)
    commits = _commits(options.folder / f"commits-{articles}.db", rounds)
    left: list[bool] = []
    window.leave_project(lambda: left.append(True))
    _until(app, lambda: left)
    of = f"of {articles:,}"
    one, two = [FRAME], [2 * FRAME]
    return [
        Figure(f"open an article {of}, {_LABELS} labels", "ms", opened, two, "two frames", "p95 <= 2 frames"),
        Figure(f"label by key {of}, until painted", "ms", painted, one, "one frame", "p95 <= 1 frame"),
        Figure(f"label by key {of}, until saved", "ms", saved, commits, "one commit of sqlite3", "<= floor + 5 ms"),
    ]


def _open(app: QApplication, page: WorkPage, number: int) -> None:
    keys = page.session.queue.keys
    page.open_article(keys[number * 37 % len(keys)])
    page.view.viewport().repaint()
    app.processEvents()


def _labelled(app: QApplication, page: WorkPage, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds from the key to the painted label, and, in other rounds, from the key until it is on disk."""
    painted: list[float] = []
    saved: list[float] = []
    opened = page.session.opened
    assert opened is not None
    text = opened.article.text
    project = page.session.project
    on_disk = _stamps(project)
    for number in range(rounds):
        start = text.index(" ", (number * 31) % (len(text) // 2)) + 1
        page.view.select(start, text.index(" ", start))

        def press(number: int = number) -> None:
            QTest.keyClick(page.view.viewport(), Qt.Key.Key_1 if number % 4 < 2 else Qt.Key.Key_2)

        def press_and_paint() -> None:
            press()
            page.view.viewport().repaint()

        if number % 2:
            painted.append(milliseconds(press_and_paint))
            page.session.wait()
        else:
            on_disk.clear()
            began = perf_counter()
            press()
            if written := project.writer.run(lambda db: len(on_disk)):  # a label that is there already writes nothing
                saved.append((on_disk[written - 1] - began) * 1000)
        app.processEvents()
    return painted, saved


def _stamps(project: Project) -> list[float]:
    """When each task of the writer was done, from now on, by the writer's own thread: the window only looks later."""
    found: list[float] = []
    submit = project.writer.submit

    def stamped(task: Callable[[Connection], Found]) -> Future[Found]:
        future = submit(task)
        future.add_done_callback(lambda _: found.append(perf_counter()))
        return future

    project.writer.submit = stamped  # type: ignore[method-assign]  # only here is it of interest when each was done
    return found


def _commits(path: Path, rounds: int) -> list[float]:
    with floors.database(path) as db:
        db.execute("CREATE TABLE label (id INTEGER PRIMARY KEY, label TEXT)")

        def commit(db: sqlite3.Connection = db) -> None:
            db.execute("INSERT INTO label (label) VALUES ('PERSON')")

        return [milliseconds(commit) for _ in range(rounds)]


def _until(app: QApplication, look: Callable[[], Found | None]) -> Found:
    while not (found := look()):
        app.processEvents()
    return found
