"""Which suggestions are still open for an annotator: pure, so that the window, an export and a count agree.

A suggestion is open until the annotator has decided on its place (accepted, edited, rejected), whatever source proposed
it, or has put a label of the same layer on the same text by hand. Labels that the schema does not offer stay away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.model.annotation import Annotation, Decision, Fragments, Place, Suggestion, quote_of
from annotator.model.calibration import Calibration
from annotator.model.ids import derived_id
from annotator.model.memory import Memory
from annotator.model.schema import Schema

Packs = Mapping[str, Sequence[Suggestion]]
"""The suggestions for one text, by source; links inside a pack are indexes into it."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A suggestion that is not yet decided; can be read like an annotation."""

    id: str
    suggestion: Suggestion
    quote: str
    links: tuple[tuple[str, str], ...] = ()
    """(role, id of the other end): another pending one, or the annotation that took its place."""
    also: tuple[str, ...] = ()
    """Further sources that propose the same."""
    sureness: float | None = None
    """The share of suggestions like this one that are right, by what was decided before; None where nothing says."""

    @property
    def layer(self) -> str:
        return self.suggestion.layer

    @property
    def label(self) -> str:
        return self.suggestion.label

    @property
    def fragments(self) -> Fragments:
        return self.suggestion.fragments

    @property
    def start(self) -> int:
        return self.suggestion.fragments[0][0]

    @property
    def end(self) -> int:
        return self.suggestion.fragments[-1][1]

    @property
    def attributes(self) -> Mapping[str, Any]:
        return self.suggestion.attributes

    @property
    def place(self) -> Place:
        return self.suggestion.place

    @property
    def score(self) -> float | None:
        return self.suggestion.score

    @property
    def source(self) -> str:
        return self.suggestion.source


def suggestion_id(article_id: str, suggestion: Suggestion) -> str:
    """The id by which a suggestion is known as long as it is pending: UUID 5 of article, source and place."""
    places = ";".join(f"{start} {end}" for start, end in suggestion.fragments)
    return derived_id(article_id, suggestion.source, suggestion.layer, suggestion.label, places)


def pending(
    article_id: str,
    text: str,
    packs: Packs,
    annotations: Iterable[Annotation],
    decisions: Iterable[Decision],
    schema: Schema,
    memory: Memory | None = None,
    calibration: Calibration | None = None,
) -> list[Pending]:
    """The open suggestions in reading order; of several sources that propose the same place the first one's.

    `annotations` and `decisions` are the annotator's own on this text, none of them deleted. With a `memory` strings
    are held back, or proposed under another label, as the annotator decided before; a `calibration` says how sure each is.
    """
    refused_or_taken = {decision.place for decision in decisions}
    taken = {(a.layer, a.fragments): a.id for a in annotations}
    known: dict[Place, str] = {}
    owners: dict[str, str] = {}
    also: defaultdict[str, list[str]] = defaultdict(list)
    found: list[Pending] = []
    for source, pack in packs.items():
        # Claims bring copies of the names that they are linked to: those are nobody's second opinion.
        brought = {index for suggestion in pack for _, index in suggestion.links}
        ends: list[str | None] = []
        opened: list[tuple[str, Suggestion]] = []
        for number, proposed in enumerate(pack):
            suggestion = proposed
            if memory is not None:
                judged = memory.judged(proposed, quote_of(text, proposed.fragments))
                if judged is None and (proposed.layer, proposed.fragments) not in taken:
                    ends.append(None)
                    continue
                suggestion = judged or proposed
            place = suggestion.place
            identity: str | None = taken.get((suggestion.layer, suggestion.fragments))
            if identity is None and place not in refused_or_taken:
                identity = known.get(place)
                if identity is None and _offered(schema, suggestion):
                    identity = known[place] = suggestion_id(article_id, suggestion)
                    owners[identity] = source
                    opened.append((identity, suggestion))
                elif identity is not None and number not in brought and owners[identity] != source:
                    also[identity].append(source)
            ends.append(identity)
        for identity, suggestion in opened:
            links = tuple((role, end) for role, index in suggestion.links if (end := ends[index]) is not None)
            sureness = suggestion.score if calibration is None else calibration.of(suggestion)
            found.append(Pending(identity, suggestion, quote_of(text, suggestion.fragments), links, sureness=sureness))
    found = [replace(item, also=tuple(dict.fromkeys(also[item.id]))) if item.id in also else item for item in found]
    return sorted(found, key=lambda item: (item.start, -item.end))


def _offered(schema: Schema, suggestion: Suggestion) -> bool:
    label = schema.label(suggestion.layer, suggestion.label)
    return label is not None and label.shown
