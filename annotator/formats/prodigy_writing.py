"""Writing tasks for Prodigy: tokens that no label cuts, spans, relations, and the annotator's answer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.flat_labels import Flat, flat_labels, kept_links, overlapping
from annotator.formats.losses import Losses
from annotator.formats.writing import Writing, clashing_names
from annotator.model.exchange import Loss, Row
from annotator.model.phrases import tr
from annotator.model.text import tokens as tokens_of

DATASET = "annotator"
"""What sessions are called by in front of the annotator's name."""
_NO_METADATA = frozenset(("brat", "sources"))


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """One task for each row."""
    losses, clashing = Losses(), clashing_names(writing.schema)
    with target.open("wb", buffering=1 << 20) as stream:
        for row in rows:
            stream.write(orjson.dumps(_task(row, writing, losses), option=orjson.OPT_APPEND_NEWLINE))
            no_place = tr("The format has no place for them.")
            losses.add(tr("attributes"), no_place, sum(len(span.attributes) for span in row.spans))
            losses.notes(row)
            losses.article_labels(row)
            losses.layers(row, clashing)
    return losses.listed()


def _task(row: Row, writing: Writing, losses: Losses) -> dict[str, Any]:
    flats = flat_labels(row, writing, losses)
    tokens = tokens_around(row.text, flats)
    starts = [token["start"] for token in tokens]
    spans = []
    first: dict[str, dict[str, Any]] = {}
    for flat in flats:
        place = {
            "start": flat.start,
            "end": flat.end,
            "token_start": bisect_left(starts, flat.start),
            "token_end": bisect_left(starts, flat.end) - 1,
            "label": flat.span.label,
        }
        first.setdefault(flat.span.id, place)
        spans.append(place | _more(flat))
    relations = [
        {
            "head": first[link.source]["token_end"],
            "child": first[link.target]["token_end"],
            "head_span": first[link.source],
            "child_span": first[link.target],
            "label": link.role,
        }
        for link in kept_links(row, set(first), losses)
    ]
    task: dict[str, Any] = {
        "text": row.text,
        "meta": {name: value for name, value in row.meta.items() if name not in _NO_METADATA},
        "tokens": tokens,
        "spans": spans,
    }
    if relations:
        task["relations"] = relations
    task["_view_id"] = "relations" if relations else "spans_manual" if overlapping(flats) else "ner_manual"
    if row.annotator:
        task["_annotator_id"] = task["_session_id"] = f"{DATASET}-{row.annotator}"
    if row.status == "skipped":
        task |= {"answer": "ignore", "reason": row.reason}
    elif row.status == "done" or any(not _is_pending(flat) for flat in flats):
        task["answer"] = "accept"
    task["status"] = row.status or "open"
    if row.flagged:
        task["flagged"] = True
    return task


def _more(flat: Flat) -> dict[str, Any]:
    """What a span has beside its place: its id, and for a suggestion where it comes from."""
    found: dict[str, Any] = {"id": flat.span.id} if len(flat.span.fragments) == 1 else {}
    origin = flat.span.origin or {}
    if origin.get("source"):
        found |= {"source": origin["source"], "score": origin.get("score")}
    return found | ({"pending": True} if _is_pending(flat) else {})


def _is_pending(flat: Flat) -> bool:
    return bool(flat.span.origin and flat.span.origin.get("decision") == "pending")


def tokens_around(text: str, flats: Iterable[Flat]) -> list[dict[str, Any]]:
    """Tokens as spaCy has them: one space belongs to the token before it, other white space is a token.

    Where a label begins or ends inside a token, that one is cut in two.
    """
    begins = {flat.start for flat in flats}
    ends = {flat.end for flat in flats}
    edges = sorted(begins | ends)
    found: list[dict[str, Any]] = []

    def add(start: int, end: int) -> None:
        for edge in [*edges[bisect_left(edges, start + 1) : bisect_left(edges, end)], end]:
            found.append({"text": text[start:edge], "start": start, "end": edge, "id": len(found), "ws": False})
            start = edge

    before = 0
    for start, end in [*tokens_of(text), (len(text), len(text))]:
        if before < start:
            joins = found and text[before] == " " and before not in begins and before + 1 not in ends
            if joins:
                found[-1]["ws"] = True
            if before + bool(joins) < start:
                add(before + bool(joins), start)
        if start < end:
            add(start, end)
        before = end
    return found
