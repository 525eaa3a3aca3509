"""What an import brings to the project file: articles and labels as the columns of their tables, not yet written.

Imports bring hundreds of thousands of labels. So labels, links and notes are plain tuples of columns here, put together
once; the article's key, the owner and the event are added when they are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Columns = tuple[Any, ...]

LABEL = "uuid, layer, label, start, end, fragments, quote, attributes, origin, guidelines, revision, created, updated"
"""The columns of a label as it comes in; `fragments`, `attributes` and `origin` are JSON texts, None for the usual one."""
LINK = "uuid, role, source, target, origin, guidelines, revision, created, updated"
NOTE = "uuid, annotation, text, state, revision, created, updated"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose labels come in: the name, and the id that it has or will have here."""

    id: str
    name: str


@dataclass(slots=True)
class Incoming:
    """One row of a file, ready to be written."""

    id: str
    sha256: str
    text: str
    title: str
    source: str
    published: str
    language: str
    meta: Mapping[str, Any]
    imported: str = ""
    """When it first came into a project; empty for now."""
    owner: Person | None = None
    """Whose the labels are; None where there are none."""
    labels: list[Columns] = field(default_factory=list)
    links: list[Columns] = field(default_factory=list)
    notes: list[Columns] = field(default_factory=list)
    status: str = ""
    """Empty where the file says nothing about how far its owner is."""
    reason: str = ""
    flagged: bool = False
    article_labels: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0
    ids_twice: bool = False
    """Whether two labels, links or notes have the same id."""
    path: str = ""
    """The file it comes from, for messages."""
    only_newer: bool = False
    """Whether, of what may be replaced, only older content is: what the file says to be older stays out."""

    @property
    def says_work(self) -> bool:
        """Whether it says more than that its owner has not begun."""
        return self.status in ("done", "skipped") or self.flagged or bool(self.article_labels)


class Conflict(NamedTuple):
    """Something that is here under the same id with other content; it was not taken."""

    path: str
    id: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What became of a batch."""

    imported: int = 0
    duplicates: int = 0
    annotations: int = 0
    updated: int = 0
    """Labels, links, notes and statuses that were replaced."""
    conflicts: list[Conflict] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.imported += other.imported
        self.duplicates += other.duplicates
        self.annotations += other.annotations
        self.updated += other.updated
        self.conflicts += other.conflicts
