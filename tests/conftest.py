"""What holds for every test: no real display, a home of its own, and no thread left behind."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator

# Before anything imports Qt: a test that needs the real display says so itself and starts its own program.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings

from annotator.model.schema import Schema
from annotator.model.schema_json import schema_from_json
from annotator.resources_path import resource

settings.register_profile(
    "annotator",
    deadline=None,
    max_examples=60,
    database=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("annotator")

PATIENCE = 3.0
"""Seconds that a thread which was told to end may still take."""


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, recent files and caches of this test alone, and a name that is not that of who runs the tests.

    The folder is not made: on a person's first day it is not there either.
    """
    folder = tmp_path_factory.getbasetemp() / f"home-{time.monotonic_ns()}"
    monkeypatch.setenv("ANNOTATOR_HOME", str(folder))
    monkeypatch.setenv("ANNOTATOR_NAME", "Ann")
    monkeypatch.delenv("ANNOTATOR_THEME", raising=False)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A thread that a test started has ended when the test has."""
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + PATIENCE
    while left := [thread for thread in _started(before) if thread.is_alive()]:
        if time.monotonic() > end:
            pytest.fail(f"threads left running: {', '.join(thread.name for thread in left)}")
        time.sleep(0.005)


def _started(before: set[threading.Thread]) -> list[threading.Thread]:
    # A thread of Qt's pool that once asked for its own name stays listed for ever as a dummy; it is not ours to end.
    dummy: type[threading.Thread] = threading._DummyThread  # type: ignore[attr-defined]  # not in the typeshed
    return [thread for thread in threading.enumerate() if thread not in before and not isinstance(thread, dummy)]


@pytest.fixture(scope="session")
def schema() -> Schema:
    """The schema that a project has if nobody says otherwise: news/1."""
    return schema_from_json(json.loads(resource("schemas", "news.json").read_text(encoding="utf-8")))
