"""What suggesters propose for a spaCy document, written into it and read from it: the one way in for every pipeline.

A suggester is any pipeline that writes `doc.ents`, `doc.spans["claim"]` and `doc.spans["stance"]` (and `doc.spans["entity"]`
for mentions that overlap). What spans cannot hold is in one extension, `doc._.labelling`, a dictionary with

    "links"        [(role, id of one span, id of the other), ...]
    "attributes"   {id: {attribute id: value}}
    "scores"       {id: number from 0 to 1}

where an id is a span's `id_` (`Span(..., span_id="c1")`). Spans of one layer with the same id are fragments of one proposal.
A pipeline that knows nothing of the extension need not set it; the scores of a span categorizer (`attrs["scores"]` of its
group) are taken as they are. Which layers a pipeline writes is read from its config; where its components are its author's
own, `nlp.meta["annotator"] = {"layers": ["claim"]}` says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from annotator.nlp.reading import Range

LABELLING = "labelling"
if not Doc.has_extension(LABELLING):
    Doc.set_extension(LABELLING, default=None)


@dataclass(eq=False, slots=True)
class Proposal:
    """One proposal in tokens. `links` hold the other ends themselves."""

    layer: str
    label: str
    pieces: tuple[Range, ...]
    score: float | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    links: list[tuple[str, Proposal]] = field(default_factory=list)
    name: str = ""
    """The id of its spans once it is written."""


def labelling(doc: Doc) -> dict[str, Any]:
    """The document's `doc._.labelling`, made where it has none."""
    found: dict[str, Any] | None = doc._.get(LABELLING)
    if found is None:
        found = {"links": [], "attributes": {}, "scores": {}}
        doc._.set(LABELLING, found)
    return found


def write(doc: Doc, proposals: Iterable[Proposal], prefix: str) -> None:
    """Adds `proposals` and everything they are linked to, each once; `prefix` begins the ids and must be the writer's own."""
    fresh: list[Proposal] = []
    todo = list(proposals)
    for proposal in todo:
        if not proposal.name:
            proposal.name = f"{prefix}{len(fresh)}"
            fresh.append(proposal)
            todo.extend(other for _, other in proposal.links)
    more = labelling(doc)
    groups: dict[str, list[Span]] = {}
    for proposal in fresh:
        groups.setdefault(proposal.layer, []).extend(
            Span(doc, first, last, proposal.label, span_id=proposal.name) for first, last in proposal.pieces
        )
        more["links"].extend((role, proposal.name, other.name) for role, other in proposal.links)
        if proposal.attributes:
            more["attributes"][proposal.name] = proposal.attributes
        if proposal.score is not None:
            more["scores"][proposal.name] = proposal.score
    for layer, spans in groups.items():
        present = list(doc.spans[layer]) if layer in doc.spans else []
        doc.spans[layer] = SpanGroup(doc, name=layer, spans=[*present, *spans])
