"""The first hints: one line at a time, over when it has been done or waved away, for each person once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.services.creating import create
from annotator.services.importing import import_files
from annotator.ui.dialogs.settings import SettingsDialog
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import SUGGEST_ON_OPENING, Settings
from annotator.ui.work_page import WorkPage
from tests.ui.windows import until


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, text in enumerate(("Ida Lund spoke in Odal.\n", "Rain fell on Brena.\n")):
        folder.joinpath(f"{number}.txt").write_text(text, encoding="utf-8")
    made = create(tmp_path / "desk.annotator", annotator="Ann")
    import_files(made, [folder])
    made.close()
    return made.path


@pytest.fixture
def window(qapp: QApplication) -> Iterator[MainWindow]:
    settings = Settings()
    settings.set_flag(SUGGEST_ON_OPENING, False)
    made = MainWindow(settings)
    made.resize(1280, 800)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def opened(window: MainWindow, project: Path) -> Callable[[str | None], WorkPage]:
    def open_it(name: str | None = None) -> WorkPage:
        window.open_project(project, name)
        until(lambda: window.session is not None and name in (None, window.session.annotator.name), "the project")
        assert window.page is not None
        return window.page

    return open_it


def test_a_hint_is_over_when_it_has_been_done(window: MainWindow, opened: Callable[[str | None], WorkPage]) -> None:
    page = opened(None)
    hints = page.first_hints
    assert hints.text.text().startswith("Tab goes to the next suggestion")
    window.commands.run("help.hint")
    assert "press a label’s key" in hints.text.text()
    page.view.select(0, 8)
    QTest.keyClick(page.view, Qt.Key.Key_1)
    assert hints.text.text().startswith("Ctrl+Z takes back")
    window.commands.run("help.hint")
    assert "Ctrl+Enter opens the next one" in hints.text.text()
    window.commands.run("article.done")
    until(lambda: hints.isHidden(), "the hints are over")
    assert page.view.hasFocus()
    window.commands.run("help.hint")
    assert hints.behind == 0
    assert not hints.isHidden()


def test_the_hints_speak_of_the_keys_that_the_person_chose(
    window: MainWindow, opened: Callable[[str | None], WorkPage]
) -> None:
    window.commands.set_keys("desk.accept", "y")
    assert "y accepts it" in opened(None).first_hints.text.text()


def test_who_waved_them_away_does_not_see_them_again_but_somebody_else_does(
    window: MainWindow, opened: Callable[[str | None], WorkPage]
) -> None:
    page = opened(None)
    page.first_hints.leave()
    assert page.first_hints.isHidden()
    window.projects._become("Ben")
    until(lambda: window.session is not None and window.session.annotator.name == "Ben", "Ben labels")
    assert window.page is not None
    assert not window.page.first_hints.isHidden()
    window.projects._become("Ann")
    until(lambda: window.session is not None and window.session.annotator.name == "Ann", "Ann labels")
    assert window.page.first_hints.isHidden()
    dialog = SettingsDialog(window, window.settings, window.commands, {})
    dialog.changed.connect(window.take_settings)
    (again,) = [button for button in dialog.findChildren(QPushButton) if "hints" in button.text()]
    again.click()
    assert not window.page.first_hints.isHidden()
    dialog.deleteLater()
