"""What a card says: a label or suggestion as a sentence with its attributes and links as tags. Pure values; no Qt.

“Sam Altman says ‘...’”, “Sam Altman favours working with China”. A required answer that is missing is a tag that asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter

from annotator.model.annotation import Note
from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Layer
from annotator.services.opened import Item, OpenArticle
from annotator.ui.desk.reading import (
    PARTS,
    SPEAKERS,
    attribute_text,
    colour_of,
    is_suggested,
    label_name,
    label_of,
    label_title,
    quoted,
    short,
    sign_of,
    style_of,
    sureness,
    value_text,
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence. `kind`: `plain`, `strong` (a name), `label` (in the label's colour) or `ask` (missing)."""

    text: str
    kind: str = "plain"
    action: str = ""
    """What a click on it does, as `Tag.action`."""


@dataclass(frozen=True, slots=True)
class Tag:
    """An attribute or a link. `action`: `answer:ATTRIBUTE`, `role:ROLE` or `note:ID`."""

    text: str
    action: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """All that one card shows."""

    id: str
    style: str
    """As the mark's: `fill`, `line`, `cue`, `evidence`, `mark`; or `note`."""
    head: tuple[Run, ...]
    body: str = ""
    """The quoted text, in the text's own font; empty where the head says all."""
    tags: tuple[Tag, ...] = ()
    sign: str = ""
    number: int | None = None
    colour: str = "numbers"
    suggested: bool = False
    aside: str = ""
    """How sure a suggestion is."""

    @property
    def spoken(self) -> str:
        """The card in words, for screen readers."""
        head = "".join(run.text for run in self.head)
        if self.number is not None:
            head = f"{self.number}: {head}"
        parts = [head, self.body, *(tag.text for tag in self.tags), self.aside]
        if self.suggested:
            parts.insert(0, tr("Suggested"))
        return ". ".join(part for part in parts if part)


def card_of(opened: OpenArticle, item: Item, number: int | None, numbers: Mapping[str, int]) -> Card:
    """The card of a label or suggestion."""
    style = style_of(opened.schema, item.layer, item.label)
    if style == "line" and _says(opened, item):
        head, body = _claim_head(opened, item), quoted(item.quote, 400)
    elif style == "mark":
        head, body = _stance_head(opened, item), ""
    else:
        head, body = _plain_head(opened, item, style)
    tags = [*_attribute_tags(opened, item), *_link_tags(opened, item, style, numbers), *_note_tags(opened, item)]
    return Card(
        item.id,
        style,
        head,
        body,
        tuple(tags),
        sign_of(opened.schema, item) if style == "mark" else "",
        number,
        colour_of(opened.schema, item),
        is_suggested(item),
        sureness(item),
    )


def _says(opened: OpenArticle, item: Item) -> bool:
    """Whether the label is one that somebody claims."""
    return bool(_speaker_role(opened, item))


def _speaker_role(opened: OpenArticle, item: Item) -> str:
    """The role that leads from a claim to who says it; empty where its label has none."""
    return next((r.id for r in opened.schema.roles_from(item.layer, item.label) if r.id in SPEAKERS), "")


def _claim_head(opened: OpenArticle, item: Item) -> tuple[Run, ...]:
    role = _speaker_role(opened, item)
    claimers = opened.linked(item.id, role)
    voice = item.attributes.get("voice")
    if not claimers and voice == "journalist":
        return runs(tr("{who} says"), who=Run(tr("The journalist"), "strong"))
    if not claimers and voice == "unattributed":
        return (Run(tr("It is said")),)
    who = Run(_named(claimers), "strong") if claimers else Run(tr("who?"), "ask", f"role:{role}")
    if len(claimers) > 1:
        return runs(tr("{who} say"), who=who)
    return runs(tr("{who} says"), who=who)


def _stance_head(opened: OpenArticle, item: Item) -> tuple[Run, ...]:
    label = label_of(opened.schema, item)
    verb = Run(label_title(label) if label else item.label, "label")
    return runs("{holder} {verb} {target}", holder=_holder(opened, item), verb=verb, target=_target(opened, item))


def _holder(opened: OpenArticle, item: Item) -> Run:
    if holders := opened.linked(item.id, "holder"):
        return Run(_named(holders), "strong")
    if item.attributes.get("holder_kind") == "author":
        return Run(tr("The author"), "strong")
    return _answered(opened, item, "holder", tr("who?"))


