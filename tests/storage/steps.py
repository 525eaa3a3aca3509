"""Taking back and doing again in tests of the history."""

from __future__ import annotations

from annotator.storage import history
from annotator.storage.history import TakenBack
from annotator.storage.project import Project
from tests.storage.projects import (
    ANN,
)


def undo(project: Project, owner: int = ANN) -> TakenBack | None:
    return project.writer.run(lambda db: history.undo(db, owner))


def redo(project: Project, owner: int = ANN) -> TakenBack | None:
    return project.writer.run(lambda db: history.redo(db, owner))


def reopened(project: Project) -> Project:
    project.close()
    return Project.open(project.path)
