"""A path is written or chosen; the dialog begins where the line points."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from annotator.ui.dialogs.place_line import PlaceLine


@pytest.mark.parametrize("folder", [True, False])
def test_what_is_chosen_stands_in_the_line(qapp: QApplication, tmp_path: Path, *, folder: bool) -> None:
    place = PlaceLine("Place", "Choose…", "Choose the place", "Where to", folder=folder)
    place.line.setText(str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    place.show()
    place.button.click()
    dialog = place.findChild(QFileDialog)
    assert dialog is not None
    assert Path(dialog.directory().absolutePath()) == (tmp_path / "out" if folder else tmp_path)
    dialog.fileSelected.emit(str(tmp_path))
    assert place.path == tmp_path
    dialog.close()
    place.deleteLater()
