"""Examples of each label from reviewed text, for whoever has to choose one: what it is, and what was taken for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.model.phrases import tr
from annotator.services.workplace import Workplace
from annotator.storage.example_rows import corrected_words, labelled_words

MOST = 3
"""Examples of each kind that a label has."""

Texts = Mapping[tuple[str, str], tuple[str, ...]]
"""(layer id, label id) -> examples."""


@dataclass(frozen=True)
class Reviewed:
    """Examples from the gold layer."""

    positive: Texts = field(default_factory=dict)
    negative: Texts = field(default_factory=dict)


class Examples:
    """What reviewed text shows of each label; nothing until it was gathered."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._reviewed = Reviewed()

    def gather(self) -> Reviewed:
        """Reads the gold layer of the whole project: call it on another thread."""
        project, schema = self._place.project, self._place.schema
        positive: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        negative: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

        def known(layer: str, label: str) -> tuple[str, str]:
            found = schema.label(layer, label)
            return layer, found.id if found else label

        gold = project.gold().key
        with project.snapshot() as db:
            for layer, label, quote in labelled_words(db, gold):
                texts = positive[known(layer, label)]
                if len(texts) < MOST and _line(quote).casefold() not in map(str.casefold, texts):
                    texts.append(_line(quote))
            for layer, label, quote, right in corrected_words(db, gold):
                texts = negative[known(layer, label)]
                if len(texts) < MOST and known(layer, label) != known(layer, right):
                    name = schema.label_name(layer, right) if right else tr("nothing")
                    texts.append(tr("“{text}” is {label}", text=_line(quote), label=name))
        return Reviewed(_frozen(positive), _frozen(negative))

    def use(self, reviewed: Reviewed) -> None:
        """Shows these from now on."""
        self._reviewed = reviewed

    def positive(self, layer: str, label: str) -> tuple[str, ...]:
        """Words that the gold layer gives the label."""
        return self._reviewed.positive.get((layer, label), ())

    def negative(self, layer: str, label: str) -> tuple[str, ...]:
        """Words that somebody gave the label and the gold layer does not."""
        return self._reviewed.negative.get((layer, label), ())


def _line(text: str) -> str:
    return " ".join(text.split())


def _frozen(found: Mapping[tuple[str, str], list[str]]) -> Texts:
    return {key: tuple(texts) for key, texts in found.items()}
