"""The virtual display, a home of its own for each test, and projects to open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.services.creating import create
from annotator.services.importing import import_files
from tests.e2e.display import Display, Window, missing


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    """One virtual display for all tests; skipped only where there is no Xvfb."""
    lacking = missing()
    if lacking:
        pytest.skip(f"not installed: {', '.join(lacking)}")
    shown = Display()
    yield shown
    shown.close()


@pytest.fixture
def start(display: Display, tmp_path: Path) -> Iterator[Callable[[Path | None], Window]]:
    """Starts the program; whatever still runs when the test ends is ended."""
    home = tmp_path / "home"
    home.mkdir()
    # spaCy is not what these tests are about; the one that is turns it on.
    home.joinpath("settings.ini").write_text("[work]\nsuggest=no\n[person]\nname=Ann\n", encoding="utf-8")
    windows: list[Window] = []

    def begin(project: Path | None = None) -> Window:
        window = Window(display, home, project)
        windows.append(window)
        return window

    yield begin
    for window in windows:
        if window.running:
            assert window.close() == 0, window.errors


@pytest.fixture
def project_of(tmp_path: Path) -> Callable[..., Path]:
    """Makes a project of articles given as texts."""

    def make(*texts: str, name: str = "desk") -> Path:
        folder = tmp_path / "texts"
        folder.mkdir(exist_ok=True)
        for number, text in enumerate(texts):
            (folder / f"{number:03}.txt").write_text(text, encoding="utf-8", newline="")
        project = create(tmp_path / f"{name}.annotator", annotator="Ann")
        try:
            import_files(project, [folder])
        finally:
            project.close()
        return project.path

    return make
