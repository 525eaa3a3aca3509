"""What travels between files and the project: one `Row` for each article and annotator, whatever the file's format.

Readers in `formats` make rows, writers take them; neither knows a project. Labels, roles and attributes are given by
their names, spans by the ids that the file uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from annotator.model.annotation import NONE, Fragments


class Span(NamedTuple):
    """A label as a file has it. What the file does not say is None (or empty); a reader never checks or mends a span."""

    id: str
    """The file's own id; empty where it has none."""
    layer: str | None
    label: str
    fragments: Fragments
    """Code points, end-exclusive, as given: not yet verified against the text."""
    text: str | None
    """The quote that the file stores beside the offsets, to verify them by; None where there is nothing to compare."""
    start: int | None = None
    """The hull as the file gives it, where it gives both hull and fragments; to be verified too."""
    end: int | None = None
    attributes: Mapping[str, Any] = NONE
    origin: Mapping[str, Any] | None = None
    created: str = ""
    updated: str = ""
    revision: int = 1
    guidelines: int = 0


class SpanLink(NamedTuple):
    """A link as a file has it: from one span's id to another's."""

    id: str
    role: str
    source: str
    target: str
    origin: Mapping[str, Any] | None = None
    created: str = ""
    updated: str = ""
    revision: int = 1
    guidelines: int = 0


class SpanNote(NamedTuple):
    """A note as a file has it: on a span, or on the article where `span` is None."""

    id: str
    text: str
    span: str | None = None
    state: str = "open"
    created: str = ""
    updated: str = ""
    revision: int = 1


@dataclass(slots=True)
class Row:
    """One article, with one annotator's labels if the file has any."""

    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    annotator: str | None = None
    """Whose labels these are; None where the file does not say."""
    status: str = ""
    """`open`, `done`, `skipped`, or empty where the file does not say."""
    reason: str = ""
    """Why the article was skipped."""
    flagged: bool = False
    labels: Mapping[str, Any] = field(default_factory=lambda: NONE)
    """Labels of the whole article."""
    spans: list[Span] = field(default_factory=list)
    links: list[SpanLink] = field(default_factory=list)
    notes: list[SpanNote] = field(default_factory=list)
    seconds: float = 0
    """Time spent by the annotator on the article."""
    schema: str = ""
    id: str = ""
    """The article's id in Annotator (written by exports)."""
    sha256: str = ""
    """SHA-256 that the file gives for the text; empty where it gives none."""
    imported: str = ""
    path: str = ""
    line: int = 0
    """Where it stands in the file, counted from 1; 0 where lines mean nothing."""
    encoding: str = "utf-8"
    offset_unit: str = ""
    """How the file counts offsets, where that was found out by its quotes; they are converted."""
    annotator_id: str = ""
    """The annotator's id in Annotator (written by exports), computed from the name that they had at first."""
    values_are_texts: bool = False
    """Whether the format writes every value of an attribute as text, so that only the schema tells numbers and lists."""


class DeclaredAttribute(NamedTuple):
    """An attribute that a file's schema names, with its values if it lists them."""

    name: str
    values: tuple[str, ...] = ()


class Declared(NamedTuple):
    """What a file's schema names, used or not, so that it can be used here."""

    labels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    attributes: tuple[DeclaredAttribute, ...] = ()
    """Of labels in the entity layer."""


class Skipped(NamedTuple):
    """Something in a file that could not be taken, and why."""

    path: str
    line: int
    """Counted from 1; 0 for the whole file."""
    reason: str


class Mismatch(NamedTuple):
    """A label that does not fit its text and was not taken."""

    path: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format could not hold when it was written."""

    what: str
    count: int
    reason: str
    listed: tuple[str, ...] = ()
    """Which ones, where that matters; not all of them where they are very many."""
