"""The word lists in `resources/words`, read once when they are first needed; people may edit them.

A list is a text file: lines that begin with `#` are comments, `[name]` begins a section, entries stand one or several on
a line, separated by commas. An entry may carry something behind a colon: `say: said`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from annotator.resources_path import resource

Sections = Mapping[str, tuple[str, ...]]
"""Section name -> its entries in the order of the file."""


def parse(content: str) -> Sections:
    """The sections of a word list; entries before the first `[name]` belong to the section with the empty name."""
    sections: dict[str, list[str]] = {}
    current = sections.setdefault("", [])
    for line in content.splitlines():
        line = line.strip()
        if line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1].strip(), [])
        else:
            current.extend(entry for piece in line.split(",") if (entry := piece.strip()))
    return {name: tuple(entries) for name, entries in sections.items()}


@cache
def sections(language: str, name: str) -> Sections:
    """The word list `name` of a language; empty where there is none."""
    path = resource("words", language, f"{name}.txt")
    return parse(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def section(language: str, name: str, part: str) -> frozenset[str]:
    """The entries of one section as a set."""
    return frozenset(sections(language, name).get(part, ()))


def pairs(entries: tuple[str, ...]) -> dict[str, str]:
    """Entries with a colon as a mapping; those without one map to the empty text."""
    return {key.strip(): value.strip() for key, _, value in (entry.partition(":") for entry in entries)}
