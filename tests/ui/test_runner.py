"""Background work: results, errors, reports and the end all come on the main thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from annotator.model.errors import UserError
from annotator.services.jobs import Job, Progress
from annotator.ui.runner import Runner
from tests.ui.windows import until


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


def test_work_runs_beside_and_its_result_comes_on_the_main_thread(runner: Runner) -> None:
    seen: list[object] = []
    runner.start(lambda job: threading.current_thread(), lambda where: seen.extend([where, threading.current_thread()]))
    until(lambda: seen, "the result")
    assert seen[0] is not threading.main_thread()
    assert seen[1] is threading.main_thread()


def test_an_error_goes_to_its_handler_else_to_everybody(runner: Runner) -> None:
    own: list[UserError] = []
    others: list[UserError] = []
    runner.failed.connect(others.append)

    def fail(job: Job) -> None:
        raise UserError("No room.")

    runner.start(fail, lambda _: None, own.append)
    runner.start(fail, lambda _: None)
    until(lambda: own and others, "both errors")
    assert own[0].what == others[0].what == "No room."


def test_progress_is_told_and_the_job_can_be_stopped(runner: Runner) -> None:
    told: list[Progress] = []
    ended: list[str] = []

    def work(job: Job) -> None:
        done = 0
        while True:
            done += 1
            job.report(done, None, "articles")
            time.sleep(0.001)

    running = runner.start(work, lambda _: None, title="Counting", cancelled=lambda: ended.append("stopped"))
    running.progressed.connect(told.append)
    until(lambda: len(told) > 1, "progress")
    running.cancel()
    until(lambda: ended, "the end")
    assert runner.busy == []
    assert told[0].unit == "articles"


def test_reports_are_thinned_out_but_the_last_one_arrives(runner: Runner) -> None:
    told: list[Progress] = []
    ended: list[bool] = []

    def work(job: Job) -> None:
        for done in range(1, 2001):
            job.report(done, 2000, "articles")

    running = runner.start(work, lambda _: ended.append(True), title="Counting")
    running.progressed.connect(told.append)
    until(lambda: ended, "the end")
    assert told[-1].done == 2000
    assert len(told) < 500


def test_stop_all_calls_back_when_everything_has_stopped(runner: Runner) -> None:
    order: list[str] = []

    def work(job: Job) -> None:
        while True:
            time.sleep(0.001)
            job.check()

    runner.start(work, lambda _: None, cancelled=lambda: order.append("stopped"))
    runner.stop_all(lambda: order.append("afterwards"))
    until(lambda: len(order) == 2, "both")
    assert order == ["stopped", "afterwards"]


def test_stop_all_without_work_calls_back_at_once(runner: Runner) -> None:
    order: list[str] = []
    runner.stop_all(lambda: order.append("afterwards"))
    assert order == ["afterwards"]


def test_nothing_is_delivered_after_closing(qapp: QApplication) -> None:
    runner = Runner()
    seen: list[int] = []
    runner.start(lambda job: 1, seen.append)
    runner.close()
    qapp.processEvents()
    runner.deliver(lambda: seen.append(2))
    qapp.processEvents()
    assert seen == []
