"""How annotations and suggestions are read: their style, sign, number and words. Pure; no Qt.

Marks, cards, prompts and the foot all say the same of a label because they ask here.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence

from annotator.model.annotation import Annotation
from annotator.model.calibration import band
from annotator.model.pending import Pending
from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Label, Schema, Value
from annotator.services.opened import Item, OpenArticle

_SIGNS = {"favor": "▲", "against": "▼", "neutral": "●", "none": "?"}
_BY_KEY = {"+": "▲", "-": "▼", "0": "●", "?": "?"}
_OTHER_SIGN = "◆"
PARTS = ("claimer", "source", "cue", "holder", "target")
"""Roles that belong to the sentence of a claim or stance."""
SPEAKERS = ("claimer", "source")
"""Roles whose other end is who says a claim; a schema has one of them."""


def short(text: str, longest: int = 60) -> str:
    """`text` on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def quoted(text: str, longest: int = 60) -> str:
    """`text` in quotation marks, unless it has its own."""
    line = short(text, longest)
    return line if line[:1] in "“„«»‘「『\"'" else tr("“{text}”", text=line)


def label_of(schema: Schema, item: Item) -> Label | None:
    return schema.label(item.layer, item.label)


def label_name(schema: Schema, item: Item) -> str:
    return schema.label_name(item.layer, item.label)


def label_title(label: Label) -> str:
    """The label's readable name: its title, else its name."""
    return label.title or label.name


def colour_of(schema: Schema, item: Item) -> str:
    label = label_of(schema, item)
    return label.colour if label else "numbers"


def style_of(schema: Schema, layer_id: str, label_id: str) -> str:
    """How a label is drawn: its layer's style; in a layer of lines what only serves others is `cue` or `evidence`."""
    layer = schema.layer(layer_id)
    if layer is None:
        return "fill"
    if layer.style != "line" or not layer.labels or label_id == layer.labels[0].id:
        return layer.style
    begins = any(
        end.layer == layer_id and end.label == label_id
        for role in schema.roles
        if not role.retired
        for end in role.sources
    )
    ends = any(
        end.layer == layer_id and end.label == label_id
        for role in schema.roles
        if not role.retired
        for end in role.targets
    )
    if not ends:
        return "line"
    return "evidence" if begins else "cue"


def sign_of(schema: Schema, item: Item) -> str:
    """A stance's sign, the same in the text and on the card."""
    label = label_of(schema, item)
    if label is None:
        return _OTHER_SIGN
    return _SIGNS.get(label.id) or _BY_KEY.get(label.key, _OTHER_SIGN)


_numbered: tuple[weakref.ref[OpenArticle], Mapping[str, int]] | None = None
"""The numbers of the last snapshot that was asked about: marks, cards and foot ask for the same one in turn."""


def numbers(opened: OpenArticle) -> Mapping[str, int]:
    """The number of each claim (what is drawn as a line), in reading order from 1."""
    global _numbered
    if _numbered is not None and _numbered[0]() is opened:
        return _numbered[1]
    lines = {
        (layer.id, label.id)
        for layer in opened.schema.layers
        for label in layer.labels
        if style_of(opened.schema, layer.id, label.id) == "line"
    }
    found = [item.id for item in opened.items if (item.layer, item.label) in lines]
    result = {item_id: number for number, item_id in enumerate(found, 1)}
    _numbered = weakref.ref(opened), result
    return result


def is_suggested(item: Item) -> bool:
    return not isinstance(item, Annotation)


def sureness(item: Item) -> str:
    """How sure a suggestion is, as a shape and a word; empty for a label and where nothing is known."""
    match "" if isinstance(item, Annotation) else band(item.sureness):
        case "sure":
            return tr("● sure")
        case "likely":
            return tr("◐ likely")
        case "unsure":
            return tr("○ unsure")
        case _:
            return ""


def sources_of(item: Pending) -> str:
    """Whose suggestion it is, in words; all of those who propose it."""
    return " + ".join(source.replace("@", " ") for source in (item.source, *item.also))


def provenance(item: Item) -> str:
    """Where it comes from: source and sureness of a suggestion, how a label was made."""
    if not isinstance(item, Annotation):
        return " · ".join(part for part in (sources_of(item), sureness(item)) if part)
    origin: Mapping[str, object] = item.origin
    source = str(origin.get("source") or "").replace("@", " ")
    match origin.get("kind"):
        case "suggestion" if origin.get("decision") == "edited":
            return tr("edited from {source}", source=source)
        case "suggestion":
            return tr("accepted from {source}", source=source)
        case "import":
            return tr("imported")
        case "bulk":
            return tr("with all occurrences")
        case "review":
            return tr("from review")
        case _:
            return tr("by hand")


def attribute_text(name: str) -> str:
    """An attribute's or role's name as people read it: `claim_type` is “claim type”."""
    return name.replace("_", " ")


def value_text(attribute: Attribute | None, value: object) -> str:
    """An attribute's value in words."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, (list, tuple)):
        return ", ".join(value_text(attribute, one) for one in value)
    found: Value | None = next((v for v in attribute.values if v.id == value), None) if attribute else None
    return found.name if found else str(value)


def claim_at(opened: OpenArticle, start: int, end: int) -> Item | None:
    """The claim that overlaps `[start, end)` most closely, labels before suggestions."""
    found = [
        item
        for item in opened.items
        if item.start < end and start < item.end and style_of(opened.schema, item.layer, item.label) == "line"
    ]
    return min(
        found, key=lambda item: (is_suggested(item), abs(item.start - start) + abs(item.end - end)), default=None
    )


def least_sure_first(opened: OpenArticle) -> tuple[Pending, ...]:
    """The suggestions from the least sure to the surest; of equal ones in reading order."""
    return tuple(sorted(opened.pending.values(), key=lambda item: item.sureness if item.sureness is not None else 0.5))


def follows(
    opened: OpenArticle, focus: Item | None, caret: int, step: int, *, unsure_first: bool = False
) -> Item | None:
    """The next (1) or previous (-1) item in reading order, from the focus, else from the caret; round at the ends.

    With `unsure_first` suggestions from the least sure on, as long as there are any.
    """
    if unsure_first and opened.pending:
        return _beside(least_sure_first(opened), focus, step)
    items = opened.items
    if not items:
        return None
    if focus is not None:
        at = next((i for i, item in enumerate(items) if item.id == focus.id), None)
        if at is not None:
            return items[(at + step) % len(items)]
        caret = focus.start
    if step > 0:
        return next((item for item in items if item.start >= caret), items[0])
    return next((item for item in reversed(items) if item.start < caret), items[-1])


def _beside(items: Sequence[Item], focus: Item | None, step: int) -> Item:
    at = next((i for i, item in enumerate(items) if focus is not None and item.id == focus.id), None)
    if at is None:
        return items[0 if step > 0 else -1]
    return items[(at + step) % len(items)]


def next_suggestion(opened: OpenArticle, start: int, end: int, *, unsure_first: bool = False) -> Item | None:
    """The first suggestion after `[start, end)` in reading order, else the first of the article; with `unsure_first` the
    least sure one.
    """
    if unsure_first:
        return next(iter(least_sure_first(opened)), None)
    pending = tuple(opened.pending.values())
    place = start, -end
    return next((item for item in pending if (item.start, -item.end) > place), pending[0] if pending else None)
