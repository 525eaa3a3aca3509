"""From the claims found in a text to proposals: content, cue and claimer linked, attributes filled in, a score."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from annotator.nlp import attributes, claims, plain_claims, scores
from annotator.nlp.clauses import Found
from annotator.nlp.proposals import Proposal, write
from annotator.nlp.quoted import Quoted, in_tokens
from annotator.nlp.quoting import quotations
from annotator.nlp.reading import Name, Range, Reading
from annotator.nlp.speakers import Mention, Mentions


def suggest(doc: Doc, reading: Reading, names: Sequence[Name], language: str) -> None:
    """Writes the claims of `doc` into it."""
    write(doc, propose(reading, names, language), "c")


def propose(reading: Reading, names: Sequence[Name], language: str) -> list[Proposal]:
    """The claims of a text as proposals, in the order of the text."""
    quoted = in_tokens(reading, quotations(reading.text))
    mentions = Mentions(reading, names)
    made: dict[tuple[str, Range], Proposal] = {}
    if language == "en" and reading.parsed:
        found = claims.find(reading, quoted, mentions)
        spoken = [_speakers(claim, mentions) for claim in found]
    else:
        found, speakers = plain_claims.find(reading, quoted, mentions, language)
        spoken = [speakers.get(number, []) for number in range(len(found))]
    return [_proposal(reading, claim, said_by, quoted, made) for claim, said_by in zip(found, spoken, strict=True)]


def _speakers(claim: Found, mentions: Mentions) -> list[Mention]:
    """Who says a claim, each as a mention of the text."""
    found: list[Mention] = []
    for head in claim.speakers:
        closer = mentions.before_verb(head, claim.cue[0]) if claim.cue[0] > head else None
        found.extend([closer] if closer else mentions.both(head))
    return found


def _proposal(
    reading: Reading,
    claim: Found,
    speakers: Sequence[Mention],
    quoted: Sequence[Quoted],
    made: dict[tuple[str, Range], Proposal],
) -> Proposal:
    proposal = Proposal(
        "claim",
        "CLAIM",
        tuple(claim.pieces),
        scores.of_claim(claim, bool(speakers)),
        attributes.of_claim(reading, claim, bool(speakers), quoted),
    )
    for mention in speakers:
        proposal.links.append(("claimer", _mention(mention, made)))
    if claim.cue[1]:
        proposal.links.append(("cue", _shared("claim", "CUE", claim.cue, proposal.score, made)))
    return proposal


def _mention(mention: Mention, made: dict[tuple[str, Range], Proposal]) -> Proposal:
    return _shared("entity", mention.label, mention.tokens, scores.NAME if mention.is_name else scores.ACTOR, made)


def _shared(
    layer: str, label: str, tokens: Range, score: float | None, made: dict[tuple[str, Range], Proposal]
) -> Proposal:
    """One proposal for each place, however many claims are linked to it."""
    known = made.get((label, tokens))
    if known is None:
        known = made[label, tokens] = Proposal(layer, label, (tokens,), score)
    return known
