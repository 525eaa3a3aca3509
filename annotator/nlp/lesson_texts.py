"""Labelled articles as spaCy examples: cut into pieces a pipeline learns well from, labels on whole tokens.

What cannot be learned as it stands is listed: labels that cut tokens (learned as whole tokens), labels in several fragments
(each fragment is learned by itself) and, where a token can have one label only, overlapping ones (the longer one is learned).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from annotator.model import text as texts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.training import Example

_PIECE = 1_200
"""Code points of a piece at least, if its article is longer: about a dozen sentences."""
_LISTED = 200
"""Labels of each kind that are listed one by one at most."""

CUT, FRAGMENTS, OVERLAP, NOTHING = "cut", "fragments", "overlap", "nothing"
"""Why a label is not learned as it stands; `nothing`: it covers no token."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label as training looks at it."""

    layer: str
    label: str
    fragments: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article with its labels. `title` is for people."""

    text: str
    labels: tuple[Label, ...]
    title: str = ""

    def plain(self) -> list[Any]:
        """As it travels to another process."""
        return [self.text, self.title, [[one.layer, one.label, one.fragments] for one in self.labels]]

    @classmethod
    def of(cls, plain: Sequence[Any]) -> Lesson:
        text, title, labels = plain
        return cls(
            text,
            tuple(Label(layer, label, tuple((a, b) for a, b in pieces)) for layer, label, pieces in labels),
            title,
        )


@dataclass(slots=True)
class Changed:
    """What is learned otherwise than it was labelled: counts by reason, and the first ones by name."""

    counts: dict[str, int] = field(default_factory=dict)
    listed: list[list[str]] = field(default_factory=list)
    """[reason, title of the article, label, quote]."""

    def add(self, why: str, lesson: Lesson, label: Label, start: int, end: int) -> None:
        self.counts[why] = self.counts.get(why, 0) + 1
        if self.counts[why] <= _LISTED:
            self.listed.append([why, lesson.title, label.label, lesson.text[start:end]])


def examples(
    nlp: Language, lessons: Iterable[Lesson], flat: bool, changed: Changed | None = None
) -> list[tuple[Example, int]]:
    """An example for each piece of each article, with the number of its article.

    `flat`: entities are learned as `doc.ents`, where none overlaps; else as `doc.spans["entity"]`, as other layers are.
    """
    found = []
    noted = Changed() if changed is None else changed
    for number, lesson in enumerate(lessons):
        docs = [(nlp.make_doc(lesson.text[a:b]), a) for a, b in _pieces(lesson)]
        for doc, example in zip(docs, _of_article(docs, lesson, flat, noted), strict=True):
            if len(doc[0]):
                found.append((example, number))
    return found


def _pieces(lesson: Lesson) -> list[tuple[int, int]]:
    """Stretches of the text between line ends that no label goes over."""
    covered = [(one.fragments[0][0], one.fragments[-1][1]) for one in lesson.labels]
    text, cuts = lesson.text, [0]
    for mark in texts.LINE_END.finditer(text):
        at = mark.end()
        if at - cuts[-1] >= _PIECE and not any(start < at < end for start, end in covered):
            cuts.append(at)
    return [(a, b) for a, b in pairwise([*cuts, len(text)]) if a < b]


def _of_article(docs: Sequence[tuple[Doc, int]], lesson: Lesson, flat: bool, changed: Changed) -> list[Example]:
    from spacy.tokens import Doc, SpanGroup
    from spacy.training import Example

    found = []
    for doc, offset in docs:
        length = len(doc.text)
        groups: dict[str, list[Span]] = {}
        for label in lesson.labels:
            if not offset <= label.fragments[0][0] < offset + max(length, 1):
                continue
            if len(label.fragments) > 1:
                changed.add(FRAGMENTS, lesson, label, label.fragments[0][0], label.fragments[-1][1])
            for start, end in label.fragments:
                span = _on_tokens(doc, lesson.text, label.label, start, end, offset)
                if span is None:
                    changed.add(NOTHING, lesson, label, start, end)
                    continue
                if (span.start_char + offset, span.end_char + offset) != (start, end):
                    changed.add(CUT, lesson, label, start, end)
                groups.setdefault(label.layer, []).append(span)
        reference = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
        for layer in ("entity", "claim", "stance"):
            spans = [reference[s.start : s.end] for s in groups.get(layer, ())]
            for place, span in enumerate(groups.get(layer, ())):
                spans[place].label_ = span.label_
            if layer == "entity" and flat:
                kept = _without_overlaps(spans)
                for span in spans:
                    if span not in kept:
                        start, end = span.start_char + offset, span.end_char + offset
                        changed.add(OVERLAP, lesson, Label(layer, span.label_, ((start, end),)), start, end)
                reference.set_ents(kept, default="outside")
            else:
                unique = {(s.start, s.end, s.label_): s for s in spans}
                reference.spans[layer] = SpanGroup(reference, name=layer, spans=list(unique.values()))
        found.append(Example(doc, reference))
    return found


def _on_tokens(doc: Doc, text: str, label: str, start: int, end: int, offset: int) -> Span | None:
    """The whole tokens that `text[start:end]` touches; white space at its ends belongs to none."""
    trimmed = texts.trim(text, (start, end))
    if trimmed is None:
        return None
    span: Span | None = doc.char_span(trimmed[0] - offset, trimmed[1] - offset, label=label, alignment_mode="expand")
    return span if span is not None and len(span) else None


def _without_overlaps(spans: Sequence[Span]) -> list[Span]:
    """The longest of those that share a token; of equal ones the first."""
    taken: set[int] = set()
    kept = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        covered = range(span.start, span.end)
        if taken.isdisjoint(covered):
            taken.update(covered)
            kept.append(span)
    return kept
