"""Which cards there are: tabs by layer, what each lists in reading order, the card of each made when it is seen. No Qt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from annotator.model.annotation import Note
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.opened import Item, OpenArticle
from annotator.ui.cards.sentences import Card, card_of, note_card
from annotator.ui.desk.reading import numbers, style_of

SENTENCES = "sentences"
NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists. `id` is a layer's, `sentences` or `notes`."""

    id: str
    title: str
    count: int = 0


class Entry(NamedTuple):
    """A card's place: what it is of, and where in the text (code points)."""

    id: str
    start: int


class Listing:
    """The cards of one snapshot of the article. `None` is no article."""

    def __init__(self, opened: OpenArticle | None) -> None:
        self.opened = opened
        self._numbers: Mapping[str, int] = numbers(opened) if opened else {}
        self._cards: dict[str, Card] = {}
        self._entries: dict[str, list[Entry]] = {}
        self._spread()

    def _spread(self) -> None:
        opened = self.opened
        if opened is None:
            return
        lists: dict[tuple[str, str], list[Entry]] = {}
        for item in opened.items:
            kind = item.layer, item.label
            listed = lists.get(kind)
            if listed is None:
                tab = tab_of(opened.schema, *kind)
                listed = lists[kind] = self._entries.setdefault(tab, [])
            listed.append(Entry(item.id, item.start))
        notes = sorted(opened.notes.values(), key=lambda note: (self._start(note), note.created))
        self._entries[NOTES] = [Entry(note.id, self._start(note)) for note in notes]

    def _start(self, note: Note) -> int:
        item = self.opened.item(note.annotation) if self.opened else None
        return item.start if item else 0

    def tabs(self) -> list[Tab]:
        """Claims and stances together, then each layer of entities, then notes."""
        if self.opened is None:
            return []
        schema = self.opened.schema
        sentences = [layer.name for layer in schema.layers if layer.style != "fill"]
        found = [Tab(SENTENCES, _joined(sentences), self._count(SENTENCES))] if sentences else []
        found += [Tab(layer.id, layer.name, self._count(layer.id)) for layer in schema.layers if layer.style == "fill"]
        return [*found, Tab(NOTES, tr("Notes"), self._count(NOTES))]

    def _count(self, tab: str) -> int:
        return len(self._entries.get(tab, ()))

    def entries(self, tab: str, focus: str | None) -> list[Entry]:
        """What a tab lists; what has the focus is among it, whatever its layer."""
        found = self._entries.get(tab, [])
        item = self.opened.item(focus) if self.opened else None
        if item is None or any(entry.id == item.id for entry in found):
            return found
        at = bisect_left([entry.start for entry in found], item.start)
        return [*found[:at], Entry(item.id, item.start), *found[at:]]

    def card(self, card_id: str) -> Card:
        """A card, made when it is first seen."""
        known = self._cards.get(card_id)
        if known is None:
            assert self.opened is not None, "a listing with cards has an article"
            note = self.opened.notes.get(card_id)
            if note is not None:
                known = note_card(self.opened, note)
            else:
                item: Item | None = self.opened.item(card_id)
                assert item is not None, "cards are of what is there"
                known = card_of(self.opened, item, self._numbers.get(card_id), self._numbers)
            self._cards[card_id] = known
        return known


def tab_of(schema: Schema, layer: str, label: str) -> str:
    """The tab that lists a label; words that only serve a claim are listed nowhere but shown on its card."""
    style = style_of(schema, layer, label)
    if style == "fill":
        return layer
    return "" if style == "cue" else SENTENCES


def _joined(names: list[str]) -> str:
    """Claims, Stances → “Claims and stances”."""
    if len(names) == 1:
        return names[0]
    return tr("{some} and {last}", some=", ".join(names[:-1]), last=names[-1].lower())
