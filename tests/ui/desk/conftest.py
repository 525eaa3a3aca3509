"""A desk for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from annotator.model.schema import Schema
from tests.ui.desk.rig import Rig


@pytest.fixture
def rig(tmp_path: Path, schema: Schema, shown: Callable[[QWidget], QWidget]) -> Iterator[Rig]:
    """A shown desk with suggestions; the article has the keyboard."""
    found = Rig(tmp_path, schema)
    shown(found)
    found.view.setFocus()
    yield found
    found.session.close()
    assert found.failures == [], "an action failed that the test did not expect to"


@pytest.fixture
def bare(tmp_path: Path, schema: Schema, shown: Callable[[QWidget], QWidget]) -> Iterator[Rig]:
    """The same without suggestions."""
    found = Rig(tmp_path, schema, suggest=False)
    shown(found)
    found.view.setFocus()
    yield found
    found.session.close()
    assert found.failures == [], "an action failed that the test did not expect to"
