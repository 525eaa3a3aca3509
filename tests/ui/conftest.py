"""One application for all tests of the window, and a test fails when Qt warns or a timer is left running."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from annotator.services.creating import create
from annotator.services.importing import import_files
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import SUGGEST_ON_OPENING, Settings
from annotator.ui.theme import apply_theme, theme_of
from annotator.ui.work_page import WorkPage
from tests.ui.windows import TEXTS, until

OF_THE_PLATFORM = tuple(
    f"This plugin does not support {what}" for what in ("propagateSizeHints()", "raise()", "grabbing the keyboard")
)
"""What the platform without a display says of every dialog and menu; it is no fault of the window."""
WORRYING = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application, in the light theme."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["annotator"])
    apply_theme(app, theme_of(dark=False))
    return app


@pytest.fixture(autouse=True)
def no_qt_warnings() -> Iterator[list[str]]:
    """What Qt said during the test; a warning or worse fails it. A test that expects one empties the list."""
    said: list[str] = []

    def note(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in WORRYING and message not in OF_THE_PLATFORM:
            said.append(f"{context.category}: {message}")

    before = qInstallMessageHandler(note)
    yield said
    qInstallMessageHandler(before)
    assert said == []


@pytest.fixture(autouse=True)
def no_mistake_in_a_slot(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An exception in a slot or an event handler fails the test: Qt only prints it and goes on."""
    raised: list[str] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        raised.append("".join(traceback.format_exception(kind, error, trace)))

    monkeypatch.setattr(sys, "excepthook", note)
    yield
    assert raised == []


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Callable[[QWidget], QWidget]]:
    """Shows a widget as the active window until the test ends."""
    widgets: list[QWidget] = []

    def show(widget: QWidget) -> QWidget:
        widgets.append(widget)
        widget.show()
        widget.activateWindow()
        widget.setFocus()
        qapp.processEvents()
        return widget

    yield show
    for widget in widgets:
        widget.close()
        widget.deleteLater()
    qapp.processEvents()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with three articles."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        folder.joinpath(f"{number}.txt").write_text(text, encoding="utf-8")
    made = create(tmp_path / "desk.annotator", annotator="Ann")
    import_files(made, [folder])
    made.close()
    return made.path


@pytest.fixture
def window(qapp: QApplication) -> Iterator[MainWindow]:
    """The window on its start page, at the size that everything must fit in."""
    settings = Settings()
    settings.set_flag(SUGGEST_ON_OPENING, False)
    made = MainWindow(settings)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qapp.processEvents()
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def open_project(window: MainWindow) -> Callable[[Path], WorkPage]:
    def opened(path: Path) -> WorkPage:
        window.open_project(path)
        until(lambda: window.page is not None, "the project is open")
        assert window.page is not None
        return window.page

    return opened
