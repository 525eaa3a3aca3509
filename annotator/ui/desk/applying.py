"""Which commands apply to what is selected or in focus now: for menus and the keys on the card in focus. Pure; no Qt."""

from __future__ import annotations

from annotator.model.annotation import Annotation
from annotator.model.phrases import tr, trn
from annotator.services.deciding import alike
from annotator.services.opened import Item, OpenArticle
from annotator.ui.desk.hints import Keys, modes
from annotator.ui.desk.prompts import KeyHint
from annotator.ui.desk.reading import attribute_text, style_of

_RESIZING = ("grow_end", "shrink_end", "grow_start", "shrink_start")


def applicable(opened: OpenArticle, item: Item | None, *, selected: bool, addable: bool) -> list[str]:
    """Command ids in the order of a menu; an empty one is a line. Labels and modes are not among them."""
    select = ["select_sentence", "select_quotation"]
    if opened.read_only:
        return [*select, *([] if opened.project_read_only else ["", "note", "flag"])]
    if selected:
        return ["pick_label", "everywhere", *(["add_fragment"] if addable else []), "keep_selection", "", "leave"]
    if item is None:
        return ["pick_label", "", *select, "", "answer", "note", "flag"]
    more = [*_linking(opened, item), "everywhere", "", *_RESIZING]
    if isinstance(item, Annotation):
        return ["reject", "", "pick_label", *more, "", "note"]
    many = ["accept_alike", "reject_alike"] if len(alike(opened, item)) > 1 else []
    return ["accept", "reject", *many, "", "pick_label", *more]


def _linking(opened: OpenArticle, item: Item) -> list[str]:
    layer = opened.schema.layer(item.layer)
    found = ["link"] if opened.schema.roles_from(item.layer, item.label) else []
    return [*found, "answer"] if layer and layer.attributes_of(item.label) else found


def card_keys(opened: OpenArticle, item: Item, keys: Keys) -> tuple[KeyHint, ...]:
    """The keys that the card in focus shows, the likeliest first."""
    if opened.read_only:
        return ()

    def hint(command: str, text: str) -> KeyHint:
        return KeyHint(keys.get(command, ())[:1], text, command)

    found: list[KeyHint] = []
    if not isinstance(item, Annotation):
        found += [hint("accept", tr("accept")), hint("reject", tr("reject"))]
        like = len(alike(opened, item))
        if like > 1:
            found.append(hint("accept_alike", trn("accept all {n}", "accept all {n}", like)))
    else:
        missing = opened.missing(item)
        layer = opened.schema.layer(item.layer)
        if missing:
            found.append(hint("answer", tr("{attribute}?", attribute=attribute_text(missing[0].name))))
        elif layer and layer.attributes_of(item.label):
            found.append(hint("answer", tr("answer")))
    if style_of(opened.schema, item.layer, item.label) == "line":
        found += modes(opened.schema)
    if opened.schema.roles_from(item.layer, item.label):
        found.append(hint("link", tr("link")))
    if isinstance(item, Annotation):
        found += [hint("note", tr("note")), hint("reject", tr("delete"))]
    return tuple(one for one in found if one.keys)
