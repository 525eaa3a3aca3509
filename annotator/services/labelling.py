"""Making, changing and deleting labels in the open article. Each method is one undo step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model import text as texts
from annotator.model.annotation import (
    MANUAL,
    Annotation,
    Fragments,
    Work,
    are_fragments,
    changed,
    join_fragments,
    quote_of,
)
from annotator.model.change import Change, created, deleted, edited, now
from annotator.model.errors import UserError
from annotator.model.ids import derived_id, new_id
from annotator.model.phrases import tr, trn
from annotator.model.schema import default_answers
from annotator.model.voice import voice_of
from annotator.services import taking
from annotator.services.opened import Item, OpenArticle
from annotator.services.wording import short
from annotator.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a string stands in the article, and what is there already in the layer that was asked for."""

    fragments: Fragments
    item: Item | None


class Labelling:
    """What an annotator can do with labels."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def create(
        self, fragments: Iterable[tuple[int, int]], layer: str, label: str, attributes: Mapping[str, Any] | None = None
    ) -> Annotation:
        """Labels `fragments` (code points). White space at their ends is left out.

        Where the same label is there already it is returned; a suggestion for the same text is thereby decided.
        """
        opened = self._place.writable
        pieces = _trimmed(opened.text, fragments)
        if there := opened.at_place((layer, label, pieces)):
            return there
        suggested = next(
            (p for p in opened.pending.values() if p.layer == layer and p.fragments == pieces and p.label == label),
            next((p for p in opened.pending.values() if p.layer == layer and p.fragments == pieces), None),
        )
        if suggested:
            taken = taking.take(
                opened, suggested, self._place.guidelines, layer=layer, label=label, attributes=attributes
            )
        else:
            annotation = self._new(opened, pieces, layer, label, attributes or {})
            taken = taking.Taken(annotation, [created(annotation)])
        self._place.act("label", self._title(tr("Label"), taken.annotation), taken.changes)
        return taken.annotation

    def label_all(self, places: Sequence[Fragments], layer: str, label: str) -> int:
        """Labels all `places` in one step; how many labels that made."""
        opened = self._place.writable
        changes: list[Change] = []
        count = 0
        for pieces in places:
            if opened.at_place((layer, label, pieces)):
                continue
            suggested = next((p for p in opened.pending.values() if p.place == (layer, label, pieces)), None)
            if suggested:
                changes += taking.take(opened.after(changes), suggested, self._place.guidelines).changes
            else:
                annotation = self._new(opened, pieces, layer, label, {}, {"kind": "bulk"})
                changes.append(created(annotation))
            count += 1
        name = opened.schema.label_name(layer, label)
        title = trn("Label {n} occurrence {label}", "Label {n} occurrences {label}", count, label=name)
        self._place.act("bulk", title, changes)
        return count

    def occurrences(self, quote: str, layer: str) -> list[Occurrence]:
        """Where `quote` stands in the article as whole words, with any white space between them."""
        opened = self._place.open
        words = [re.escape(word) for word in quote.split()]
        if not words:
            return []
        pattern = r"\s+".join(words)
        if texts.words_are_spaced(quote):
            pattern = rf"(?<!\w){pattern}(?!\w)"
        there: dict[Fragments, Item] = {}
        for item in opened.items:
            if item.layer == layer:
                there.setdefault(item.fragments, item)
        found = []
        for match in re.finditer(pattern, opened.text):
            fragments = (match.span(),)
            found.append(Occurrence(fragments, there.get(fragments)))
        return found

    def relabel(self, annotation_id: str, layer: str, label: str) -> Annotation:
        """Gives a label another name; attributes and links that the new one cannot have go."""
        opened = self._place.writable
        before = self._own(opened, annotation_id)
        if (before.layer, before.label) == (layer, label):
            return before
        after = _only_one(opened, before, relabelled(opened, before, layer, label, self._place.guidelines))
        changes = [self._edit(before, after), *misfits(opened, after), *taking.corrected(opened, before)]
        self._place.act("relabel", self._title(tr("Relabel"), after), changes)
        return after

    def set_fragments(self, annotation_id: str, fragments: Iterable[tuple[int, int]]) -> Annotation:
        """Puts a label on other text."""
        opened = self._place.writable
        before = self._own(opened, annotation_id)
        pieces = _trimmed(opened.text, fragments)
        if pieces == before.fragments:
            return before
        after = self._change(opened, before, fragments=pieces, quote=quote_of(opened.text, pieces))
        self._place.act(
            "resize", self._title(tr("Resize"), after), [self._edit(before, after), *taking.corrected(opened, before)]
        )
        return after

    def add_fragment(self, annotation_id: str, span: tuple[int, int]) -> Annotation:
        """Adds a stretch of text to a label; what touches becomes one fragment."""
        before = self._own(self._place.writable, annotation_id)
        return self.set_fragments(annotation_id, (*before.fragments, span))

    def resize(self, annotation_id: str, edge: str, step: int) -> Annotation:
        """Moves the `start` or the `end` of a label by one token: outward where `step` is positive, inward else."""
        opened = self._place.writable
        before = self._own(opened, annotation_id)
        return self.set_fragments(annotation_id, resized(opened.text, before.fragments, edge, step))

    def delete(self, *annotation_ids: str) -> None:
        """Deletes labels with their links and notes. A suggestion that had become one of them counts as refused."""
        opened = self._place.writable
        gone = [self._own(opened, annotation_id) for annotation_id in annotation_ids]
        changes = deletions(opened, gone)
        if len(gone) == 1:
            title = self._title(tr("Delete"), gone[0])
        else:
            title = trn("Delete {n} label", "Delete {n} labels", len(gone))
        self._place.act("delete", title, changes)

    def set_attribute(self, item_id: str, attribute_id: str, value: Any) -> Annotation:
        """Answers a question about a label; None takes the answer away. A suggestion is accepted by it."""
        opened = self._place.writable
        item = opened.item(item_id)
        if item is None:
            raise _unknown()
        layer = opened.schema.layer(item.layer)
        attribute = layer.attribute(attribute_id) if layer else None
        if attribute is None or not attribute.holds_for(item.label):
            raise UserError(tr("This label has no attribute {name}.", name=attribute_id))
        attributes = {name: old for name, old in item.attributes.items() if name != attribute_id}
        if value not in (None, "", []):
            attributes[attribute_id] = value
        if not isinstance(item, Annotation):
            taken = taking.take(opened, item, self._place.guidelines, attributes=attributes)
        elif dict(item.attributes) == attributes:
            return item
        else:
            after = changed(item, attributes=attributes, revision=item.revision + 1, updated=now())
            taken = taking.Taken(after, [self._edit(item, after)])
        title = tr("Set {attribute} of “{quote}”", attribute=attribute.name, quote=short(item.quote))
        self._place.act("attribute", title, taken.changes)
        return taken.annotation

    def set_article_label(self, attribute_id: str, value: Any) -> None:
        """Answers a question about the whole article; None takes the answer away."""
        opened = self._place.writable
        before = work_of(opened, self._place.annotator.id)
        labels = {name: old for name, old in before.labels.items() if name != attribute_id}
        if value not in (None, "", []):
            labels[attribute_id] = value
        title = tr("Set {attribute} of the article", attribute=attribute_id)
        self._place.act("article", title, [work_change(opened, before, labels=labels)])

    # -- parts ---------------------------------------------------------------------------------------------------

    def _new(
        self,
        opened: OpenArticle,
        pieces: Fragments,
        layer: str,
        label: str,
        attributes: Mapping[str, Any],
        origin: Mapping[str, Any] = MANUAL,
    ) -> Annotation:
        if opened.schema.label(layer, label) is None:
            raise UserError(tr("The schema has no label {label} in {layer}.", label=label, layer=layer))
        quote, moment = quote_of(opened.text, pieces), now()
        return Annotation(
            opened.article.key,
            new_id(),
            opened.owner,
            layer,
            label,
            pieces,
            quote,
            {
                **default_answers(opened.schema.layer(layer), label),
                **with_voice(opened, layer, label, pieces, attributes),
            },
            origin,
            guidelines=self._place.guidelines,
            created=moment,
            updated=moment,
        )

    def _own(self, opened: OpenArticle, annotation_id: str) -> Annotation:
        found = opened.annotations.get(annotation_id)
        if found is None:
            raise _unknown()
        return found

    def _change(self, opened: OpenArticle, before: Annotation, **values: Any) -> Annotation:
        return _only_one(opened, before, _by_hand(before, **values))

    @staticmethod
    def _edit(before: Annotation, after: Annotation) -> Change:
        return Change(before, after)

    def _title(self, verb: str, annotation: Annotation) -> str:
        name = self._place.schema.label_name(annotation.layer, annotation.label)
        return tr("{verb} “{quote}” {label}", verb=verb, quote=short(annotation.quote), label=name)


def relabelled(opened: OpenArticle, before: Annotation, layer: str, label: str, guidelines: int) -> Annotation:
    """`before` with another label, given under version `guidelines`; attributes that this one cannot have go."""
    known = opened.schema.layer(layer)
    held = {a.id for a in known.attributes_of(label)} if known else set()
    attributes = {name: value for name, value in before.attributes.items() if name in held}
    return _by_hand(before, layer=layer, label=label, attributes=attributes, guidelines=guidelines)


def deletions(opened: OpenArticle, gone: Sequence[Annotation]) -> list[Change]:
    """What deletes labels with their links and notes. A suggestion that had become one of them counts as refused."""
    ids = {annotation.id for annotation in gone}
    changes = [deleted(link) for link in opened.links.values() if {link.source, link.target} & ids]
    changes += [deleted(note) for note in opened.notes.values() if note.annotation in ids]
    changes += [deleted(annotation) for annotation in gone]
    for annotation in gone:
        decision = opened.decision_on(annotation.place)
        if decision and decision.verdict != "rejected":
            changes.append(edited(decision, verdict="rejected"))
    return changes


def _by_hand(before: Annotation, **values: Any) -> Annotation:
    """`before` with other values, as a person's edit leaves it."""
    after: Annotation = changed(before, **values)
    origin = taking.edited_origin(before.origin)
    return after._replace(origin=origin, revision=before.revision + 1, updated=now())


