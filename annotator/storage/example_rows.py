"""What reviewed articles show of the labels: which words the gold layer gives one, and which it gives another or none."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.storage.connection import Connection

_LONGEST = 160
"""Code points of a quote that can still serve as an example."""


def labelled_words(db: Connection, gold: int) -> Iterator[tuple[str, str, str]]:
    """Layer, label and words of the gold layer, those that stand there most often first."""
    yield from db.execute(
        "SELECT layer, label, quote FROM annotation WHERE owner = ? AND deleted = 0 AND length(quote) <= ? "
        "GROUP BY layer, label, quote ORDER BY count(*) DESC, quote",
        (gold, _LONGEST),
    )


def corrected_words(db: Connection, gold: int) -> Iterator[tuple[str, str, str, str]]:
    """Layer, label and words that an annotator labelled so, and the label that the gold layer has in its place; the label
    is empty where a reviewer decided that there is none."""
    yield from db.execute(
        "SELECT g.layer, a.label, a.quote, g.label FROM annotation g JOIN annotation a "
        'ON a.article = g.article AND a.layer = g.layer AND a.start = g.start AND a."end" = g."end" '
        "AND a.label <> g.label AND a.owner <> g.owner AND a.deleted = 0 "
        "WHERE g.owner = ? AND g.deleted = 0 AND length(a.quote) <= ? "
        "GROUP BY 1, 2, 3, 4 ORDER BY count(*) DESC, a.quote",
        (gold, _LONGEST),
    )
    yield from db.execute(
        "SELECT layer, label, quote, '' FROM decision WHERE owner = ? AND verdict = 'rejected' AND deleted = 0 "
        "AND length(quote) <= ? GROUP BY 1, 2, 3 ORDER BY count(*) DESC, quote",
        (gold, _LONGEST),
    )
