"""Garbage of the window is collected on the main thread alone."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from annotator.ui.collecting import Collecting, collect_due


class Ring(QObject):
    """Refers to itself, so that only the collector can take it."""

    def __init__(self, ends: list[str]) -> None:
        super().__init__()
        self.ring = self
        self.ends = ends

    def __del__(self) -> None:
        self.ends.append(threading.current_thread().name)


@pytest.fixture
def collecting(qapp: QApplication) -> Iterator[Collecting]:
    parent = QObject()
    yield Collecting(parent)
    gc.enable()


def allocate_much(kept: list[list[int]]) -> None:
    kept += ([number] for number in range(gc.get_threshold()[0] * 150))


def test_a_busy_thread_does_not_take_widgets_down(collecting: Collecting) -> None:
    ends: list[str] = []
    kept: list[list[int]] = []
    Ring(ends)
    thread = threading.Thread(target=allocate_much, args=(kept,), name="busy")
    thread.start()
    thread.join()
    assert ends == []
    collect_due()
    assert ends == ["MainThread"]
