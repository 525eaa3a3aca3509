"""How the text brings a claim, read off its quotation marks: `direct`, `mixed`, or nothing that could be said."""

from __future__ import annotations

from annotator.model import text as texts
from annotator.model.annotation import Fragments

_LEAST = 2
"""Words in quotation marks from which on a claim in the journalist's words counts as partly quoted."""


def voice_of(text: str, fragments: Fragments) -> str | None:
    """`direct` where all of it stands in quotation marks, `mixed` where a part does, else None."""
    covered = total = 0
    for start, end in fragments:
        line_start, _ = texts.paragraph_at(text, start)
        _, line_end = texts.paragraph_at(text, end)
        quoted = texts.quotations(text, line_start, line_end)
        for a, b in texts.tokens(text, start, end):
            if not text[a].isalnum():
                continue
            total += 1
            covered += any(q_start < a and b < q_end for q_start, q_end in quoted)
    if total and covered == total:
        return "direct"
    return "mixed" if covered >= _LEAST else None
