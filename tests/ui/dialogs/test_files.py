"""Choosing files never opens any: closing one again would take this program's locks off a project that is open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

import annotator
from annotator.ui.dialogs.files import file_dialog
from tests.ui.windows import until


def test_a_listed_file_is_not_opened(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "desk.annotator-shm"
    listed.write_bytes(b"SQLite format 3\0" * 64)
    longago = 1_000_000_000
    os.utime(listed, (longago, longago))  # so that any reading would be noted, also where it is noted seldom
    parent = QWidget()
    dialog = file_dialog(parent, "Files", tmp_path)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.open()
    names = dialog.findChild(QWidget, "listView")
    assert names is not None
    until(lambda: names.model().rowCount(names.rootIndex()) == 1, "the file is listed")  # type: ignore[attr-defined]  # a QListView
    provider = dialog.iconProvider()
    assert provider is not None
    assert provider.type(QFileInfo(str(listed))) == "annotator-shm"
    assert listed.stat().st_atime == longago
    dialog.close()
    parent.deleteLater()


def test_all_dialogs_are_made_in_one_place() -> None:
    ui = Path(annotator.__file__).parent / "ui"
    makers = [path.name for path in ui.rglob("*.py") if " QFileDialog(" in path.read_text(encoding="utf-8")]
    assert makers == ["files.py"]