def _only_one(opened: OpenArticle, before: Annotation, after: Annotation) -> Annotation:
    """`after`; UserError where another annotation says the same already."""
    there = opened.at_place(after.place)
    if there and there.id != before.id:
        raise UserError(
            tr("“{quote}” has this label already.", quote=short(after.quote)), hint=tr("Delete one of the two.")
        )
    return after


def resized(text: str, fragments: Fragments, edge: str, step: int) -> Fragments:
    """`fragments` with the outer `start` or `end` moved by one token; unchanged where there is no room."""
    pieces = list(fragments)
    if edge == "end":
        start, end = pieces[-1]
        if step > 0:
            following = texts.next_token(text, end)
            end = following[1] if following else end
        else:
            last = texts.previous_token(text, end)
            before = texts.previous_token(text, last[0] if last else end)
            end = before[1] if before and before[1] > start else end
        pieces[-1] = start, end
    else:
        start, end = pieces[0]
        if step > 0:
            previous = texts.previous_token(text, start)
            start = previous[0] if previous else start
        else:
            first = texts.next_token(text, start)
            after = texts.next_token(text, first[1] if first else start)
            start = after[0] if after and after[0] < end else start
        pieces[0] = start, end
    return join_fragments(pieces)


def with_voice(
    opened: OpenArticle, layer: str, label: str, pieces: Fragments, attributes: Mapping[str, Any]
) -> Mapping[str, Any]:
    """`attributes` with the voice that the quotation marks show, where the label has such an attribute."""
    known = opened.schema.layer(layer)
    voice = known.attribute("voice") if known else None
    if voice is None or "voice" in attributes or not voice.labels or not voice.holds_for(label):
        return attributes
    found = voice_of(opened.text, pieces)
    return {**attributes, "voice": found} if found in {value.id for value in voice.values} else attributes


