"""What to label next: the articles under a filter, in an order; keys in memory, rows in pages."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from annotator.services.query import find_articles, parse
from annotator.services.workplace import Changed, Workplace
from annotator.storage import rows
from annotator.storage.queue import QueueCounts, QueueFilter, QueueRow, counts, queue_keys, queue_rows
from annotator.storage.search import places

__all__ = ["Queue", "QueueCounts", "QueueFilter", "QueueRow"]

_PAGE = 200

Take = Callable[["array[int]"], None]


class Queue:
    """The list of articles that one annotator works through. Keeps 8 bytes an article."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._filter = QueueFilter()
        self._keys: array[int] | None = None
        self._counts: QueueCounts | None = None
        self.fetch: Callable[[Callable[[], array[int]], Take], None] = _fetch_now
        """How a list is read: at once; a window reads it beside its own thread, for a million articles take a second.
        Until it is there the former list holds."""
        place.listen(self._changed)

    @property
    def filter(self) -> QueueFilter:
        return self._filter

    def choose(self, wanted: QueueFilter) -> None:
        """Shows the articles under another filter or in another order."""
        self._filter = wanted
        self.refresh()

    def begin(self) -> None:
        """Before the queue is shown: reads the list of what is open, where anything is, and the counts. On any thread."""
        if self.counts.open:
            self._filter = QueueFilter(status="open")
        self._keys = self._read(self._filter)

    def refresh(self) -> None:
        """Reads the list again, after an import or where statuses have changed what a filter shows."""
        self._counts = None
        wanted = self._filter

        def take(keys: array[int]) -> None:
            if wanted is self._filter:
                self._keys = keys
                self._place.tell("queue")

        self.fetch(lambda: self._read(wanted), take)

    def _read(self, wanted: QueueFilter) -> array[int]:
        query = f"{wanted.text} has:unanswered" if wanted.unanswered else wanted.text
        db, owner = self._place.project.reader(), self._place.annotator.key
        found = None
        if any(term.field or term.negated for term in parse(query)):
            found = find_articles(self._place.project, query, owner, schema=self._place.schema)
        learned = self._place.learned
        return queue_keys(db, owner, wanted, found=found, calibration=learned.calibration if learned else None)

    def leave(self, key: int, status: str) -> None:
        """Takes an article out of the list whose new status the filter does not show."""
        if self._filter.status in ("", status) or self._keys is None or key not in self._keys:
            return
        self._keys = self._keys[:]  # another list, so that who shows it notices
        self._keys.remove(key)
        self._counts = None
        self._place.tell("queue")

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Where the words that the list is filtered by stand in a text (code points)."""
        words = [term.value for term in parse(self._filter.text) if not (term.field or term.negated)]
        return places(text, " ".join(words)) if words else []

    @property
    def keys(self) -> array[int]:
        """The keys of the articles, in order."""
        if self._keys is None:
            self._keys = self._read(self._filter)
        return self._keys

    @property
    def counts(self) -> QueueCounts:
        """How many articles there are, by status."""
        if self._counts is None:
            self._counts = counts(self._place.project.reader(), self._place.annotator.key)
        return self._counts

    def rows(self, first: int, count: int) -> list[QueueRow]:
        """The rows at these positions, from the file as it is now."""
        return self.rows_of(self.keys[first : first + count])

    def rows_of(self, keys: Sequence[int]) -> list[QueueRow]:
        return queue_rows(self._place.project.reader(), keys, self._place.annotator.key)

    def row_of(self, key: int) -> int | None:
        """The position of an article in the list, or None where the filter hides it."""
        try:
            return self.keys.index(key)  # in C: 4 ms at a million articles
        except ValueError:
            return None

    def neighbour(self, key: int | None, step: int) -> int | None:
        """The key before or after `key` in the list; the first one where `key` is not in it."""
        keys = self.keys
        if not keys:
            return None
        at = self.row_of(key) if key is not None else None
        if at is None:
            return keys[0]
        return keys[at + step] if 0 <= at + step < len(keys) else None

    def next_open(self, after: int | None) -> int | None:
        """The key of the next open article behind `after`, then from the top; None where none is left."""
        keys = self.keys
        at = self.row_of(after) if after is not None else None
        first = 0 if at is None else at + 1
        for start, end in ((first, len(keys)), (0, first)):
            for page in range(start, end, _PAGE):
                chunk = keys[page : min(page + _PAGE, end)]
                closed = rows.closed_among(self._place.project.reader(), chunk, self._place.annotator.key)
                found = next((key for key in chunk if key not in closed and key != after), None)
                if found is not None:
                    return found
        return None

    def _changed(self, changed: Changed) -> None:
        if changed.what & {"saving", "queue"}:
            self._counts = None


def _fetch_now(read: Callable[[], array[int]], take: Take) -> None:
    take(read())
