"""From a row of a file to what the project keeps: every label verified against the text, names found in the schema.

Nothing is snapped, trimmed or merged: a label fits as it is, or it is not taken and named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotator.model.annotation import Fragments, Suggestion, are_fragments, quote_of
from annotator.model.change import now
from annotator.model.exchange import Mismatch, Row, Span, SpanLink, SpanNote
from annotator.model.ids import article_id, as_uuid, derived_id, deriving
from annotator.model.phrases import tr
from annotator.model.text import sha256
from annotator.services.article_columns import language_of, published_of, text_of, title_of
from annotator.services.schema_names import Names
from annotator.storage.incoming import Columns, Incoming, Person

_LONGEST_TIME = 40
"""Characters; what is longer is no time."""
_IMPORTED = '{"kind":"import"}'


@dataclass(slots=True)
class Arrival:
    """A row ready to be written, what of it does not fit, and suggestions that it carries, by source."""

    item: Incoming
    mismatches: list[Mismatch] = field(default_factory=list)
    suggestions: dict[str, list[Suggestion]] = field(default_factory=dict)


class Arriving:
    """Makes rows of files ready for the project, one after the other."""

    def __init__(self, names: Names, person_called: Callable[[str | None], Person], gold: Person) -> None:
        """`person_called`: whose labels those of a row with this annotator are."""
        self._names = names
        self._person_called = person_called
        self._gold = gold
        self._moment = ""

    def make(self, row: Row) -> Arrival:
        """What `row` brings."""
        text, meta = row.text, row.meta
        self._names.values_are_texts = row.values_are_texts
        digest = sha256(text)
        item = Incoming(
            article_id(digest),
            digest,
            text,
            title_of(meta, text),
            text_of(meta.get("source")),
            published_of(meta.get("published")),
            language_of(meta.get("language")),
            meta,
            row.imported,
            path=row.path,
        )
        arrival = Arrival(item)
        if row.sha256 and row.sha256.lower() != digest:
            self._miss(arrival, row, item.id, tr("the text is not the one that was written: its SHA-256 differs"))
        if row.spans or row.annotator or row.status or row.labels or row.notes or row.flagged or row.links:
            item.owner = self._person_called(row.annotator)
            self._take(row, arrival)
        return arrival

    def _take(self, row: Row, arrival: Arrival) -> None:
        item = arrival.item
        assert item.owner is not None, "the caller set it"
        self._moment = now()
        ids = self._take_spans(row, arrival) if row.spans else {}
        if row.links:
            self._take_links(row, arrival, ids)
        if row.notes:
            self._take_notes(row, arrival, ids)
        item.status, item.reason, item.flagged, item.seconds = row.status, row.reason, row.flagged, row.seconds
        if row.labels:
            item.article_labels = self._names.article_labels(row.labels)
        item.ids_twice = any(
            len({columns[0] for columns in found}) != len(found) for found in (item.labels, item.links, item.notes)
        )

    def _take_spans(self, row: Row, arrival: Arrival) -> dict[str, str]:
        """The labels that fit. Returns the file's ids -> ours."""
        item, text, length = arrival.item, row.text, len(row.text)
        owner = item.owner
        assert owner is not None, "the caller set it"
        is_gold = owner.id == self._gold.id
        names, known, moment, labels = self._names, self._names.known_labels, self._moment, item.labels
        derive = deriving(item.id, owner.id)
        ids: dict[str, str] = {}
        pending: list[Span] = []
        for span in row.spans:
            (identity, layer_name, label_name, fragments, quote, hull_start, hull_end, attributes, origin, created,
             updated, revision, guidelines) = span  # fmt: skip  # one field after the other
            if len(fragments) == 1:
                start, end = fragments[0]
                fits = 0 <= start < end <= length
                found = text[start:end]
            else:
                fits = are_fragments(fragments, length)
                start, end = (fragments[0][0], fragments[-1][1]) if fits else (-1, -1)
                found = quote_of(text, fragments) if fits else ""
            if (
                not fits
                or (quote is not None and quote != found)
                or (hull_start is not None and hull_start != start)
                or (hull_end is not None and hull_end != end)
            ):
                reason = _why_not(span, text, found, fits=fits)
                self._miss(arrival, row, identity or f"{label_name} {hull_start}-{hull_end}", reason)
                continue
            if origin is None:
                origin_text: str | None = _IMPORTED
            elif "decision" in origin and origin["decision"] == "pending":
                pending.append(span)
                continue
            else:
                origin_text = _origin_text(origin, is_gold=is_gold)
                if origin_text is None and origin.get("kind") != "manual":
                    self._miss(arrival, row, identity, tr("its origin cannot be kept"))
                    continue
            layer, label = known.get((layer_name, label_name)) or names.label(layer_name, label_name)
            uuid = as_uuid(identity) if identity else None
            if uuid is None:
                places = f"{start} {end}" if len(fragments) == 1 else _places(fragments)
                uuid = derive(identity or f"{layer}\n{label}\n{places}")
            ids[identity] = uuid
            if type(created) is not str or created[10:11] != "T" or len(created) > _LONGEST_TIME:
                created = moment
            if type(updated) is not str or updated[10:11] != "T" or len(updated) > _LONGEST_TIME:
                updated = created
            labels.append(
                (
                    uuid,
                    layer,
                    label,
                    start,
                    end,
                    None if len(fragments) == 1 else orjson.dumps(fragments).decode(),
                    found,
                    orjson.dumps(names.attributes(layer, attributes)).decode() if attributes else None,
                    origin_text,
                    guidelines if type(guidelines) is int and guidelines > 0 else 0,
                    revision if type(revision) is int and revision > 1 else 1,
                    created,
                    updated,
                )
            )
        if pending:
            self._take_pending(row, arrival, pending)
        return ids

    def _take_pending(self, row: Row, arrival: Arrival, spans: Sequence[Span]) -> None:
        """Spans that nobody has decided on are suggestions, never labels."""
        places = {span.id: (str((span.origin or {}).get("source") or "import"), at) for at, span in enumerate(spans)}
        order: dict[str, list[str]] = {}
        for identity, (source, _) in places.items():
            order.setdefault(source, []).append(identity)
        by_id = {span.id: span for span in spans}
        for source, identities in order.items():
            pack = []
            for identity in identities:
                span = by_id[identity]
                layer, label = self._names.label(span.layer, span.label)
                score = (span.origin or {}).get("score")
                links = tuple(
                    (self._names.role(link.role), identities.index(link.target))
                    for link in row.links
                    if link.source == identity and link.target in identities
                )
                attributes = self._names.attributes(layer, span.attributes)
                score = float(score) if isinstance(score, (int, float)) and not isinstance(score, bool) else None
                pack.append(Suggestion(source, layer, label, span.fragments, score, attributes, links))
            arrival.suggestions[source] = pack

    def _take_links(self, row: Row, arrival: Arrival, ids: dict[str, str]) -> None:
        item = arrival.item
        assert item.owner is not None, "the caller set it"
        proposed = {span.id for span in row.spans if span.origin and span.origin.get("decision") == "pending"}
        for link in row.links:
            source, target = ids.get(link.source), ids.get(link.target)
            if source is None or target is None:
                if not (link.source in proposed or link.target in proposed):
                    missing = link.target if source is not None else link.source
                    self._miss(arrival, row, link.id or link.role, tr("its end {id} is not there", id=missing))
                continue
            item.links.append(self._link(link, item, source, target))

    def _link(self, link: SpanLink, item: Incoming, source: str, target: str) -> Columns:
        assert item.owner is not None, "the caller set it"
        role = self._names.role(link.role)
        uuid = as_uuid(link.id)
        if uuid is None:
            parts = (link.id,) if link.id else ("link", role, source, target)
            uuid = derived_id(item.id, item.owner.id, *parts)
        origin = _IMPORTED if link.origin is None else _origin_text(link.origin, is_gold=False)
        guidelines = link.guidelines if type(link.guidelines) is int and link.guidelines > 0 else 0
        return (uuid, role, source, target, origin, guidelines, *self._travel(link))

    def _take_notes(self, row: Row, arrival: Arrival, ids: dict[str, str]) -> None:
        item = arrival.item
        assert item.owner is not None, "the caller set it"
        for number, note in enumerate(row.notes):
            span = ids.get(note.span) if note.span is not None else None
            if note.span is not None and span is None:
                self._miss(arrival, row, note.id or tr("note"), tr("its end {id} is not there", id=note.span))
                continue
            parts = (note.id,) if note.id else ("note", number, note.text)
            uuid = as_uuid(note.id) or derived_id(item.id, item.owner.id, *parts)
            item.notes.append((uuid, span, note.text, note.state, *self._travel(note)))

    def _travel(self, record: SpanLink | SpanNote) -> tuple[int, str, str]:
        revision = record.revision if type(record.revision) is int and record.revision > 1 else 1
        created = _time(record.created)
        return revision, created or self._moment, _time(record.updated) or created or self._moment

    def _miss(self, arrival: Arrival, row: Row, identity: str, reason: str) -> None:
        reason = tr("line {n}: {reason}", n=row.line, reason=reason) if row.line else reason
        arrival.mismatches.append(Mismatch(row.path, identity, reason))


