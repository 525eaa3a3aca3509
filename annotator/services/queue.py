"""What to label next: the articles under a filter, in an order; keys in memory, rows in pages."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from annotator.services.workplace import Changed, Workplace
from annotator.storage import rows
from annotator.storage.queue import QueueCounts, QueueFilter, QueueRow, counts, queue_keys, queue_rows
from annotator.storage.search import places

__all__ = ["Queue", "QueueCounts", "QueueFilter", "QueueRow"]

_PAGE = 200


class Queue:
    """The list of articles that one annotator works through. Keeps 8 bytes an article."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._filter = QueueFilter()
        self._keys: array[int] | None = None
        self._counts: QueueCounts | None = None
        place.listen(self._changed)

    @property
    def filter(self) -> QueueFilter:
        return self._filter

    def choose(self, wanted: QueueFilter) -> None:
        """Shows the articles under another filter or in another order."""
        self._filter = wanted
        self.refresh()

    def refresh(self) -> None:
        """Reads the list again, after an import or where statuses have changed what a filter shows."""
        self._keys = self._counts = None
        self._place.tell("queue")

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
        return places(text, self._filter.text) if self._filter.text else []

    @property
    def keys(self) -> array[int]:
        """The keys of the articles, in order."""
        if self._keys is None:
            learned = self._place.learned
            self._keys = queue_keys(
                self._place.project.reader(),
                self._place.annotator.key,
                self._filter,
                calibration=learned.calibration if learned else None,
            )
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
