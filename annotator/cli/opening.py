"""Opening the project that a command works on, and closing it whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.storage.errors import translated
from annotator.storage.project import Project


@contextmanager
def project_at(path: str, *, for_writing: bool) -> Iterator[Project]:
    """The project at `path`. Whatever its file does wrong meanwhile comes as a UserError."""
    opened = Project.open(Path(path), for_writing=for_writing)
    try:
        with translated(opened.path):
            yield opened
    finally:
        opened.close()
