"""What a review draws in its texts: everybody's labels as lines in one, or each one's as at the desk in a column. No widgets."""

from __future__ import annotations

from annotator.model.annotation import Annotation, reading_order
from annotator.model.phrases import tr
from annotator.services.review_article import DECIDED, Item, ReviewArticle
from annotator.ui.desk.reading import sign_of, style_of
from annotator.ui.review.showing import Shown
from annotator.ui.textview import Mark

_PATTERNS = ("━━━", "╍╍╍", "•••", "━ ━", "━•━", "━••")
"""How the legend shows the patterns of the lines, in the order of letters."""


def marks_of(at: ReviewArticle, shown: Shown) -> list[Mark]:
    """Everybody's labels as lines, one lane and pattern for each, and the gold labels as boxes.

    What is open is dashed or has a question mark, what is decided is solid.
    """
    found = []
    for item in (item for item in at.items if shown.has(item)):
        found += _lines(at, item)
        if item.state == DECIDED or not item.cluster.members:
            found += [_box(at, item, label) for label in item.gold[:1]]
    return found


def marks_of_one(at: ReviewArticle, shown: Shown, owner: int) -> list[Mark]:
    """One annotator's labels."""
    return [
        _as_at_the_desk(at, mark_id(item, owner), label, open_=item.state != DECIDED)
        for item in at.items
        if shown.has(item) and (label := item.cluster.members.get(owner)) is not None
    ]


def marks_of_gold(at: ReviewArticle, shown: Shown) -> list[Mark]:
    """What stands in the gold layer so far, agreed or not, with a question mark where it is to be decided again."""
    items = {label.id: item for item in at.items for label in item.gold}
    found: list[Mark] = []
    taken: set[str] = set()
    for label in sorted(at.gold.annotations.values(), key=reading_order):
        if shown.layer not in ("", label.layer):
            continue
        item = items.get(label.id)
        identity = mark_id(item, at.gold_owner.key) if item else f"gold/{label.id}"
        if identity in taken:  # several were taken for one place
            identity = f"{identity}/{label.id}"
        taken.add(identity)
        found.append(_as_at_the_desk(at, identity, label, open_=item is not None and item.state != DECIDED))
    return found


def legend(at: ReviewArticle, shown: Shown) -> str:
    """Who has which line in the text."""
    people = (f"{shown.who(at, person.key)} {pattern}" for person, pattern in zip(at.people, _PATTERNS, strict=False))
    return "    ".join((*people, tr("✓ gold")))


def _box(at: ReviewArticle, item: Item, label: Annotation) -> Mark:
    """A gold label among everybody's lines."""
    name, colour = _name(at, label)
    sign = "✓" if item.state == DECIDED else "▲"
    return Mark(
        mark_id(item, at.gold_owner.key),
        label.fragments,
        "fill",
        f"{sign} {name}",
        colour,
        suggested=item.state != DECIDED,
        description=f"{sign}: {name}",
    )


def _as_at_the_desk(at: ReviewArticle, identity: str, label: Annotation, *, open_: bool) -> Mark:
    """A label in a text of its own: claims, cues and stances look as they do where they are made."""
    name, colour = _name(at, label)
    style = style_of(at.schema, label.layer, label.label)
    return Mark(
        identity,
        label.fragments,
        style,
        name,
        colour,
        suggested=open_,
        sign=sign_of(at.schema, label) if style == "mark" else "",
        description=f"{name}: {label.quote}",
    )


def _lines(at: ReviewArticle, item: Item) -> list[Mark]:
    """Of those who say the same the first one's line names them all."""
    found = []
    alike: dict[tuple[str, object], list[int]] = {}
    for owner, label in item.cluster.members.items():
        alike.setdefault((label.label, label.fragments), []).append(owner)
    for owners in alike.values():
        who = "=" if item.cluster.agreed else "".join(at.letters[owner] for owner in owners)
        for owner in owners:
            label = item.cluster.members[owner]
            name, colour = _name(at, label)
            caption = f"{who} {name}" if owner == owners[0] and not (item.cluster.agreed and item.gold) else ""
            place = 1 + [person.key for person in at.people].index(owner)
            found.append(
                Mark(
                    mark_id(item, owner),
                    label.fragments,
                    "person",
                    caption,
                    colour,
                    suggested=item.state != DECIDED,
                    number=place,
                    description=f"{at.letters[owner]}: {name}",
                )
            )
    return found


def _name(at: ReviewArticle, label: Annotation) -> tuple[str, str]:
    known = at.schema.label(label.layer, label.label)
    return at.schema.label_name(label.layer, label.label), known.colour if known else "numbers"


def labels_of(at: ReviewArticle, item: Item) -> dict[int, Annotation]:
    """Annotator -> their label; of what nobody has any more the gold label."""
    return dict(item.cluster.members) or ({at.gold_owner.key: item.gold[0]} if item.gold else {})


def mark_id(item: Item, owner: int) -> str:
    return f"{item.id}/{owner}"
