"""Known names: strings that a person says are always a name, with their label. Proposes them wherever they stand.

Whole tokens only, the longest first, none inside another; white space inside a string stands for any. A string may be
written in any case where its entry says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model import text as texts
from annotator.model.annotation import Suggestion
from annotator.model.memory import folded

SOURCE = "annotator.gazetteer@1.0"
SCORE = 0.95
LONGEST = 500
"""Code points of the longest string."""


@dataclass(frozen=True, slots=True)
class Known:
    """A known name."""

    string: str
    """As it stands in texts, white space made one."""
    layer: str
    label: str
    name: str = ""
    """What is meant by it, as for "OpenAI Inc." OpenAI; empty where that is the string itself."""
    any_case: bool = False


def known_json(known: Known) -> dict[str, Any]:
    return {"layer": known.layer, "label": known.label, "name": known.name, "any_case": known.any_case}


def known_from(string: str, value: Any) -> Known | None:
    """A known name as it is kept; None where it makes no sense."""
    if not isinstance(value, dict) or not string.strip() or len(string) > LONGEST:
        return None
    layer, label, name = (value.get(part, "") for part in ("layer", "label", "name"))
    if not (isinstance(layer, str) and isinstance(label, str) and isinstance(name, str) and layer and label):
        return None
    return Known(string, layer, label, name, value.get("any_case") is True)


class Gazetteer:
    """All known names of a project, ready to be looked for."""

    def __init__(self, known: Iterable[Known] = (), changed: str = "") -> None:
        """`changed`: when they were last changed (UTC); empty where there never were any."""
        self.changed = changed
        self.known: Sequence[Known] = sorted(known, key=lambda one: (one.string.casefold(), one.string))
        self._exact: dict[str, Known] = {}
        self._any_case: dict[str, Known] = {}
        self._longest: dict[str, int] = {}
        """For the first token of each string, in small letters, how many tokens follow at most, itself counted."""
        for one in self.known:
            if one.any_case:
                self._any_case[folded(one.string).casefold()] = one
            else:
                self._exact[folded(one.string)] = one
            tokens = texts.tokens(one.string)
            if tokens:
                first = one.string[slice(*tokens[0])].casefold()
                self._longest[first] = max(self._longest.get(first, 0), len(tokens))

    def __len__(self) -> int:
        return len(self.known)

    def propose(self, text: str) -> list[Suggestion]:
        """The known names in `text`, in reading order."""
        if not self.known:
            return []
        return [
            found for start, end in texts.lines(text) for found in self._in_line(text, texts.tokens(text, start, end))
        ]

    def _in_line(self, text: str, tokens: list[tuple[int, int]]) -> Iterator[Suggestion]:
        at = 0
        while at < len(tokens):
            longest = self._longest.get(text[slice(*tokens[at])].casefold(), 0)
            for length in range(min(longest, len(tokens) - at), 0, -1):
                start, end = tokens[at][0], tokens[at + length - 1][1]
                if (one := self._at(folded(text[start:end]))) is not None:
                    attributes = {"name": one.name} if one.name else {}
                    yield Suggestion(SOURCE, one.layer, one.label, ((start, end),), SCORE, attributes)
                    at += length
                    break
            else:
                at += 1

    def _at(self, string: str) -> Known | None:
        return self._exact.get(string) or self._any_case.get(string.casefold())
