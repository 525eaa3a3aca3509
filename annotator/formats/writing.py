"""What writers of all formats share: how a file is to be written."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.schema import Schema


@dataclass(frozen=True, slots=True)
class Writing:
    """What a writer may need to know beside the rows."""

    schema: Schema
    """Some formats write the schema beside the labels (a configuration, a type system)."""
    cut_tokens: str = "expand"
    """What token-based formats do with a span that cuts a token: `expand`, `contract`, `split` (the token) or `skip`."""
    overlap: str = "longest"
    """What flat formats keep of overlapping spans: `longest` or `first`."""
    fragments: str = "split"
    """What formats without fragments make of them: `split` (a span for each), `hull` (one span over all) or `skip`."""
    line_ends: str = "split"
    """What formats that go line by line do with a span over a line end: `split` it into fragments, or `keep` it."""
    unit: str = "utf16"
    """How doccano's project counts offsets: `utf16`, or `grapheme` where that was chosen when it was made."""


def clashing_names(schema: Schema) -> frozenset[tuple[str | None, str]]:
    """Layer and name of each label that its name alone does not lead back to."""
    found: set[tuple[str | None, str]] = set()
    first: dict[str, str] = {}
    for layer in schema.layers:
        for label in layer.labels:
            if not label.retired and not label.merged_into and first.setdefault(label.name, layer.id) != layer.id:
                found.add((layer.id, label.name))
    return frozenset(found)
