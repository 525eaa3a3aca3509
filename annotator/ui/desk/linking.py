"""Who, what, by which words: choosing a link's role and its other end. No Qt.

The same question serves `l` (one link), a new stance (holder, then target) and a new claim (claimer, then cue). Esc goes
on to the next one without an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.model.annotation import Annotation
from annotator.model.phrases import tr
from annotator.model.schema import Role
from annotator.services.opened import Item
from annotator.ui.desk import cues
from annotator.ui.desk.prompts import Asking, Choice, Host, KeyHint, Pointer
from annotator.ui.desk.reading import (
    PARTS,
    SPEAKERS,
    attribute_text,
    colour_of,
    is_suggested,
    label_name,
    numbers,
    quoted,
    short,
    style_of,
)

_MOST = 200
"""Candidates that are listed; further ones are reached by clicking them in the text."""
_AUTHOR = "="
_TOPIC = "#"
_WORDS = "@"
_UNLINK = "-"
_BACK = "<"


def question(role_id: str, name: str) -> str:
    """What is asked for a role."""
    known = {
        "claimer": tr("Who claims it?"),
        "source": tr("Who says it?"),
        "cue": tr("Which words say that somebody claims it?"),
        "about": tr("Whom or what is it about?"),
        "holder": tr("Who holds the stance?"),
        "target": tr("What is the stance toward?"),
        "evidence": tr("What is given as a reason or proof?"),
        "coref": tr("Which mention means the same?"),
    }
    return known.get(role_id) or tr("{role}: the other end?", role=attribute_text(name))


def parts_to_ask(host: Host, annotation: Annotation) -> tuple[str, ...]:
    """The roles to ask for after a label was made: a stance's holder and target; a claim's claimer where anybody is
    mentioned, then its cue if one is near.
    """
    opened = host.opened
    schema = opened.schema
    style = style_of(schema, annotation.layer, annotation.label)
    if style not in ("line", "mark"):
        return ()
    roles = [r.id for r in schema.roles_from(annotation.layer, annotation.label) if r.id in PARTS]
    unanswered = [role for role in roles if not opened.linked(annotation.id, role)]
    if style == "mark":
        return tuple(role for role in unanswered if not _answered(annotation, role))
    near = cues.sentences_of(opened.text, annotation.fragments)
    asked = [role for role in unanswered if _found(host, annotation, role, near)]
    return tuple(sorted(asked, key=lambda role: role not in SPEAKERS))


def answers_to_ask(host: Host, annotation: Annotation) -> bool:
    """Whether a stance lacks a holder or target that its schema has as a list of answers."""
    layer = host.session.schema.layer(annotation.layer)
    if layer is None or layer.style != "mark":
        return False
    asked = [a.id for a in layer.attributes_of(annotation.label) if a.required and a.id in ("holder", "target")]
    return any(identity not in annotation.attributes for identity in asked)


def _answered(annotation: Annotation, role: str) -> bool:
    held = annotation.attributes
    return (role == "holder" and "holder_kind" in held) or (role == "target" and "topic" in held)


def _found(host: Host, annotation: Annotation, role: str, near: list[tuple[int, int]]) -> bool:
    ends = host.session.linking.ends(annotation.id, role)[:1]
    if role in SPEAKERS:
        return bool(ends)
    if ends and any(start <= ends[0].start < end for start, end in near):
        return True
    return role == "cue" and bool(cues.unlabelled(host.opened, annotation))


def ask_parts(host: Host, item_id: str, roles: Sequence[str], context: str | None = None) -> None:
    """Asks for `roles` in turn; `context` is the claim or entity that a stance was begun on."""
    if not roles:
        host.ask(None)
        return
    role = host.session.schema.role(roles[0])
    if role is None:
        ask_parts(host, item_id, roles[1:], context)
        return
    host.ask(EndAsking(host, item_id, role, tuple(roles[1:]), context))


class RoleAsking(Asking):
    """Which kind of link: by its key or from the list; links that are there can be taken away."""

    mode = "link"
    direct = True

    def __init__(self, host: Host, item_id: str) -> None:
        super().__init__(host)
        self.item_id = item_id

    def title(self) -> str:
        item = self.host.opened.item(self.item_id)
        return tr("Link {quote}: how?", quote=quoted(item.quote, 40)) if item else ""

    def offered(self) -> Sequence[Choice]:
        opened = self.host.opened
        item = opened.item(self.item_id)
        if item is None:
            return ()
        schema = opened.schema
        forward = schema.roles_from(item.layer, item.label)
        taken = {role.key for role in forward}
        found = [Choice(role.id, attribute_text(role.name), role.key, role.definition) for role in forward]
        found += [
            Choice(
                f"{_BACK}{role.id}",
                tr("{role} of …", role=attribute_text(role.name)),
                "" if role.key in taken else role.key,
                role.definition,
            )
            for role in schema.roles
            if not role.retired and not role.symmetric and role.ends_at(item.layer, item.label)
        ]
        return [*found, *_unlinks(self.host, self.item_id)]

    def chosen(self, choice: Choice) -> None:
        if choice.id.startswith(_UNLINK):
            self.host.session.linking.unlink(choice.id[1:])
            self.host.ask(None)
            return
        back = choice.id.startswith(_BACK)
        role = self.host.session.schema.role(choice.id.removeprefix(_BACK))
        if role is not None:
            self.host.ask(EndAsking(self.host, self.item_id, role, back=back))


class EndAsking(Asking):
    """Which other end: candidates in the text, the likeliest first; also the author, a topic in words, unlabelled cues."""

    mode = "link"

    def __init__(
        self,
        host: Host,
        item_id: str,
        role: Role,
        rest: tuple[str, ...] = (),
        context: str | None = None,
        *,
        back: bool = False,
    ) -> None:
        super().__init__(host)
        self.item_id, self.role, self._rest, self._context, self._back = item_id, role, rest, context, back
        self.placeholder = tr("Type a part of the words")
        if self._takes("topic", "target"):
            self.placeholder = tr("Type a part of the words, or a topic that the text does not name")
        self._moved = False

    def title(self) -> str:
        if self._back:
            return tr("{role} of which?", role=attribute_text(self.role.name))
        return question(self.role.id, self.role.name)

    def offered(self) -> Sequence[Choice]:
        opened = self.host.opened
        item = opened.item(self.item_id)
        if item is None:
            return ()
        count = numbers(opened)
        found = [self._candidate(end, count) for end in self._ends(item)[:_MOST]]
        if self.role.id == "cue" and not self._back:
            words = [
                Choice(f"{_WORDS}{start} {end}", quoted(opened.text[start:end]), detail=tr("not labelled yet"))
                for start, end in cues.unlabelled(opened, item)
            ]
            labelled = sum(1 for choice in found if self._same_sentence(item, choice.item))
            found[labelled:labelled] = words
        if self._takes("holder_kind", "holder"):
            found.append(Choice(_AUTHOR, tr("the author"), detail=tr("no mention in the text"), words="author"))
        return [*found, *_unlinks(self.host, self.item_id, self.role.id)]

    def made(self, typed: str) -> Sequence[Choice]:
        topic = " ".join(typed.split())
        if not topic or not self._takes("topic", "target"):
            return ()
        return (Choice(f"{_TOPIC}{topic}", tr("“{text}” as topic", text=topic), detail=tr("not named in the text")),)

    def _takes(self, attribute_id: str, role_id: str) -> bool:
        """Whether the item can answer this role by an attribute instead of a link."""
        if self.role.id != role_id or self._back:
            return False
        item = self.host.opened.item(self.item_id)
        layer = self.host.session.schema.layer(item.layer) if item else None
        attribute = layer.attribute(attribute_id) if layer else None
        return bool(item and attribute and attribute.holds_for(item.label))

    def _ends(self, item: Item) -> list[Item]:
        opened = self.host.opened
        if self._back:
            found = [
                other for other in opened.items if other.id != item.id and self.role.starts_at(other.layer, other.label)
            ]
            return sorted(found, key=lambda other: max(0, item.start - other.end, other.start - item.end))
        ends = self.host.session.linking.ends(self.item_id, self.role.id)
        context = opened.item(self._context)
        if context is None:
            return ends
        wanted = self._sensible(context)
        return sorted(ends, key=lambda end: wanted.get(end.id, len(wanted)))

    def _sensible(self, context: Item) -> dict[str, int]:
        """Item id -> rank: for a holder the claim's claimer; for a target what the claim is about, names in it, itself."""
        opened = self.host.opened
        if style_of(opened.schema, context.layer, context.label) != "line":
            return {context.id: 0} if self.role.id == "target" else {}
        claimers = [end.id for end in opened.linked(context.id, "claimer")]
        if self.role.id == "holder":
            wanted = claimers
        else:
            inside = [
                other.id
                for other in opened.items
                if other.id not in claimers
                and any(start <= other.start and other.end <= end for start, end in context.fragments)
                and self.role.ends_at(other.layer, other.label)
                and other.id != context.id
            ]
            wanted = [*(end.id for end in opened.linked(context.id, "about")), *inside, context.id]
        return {identity: rank for rank, identity in enumerate(dict.fromkeys(wanted))}

    def _candidate(self, end: Item, count: Mapping[str, int]) -> Choice:
        schema = self.host.session.schema
        name = label_name(schema, end)
        if end.id in count:
            name = f"{name} {count[end.id]}"
        detail = tr("{label}, suggested", label=name) if is_suggested(end) else name
        return Choice(end.id, short(end.quote), "", detail, colour_of(schema, end), end.id)

    def _same_sentence(self, item: Item, other_id: str | None) -> bool:
        other = self.host.opened.item(other_id)
        return other is not None and any(
            start <= other.start < end for start, end in cues.sentences_of(self.host.opened.text, item.fragments)
        )

    def hints(self) -> tuple[KeyHint, ...]:
        skip = tr("skip") if self._rest else tr("leave it open")
        return (
            KeyHint(("Return",), tr("choose"), "prompt:Return"),
            KeyHint(("Tab",), tr("next candidate"), "prompt:Tab"),
            KeyHint(("Esc",), skip, "prompt:Esc"),
        )

    def pointer(self) -> Pointer | None:
        lit = self.lit
        if lit is None or lit.item is None:
            return None
        ends = (lit.item, self.item_id) if self._back else (self.item_id, lit.item)
        return Pointer(*ends, attribute_text(self.role.name))

    def chosen(self, choice: Choice) -> None:
        session = self.host.session
        kept = self.item_id
        if choice.id == _AUTHOR:
            kept = session.labelling.set_attribute(self.item_id, "holder_kind", "author").id
        elif choice.id.startswith(_TOPIC):
            kept = session.labelling.set_attribute(self.item_id, "topic", choice.id[1:]).id
        elif choice.id.startswith(_UNLINK):
            session.linking.unlink(choice.id[1:])
        elif choice.id.startswith(_WORDS):
            start, end = map(int, choice.id[1:].split())
            target = self.role.targets[0]
            cue = session.labelling.create(((start, end),), target.layer, target.label)
            kept = session.linking.link(self.role.id, self.item_id, cue.id).source
        elif self._back:
            kept = session.linking.link(self.role.id, choice.id, self.item_id).target
        else:
            kept = session.linking.link(self.role.id, self.item_id, choice.id).source
        self.host.focus_on(kept)
        ask_parts(self.host, kept, self._rest, self._context)

    def skipped(self) -> None:
        ask_parts(self.host, self.item_id, self._rest, self._context)


def _unlinks(host: Host, item_id: str, role_id: str | None = None) -> list[Choice]:
    """The links that are there, to be taken away."""
    opened = host.opened
    found = []
    for link in opened.links_from(item_id):
        target = opened.item(link.target)
        role = opened.schema.role(link.role)
        if target is not None and role_id in (None, link.role):
            name = attribute_text(role.name if role else link.role)
            text = tr("Take away {role}: {quote}", role=name, quote=quoted(target.quote, 40))
            found.append(Choice(f"{_UNLINK}{link.id}", text, item=None))
    return found
