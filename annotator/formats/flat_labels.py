"""Labels for formats that count characters and know no fragments: one stretch each."""

from __future__ import annotations

from typing import NamedTuple

from annotator.formats.losses import Losses, where
from annotator.formats.writing import Writing
from annotator.model.exchange import Row, Span, SpanLink
from annotator.model.phrases import tr

_new_tuple = tuple.__new__
"""Makes a named tuple at a third of the cost of calling its class: exports make hundreds of thousands."""


class Flat(NamedTuple):
    """A label, or a piece of one."""

    span: Span
    start: int
    end: int


def flat_labels(row: Row, writing: Writing, losses: Losses) -> list[Flat]:
    """The labels of a row, fragments made into what a person chose; in the order of the text."""
    found: list[Flat] = []
    for span in row.spans:
        pieces = span.fragments
        if len(pieces) == 1:
            found.append(_new_tuple(Flat, (span, *pieces[0])))
        else:
            losses.add(tr("fragments"), _reason(writing.fragments), len(pieces), which=where(row, span))
            if writing.fragments == "skip":
                continue
            if writing.fragments == "hull":
                pieces = ((pieces[0][0], pieces[-1][1]),)
            found += [Flat(span, start, end) for start, end in pieces]
    return sorted(found, key=lambda flat: (flat.start, -flat.end))


def kept_links(row: Row, kept: set[str], losses: Losses) -> list[SpanLink]:
    """The links whose ends are both written."""
    found = [link for link in row.links if link.source in kept and link.target in kept]
    losses.add(tr("links"), tr("A label at one of their ends was left out."), len(row.links) - len(found))
    return found


def overlapping(flats: list[Flat]) -> bool:
    """Whether two of the labels overlap."""
    last = 0
    for flat in flats:
        if flat.start < last:
            return True
        last = max(last, flat.end)
    return False


def _reason(choice: str) -> str:
    reasons = {
        "split": tr("Each became a label of its own."),
        "hull": tr("They were written as one label from the first to the last."),
        "skip": tr("Labels in several pieces were left out."),
    }
    return reasons[choice]
