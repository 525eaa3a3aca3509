"""The start of the window: the application, its theme, what happens on a signal and on a mistake of ours.

Kept light, for it is the way to the first picture: nothing is imported here that the first picture does not need.
"""

from __future__ import annotations

import signal
import socket
import sys
import traceback
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from annotator import __version__
from annotator.resources_path import resource
from annotator.ui.collecting import Collecting
from annotator.ui.language import choose_language
from annotator.ui.main_window import MainWindow
from annotator.ui.settings import Settings


def run(path: Path | None = None, annotator: str | None = None) -> int:
    """Opens the window, on the project at `path` or on the start page; returns the exit status when it is closed."""
    app = make_application()
    settings = Settings()
    choose_language(app, settings)
    window = MainWindow(settings)
    mistakes = _Mistakes(window)
    interrupts = _Interrupts(window)
    sys.excepthook = mistakes.show
    app.styleHints().colorSchemeChanged.connect(window.follow_system)
    window.show()
    if path is not None:
        window.open_project(path, annotator)
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        interrupts.close()
        # Left to the end of the interpreter, Qt's parts of the window would go in any order.
        app.styleHints().colorSchemeChanged.disconnect(window.follow_system)
        delete(window)


def make_application() -> QApplication:
    """The application object; there is one in each process."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(["annotator"])
    app.setApplicationName("annotator")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("annotator")
    app.setWindowIcon(QIcon(str(resource("icons", "annotator.svg"))))
    Collecting(app)
    return app


class _Interrupts(QObject):
    """Closes the window properly when the system asks the program to end (SIGTERM, SIGINT, SIGHUP).

    Python's own handlers run only when Python runs, which an idle window does not: a socket wakes it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        names = ("SIGTERM", "SIGINT", "SIGHUP")
        self._handlers = {
            number: signal.signal(number, _noted) for name in names if (number := getattr(signal, name, None))
        }

    def _woken(self) -> None:
        self._ours.recv(64)
        self._window.close()

    def close(self) -> None:
        """Gives the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._ours.close()
        self._theirs.close()


def _noted(number: int, frame: FrameType | None) -> None:
    """The wake-up socket tells the window; there is nothing to do here."""


class _Mistakes:
    """Shows an exception that nobody expected, and writes it to the terminal. What was shown as saved is saved."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        from annotator.ui.dialogs.failure import show_mistake  # only when it is needed

        show_mistake(self._window, text)
