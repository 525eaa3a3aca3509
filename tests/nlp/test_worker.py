"""The suggesting process: asked from another one, and what happens when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from annotator.model.errors import UserError
from annotator.nlp.suggest import Suggesters
from annotator.nlp.worker import Worker

TEXT = "“It works 😊,” Ada Lee said."


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


def test_the_process_suggests_what_the_suggesters_do_and_says_where_only_rules_read(
    worker: Worker, suggesters: Suggesters
) -> None:
    (suggested,) = worker.ask(TEXT, "en").result(60)
    assert suggested.packs == suggesters(TEXT, "en")
    assert suggested.note == ""
    (german,) = worker.ask("„Ja“, sagte er.", "de").result(60)
    assert "de" in german.note


def test_a_process_that_dies_is_started_again(worker: Worker) -> None:
    worker.ask(TEXT, "en").result(60)
    first = worker.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    (suggested,) = worker.ask(TEXT, "en").result(60)
    assert suggested.packs
    assert worker.process_id != first


def test_a_model_that_is_not_there_is_a_persons_error() -> None:
    worker = Worker("no_such_pipeline")
    try:
        with pytest.raises(UserError, match="no_such_pipeline"):
            worker.ask(TEXT, "en").result(60)
    finally:
        worker.close()


def test_what_was_not_answered_is_cancelled_when_the_worker_closes() -> None:
    worker = Worker()
    future = worker.ask(TEXT, "en")
    worker.close()
    worker.close()
    assert future.cancelled()


def test_importing_the_suggesters_does_not_import_spacy() -> None:
    code = "import sys, annotator.services.suggesting, annotator.nlp.suggest, annotator.nlp.worker; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
