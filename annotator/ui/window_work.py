"""What all rooms of commands share: the window they work for, whether it has a project, and whether that can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.services.session import Session

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class WindowWork:
    """Commands of the main window; each room binds its own."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def _has_project(self) -> bool:
        return self._window.session is not None

    def _can_write(self) -> bool:
        session = self._window.session
        return session is not None and not session.read_only

    @property
    def _session(self) -> Session:
        session = self._window.session
        assert session is not None, "the command is enabled only with a project"
        return session
