"""Suggestions in words, so that tests read like sentences."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.model.annotation import Suggestion, quote_of
from annotator.nlp.suggest import Suggesters


@dataclass
class Told:
    """A claim or stance: its words, and those it is linked to by role."""

    label: str
    words: str
    pieces: int
    attributes: dict[str, str]
    ends: dict[str, list[str]] = field(default_factory=dict)

    @property
    def cue(self) -> str:
        return " ".join(self.ends.get("cue", []))

    @property
    def claimers(self) -> list[str]:
        return self.ends.get("claimer", [])


def told(text: str, pack: list[Suggestion], *labels: str) -> list[Told]:
    """What a pack says, in words; only the given labels."""
    found = []
    for suggestion in pack:
        if suggestion.label in labels:
            ends: dict[str, list[str]] = {}
            for role, index in suggestion.links:
                ends.setdefault(role, []).append(quote_of(text, pack[index].fragments))
            found.append(
                Told(
                    suggestion.label,
                    quote_of(text, suggestion.fragments),
                    len(suggestion.fragments),
                    dict(suggestion.attributes),
                    ends,
                )
            )
    return found


def claims(suggesters: Suggesters, text: str, language: str = "en") -> list[Told]:
    """The claims that are suggested for `text`."""
    packs = suggesters(text, language)
    return told(text, packs[next(source for source in packs if source.startswith("annotator.claims@"))], "CLAIM")


def entities(suggesters: Suggesters, text: str, language: str = "en") -> list[tuple[str, str]]:
    """Label and words of the entities that are suggested for `text`."""
    packs = suggesters(text, language)
    source = next(name for name in packs if not name.startswith(("annotator.claims", "annotator.stances")))
    return [(s.label, quote_of(text, s.fragments)) for s in packs[source]]
