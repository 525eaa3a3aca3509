"""How actions are named in the undo menu and the history: short, with the words that were labelled."""

from __future__ import annotations

_LONGEST = 40


def short(quote: str) -> str:
    """`quote` on one line, cut to about forty characters."""
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
