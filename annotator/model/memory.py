"""What an annotator has said about strings before, and what that means for suggestions in the next article.

Three rules, each per layer, label and string: a string that was given one label again and again is suggested under that
label; one that was refused twice under a label and never accepted is held back; a name that was labelled twice or more
is suggested wherever it stands, whether a model finds it or not. Only layers of names take part: a claim's words do not
come back. What the annotator says about a string outright (never, always, forget what was) overrules what is counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model import text as texts
from annotator.model.annotation import Annotation, Decision, Suggestion
from annotator.model.change import Change

SOURCE = "annotator.memory@1.0"
REFUSALS = 2
"""Refusals without an acceptance from which on a string is held back."""
_SURE = 2
"""How often a string has to have been labelled before memory speaks for it."""
_SHARE = 0.8
"""The share of its labels that must agree."""
_LONGEST = 8
"""Tokens of the longest string that is looked for."""

String = tuple[str, str]
"""Layer and string (white space made one)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the annotator told memory about a string."""

    always: str = ""
    """The label under which it is proposed wherever it stands; empty for none."""
    never: tuple[str, ...] = ()
    """Labels under which it is never proposed."""
    forgotten: tuple[tuple[str, int, int], ...] = ()
    """For each label how often the string had it, and was refused under it, when memory was told to forget that."""


def told_json(told: Told) -> dict[str, Any] | None:
    """As it is kept; None where nothing is told."""
    if told == Told():
        return None
    return {"always": told.always, "never": list(told.never), "forgotten": [list(one) for one in told.forgotten]}


def told_from(value: Any) -> Told:
    """What was told, as it is kept; nothing where that makes no sense."""
    try:
        always, never = str(value.get("always", "")), tuple(str(label) for label in value.get("never", ()))
        return Told(always, never, tuple((str(label), int(a), int(b)) for label, a, b in value.get("forgotten", ())))
    except (AttributeError, TypeError, ValueError):
        return Told()


def folded(quote: str) -> str:
    """A quote as memory knows it: any white space is one space."""
    return " ".join(quote.split())


@dataclass
class Memory:
    """Counts over all of one annotator's articles. Grows with each action; cheap to ask."""

    labelled: dict[String, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """How often a string has which label now."""
    refused: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often (layer, label, string) was refused."""
    told: dict[String, Told] = field(default_factory=dict)
    layers: frozenset[str] = frozenset({"entity"})
    _names: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict, repr=False)
    """Of each layer the strings that are looked for, and their first letters; made anew after a change."""

    def count_label(self, layer: str, label: str, quote: str, times: int = 1) -> None:
        """Takes in (with -1 gives back) that a string has a label."""
        if layer in self.layers:
            self.labelled[layer, folded(quote)][label] += times
            self._names.pop(layer, None)

    def count_refusal(self, layer: str, label: str, quote: str, times: int = 1) -> None:
        """Takes in (with -1 gives back) that a string was refused under a label."""
        if layer in self.layers:
            self.refused[layer, label, folded(quote)] += times

    def tell(self, layer: str, string: str, told: Told) -> None:
        """Takes in what the annotator says about a string, in place of what they said before."""
        before = self.told.pop((layer, string), Told())
        for said, sign in ((before, 1), (told, -1)):
            for label, labelled, refused in said.forgotten:
                self.count_label(layer, label, string, sign * labelled)
                self.count_refusal(layer, label, string, sign * refused)
        if told != Told():
            self.told[layer, string] = told
        self._names.pop(layer, None)

    def refuses(self, suggestion: Suggestion, quote: str) -> bool:
        """Whether this text was ever refused under this label, or is never to have it: no bulk answer may accept it."""
        string = folded(quote)
        told = self.told.get((suggestion.layer, string))
        return (told is not None and suggestion.label in told.never) or self.refused[
            suggestion.layer, suggestion.label, string
        ] > 0

    def learn(self, changes: Iterable[Change]) -> None:
        """Takes in what an action changed."""
        for change in changes:
            for record, times in ((change.before, -1), (change.after, 1)):
                if isinstance(record, Annotation) and not record.deleted:
                    self.count_label(record.layer, record.label, record.quote, times)
                elif isinstance(record, Decision) and not record.deleted and record.verdict == "rejected":
                    self.count_refusal(record.layer, record.label, record.quote, times)

    def usual_label(self, layer: str, quote: str) -> str | None:
        """The label that the annotator gives this string, where they are of one mind."""
        string = folded(quote)
        told = self.told.get((layer, string))
        if told is not None and told.always:
            return told.always
        counts = self.labelled.get((layer, string))
        if not counts or not any(counts.values()):
            return None
        label, count = counts.most_common(1)[0]
        return label if count >= _SURE and count >= _SHARE * sum(n for n in counts.values() if n > 0) else None

    def judged(self, suggestion: Suggestion, quote: str) -> Suggestion | None:
        """The suggestion as the annotator would have it; None where it is held back."""
        if suggestion.layer not in self.layers:
            return suggestion
        string = folded(quote)
        told = self.told.get((suggestion.layer, string))
        usual = self.usual_label(suggestion.layer, quote)
        label = usual or suggestion.label
        if told is not None and label in told.never and not told.always:
            return None
        if usual is not None:
            return suggestion if usual == suggestion.label else replace(suggestion, label=usual)
        return None if self._is_held_back(suggestion.layer, suggestion.label, string) else suggestion

    def _is_held_back(self, layer: str, label: str, string: str) -> bool:
        counts = self.labelled.get((layer, string))
        return self.refused[layer, label, string] >= REFUSALS and not (counts[label] if counts else 0)

    def proposes(self, layer: str, string: str) -> str | None:
        """The label under which a string is proposed wherever it stands."""
        label = self.usual_label(layer, string)
        told = self.told.get((layer, string))
        return label if label and (told is None or told.always or label not in told.never) else None

    def held_back(self, layer: str, string: str, labels: Iterable[str]) -> tuple[str, ...]:
        """Those of `labels` under which a string is not proposed any more."""
        told = self.told.get((layer, string), Told())
        return tuple(
            label
            for label in sorted(labels)
            if (label in told.never and told.always != label) or self._is_held_back(layer, label, string)
        )

    def known(self, text: str) -> Iterator[Suggestion]:
        """Names of the annotator's that stand in `text`: whole tokens, the longest first, none inside another."""
        for layer in sorted(self.layers):
            names, firsts = self._sought(layer)
            if not names:
                continue
            for start, end in texts.lines(text):
                yield from self._known_in(text, texts.tokens(text, start, end), layer, names, firsts)

    def _sought(self, layer: str) -> tuple[set[str], set[str]]:
        if layer not in self._names:
            names = {name for (of, name), counts in self.labelled.items() if of == layer and counts.total() >= _SURE}
            names |= {name for (of, name), told in self.told.items() if of == layer and told.always}
            names -= {
                name for (of, name), told in self.told.items() if of == layer and self._is_never(name, layer, told)
            }
            self._names[layer] = names, {name[:1] for name in names}
        return self._names[layer]

    def _is_never(self, name: str, layer: str, told: Told) -> bool:
        return not told.always and self.usual_label(layer, name) in told.never

    def _known_in(
        self, text: str, tokens: list[tuple[int, int]], layer: str, names: set[str], firsts: set[str]
    ) -> Iterator[Suggestion]:
        at = 0
        while at < len(tokens):
            start = tokens[at][0]
            step = 1
            if text[start] in firsts:
                for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
                    end = tokens[at + length - 1][1]
                    name = folded(text[start:end])
                    if name in names and (label := self.usual_label(layer, name)):
                        yield Suggestion(SOURCE, layer, label, ((start, end),), 0.9)
                        step = length
                        break
            at += step


def remembered(text: str, packs: dict[str, list[Suggestion]], memory: Memory) -> dict[str, list[Suggestion]]:
    """`packs` with the names that memory knows and no pack proposes, as a pack of its own."""
    taken = [
        (suggestion.start, suggestion.end)
        for pack in packs.values()
        for suggestion in pack
        if suggestion.layer in memory.layers
    ]
    taken.sort()
    found = [s for s in memory.known(text) if not any(a < s.end and s.start < b for a, b in taken)]
    return {**packs, SOURCE: found} if found else packs
