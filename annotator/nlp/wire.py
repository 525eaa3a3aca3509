"""How texts and suggestions travel between processes: one JSON object a line, never pickle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from annotator.model.annotation import Suggestion
from annotator.model.errors import UserError

Packs = Mapping[str, Sequence[Suggestion]]


def line(message: Mapping[str, Any]) -> bytes:
    """A message as one line of bytes."""
    return orjson.dumps(message) + b"\n"


def message(received: bytes) -> dict[str, Any]:
    """The message in a line."""
    found: dict[str, Any] = orjson.loads(received)
    return found


def packed(packs: Packs) -> dict[str, list[list[Any]]]:
    """Suggestions as plain lists."""
    return {
        source: [[s.layer, s.label, s.fragments, s.score, dict(s.attributes), s.links] for s in pack]
        for source, pack in packs.items()
    }


def unpacked(packs: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, list[Suggestion]]:
    """The suggestions in plain lists."""
    return {
        source: [
            Suggestion(
                source, layer, label, tuple((a, b) for a, b in fragments), score, attributes,
                tuple((role, index) for role, index in links),
            )
            for layer, label, fragments, score, attributes, links in pack
        ]
        for source, pack in packs.items()
    }  # fmt: skip  # one field after the other


class Failed(Exception):
    """A text could not be read, for a reason that is no person's to mend."""


def error(failed: Exception) -> dict[str, str]:
    """An error as it travels."""
    if isinstance(failed, UserError):
        return {"kind": "user", "what": failed.what, "where": failed.where, "hint": failed.hint}
    return {"kind": "bug", "what": f"{type(failed).__name__}: {failed}", "where": "", "hint": ""}


def failure(travelled: Mapping[str, str]) -> Exception:
    """The error that travelled: a UserError, or `Failed`."""
    if travelled["kind"] == "user":
        return UserError(travelled["what"], travelled["where"], travelled["hint"])
    return Failed(travelled["what"])
