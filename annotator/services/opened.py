"""The open article as one annotator sees it: text, labels, links, notes and the suggestions still to decide.

A snapshot that never changes; each action makes the next one. What is computed from it is computed when first asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from annotator.model.annotation import (
    NOT_TEXT,
    Annotation,
    Decision,
    Fragments,
    Link,
    Note,
    Place,
    Work,
    reading_order,
)
from annotator.model.article import Article
from annotator.model.change import Change
from annotator.model.own_records import OwnRecords
from annotator.model.pending import Packs, Pending, pending
from annotator.model.schema import Attribute, Schema
from annotator.services.learned import Learned

Item = Annotation | Pending
"""What can have the focus: a label of the annotator, or a suggestion."""


@dataclass(frozen=True)
class OpenArticle:
    """All that the desk shows of one article. The mappings go from ids; nothing deleted is in them."""

    article: Article
    schema: Schema
    owner: int
    annotations: Mapping[str, Annotation] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    work: Work | None = None
    packs: Packs = field(default_factory=dict)
    project_read_only: bool = False
    learned: Learned | None = field(default=None, compare=False, repr=False)
    """What the annotator decided before, in all articles; None until it is gathered."""

    @property
    def text(self) -> str:
        return self.article.text

    @property
    def status(self) -> str:
        return self.work.status if self.work else "open"

    @property
    def flagged(self) -> bool:
        return bool(self.work and self.work.flagged)

    @property
    def read_only(self) -> bool:
        """Whether labels cannot be changed: the article is finished, or the project can only be read."""
        return self.project_read_only or self.status != "open"

    @cached_property
    def pending(self) -> Mapping[str, Pending]:
        """The suggestions that are still to decide, by id, in reading order."""
        found = pending(
            self.article.id,
            self.text,
            self.packs,
            self.annotations.values(),
            self.decisions.values(),
            self.schema,
            self.learned.memory if self.learned else None,
            self.learned.calibration if self.learned else None,
        )
        return {item.id: item for item in found if not self._is_aside(item)}

    @cached_property
    def _asides(self) -> list[tuple[int, int]]:
        """What is marked as not the article's text."""
        return [piece for a in self.annotations.values() if a.layer == NOT_TEXT for piece in a.fragments]

    def _is_aside(self, item: Pending) -> bool:
        return any(start < item.end and item.start < end for start, end in self._asides)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Labels and suggestions in reading order; of two at the same place the label first."""
        both: list[Item] = [*self.annotations.values(), *self.pending.values()]
        return tuple(sorted(both, key=lambda item: (item.start, -item.end)))

    def item(self, item_id: str | None) -> Item | None:
        """The label or suggestion with this id."""
        if item_id is None:
            return None
        return self.annotations.get(item_id) or self.pending.get(item_id)

    def covering(self, offset: int) -> list[Item]:
        """What lies over a code point, the innermost first."""
        found = [i for i in self.items if any(start <= offset < end for start, end in i.fragments)]
        return sorted(found, key=lambda item: (item.end - item.start, item.start))

    @cached_property
    def _links_from(self) -> Mapping[str, list[Link]]:
        return _grouped((link.source, link) for link in self._ordered_links)

    @cached_property
    def _links_to(self) -> Mapping[str, list[Link]]:
        return _grouped((link.target, link) for link in self._ordered_links)

    @cached_property
    def _ordered_links(self) -> list[Link]:
        """In reading order of what they point to."""

        def place(link: Link) -> tuple[int, int, str]:
            target = self.annotations.get(link.target)
            return (*(reading_order(target) if target else (0, 0)), link.id)

        return sorted(self.links.values(), key=place)

    def links_from(self, item_id: str) -> list[Link]:
        return self._links_from.get(item_id, [])

    def links_to(self, item_id: str) -> list[Link]:
        return self._links_to.get(item_id, [])

    def linked(self, item_id: str, role: str) -> list[Item]:
        """The other ends of an item's links with this role, for labels and suggestions alike."""
        if item := self.pending.get(item_id):
            ends = [end for name, end in item.links if name == role]
        else:
            ends = [link.target for link in self.links_from(item_id) if link.role == role]
        return [found for end in ends if (found := self.item(end)) is not None]

    def missing(self, annotation: Annotation) -> list[Attribute]:
        """The required attributes that have no value yet."""
        layer = self.schema.layer(annotation.layer)
        label = layer.label(annotation.label) if layer else None
        if layer is None or label is None:
            return []
        return [a for a in layer.attributes_of(label.id) if a.required and a.id not in annotation.attributes]

    @cached_property
    def _at_place(self) -> Mapping[Place, Annotation]:
        return {annotation.place: annotation for annotation in self.annotations.values()}

    def at_place(self, place: Place) -> Annotation | None:
        """The label with exactly this layer, label and text."""
        return self._at_place.get(place)

    def labels_on(self, layer: str, fragments: Fragments) -> list[Annotation]:
        """The labels of a layer on exactly this text, whatever they are called."""
        return self._on_text.get((layer, fragments), [])

    @cached_property
    def _on_text(self) -> Mapping[tuple[str, Fragments], list[Annotation]]:
        found: defaultdict[tuple[str, Fragments], list[Annotation]] = defaultdict(list)
        for annotation in self.annotations.values():
            found[annotation.layer, annotation.fragments].append(annotation)
        return found

    def decision_on(self, place: Place) -> Decision | None:
        return next((decision for decision in self.decisions.values() if decision.place == place), None)

    def notes_on(self, annotation_id: str | None) -> list[Note]:
        """The notes on a label, or on the article as a whole; the oldest first."""
        found = [note for note in self.notes.values() if note.annotation == annotation_id]
        return sorted(found, key=lambda note: (note.created, note.id))

    def after(self, changes: Iterable[Change], pending: Mapping[str, Pending] | None = None) -> OpenArticle:
        """The snapshot after `changes`; those of other articles and annotators are passed over.

        `pending`: what is still to decide then, where the caller knows it: working it out takes its time.
        """
        own = OwnRecords(self.annotations, self.links, self.notes, self.decisions, self.work)
        now = own.after(changes, self.article.key, self.owner)
        after = replace(
            self,
            annotations=now.annotations,
            links=now.links,
            notes=now.notes,
            decisions=now.decisions,
            work=now.work,
        )
        if pending is not None:
            after.__dict__["pending"] = pending  # where `cached_property` keeps it
        return after


def _grouped(pairs: Iterable[tuple[str, Link]]) -> dict[str, list[Link]]:
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for key, link in pairs:
        found[key].append(link)
    return dict(found)
