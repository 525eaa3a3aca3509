"""What a person says about a text, and what a machine proposes: annotations, links, suggestions, decisions, notes.

All are immutable values; an edit makes a new one with a higher revision. Offsets are code points, end-exclusive.
`Annotation` and `Link` are named tuples because imports make hundreds of thousands of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

Fragments = tuple[tuple[int, int], ...]
"""One or more stretches `[start, end)` of a text: sorted, not empty, neither touching nor overlapping."""

Attributes = Mapping[str, Any]
"""Attribute id -> value: a string, a list of strings, a number or a boolean."""

NONE: Mapping[str, Any] = MappingProxyType({})
MANUAL: Mapping[str, Any] = MappingProxyType({"kind": "manual"})


class Annotation(NamedTuple):
    """One annotator's statement about a text. `article` and `owner` are the project file's keys."""

    article: int
    id: str
    owner: int
    layer: str
    label: str
    fragments: Fragments
    quote: str
    attributes: Attributes = NONE
    origin: Mapping[str, Any] = MANUAL
    revision: int = 1
    guidelines: int = 0
    created: str = ""
    updated: str = ""
    deleted: bool = False

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]

    @property
    def place(self) -> Place:
        """What makes two labels the same label: layer, label and fragments."""
        return self.layer, self.label, self.fragments


NOT_TEXT = "not_text"
"""The layer whose labels mark captions and trailers: what is no part of the article's text. Nothing is suggested inside."""
Place = tuple[str, str, Fragments]


class Link(NamedTuple):
    """A role from one annotation to another of the same article and owner; `source` and `target` are annotation ids."""

    article: int
    id: str
    owner: int
    role: str
    source: str
    target: str
    origin: Mapping[str, Any] = MANUAL
    revision: int = 1
    guidelines: int = 0
    created: str = ""
    updated: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A remark or question on an annotation, or on the whole article where `annotation` is None."""

    article: int
    id: str
    owner: int
    text: str
    annotation: str | None = None
    state: str = "open"
    """`open` or `settled`."""
    revision: int = 1
    created: str = ""
    updated: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What an annotator said to a suggestion. It holds for the place, whatever the source that proposed it."""

    article: int
    id: str
    owner: int
    layer: str
    label: str
    fragments: Fragments
    quote: str
    verdict: str
    """`accepted`, `edited` or `rejected`."""
    source: str = ""
    score: float | None = None
    revision: int = 1
    created: str = ""
    updated: str = ""
    deleted: bool = False

    @property
    def place(self) -> Place:
        return self.layer, self.label, self.fragments


@dataclass(frozen=True, slots=True)
class Work:
    """How far an annotator is with an article, and their labels of the whole article."""

    article: int
    id: str
    owner: int
    status: str = "open"
    """`open`, `done` or `skipped`."""
    reason: str = ""
    """Why it was skipped."""
    flagged: bool = False
    labels: Mapping[str, Any] = field(default_factory=lambda: NONE)
    revision: int = 1
    created: str = ""
    updated: str = ""
    deleted: bool = False


Record = Annotation | Link | Note | Decision | Work
"""Everything that belongs to one annotator and one article, has a revision and can be undone."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A machine's proposal; never an annotation. `links` are (role, index of the other end in the same pack)."""

    source: str
    layer: str
    label: str
    fragments: Fragments
    score: float | None = None
    attributes: Attributes = field(default_factory=lambda: NONE)
    links: tuple[tuple[str, int], ...] = ()

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]

    @property
    def place(self) -> Place:
        return self.layer, self.label, self.fragments


def changed(record: Record, **values: Any) -> Any:
    """`record` with `values` replaced: the same kind of value."""
    return record._replace(**values) if isinstance(record, tuple) else replace(record, **values)


def quote_of(text: str, fragments: Fragments) -> str:
    """The text of the fragments, joined by one space."""
    if len(fragments) == 1:
        return text[fragments[0][0] : fragments[0][1]]
    return " ".join(text[start:end] for start, end in fragments)


def join_fragments(pieces: Iterable[tuple[int, int]]) -> Fragments:
    """`pieces` as fragments: sorted, the empty ones left out, touching and overlapping ones made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(piece for piece in pieces if piece[0] < piece[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def are_fragments(pieces: Fragments, length: int) -> bool:
    """Whether `pieces` are fragments of a text of `length` code points: at least one, and as `Fragments` says."""
    before = -1
    for start, end in pieces:
        if not (before < start < end <= length):
            return False
        before = end
    return bool(pieces)


def reading_order(item: Annotation | Suggestion) -> tuple[int, int]:
    """Sort key: by start, the longer one first where two start together."""
    return item.start, -item.end
