"""What claims and stances are linked to: one proposal for each place, names as the pipeline's own, pronouns with whom they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from spacy.tokens import Doc

from annotator.nlp import scores
from annotator.nlp.joining import full_names
from annotator.nlp.pronouns import THIRD_PERSON, antecedents
from annotator.nlp.proposals import Proposal, labelling
from annotator.nlp.reading import Name, Range, Reading
from annotator.nlp.speakers import Mention

_ENDS = "annotator ends"


class Known(NamedTuple):
    """What a document says about one of its entities."""

    score: float | None
    attributes: Mapping[str, Any]


def known_entities(doc: Doc) -> dict[Range, Known]:
    """Score and attributes of each entity of a document, by its tokens."""
    more = labelling(doc)
    return {
        (ent.start, ent.end): Known(more["scores"].get(ent.id_), more["attributes"].get(ent.id_, {}))
        for ent in doc.ents
        if ent.id_
    }


def ends_of(doc: Doc, reading: Reading, names: Sequence[Name]) -> Ends:
    """The ends of a document's links; the same for claims and stances, so that each place is proposed once."""
    found: Ends | None = doc.user_data.get(_ENDS)
    if found is None:
        found = doc.user_data[_ENDS] = Ends(reading, names, known_entities(doc))
    return found


class Ends:
    """Makes the proposals that links go to."""

    def __init__(self, reading: Reading, names: Sequence[Name], known: Mapping[Range, Known]) -> None:
        self._reading = reading
        self._names = names
        self._known = known
        self._made: dict[tuple[str, Range], Proposal] = {}

    def mention(self, mention: Mention) -> Proposal:
        """The proposal for a speaker, holder or target."""
        made = self._made.get((mention.label, mention.tokens))
        if made is not None:
            return made
        known = self._known.get(mention.tokens) if mention.is_name else None
        if known is not None:
            made = Proposal("entity", mention.label, (mention.tokens,), known.score, dict(known.attributes))
        else:
            made = Proposal(
                "entity", mention.label, (mention.tokens,), scores.NAME if mention.is_name else scores.ACTOR
            )
        self._made[mention.label, mention.tokens] = made
        if not mention.is_name and self._reading.lower[mention.head] in THIRD_PERSON:
            self._join(made, mention.head)
        return made

    def cue(self, tokens: Range, score: float | None) -> Proposal:
        """The proposal for the words that attribute."""
        return self._made.setdefault(("CUE", tokens), Proposal("claim", "CUE", (tokens,), score))

    def evidence(self, tokens: Range, score: float | None) -> Proposal:
        """The proposal for a reason that is given."""
        return self._made.setdefault(("EVIDENCE", tokens), Proposal("claim", "EVIDENCE", (tokens,), score))

    def _join(self, pronoun: Proposal, token: int) -> None:
        """Links a pronoun to whom it stands for, where that is clear."""
        name = antecedents(self._reading, self._names, [token], self._full).get(token)
        if name is not None:
            person = self.mention(Mention(name.range, name.label, name.last - 1))
            pronoun.attributes["name"] = self._full.get(name) or self._reading.quote(name.range)
            pronoun.links.append(("coref", person))

    @cached_property
    def _full(self) -> Mapping[Name, str]:
        return full_names(self._reading, self._names)