def _target(opened: OpenArticle, item: Item) -> Run:
    if targets := opened.linked(item.id, "target"):
        return Run(_named(targets), "strong")
    if topic := item.attributes.get("topic"):
        return Run(str(topic), "strong")
    return _answered(opened, item, "target", tr("what?"))


def _answered(opened: OpenArticle, item: Item, part: str, question: str) -> Run:
    """A part that a schema with a list of holders or targets has as an answer; else the link is asked for."""
    layer = opened.schema.layer(item.layer)
    attribute = layer.attribute(part) if layer else None
    if attribute is None or not attribute.holds_for(item.label):
        role = opened.schema.role(part)
        return Run(question, "ask", f"role:{part}") if role and not role.retired else Run("…")
    if value := item.attributes.get(part):
        return Run(value_text(attribute, value), "strong", f"answer:{part}")
    return Run(question, "ask", f"answer:{part}")


def _plain_head(opened: OpenArticle, item: Item, style: str) -> tuple[tuple[Run, ...], str]:
    label = Run(label_name(opened.schema, item), "label")
    if style == "fill":
        return (label, Run("  "), Run(short(item.quote, 80), "strong")), ""
    return (label,), quoted(item.quote, 200)


def _named(ends: Iterable[Item]) -> str:
    names = [str(end.attributes.get("name") or "") or short(end.quote, 60) for end in ends]
    return tr("{some} and {last}", some=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]


def runs(template: str, **values: Run) -> tuple[Run, ...]:
    """A translated sentence with its `{names}` replaced by runs."""
    found: list[Run] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            found.append(Run(text))
        if name:
            found.append(values[name])
    return tuple(found)


_IN_THE_SENTENCE = {"holder_kind", "topic", "holder", "target"}


def _attribute_tags(opened: OpenArticle, item: Item) -> list[Tag]:
    layer: Layer | None = opened.schema.layer(item.layer)
    if layer is None:
        return []
    found: list[Tag] = []
    in_head = _IN_THE_SENTENCE if layer.style == "mark" else set()
    for attribute in layer.attributes_of(item.label):
        value = item.attributes.get(attribute.id)
        action = f"answer:{attribute.id}"
        if value in (None, "", []):
            if attribute.required and attribute.id not in in_head:
                found.append(Tag(tr("{attribute}?", attribute=attribute_text(attribute.name)), action, missing=True))
        elif attribute.id not in in_head:
            found.append(Tag(_attribute_tag(attribute, value), action))
    return found


def _attribute_tag(attribute: Attribute, value: object) -> str:
    text = value_text(attribute, value)
    if attribute.kind == "choice":
        return text
    return tr("{name}: {value}", name=attribute_text(attribute.name), value=short(text, 60))


def _link_tags(opened: OpenArticle, item: Item, style: str, numbers: Mapping[str, int]) -> list[Tag]:
    """The links that the sentence does not say, and a target's claim by its number."""
    said = set(SPEAKERS) if style == "line" else {"holder"} if style == "mark" else set()
    found: list[Tag] = []
    for role in opened.schema.roles_from(item.layer, item.label):
        for end in opened.linked(item.id, role.id):
            if role.id in said or (role.id == "target" and end.id not in numbers):
                continue
            text = tr("claim {n}", n=numbers[end.id]) if end.id in numbers else quoted(end.quote, 40)
            if role.id in PARTS and end.id not in numbers:
                text = short(end.quote, 40)
            found.append(Tag(tr("{name}: {value}", name=attribute_text(role.name), value=text), f"role:{role.id}"))
        if role.required and role.id not in (*said, "target") and not opened.linked(item.id, role.id):
            found.append(Tag(tr("{name}?", name=attribute_text(role.name)), f"role:{role.id}", missing=True))
    return found


def _note_tags(opened: OpenArticle, item: Item) -> list[Tag]:
    return [
        Tag(tr("note: {text}", text=short(note.text, 60)), f"note:{note.id}")
        for note in opened.notes_on(item.id)
        if note.state == "open"
    ]


def note_card(opened: OpenArticle, note: Note) -> Card:
    """The card of a note."""
    item = opened.item(note.annotation)
    about = quoted(item.quote, 60) if item else tr("the article")
    head = runs(tr("Note on {what}"), what=Run(about, "strong"))
    state = Tag(tr("open") if note.state == "open" else tr("settled"), f"settle:{note.id}")
    return Card(note.id, "note", head, note.text, (state,))
