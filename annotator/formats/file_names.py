"""Names for files that articles are written to: as they came, with only that replaced which some system cannot have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

_ILLEGAL = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f]')
_TRAILING = re.compile(r"[. ]+\Z")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|\Z)", re.IGNORECASE)
_LONGEST = 240
"""Bytes; file systems allow 255, and an ending and a number are added."""
_LONGEST_TITLE = 80


def legal(name: str) -> str:
    """`name` as the name of one file or folder on every system."""
    name = _ILLEGAL.sub("_", name)
    name = _TRAILING.sub(lambda found: "_" * len(found.group()), name)
    if found := _RESERVED.match(name):
        name = f"{found.group()}_{name[found.end() :]}"
    data = name.encode("utf-8", "replace")
    return data[:_LONGEST].decode("utf-8", "ignore") if len(data) > _LONGEST else name or "_"


def legal_path(name: str) -> PurePosixPath:
    """A name with `/` between folders, each part of it legal; never outside the folder it is put in."""
    parts = [legal(part) for part in name.split("/") if part not in ("", ".")]
    return PurePosixPath(*parts or ["_"])


def free_path(wanted: PurePosixPath, is_taken: Callable[[PurePosixPath], bool]) -> PurePosixPath:
    """`wanted`, or with `~2`, `~3`, ... before its ending where that is taken."""
    found, number = wanted, 1
    while is_taken(found):
        number += 1
        found = wanted.with_name(f"{wanted.stem}~{number}{wanted.suffix}")
    return found


def name_of_article(meta: Mapping[str, Any], identity: str) -> str:
    """What an article is called that came from no file of its own: its id, its title, else its id in the project."""
    for value in (meta.get("id"), meta.get("title")):
        if isinstance(value, (str, int)) and not isinstance(value, bool) and (text := " ".join(str(value).split())):
            return legal(text[:_LONGEST_TITLE].strip())
    return identity or "article"
