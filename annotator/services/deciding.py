"""Accepting and refusing suggestions in the open article. Each method is one undo step."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.model.annotation import Annotation, Fragments
from annotator.model.change import Change
from annotator.model.errors import UserError
from annotator.model.pending import Pending
from annotator.model.phrases import tr, trn
from annotator.services import taking
from annotator.services.opened import OpenArticle
from annotator.services.sure import PARTS_ONLY
from annotator.services.wording import short
from annotator.services.workplace import Workplace


class Deciding:
    """What an annotator can do with suggestions."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def accept(self, pending_id: str) -> Annotation:
        """Makes the suggestion a label; a claim brings its claimer and cue."""
        opened = self._place.writable
        item = _pending(opened, pending_id)
        taken = taking.take(opened, item, self._place.guidelines)
        self._place.act("accept", self._title(tr("Accept"), item), taken.changes)
        return taken.annotation

    def accept_as(self, pending_id: str, layer: str, label: str) -> Annotation:
        """Makes the suggestion a label under another name."""
        opened = self._place.writable
        item = _pending(opened, pending_id)
        taken = taking.take(opened, item, self._place.guidelines, layer=layer, label=label)
        self._place.act("accept", self._title(tr("Accept"), item), taken.changes)
        return taken.annotation

    def accept_with(self, pending_id: str, fragments: Fragments) -> Annotation:
        """Makes the suggestion a label on other text."""
        opened = self._place.writable
        item = _pending(opened, pending_id)
        taken = taking.take(opened, item, self._place.guidelines, fragments=fragments)
        self._place.act("accept", self._title(tr("Accept"), item), taken.changes)
        return taken.annotation

    def accept_alike(self, pending_id: str) -> int:
        """Accepts all suggestions of the same text and label in the article, in one step; how many they were."""
        opened = self._place.writable
        return self.accept_many(item.id for item in alike(opened, _pending(opened, pending_id)))

    def accept_many(self, pending_ids: Iterable[str]) -> int:
        """Accepts suggestions in one step; how many they were."""
        opened = self._place.writable
        items = [opened.pending[pending_id] for pending_id in pending_ids if pending_id in opened.pending]
        changes, count = taking.take_all(opened, items, self._place.guidelines)
        self._place.act("accept", trn("Accept {n} suggestion", "Accept {n} suggestions", count), changes)
        return count

    def reject(self, pending_id: str) -> None:
        """Refuses the suggestion: it is not shown again. What was suggested for its sake only goes with it."""
        opened = self._place.writable
        item = _pending(opened, pending_id)
        self._place.act("reject", self._title(tr("Reject"), item), _refusals(opened, [item]))

    def reject_alike(self, pending_id: str) -> int:
        """Refuses all suggestions of the same text and label in the article, in one step; how many they were."""
        opened = self._place.writable
        return self.reject_many(item.id for item in alike(opened, _pending(opened, pending_id)))

    def reject_rest(self) -> int:
        """Refuses all suggestions that are left in the article, in one step; how many they were."""
        return self.reject_many(tuple(self._place.writable.pending))

    def reject_many(self, pending_ids: Iterable[str]) -> int:
        """Refuses suggestions in one step; how many they were."""
        opened = self._place.writable
        items = [_pending(opened, pending_id) for pending_id in pending_ids]
        title = trn("Reject {n} suggestion", "Reject {n} suggestions", len(items))
        self._place.act("reject", title, _refusals(opened, items))
        return len(items)

    def _title(self, verb: str, item: Pending) -> str:
        name = self._place.schema.label_name(item.layer, item.label)
        return tr("{verb} “{quote}” {label}", verb=verb, quote=short(item.quote), label=name)


def alike(opened: OpenArticle, item: Pending) -> list[Pending]:
    """The open suggestions with the text and label of `item`, in reading order."""
    return [
        other
        for other in opened.pending.values()
        if (other.layer, other.label, other.quote) == (item.layer, item.label, item.quote)
    ]


def _pending(opened: OpenArticle, pending_id: str) -> Pending:
    item = opened.pending.get(pending_id)
    if item is None:
        raise UserError(tr("This suggestion is decided already."))
    return item


def _refusals(opened: OpenArticle, items: list[Pending]) -> list[Change]:
    gone = {item.id for item in items}
    wanted_by: dict[str, set[str]] = {}
    for other in opened.pending.values():
        for _, end in other.links:
            wanted_by.setdefault(end, set()).add(other.id)
    for item in items:
        for _, end in item.links:
            part = opened.pending.get(end)
            if part and (part.layer, part.label) in PARTS_ONLY and wanted_by[end] <= gone:
                gone.add(end)
    return [taking.decision_change(opened, item, "rejected") for item in opened.pending.values() if item.id in gone]
