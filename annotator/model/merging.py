"""The rules by which two copies of the same thing become one, whatever the order: each is a join (commutative, associative,
idempotent), so that work files give the same project in any order and any number of times.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson

_SOURCES = "sources"


def content_hash(content: Sequence[Any]) -> bytes:
    """SHA-256 of a row's content: what decides between two states of the same revision and time."""
    return hashlib.sha256(repr(tuple(content)).encode("utf-8", "surrogatepass")).digest()


def merged_metadata(one: str, other: str) -> str:
    """The union of two metadata objects (JSON texts), as JSON.

    Where both have a field and differ, what is not empty wins, else the larger JSON text; the other value is kept under
    `sources`, with the further sources that both have. Equal texts stay as they are; else fields are in alphabetical order.
    """
    if one == other:
        return one
    both = orjson.loads(one), orjson.loads(other)
    found: dict[str, Any] = {}
    further: dict[bytes, Any] = {}
    for name in both[0].keys() | both[1].keys():
        values = [meta[name] for meta in both if name in meta]
        if name == _SOURCES:
            for value in values:
                for entry in value if isinstance(value, list) else [value]:
                    further[_canonical(entry)] = entry
            continue
        found[name] = max(values, key=_weight)
        for value in values:
            if _canonical(value) != _canonical(found[name]) and not _is_empty(value):
                further[_canonical({name: value})] = {name: value}
    if further or any(_SOURCES in meta for meta in both):
        found[_SOURCES] = [further[key] for key in sorted(further)]
    return _canonical(found).decode()


def is_metadata(text: str) -> bool:
    """Whether a text is what an article's metadata must be: a JSON object."""
    try:
        found = orjson.loads(text)
        _canonical(found)  # deeper than can be written again
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return False
    return isinstance(found, dict)


def earlier(one: str, other: str) -> str:
    """The earlier of two times as the project keeps them."""
    return min(one, other)


def _weight(value: Any) -> tuple[bool, bytes]:
    return not _is_empty(value), _canonical(value)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _canonical(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
