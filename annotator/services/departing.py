"""From what the project keeps to rows for files: ids become names, columns become spans, in the order of export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotator.model.annotation import Annotation
from annotator.model.exchange import Row, Span, SpanLink, SpanNote
from annotator.model.ids import derived_id
from annotator.model.pending import pending
from annotator.model.schema import Schema
from annotator.services.schema_names import ExportNames
from annotator.storage.connection import Connection
from annotator.storage.outgoing import Columns, Outgoing, Said, pending_inputs

_MANUAL: Mapping[str, Any] = {"kind": "manual"}
_NONE: Mapping[str, Any] = {}
_NOTHING = Said()
_ORIGINS_KEPT = 1000
_new_tuple = tuple.__new__
"""Makes a named tuple at a third of the cost of calling its class: exports make hundreds of thousands."""


@dataclass
class Proposed:
    """Pending suggestions as spans and links."""

    spans: list[Span] = field(default_factory=list)
    links: list[SpanLink] = field(default_factory=list)


class Departing:
    """Makes the rows of one export."""

    def __init__(self, schema: Schema, people: Mapping[int, str]) -> None:
        self._schema = schema
        self._names = ExportNames(schema)
        self._people = people
        self._origins: dict[str, Mapping[str, Any]] = {}
        self._renamed = any(
            label.name != label.id or label.merged_into for layer in schema.layers for label in layer.labels
        )

    def row(self, article: Outgoing, owner: int) -> Row:
        """The row of one annotator for one article."""
        uuid, text, sha256, imported, meta, *_ = article.article
        said = article.said.get(owner, _NOTHING)
        status, reason, flagged, labels, *_ = said.work or ("open", "", 0, None)
        said.labels.sort()
        return Row(
            text,
            orjson.loads(meta),
            self._people[owner],
            status,
            reason,
            bool(flagged),
            self._names.article_labels(orjson.loads(labels)) if labels else _NONE,
            self._spans(said.labels),
            [self._link(columns) for columns in sorted(said.links)],
            [self._note(columns) for columns in sorted(said.notes)],
            said.seconds,
            self._schema.name,
            uuid,
            sha256,
            imported,
        )

    def _spans(self, labels: list[Columns]) -> list[Span]:
        name, known, attributes_of = self._names.label, self._names.known_labels, self._names.attributes
        origin_of, origins = self._origin, self._origins
        found = []
        for (start, negative_end, layer, label, uuid, fragments, quote, attributes, origin, guidelines, revision, created,
             updated, _, _) in labels:  # fmt: skip  # one column after the other
            end = -negative_end
            values = (
                uuid,
                layer,
                known.get((layer, label)) or name(layer, label),
                ((start, end),) if fragments is None else tuple(map(tuple, orjson.loads(fragments))),
                quote,
                start,
                end,
                _NONE if attributes is None else attributes_of(layer, orjson.loads(attributes)),
                _MANUAL if origin is None else origins.get(origin) or origin_of(origin),
                created,
                updated,
                revision,
                guidelines,
            )
            found.append(_new_tuple(Span, values))
        if self._renamed:
            found.sort(key=self.order)
        return found

    @staticmethod
    def order(span: Span) -> tuple[Any, ...]:
        """The order of spans in a row."""
        return span.start, -(span.end or 0), span.layer, span.label, span.id

    @staticmethod
    def link_order(link: SpanLink) -> tuple[str, ...]:
        """The order of links in a row."""
        return link.role, link.source, link.target, link.id

    def _origin(self, text: str) -> Mapping[str, Any]:
        """An origin, parsed once: most labels of an import or a suggester share theirs."""
        found = self._origins.get(text)
        if found is None:
            if len(self._origins) >= _ORIGINS_KEPT:
                self._origins.clear()
            found = self._origins[text] = orjson.loads(text)
        return found

    def _link(self, columns: Columns) -> SpanLink:
        role, source, target, uuid, origin, guidelines, revision, created, updated, _, _ = columns
        said = _MANUAL if origin is None else self._origin(origin)
        return SpanLink(uuid, self._names.role(role), source, target, said, created, updated, revision, guidelines)

    def _note(self, columns: Columns) -> SpanNote:
        created, uuid, annotation, text, state, revision, updated, _, _ = columns
        return SpanNote(uuid, text, annotation, state, created, updated, revision)

    def pending(self, db: Connection, article: Outgoing, owner: int) -> Proposed:
        """What is suggested for an article and the annotator has not decided on."""
        found = Proposed()
        uuid, text, key = article.article[0], article.article[1], article.article[-1]
        said = article.said.get(owner, _NOTHING)
        mine = [_annotation(columns) for columns in said.labels]
        for _, packs, decisions in pending_inputs(db, [key], owner):
            for item in pending(uuid, text, packs, mine, decisions, self._schema):
                origin = {"kind": "suggestion", "source": item.source, "score": item.score, "decision": "pending"}
                found.spans.append(
                    Span(
                        item.id,
                        item.layer,
                        self._names.label(item.layer, item.label),
                        item.fragments,
                        item.quote,
                        item.start,
                        item.end,
                        self._names.attributes(item.layer, item.attributes),
                        origin,
                    )
                )
                for role, end in item.links:
                    identity = derived_id(uuid, item.id, role, end)
                    found.links.append(SpanLink(identity, self._names.role(role), item.id, end, origin))
        return found


def _annotation(columns: Columns) -> Annotation:
    start, negative_end, layer, label, uuid, fragments, quote, *_, key, owner = columns
    pieces = ((start, -negative_end),) if fragments is None else tuple(map(tuple, orjson.loads(fragments)))
    return Annotation(key, uuid, owner, layer, label, pieces, quote)