def work_of(opened: OpenArticle, annotator_id: str) -> Work:
    """How far the annotator is with the article: the record that is there, or the one to begin with (revision 0)."""
    if opened.work:
        return opened.work
    identity = derived_id(opened.article.id, annotator_id, "work")
    return Work(opened.article.key, identity, opened.owner, revision=0)


def work_change(opened: OpenArticle, before: Work, **values: Any) -> Change:
    """The change that gives the article's work record other values."""
    if opened.work:
        return edited(opened.work, **values)
    moment = now()
    return created(changed(before, revision=1, created=moment, updated=moment, **values))


def _trimmed(text: str, fragments: Iterable[tuple[int, int]]) -> Fragments:
    """`fragments` without white space at their ends; those with nothing but white space between them are one."""
    pieces: list[tuple[int, int]] = []
    for start, end in join_fragments(piece for span in fragments if (piece := texts.trim(text, span))):
        if pieces and not text[pieces[-1][1] : start].strip():
            pieces[-1] = pieces[-1][0], end
        else:
            pieces.append((start, end))
    if not are_fragments(tuple(pieces), len(text)):
        raise UserError(tr("No text is selected."), hint=tr("Select some words first, or put the caret on one."))
    return tuple(pieces)


def misfits(opened: OpenArticle, annotation: Annotation) -> list[Change]:
    """The links that `annotation` can no longer have, deleted."""
    misfits = []
    for link in (*opened.links_from(annotation.id), *opened.links_to(annotation.id)):
        source = annotation if link.source == annotation.id else opened.annotations[link.source]
        target = annotation if link.target == annotation.id else opened.annotations[link.target]
        role = opened.schema.role(link.role)
        if role and not (role.starts_at(source.layer, source.label) and role.ends_at(target.layer, target.label)):
            misfits.append(deleted(link))
    return misfits


def _unknown() -> UserError:
    return UserError(tr("This label is no longer there."))