def _why_not(span: Span, text: str, found: str, *, fits: bool) -> str:
    if not fits:
        places = ", ".join(f"{start}-{end}" for start, end in span.fragments)
        if all(0 <= start < end <= len(text) for start, end in span.fragments):
            return tr("its fragments {places} touch, overlap or are not in order", places=places[:200])
        return tr("{places} does not lie in the text of {n} characters", places=places[:200], n=len(text))
    if span.text is not None and span.text != found:
        return tr("it says “{quote}”, the text there says “{found}”", quote=span.text[:80], found=found[:80])
    return tr("its start and end are not those of its fragments")


def _places(fragments: Fragments) -> str:
    return ";".join(f"{start} {end}" for start, end in fragments)


def _time(value: Any) -> str:
    """A time as files write it (ISO 8601); empty for anything else."""
    return value if type(value) is str and value[10:11] == "T" and len(value) <= _LONGEST_TIME else ""


def _origin_text(origin: dict[str, Any] | Any, *, is_gold: bool) -> str | None:
    """An origin as the project keeps it; None for one that is made by hand (or that cannot be kept)."""
    if is_gold and origin.get("kind") != "review":
        origin = {**origin, "kind": "import"}
    if len(origin) == 1 and origin.get("kind") == "manual":
        return None
    try:
        return orjson.dumps(origin).decode()
    except TypeError:
        return None
