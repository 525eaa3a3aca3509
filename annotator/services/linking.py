"""Links between labels of the open article: who claims, what cue, holder and target. Each method is one undo step."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model import text as texts
from annotator.model.annotation import Annotation, Link, changed
from annotator.model.change import Change, created, deleted, now
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Role
from annotator.services import taking
from annotator.services.opened import Item, OpenArticle
from annotator.services.wording import short
from annotator.services.workplace import Workplace

_TELLS_VOICE = ("claimer", "cue")
"""A claim that has one of these and stands in no quotation marks is told in the journalist's words: indirect."""

_SPEAKERS = ("claimer", "holder")
"""Roles whose other end speaks or thinks: it stands outside the words that it said."""


class Linking:
    """What an annotator can do with links."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def roles_from(self, item_id: str) -> list[Role]:
        """The roles that a link from this label or suggestion can have."""
        opened = self._place.open
        item = _item(opened, item_id)
        return opened.schema.roles_from(item.layer, item.label)

    def ends(self, item_id: str, role_id: str) -> list[Item]:
        """What the link can go to: what its suggestion proposes first, then labels and suggestions by nearness."""
        opened = self._place.open
        item, role = _item(opened, item_id), _role(opened, role_id)
        proposed = self._proposed(opened, item, role_id)
        linked = {link.target for link in opened.links_from(item_id) if link.role == role_id}
        fitting = [
            other
            for other in opened.items
            if other.id not in (item.id, *linked) and role.ends_at(other.layer, other.label)
        ]
        sentences = _sentences_around(opened, item)
        speaks = role_id in _SPEAKERS

        def nearness(other: Item) -> tuple[int | bool, ...]:
            label = opened.schema.label(other.layer, other.label)
            inside = item.start <= other.start and other.end <= item.end
            return (
                other.id not in proposed,
                label is not None and label.colour == "numbers",  # dates and amounts neither speak nor are stood toward
                inside if speaks else not inside,
                not any(start <= other.start < end for start, end in sentences),
                _distance(item, other),
                other.start,
            )

        return sorted(fitting, key=nearness)

    @staticmethod
    def _proposed(opened: OpenArticle, item: Item, role_id: str) -> set[str]:
        """What the suggestion says; for a holder also who makes the claim in the same words."""
        ends = {end.id for end in opened.linked(item.id, role_id)}
        if role_id == "holder":
            for other in opened.items:
                if other.id != item.id and other.start < item.end and item.start < other.end:
                    ends |= {end.id for end in opened.linked(other.id, "claimer")}
        return ends

    def link(self, role_id: str, source_id: str, target_id: str) -> Link:
        """Links two labels; a suggestion at one end is accepted in the same step. A single role's link is replaced."""
        opened = self._place.writable
        role = _role(opened, role_id)
        changes: list[Change] = []
        source, target = (_label(opened, end, changes, self._place.guidelines) for end in (source_id, target_id))
        now_open = opened.after(changes)
        if not taking.fits(now_open, role_id, source, target):
            raise UserError(
                tr(
                    "A link “{role}” cannot go from {source} to {target}.",
                    role=role.name,
                    source=opened.schema.label_name(source.layer, source.label),
                    target=opened.schema.label_name(target.layer, target.label),
                )
            )
        there = [link for link in now_open.links_from(source.id) if link.role == role_id]
        for link in there:
            if link.target == target.id:
                self._act(role, source, target, changes)
                return link
        if role.single:
            changes += [deleted(link) for link in there]
        link = taking.new_link(now_open, role_id, source, target)
        changes.append(created(link))
        changes += _told(now_open, role_id, source)
        self._act(role, source, target, changes)
        return link

    def unlink(self, link_id: str) -> None:
        """Takes a link away."""
        opened = self._place.writable
        link = opened.links.get(link_id)
        if link is None:
            raise UserError(tr("This link is no longer there."))
        role = opened.schema.role(link.role)
        source = opened.annotations[link.source]
        title = tr("Unlink {role} of “{quote}”", role=role.name if role else link.role, quote=short(source.quote))
        self._place.act("unlink", title, [deleted(link)])

    def _act(self, role: Role, source: Annotation, target: Annotation, changes: Sequence[Change]) -> None:
        title = tr(
            "Link {role}: “{one}” – “{other}”", role=role.name, one=short(source.quote), other=short(target.quote)
        )
        self._place.act("link", title, changes)


def _item(opened: OpenArticle, item_id: str) -> Item:
    item = opened.item(item_id)
    if item is None:
        raise UserError(tr("This label is no longer there."))
    return item


def _role(opened: OpenArticle, role_id: str) -> Role:
    role = opened.schema.role(role_id)
    if role is None or role.retired:
        raise UserError(tr("The schema has no link “{role}”.", role=role_id))
    return role


def _label(opened: OpenArticle, item_id: str, changes: list[Change], guidelines: int) -> Annotation:
    """The label at one end; a suggestion becomes one by `changes`."""
    item = _item(opened, item_id)
    if isinstance(item, Annotation):
        return item
    opened = opened.after(changes)
    if item_id not in opened.pending:  # it came along with the other end
        there = opened.at_place(item.place)
        assert there is not None, "an accepted suggestion is a label at its place"
        return there
    taken = taking.take(opened, opened.pending[item_id], guidelines)
    changes += taken.changes
    return taken.annotation


def _told(opened: OpenArticle, role_id: str, source: Annotation) -> list[Change]:
    layer = opened.schema.layer(source.layer)
    voice = layer.attribute("voice") if layer else None
    present = opened.annotations.get(source.id)
    if (
        role_id not in _TELLS_VOICE
        or voice is None
        or present is None
        or "voice" in present.attributes
        or not voice.holds_for(source.label)
        or all(value.id != "indirect" for value in voice.values)
    ):
        return []
    attributes = {**present.attributes, "voice": "indirect"}
    after = changed(present, attributes=attributes, revision=present.revision + 1, updated=now())
    return [Change(present, after)]


def _distance(one: Item, other: Item) -> int:
    """Code points between two items; 0 where they overlap."""
    return max(0, one.start - other.end, other.start - one.end)


def _sentences_around(opened: OpenArticle, item: Item) -> list[tuple[int, int]]:
    return [span for offset in (item.start, item.end - 1) if (span := texts.sentence_at(opened.text, offset))]
