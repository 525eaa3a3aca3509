"""Makes what the article view draws: marks from labels and suggestions, links of what is in focus. Pure; no Qt.

A mark is made anew only where its label, number or schema has changed, so that a key press costs little in an article
with thousands of labels.
"""

from __future__ import annotations

from annotator.model.annotation import NOT_TEXT
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.opened import Item, OpenArticle
from annotator.ui.desk.prompts import Pointer
from annotator.ui.desk.reading import attribute_text, is_suggested, numbers, provenance, sign_of, style_of
from annotator.ui.textview.marks import Mark, ShownLink


class Marks:
    """The marks of the open article."""

    def __init__(self) -> None:
        self._schema: Schema | None = None
        self._styles: dict[tuple[str, str], str] = {}
        self._made: dict[str, tuple[Item, int | None, Mark]] = {}

    def of(self, opened: OpenArticle) -> list[Mark]:
        """A mark for each label and suggestion, in reading order."""
        if opened.schema is not self._schema:
            self._schema, self._styles, self._made = opened.schema, {}, {}
        count = numbers(opened)
        made: dict[str, tuple[Item, int | None, Mark]] = {}
        found: list[Mark] = []
        for item in opened.items:
            number = count.get(item.id)
            known = self._made.get(item.id)
            if known is None or known[1] != number or not (known[0] is item or known[0] == item):
                known = item, number, self._mark(opened.schema, item, number)
            made[item.id] = known
            found.append(known[2])
        self._made = made
        return found

    def _mark(self, schema: Schema, item: Item, number: int | None) -> Mark:
        kind = item.layer, item.label
        style = self._styles.setdefault(kind, style_of(schema, *kind))
        label = schema.label(*kind)
        caption = label.name if label else item.label
        suggested = is_suggested(item)
        spoken = tr("{label}, suggested", label=caption) if suggested else caption
        return Mark(
            item.id,
            item.fragments,
            style,
            caption,
            label.colour if label else "numbers",
            suggested,
            number,
            sign_of(schema, item) if style == "mark" else "",
            item.layer == NOT_TEXT and not suggested,
            tr("{label}: {quote}", label=spoken if number is None else f"{spoken} {number}", quote=item.quote)
            + (f" · {provenance(item)}" if suggested else ""),
        )


def links_of(opened: OpenArticle, item_id: str | None, pointer: Pointer | None = None) -> list[ShownLink]:
    """The links from and to what is in focus, and the one that is being chosen."""
    found: list[ShownLink] = []
    item = opened.item(item_id)
    if item is not None:
        if item.id in opened.pending:
            found = [ShownLink(item.id, end, _role(opened, role)) for role, end in opened.pending[item.id].links]
        else:
            both = [*opened.links_from(item.id), *opened.links_to(item.id)]
            found = [ShownLink(link.source, link.target, _role(opened, link.role)) for link in both]
    if pointer is not None:
        found.append(ShownLink(pointer.source, pointer.target, f"{pointer.caption}?"))
    return [link for link in found if opened.item(link.source_id) and opened.item(link.target_id)]


def _role(opened: OpenArticle, role_id: str) -> str:
    role = opened.schema.role(role_id)
    return attribute_text(role.name if role else role_id)
