"""Many changes as one undo step, in small writes: nothing else waits long, and it can be stopped in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotator.model.change import Change
from annotator.model.errors import Cancelled
from annotator.model.phrases import tr
from annotator.services.concordance import BACKUP_OVER
from annotator.services.jobs import Job
from annotator.storage import journal
from annotator.storage.connection import Connection
from annotator.storage.project import Project

_AT_ONCE = 100
"""Records in one write: it must not take long."""

Extra = Callable[[Connection], Mapping[str, Any]]


def write_in_batches(
    project: Project,
    owner: int,
    kind: str,
    title: str,
    changes: Sequence[Change],
    job: Job,
    last: Extra | None = None,
) -> bool:
    """Writes `changes` as one step; whether all of them were written. `last` writes something with the last of them and
    returns what its event has to say. Stopped, what is written stays and can be taken back. For another thread.
    """
    if len(changes) > BACKUP_OVER:
        project.backup()
    steps: list[int] = []
    pages = [changes[first : first + _AT_ONCE] for first in range(0, len(changes), _AT_ONCE)]
    if last is not None and not pages:
        pages = [()]

    def write(db: Connection, number: int) -> None:
        with journal.transaction(db):
            if not steps:
                steps.append(journal.open_step(db, owner, kind, title, state="running"))
            extra = last(db) if last is not None and number == len(pages) - 1 else None
            journal.record(db, steps[0], owner, pages[number], extra)

    finished = True
    try:
        for number in range(len(pages)):
            job.report(number * _AT_ONCE, len(changes), tr("labels"))
            project.writer.run(lambda db, number=number: write(db, number))  # type: ignore[misc]  # mypy knows no default in a lambda
    except Cancelled:
        finished = False
    finally:
        if steps:
            state = "done" if finished else "interrupted"
            project.writer.run(lambda db: _close(db, steps[0], state))
    return finished


def _close(db: Connection, step: int, state: str) -> None:
    with journal.transaction(db):
        journal.close_step(db, step, state)
