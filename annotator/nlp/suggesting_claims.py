"""From the claims found in a text to proposals: content, cue and claimer linked, attributes filled in, a score."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from annotator.nlp import attributes, claims, plain_claims, scores
from annotator.nlp.bounds import NAMED
from annotator.nlp.clauses import Found
from annotator.nlp.ends import Ends, ends_of
from annotator.nlp.proposals import Proposal, write
from annotator.nlp.quoted import Quoted, in_tokens
from annotator.nlp.quoting import quotations
from annotator.nlp.reading import Name, Range, Reading
from annotator.nlp.speakers import Mention, Mentions

_CLAIMS = "annotator claims"
_EVIDENCE = 0.5


def suggest(doc: Doc, reading: Reading, names: Sequence[Name], language: str) -> None:
    """Writes the claims of `doc` into it."""
    found = doc.user_data[_CLAIMS] = propose(reading, names, language, ends_of(doc, reading, names))
    write(doc, found, "c")


def claims_of(doc: Doc) -> list[Proposal]:
    """The claims that `suggest` wrote into `doc`; none where it was not asked."""
    found: list[Proposal] = doc.user_data.get(_CLAIMS, [])
    return found


def propose(reading: Reading, names: Sequence[Name], language: str, ends: Ends) -> list[Proposal]:
    """The claims of a text as proposals, in the order of the text."""
    quoted = in_tokens(reading, quotations(reading.text))
    mentions = Mentions(reading, names)
    if language == "en" and reading.parsed:
        found = claims.find(reading, quoted, mentions)
        spoken = [_speakers(claim, mentions) for claim in found]
    else:
        found, speakers = plain_claims.find(reading, quoted, mentions, language)
        spoken = [speakers.get(number, []) for number in range(len(found))]
    made = []
    for claim, said_by in zip(found, spoken, strict=True):
        proposal = _proposal(reading, claim, said_by, quoted, ends)
        if reading.parsed:
            proposal.links.extend(("about", ends.mention(mention)) for mention in _about(reading, claim, mentions))
            proposal.links.extend(
                ("evidence", ends.evidence(tokens, _EVIDENCE)) for tokens in _evidence(reading, claim)
            )
        made.append(proposal)
    return made


def _speakers(claim: Found, mentions: Mentions) -> list[Mention]:
    """Who says a claim, each as a mention of the text."""
    found: list[Mention] = []
    for head in claim.speakers:
        closer = mentions.before_verb(head, claim.cue[0]) if claim.cue[0] > head else None
        found.extend([closer] if closer else mentions.both(head))
    return found


def _about(reading: Reading, claim: Found, mentions: Mentions) -> list[Mention]:
    """The name that is the subject of what is said, where it is one."""
    for first, last in claim.pieces:
        for token in range(first, last):
            if (
                reading.deps[token] in ("nsubj", "nsubjpass")
                and not first <= reading.heads[reading.heads[token]] < reading.heads[token]
            ):
                name = mentions.name_at(token)
                if name is None or name.label not in NAMED or name.first < first or name.last > last:
                    return []
                return [Mention(name.range, name.label, token)]
    return []


def _evidence(reading: Reading, claim: Found) -> list[Range]:
    """What the speaker cites: "citing the advances made by others"."""
    if not claim.cue[1]:
        return []
    start, end = reading.sentence(claim.cue[0])
    found = []
    for token in range(max(start, claim.cue[1]), end):
        if reading.lower[token] == "citing" and not any(first <= token < last for first, last in claim.pieces):
            last = reading.subtree(token)[1]
            while last > token + 1 and not reading.words[last - 1][-1].isalnum():
                last -= 1
            if last - token > 1:
                found.append((token, last))
    return found[:1]


def _proposal(
    reading: Reading, claim: Found, speakers: Sequence[Mention], quoted: Sequence[Quoted], ends: Ends
) -> Proposal:
    proposal = Proposal(
        "claim",
        "CLAIM",
        tuple(claim.pieces),
        scores.of_claim(claim, bool(speakers)),
        attributes.of_claim(reading, claim, bool(speakers), quoted),
    )
    proposal.links.extend(("claimer", ends.mention(mention)) for mention in speakers)
    if claim.cue[1]:
        proposal.links.append(("cue", ends.cue(claim.cue, proposal.score)))
    return proposal
