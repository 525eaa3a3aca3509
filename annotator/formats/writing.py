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
    """What token-based formats do with a span that cuts a token: `expand`, `contract` or `skip`."""
    overlap: str = "longest"
    """What flat formats keep of overlapping spans: `longest` or `first`."""
