"""In which unit a doccano file counts: UTF-16 units or grapheme clusters, depending on a setting that no file tells.

There are no quotes to compare. So all labels of a file are looked at under each unit: the right one is that under which
they are whole words, the same words again and again, and do not lie outside their texts or cut characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.formats.offset_units import Unit, convert
from annotator.model.annotation import are_fragments

ORDER = ("utf16", "grapheme", "codepoint")
_MATTERS = re.compile(
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e\u3040-\u3098\u30a0-\u33ff\u4e00-\u9fff\uac00-\ud7a3]|\r\n"
)
"""Characters that may make the units differ; most texts of most languages have none."""
_MOST = 50_000
"""Different words that are remembered."""

Places = Sequence[tuple[int, int, str]]
"""Start, end and label of each label of an article, as the file has them."""


@dataclass
class _Score:
    impossible: int = 0
    whole: int = 0
    """Labels that begin and end where words do."""
    words: Counter[tuple[str, str]] = field(default_factory=Counter)


class UnitEvidence:
    """Gathers what the articles of a file say about the unit."""

    def __init__(self, only: str | None = None) -> None:
        self._only = only
        self._scores: dict[Unit, _Score] = {}
        self._known: set[tuple[str, str]] = set()
        self.differing = 0
        """Labels that stand elsewhere under another unit."""

    def look(self, text: str, places: Places) -> None:
        """Takes an article into account."""
        units = self._units(text)
        if len(units) == 1:
            if len(self._known) < _MOST:
                self._known.update((label, text[start:end]) for start, end, label in places if 0 <= start < end)
            return
        scales = {unit: unit.scale(text) for unit in units}
        for start, end, label in places:
            found = {unit: convert(known, ((start, end),)) for unit, known in scales.items()}
            if len(set(found.values())) == 1:
                continue
            self.differing += 1
            for unit, fragments in found.items():
                score = self._scores.setdefault(unit, _Score())
                if fragments is None or not are_fragments(fragments, len(text)):
                    score.impossible += 1
                    continue
                a, b = fragments[0]
                score.whole += _begins_word(text, a) + _ends_word(text, b)
                if len(score.words) < _MOST:
                    score.words[label, text[a:b]] += 1

    def _units(self, text: str) -> list[Unit]:
        if self._only is None and not _MATTERS.search(text):
            return [Unit(ORDER[0])]
        names = (self._only,) if self._only else ORDER
        return [Unit(name, crlf) for crlf in (False, True) for name in names if not (crlf and name == "grapheme")]

    def decide(self) -> tuple[Unit, bool]:
        """The unit, and whether the evidence is for it alone."""
        if not self._scores:
            return Unit(self._only or ORDER[0]), True
        ranked = sorted(
            self._scores, key=lambda unit: (unit.crlf_as_one, ORDER.index(unit.name) if unit.name in ORDER else 9)
        )
        best = max(ranked, key=self._merit)
        sure = sum(self._merit(unit) == self._merit(best) for unit in ranked) == 1
        return best, sure or self._only is not None

    def _merit(self, unit: Unit) -> int:
        score = self._scores[unit]
        repeated = sum(count for words, count in score.words.items() if count > 1 or words in self._known)
        return score.whole + 2 * repeated - 2 * score.impossible


def _begins_word(text: str, at: int) -> bool:
    return not text[at].isspace() and not (at and text[at - 1].isalnum() and text[at].isalnum())


def _ends_word(text: str, at: int) -> bool:
    return not text[at - 1].isspace() and not (at < len(text) and text[at - 1].isalnum() and text[at].isalnum())
