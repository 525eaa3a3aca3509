"""What the review window shows of an article: marks with each annotator's letter, and each choice in words. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.annotation import Annotation
from annotator.model.phrases import tr
from annotator.model.review import ARTICLE_LAYER, LINK_LAYER, Ruling, reason_name
from annotator.model.schema import Schema
from annotator.services.review_article import DECIDED, VOID, WAITING, Item, ReviewArticle
from annotator.services.review_lists import describe


@dataclass(frozen=True, slots=True)
class Shown:
    """What of an article is to be seen."""

    only_differences: bool = True
    blind: bool = False
    """Whether people are named by their letters alone."""
    layer: str = ""
    """The one layer that is shown (also `link` and `article`); empty for all."""

    def has(self, item: Item) -> bool:
        """Whether an item is shown."""
        if self.only_differences and item.cluster.agreed:
            return False
        return not self.layer or layer_of(item) == self.layer

    def who(self, at: ReviewArticle, owner: int) -> str:
        """An annotator as they are named."""
        return at.letters[owner] if self.blind else f"{at.letters[owner]} {at.by_key[owner].name}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide: its key, what it says, and what it does."""

    key: str
    text: str
    action: str
    """`take:KEY`, `both`, `stand`, `nothing`, `union`, `common`, `mine` or `reopen`."""


def layer_of(item: Item) -> str:
    """The layer that an item belongs to; links and labels of the article have one of their own."""
    if item.cluster.role:
        return LINK_LAYER
    return ARTICLE_LAYER if item.cluster.attribute else item.cluster.layer


def layers(schema: Schema) -> dict[str, str]:
    """What can be shown alone: id and name."""
    found = {"": tr("All layers")} | {layer.id: layer.name for layer in schema.layers}
    return found | {LINK_LAYER: tr("Links"), ARTICLE_LAYER: tr("Labels of the article")}


def kind_name(kind: str) -> str:
    """A kind of difference in words."""
    names = {
        "boundary": tr("boundary"),
        "label": tr("label"),
        "attribute": tr("answer"),
        "link": tr("link"),
        "missing": tr("found by some only"),
        "article": tr("the article"),
        "agreed": tr("all agree"),
    }
    return names.get(kind, kind)


def state_name(item: Item) -> str:
    """How far an item is, in words and with a sign."""
    if item.stale:
        return tr("▲ changed since it was decided")
    if item.state == DECIDED:
        return tr("✓ decided")
    if item.state == WAITING:
        return tr("… waits for its ends")
    if item.state == VOID:
        return tr("– its ends are not there")
    return tr("○ open")


def choices_of(at: ReviewArticle, item: Item, shown: Shown) -> list[Choice]:
    """What can be decided about an item, each with its key."""
    found = []
    keys = {owner: str(number) for number, owner in enumerate(at.letters, 1)}
    for person in at.people:  # in the order of their letters
        if person.key in item.cluster.seen:
            said = _said(at, item, person.key)
            found.append(Choice(keys[person.key], f"{shown.who(at, person.key)}: {said}", f"take:{person.key}"))
    if len(set(item.cluster.values.values())) > 1:
        found.append(Choice("b", tr("all of them"), "both"))
    if len({annotation.fragments for annotation in item.cluster.members.values()}) > 1:
        found.append(Choice("u", tr("all the text that anybody labelled"), "union"))
        found.append(Choice("i", tr("the text that everybody labelled"), "common"))
    if item.labels:
        found.append(Choice("m", tr("my own: words, label, answers…"), "mine"))
    if item.stale and not item.cluster.values:
        found.append(Choice("k", tr("keep it, though nobody says it"), "stand"))
    found.append(Choice("0", tr("nothing here"), "nothing"))
    if item.state == DECIDED or item.stale:
        found.append(Choice("r", tr("decide again"), "reopen"))
    return found


def gold_in_words(at: ReviewArticle, item: Item, shown: Shown) -> str:
    """What stands in the gold layer for an item, who decided it and what each annotator had said; empty while it is open."""
    if item.state != DECIDED and not item.stale:
        return ""
    if item.link is not None:
        stands = describe(at, item)
    elif item.cluster.attribute and at.work is not None:
        stands = _value(at.work.labels.get(item.cluster.attribute)) or tr("nothing")
    else:
        stands = "; ".join(_label(at, label) for label in item.gold) or tr("nothing")
    lines = [tr("Gold: {what}", what=stands)]
    if item.ruling is not None:
        lines += _ruling(at, item.ruling, shown)
    return "\n".join(lines)


def _ruling(at: ReviewArticle, ruling: Ruling, shown: Shown) -> list[str]:
    letters = {person.id: at.letters[person.key] for person in at.people}
    lines = []
    for had in ruling.had:
        who = ", ".join(letters.get(key, "?") if shown.blind else name for key, name in had.by.items())
        lines.append(tr("{who} said: {what}", who=who, what=_had(at, had.said)))
    why = " – ".join(filter(None, (ruling.reason and reason_name(ruling.reason), ruling.note)))
    decided = tr("Decided by {name}", name=ruling.reviewer)
    return [*lines, f"{decided}: {why}" if why else decided]


def _had(at: ReviewArticle, said: dict[str, object] | object) -> str:
    if not isinstance(said, dict) or not said:
        return tr("nothing")
    if "layer" in said:
        return f"{at.schema.label_name(str(said['layer']), str(said['label']))} “{said.get('quote', '')}”"
    return _value(said.get("value", said.get("role")))


def _said(at: ReviewArticle, item: Item, owner: int) -> str:
    annotation = item.cluster.members.get(owner)
    if annotation is not None:
        return _label(at, annotation)
    if owner in item.cluster.links:
        return describe(at, item)
    if item.cluster.attribute and owner in item.cluster.values:
        return _value(at.said[owner].labels.get(item.cluster.attribute))
    return tr("nothing")


def _label(at: ReviewArticle, annotation: Annotation) -> str:
    values = ", ".join(f"{name}: {_value(value)}" for name, value in annotation.attributes.items())
    name = at.schema.label_name(annotation.layer, annotation.label)
    words = " ".join(annotation.quote.split())
    words = words if len(words) <= 90 else f"{words[:89]}…"
    return f"{name} “{words}”" + (f" ({values})" if values else "")


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
