"""From a suggestion to a label: the records that accepting one makes. Shared by labelling, deciding and linking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.model.annotation import Annotation, Decision, Fragments, Link, quote_of
from annotator.model.change import Change, created, edited, now
from annotator.model.ids import new_id
from annotator.model.pending import Pending
from annotator.model.schema import default_answers
from annotator.services.opened import OpenArticle

PARTS = ("claimer", "cue", "holder", "target")
"""Roles whose other end comes along when a claim or stance is accepted."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The label that a suggestion became, and all changes that belong to it."""

    annotation: Annotation
    changes: list[Change]


def take(
    opened: OpenArticle,
    item: Pending,
    guidelines: int,
    *,
    layer: str | None = None,
    label: str | None = None,
    fragments: Fragments | None = None,
    attributes: Mapping[str, Any] | None = None,
    parts: bool = True,
) -> Taken:
    """Accepts `item`, as it is or with other values; with `parts` its claimer and cue (holder, target) come along.

    Links are made wherever both ends are then accepted, also to and from what was accepted before.
    """
    as_it_is = all(value is None for value in (fragments, attributes)) and (
        (layer or item.layer, label or item.label) == (item.layer, item.label)
    )
    verdict = "accepted" if as_it_is else "edited"
    pieces = fragments or item.fragments
    moment = now()
    if attributes is None:
        schema_layer = opened.schema.layer(layer or item.layer)
        attributes = {**default_answers(schema_layer, label or item.label), **item.attributes}
    origin = {"kind": "suggestion", "source": item.source, "score": item.score, "decision": verdict}
    annotation = Annotation(
        opened.article.key,
        new_id(),
        opened.owner,
        layer or item.layer,
        label or item.label,
        pieces,
        quote_of(opened.text, pieces),
        dict(attributes),
        origin,
        guidelines=guidelines,
        created=moment,
        updated=moment,
    )
    changes = [created(annotation), decision_change(opened, item, verdict)]
    accepted = {item.id: annotation}
    if parts:
        for role, end in item.links:
            other = opened.pending.get(end)
            if role in PARTS and other is not None and end not in accepted:
                part = take(opened, other, guidelines, parts=False)
                accepted[end] = part.annotation
                changes += part.changes
    for own_id, own in tuple(accepted.items()):
        changes += _links(opened, own_id, own, accepted, origin)
    return Taken(annotation, _without_repeats(changes))


def take_all(opened: OpenArticle, items: Iterable[Pending], guidelines: int) -> tuple[list[Change], int]:
    """Accepts several suggestions as they are, one after the other, each with its parts. Returns all changes, and how many of
    `items` are accepted then (also those that came along with an earlier one).

    The same as taking each from the snapshot that the one before left, without working out anew what is pending.
    """
    now, left = opened, dict(opened.pending)
    at_text: dict[tuple[str, Fragments], list[str]] = {}
    for one in left.values():
        at_text.setdefault((one.layer, one.fragments), []).append(one.id)
    became: dict[str, str] = {}
    changes: list[Change] = []
    count = 0
    for wanted in items:
        here = left.get(wanted.id)
        if here is None:
            count += wanted.id in became
            continue
        item = replace(here, links=tuple((role, became.get(end, end)) for role, end in here.links))
        left[item.id] = item
        step = take(now, item, guidelines).changes
        for change in step:
            if isinstance(made := change.record, Annotation):
                for gone in at_text.get((made.layer, made.fragments), ()):
                    became[gone] = made.id
                    left.pop(gone, None)
        changes += step
        now = now.after(step, left)
        count += 1
    return changes, count


def _links(
    opened: OpenArticle, own_id: str, own: Annotation, accepted: Mapping[str, Annotation], origin: Mapping[str, Any]
) -> list[Change]:
    """The links that `own` brings: to what is accepted in the same step or before, and from what was accepted before."""
    item = opened.pending[own_id]
    found = []
    for role, end in item.links:
        other = accepted.get(end) or opened.annotations.get(end)
        if other is not None and fits(opened, role, own, other):
            found.append((role, own, other))
    # A name is one pipeline's, the claim that names it another's: every pack is looked through for links to this place.
    for pack in opened.packs.values():
        for suggestion in pack:
            found += [
                (role, earlier, own)
                for role, index in suggestion.links
                if (pack[index].layer, pack[index].fragments) == (item.layer, item.fragments)
                for earlier in opened.labels_on(suggestion.layer, suggestion.fragments)
                if fits(opened, role, earlier, own)
            ]
    present = {(link.role, link.source, link.target) for link in opened.links.values()}
    return [
        created(new_link(opened, role, source, target, origin))
        for role, source, target in found
        if (role, source.id, target.id) not in present
    ]


def _without_repeats(changes: list[Change]) -> list[Change]:
    """`changes` with labels first, and each link (by role and ends) and decision (by place) only once."""
    records = [change for change in changes if not isinstance(change.record, Link)]
    links: dict[tuple[str, str, str], Change] = {}
    for change in changes:
        if isinstance(change.record, Link):
            links.setdefault((change.record.role, change.record.source, change.record.target), change)
    return [*records, *links.values()]


def fits(opened: OpenArticle, role_id: str, source: Annotation, target: Annotation) -> bool:
    """Whether the schema allows this link."""
    role = opened.schema.role(role_id)
    return (
        role is not None
        and not role.retired
        and source.id != target.id
        and role.starts_at(source.layer, source.label)
        and role.ends_at(target.layer, target.label)
    )


def new_link(
    opened: OpenArticle, role: str, source: Annotation, target: Annotation, origin: Mapping[str, Any] | None = None
) -> Link:
    """A fresh link between two labels of the open article."""
    moment = now()
    link = Link(
        opened.article.key,
        new_id(),
        opened.owner,
        role,
        source.id,
        target.id,
        guidelines=source.guidelines,
        created=moment,
        updated=moment,
    )
    return link if origin is None else link._replace(origin=origin)


def decision_change(opened: OpenArticle, item: Pending, verdict: str) -> Change:
    """The change that records what the annotator said to a suggestion."""
    if earlier := opened.decision_on(item.place):
        return edited(earlier, verdict=verdict, source=item.source, score=item.score)
    moment = now()
    return created(
        Decision(
            opened.article.key,
            new_id(),
            opened.owner,
            item.layer,
            item.label,
            item.fragments,
            item.quote,
            verdict,
            item.source,
            item.score,
            created=moment,
            updated=moment,
        )
    )


def edited_origin(origin: Mapping[str, Any]) -> Mapping[str, Any]:
    """The origin of a label after it was changed by hand: an accepted suggestion is then an edited one."""
    return {**origin, "decision": "edited"} if origin.get("decision") == "accepted" else origin


def corrected(opened: OpenArticle, before: Annotation) -> list[Change]:
    """The change of the decision on the suggestion that `before` came from, when the label is changed by hand."""
    if before.origin.get("decision") != "accepted":
        return []
    decision = opened.decision_on(before.place)
    return [edited(decision, verdict="edited")] if decision and decision.verdict == "accepted" else []
