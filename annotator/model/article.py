"""An article and a person, as the project file keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Article:
    """Immutable text with its metadata. `key` holds in this project file only, `id` everywhere."""

    key: int
    id: str
    text: str
    sha256: str
    imported: str
    """When it first came into a project (UTC, ISO 8601, milliseconds)."""
    title: str
    """The title that lists show: `meta["title"]`, else the text's first line that is not blank."""
    source: str
    published: str
    language: str
    """A language code such as `en`; empty where the file did not say."""
    meta: Mapping[str, Any]
    """Everything that the import knew; `title`, `source`, `published` and `language` are read from it."""


@dataclass(frozen=True, slots=True)
class Annotator:
    """A person with labels of their own, or the reserved owner of the gold layer."""

    key: int
    id: str
    name: str
    gold: bool = False
