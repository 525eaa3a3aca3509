"""Which column or key holds what: the usual names of an article's parts, and the ones that a person gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from annotator.model.schema import free_id

USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "maintext"),
    "title": ("title", "headline"),
    "source": ("source", "publisher", "outlet"),
    "url": ("url", "link"),
    "published": ("date", "published", "published_at"),
    "author": ("author", "byline"),
    "language": ("language", "lang"),
    "id": ("id",),
}
"""Our field -> the names it is found by, the first that is there."""


class Fields:
    """Finds an article's parts in rows, whatever they are called there."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = dict(given)
        self._found = lru_cache(maxsize=64)(self._find)

    def of(self, names: Iterable[str]) -> Mapping[str, str]:
        """Name in the row -> our field, for a row that has these names."""
        return self._found(tuple(names))

    def _find(self, names: tuple[str, ...]) -> dict[str, str]:
        by_case: dict[str, str] = {}
        for name in names:
            by_case.setdefault(name.strip().casefold(), name)
        found = {name: field for field, name in self.given.items() if name in names}
        for field, usual in USUAL_NAMES.items():
            if field in self.given:
                continue
            same = next((n for n in usual if n in names), None)
            wanted = same or next((by_case[n] for n in usual if n in by_case), None)
            if wanted is not None and wanted not in found:
                found[wanted] = field
        return found


def split_article(row: Mapping[str, Any], fields: Fields, leave_out: frozenset[str]) -> tuple[Any, dict[str, Any]]:
    """The text of a row and its metadata: parts under our names, an object named `meta` merged, all else unchanged.

    The text is whatever value stands there, None where no field holds one. Where two values want one name the second
    is kept as `name~2`.
    """
    ours = fields.of(row)
    text = None
    meta: dict[str, Any] = {}
    others: list[tuple[str, Any]] = []
    for name, value in row.items():
        field = ours.get(name)
        if field == "text":
            text = value
        elif field is not None:
            meta[field] = value
        elif name == "meta" and isinstance(value, dict):
            others += value.items()
        elif name not in leave_out:
            others.append((name, value))
    for name, value in others:
        if name in meta and meta[name] != value:
            name = free_id(name, meta)
        meta[name] = value
    return text, meta
