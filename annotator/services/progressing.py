"""Going through the queue: done, skipped, reopened, the next one; time spent; where the window was left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.labelling import work_change, work_of
from annotator.services.opened import OpenArticle
from annotator.services.queue import Queue
from annotator.services.workplace import Workplace
from annotator.storage import places


@dataclass(frozen=True, slots=True)
class Place:
    """Where an annotator left the window: the article's key, the caret and the first shown line (code points)."""

    article: int
    caret: int
    scroll: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How an annotator gets on: articles finished today, mean seconds of the last ones (None where unknown)."""

    today: int
    seconds_each: float | None


class Progressing:
    """What an annotator can do with whole articles."""

    def __init__(self, place: Workplace, queue: Queue) -> None:
        self._place = place
        self._queue = queue

    def finish(self) -> None:
        """Marks the open article as done. It is read-only until it is reopened."""
        opened = self._place.open
        if opened.status != "done":
            self._set(opened, tr("Article done"), status="done", reason="")

    def skip(self, reason: str) -> None:
        """Leaves the article out, with the reason in words."""
        if not reason.strip():
            raise UserError(tr("Skipping an article needs a reason."), hint=tr("Write it in a few words."))
        self._set(self._place.open, tr("Article skipped"), status="skipped", reason=reason.strip())

    def reopen(self) -> None:
        """Makes a finished or skipped article open again."""
        opened = self._place.open
        if opened.status != "open":
            self._set(opened, tr("Article reopened"), status="open", reason="")

    def _set(self, opened: OpenArticle, title: str, **values: object) -> None:
        if opened.project_read_only:
            opened = self._place.writable  # says why not
        before = work_of(opened, self._place.annotator.id)
        self._place.act("status", title, [work_change(opened, before, **values)])

    def next_open(self) -> int | None:
        """The key of the next article in the queue that is open, after the present one and then from the top."""
        present = self._place.opened.article.key if self._place.opened else None
        return self._queue.next_open(present)

    def next(self) -> int | None:
        """The key of the article after the present one in the queue."""
        return self._neighbour(1)

    def previous(self) -> int | None:
        """The key of the article before the present one in the queue."""
        return self._neighbour(-1)

    def _neighbour(self, step: int) -> int | None:
        opened = self._place.opened
        return self._queue.neighbour(opened.article.key if opened else None, step)

    def spend(self, seconds: float) -> None:
        """Adds working time (idle time taken out by the caller) to the open article."""
        opened = self._place.opened
        if opened is None or opened.project_read_only or seconds <= 0:
            return
        key, owner = opened.article.key, opened.owner
        self._place.write(lambda db: places.add_spent(db, key, owner, seconds))

    def leave_at(self, caret: int, scroll: int) -> None:
        """Remembers where the annotator is in the open article (code points)."""
        opened = self._place.opened
        if opened is None or opened.project_read_only:
            return
        key, owner = opened.article.key, opened.owner
        self._place.write(lambda db: places.set_place(db, owner, key, caret, scroll))

    def place(self) -> Place | None:
        """Where the annotator left the window the last time."""
        found = places.place(self._place.project.reader(), self._place.annotator.key)
        return Place(*found) if found else None

    def pace(self) -> Pace:
        """How many articles were finished since midnight where the annotator is, and how long one takes."""
        midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        since = midnight.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return Pace(*places.pace(self._place.project.reader(), self._place.annotator.key, since))
