"""What the review window shows of an article: marks with each annotator's letter, and each choice in words. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.annotation import Annotation
from annotator.model.phrases import tr
from annotator.services.review_article import DECIDED, VOID, WAITING, Item, ReviewArticle
from annotator.services.review_lists import describe
from annotator.ui.textview import Mark


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide: its key, what it says, and what it does."""

    key: str
    text: str
    action: str
    """`take:KEY`, `both`, `nothing`, `union`, `common` or `reopen`."""


def kind_name(kind: str) -> str:
    """A kind of difference in words."""
    names = {
        "boundary": tr("boundary"),
        "label": tr("label"),
        "attribute": tr("answer"),
        "link": tr("link"),
        "missing": tr("found by some only"),
        "article": tr("the article"),
    }
    return names.get(kind, kind)


def state_name(item: Item) -> str:
    """How far an item is, in words and with a sign."""
    if item.state == DECIDED:
        return tr("✓ decided")
    if item.state == WAITING:
        return tr("… waits for its ends")
    if item.state == VOID:
        return tr("– its ends are not there")
    return tr("○ open")


def marks_of(at: ReviewArticle, *, only_differences: bool) -> list[Mark]:
    """Everybody's labels as marks; what is decided is solid, what is open dashed."""
    found = []
    for item in at.items:
        if only_differences and item.cluster.agreed:
            continue
        for owner, annotation in item.cluster.members.items():
            label = at.schema.label(annotation.layer, annotation.label)
            name = at.schema.label_name(annotation.layer, annotation.label)
            everybody = item.cluster.agreed
            letter = "=" if everybody else at.letters[owner]
            found.append(
                Mark(
                    mark_id(item, owner),
                    annotation.fragments,
                    "fill",
                    f"{letter} {name}",
                    label.colour if label else "numbers",
                    suggested=item.state != DECIDED,
                    description=f"{letter}: {name}",
                )
            )
            if everybody:
                break
    return found


def mark_id(item: Item, owner: int) -> str:
    return f"{item.id}/{owner}"


def choices_of(at: ReviewArticle, item: Item, *, blind: bool) -> list[Choice]:
    """What can be decided about an item, each with its key."""
    found = []
    for number, owner in enumerate(item.cluster.seen, 1):
        who = at.letters[owner] if blind else f"{at.letters[owner]} {at.by_key[owner].name}"
        found.append(Choice(str(number), f"{who}: {_said(at, item, owner)}", f"take:{owner}"))
    if len(set(item.cluster.values.values())) > 1:
        found.append(Choice("b", tr("all of them"), "both"))
    if len({annotation.fragments for annotation in item.cluster.members.values()}) > 1:
        found.append(Choice("u", tr("all the text that anybody labelled"), "union"))
        found.append(Choice("i", tr("the text that everybody labelled"), "common"))
    found.append(Choice("0", tr("nothing here"), "nothing"))
    if item.state == DECIDED:
        found.append(Choice("r", tr("decide again"), "reopen"))
    return found


def _said(at: ReviewArticle, item: Item, owner: int) -> str:
    annotation = item.cluster.members.get(owner)
    if annotation is not None:
        return _label(at, annotation)
    if owner in item.cluster.links:
        return describe(at, item)
    if item.cluster.attribute and owner in item.cluster.values:
        value = at.said[owner].labels.get(item.cluster.attribute)
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return tr("nothing")


def _label(at: ReviewArticle, annotation: Annotation) -> str:
    values = ", ".join(
        f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in annotation.attributes.items()
    )
    name = at.schema.label_name(annotation.layer, annotation.label)
    words = " ".join(annotation.quote.split())
    words = words if len(words) <= 90 else f"{words[:89]}…"
    return f"{name} “{words}”" + (f" ({values})" if values else "")
