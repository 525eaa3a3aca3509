"""Counting what a format cannot hold while it is written, so that nothing is left out silently."""

from __future__ import annotations

from collections import Counter

from annotator.model.exchange import Loss, Row, Span
from annotator.model.phrases import tr

MOST_LISTED = 10_000
"""Losses of one kind that are listed one by one."""
_KEPT_ELSEWHERE = frozenset(("file", "brat", "sources"))


class Losses:
    """What was lost so far, by kind and reason."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._which: dict[tuple[str, str], list[str]] = {}

    def add(self, what: str, reason: str, count: int = 1, *, which: str = "") -> None:
        """`what` is a plural (“links”); `reason` says what became of them; `which` one, where a person will want to look."""
        if count:
            self._counts[what, reason] += count
        if which and len(listed := self._which.setdefault((what, reason), [])) < MOST_LISTED:
            listed.append(which)

    def listed(self) -> list[Loss]:
        counts, which = self._counts.items(), self._which
        return [Loss(what, count, reason, tuple(which.get((what, reason), ()))) for (what, reason), count in counts]

    # -- what many formats have no place for -------------------------------------------------------------------

    def article_labels(self, row: Row) -> None:
        left_out = tr("The format has no place for them.")
        self.add(tr("labels of whole articles"), left_out, len(row.labels))

    def work(self, row: Row) -> None:
        """That an article is done, skipped or flagged."""
        left_out = tr("The format has no place for them.")
        self.add(tr("marks of done, skipped and flagged"), left_out, (row.status in ("done", "skipped")) + row.flagged)

    def metadata(self, row: Row) -> None:
        left_out = tr("The format has no place for titles, sources and dates.")
        self.add(tr("articles with metadata"), left_out, any(name not in _KEPT_ELSEWHERE for name in row.meta))

    def notes(self, row: Row) -> None:
        self.add(tr("notes"), tr("The format has no place for them."), len(row.notes))

    def pending(self, row: Row) -> None:
        """Suggestions that are written as if they were labels."""
        count = sum(1 for span in row.spans if span.origin and span.origin.get("decision") == "pending")
        self.add(tr("marks of suggestions"), tr("Pending suggestions were written as labels."), count)

    def layers(self, row: Row, clashing: frozenset[tuple[str | None, str]]) -> None:
        """Labels whose layer their name does not tell."""
        count = sum(1 for span in row.spans if (span.layer, span.label) in clashing) if clashing else 0
        self.add(tr("layers"), tr("Another layer has a label of that name; only the name was written."), count)


def where(row: Row, span: Span) -> str:
    """Which label of which article, for lists that people read."""
    place = ";".join(f"{start}-{end}" for start, end in span.fragments)
    return f"{row.id or row.path} {row.annotator or ''} {span.label} {place} “{(span.text or '')[:80]}”"
