"""The stances of a text: who is for or against what, by the words that show it; needs an English parse."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from annotator.nlp import scores
from annotator.nlp.bounds import NAMED
from annotator.nlp.ends import Ends, ends_of
from annotator.nlp.evidence import kinds_of_nouns
from annotator.nlp.proposals import Proposal, write
from annotator.nlp.reading import Name, Range, Reading
from annotator.nlp.siding import Seen, by_claims, by_words
from annotator.nlp.speakers import Mention, Mentions
from annotator.nlp.suggesting_claims import claims_of

_THIRD_PERSON = frozenset(("he", "she", "they", "it"))
_FIRST_PERSON = frozenset(("i", "we", "me", "us", "my", "our"))
_RANK = {"demand": 0, "value": 2}
"""Of several ways in which one word shows a stance the first one counts."""
_NOBODY = frozenset(("you", "it", "one", "this", "that"))
_LONGEST = 12
"""Tokens that a stance's stretch has at most; a longer one is cut behind its first word."""


def suggest(doc: Doc, reading: Reading, names: Sequence[Name], language: str) -> None:
    """Writes the stances of `doc` into it."""
    if language == "en" and reading.parsed:
        write(doc, propose(reading, names, claims_of(doc), ends_of(doc, reading, names)), "s")


def propose(reading: Reading, names: Sequence[Name], claims: Sequence[Proposal], ends: Ends) -> list[Proposal]:
    """The stances of an English text as proposals, in the order of the text."""
    mentions = Mentions(reading, names)
    found = [*by_words(reading), *by_claims(reading, claims)]
    proposals: dict[Range, Proposal] = {}
    words: set[int] = set()
    for seen in sorted(found, key=lambda seen: (seen.word, _RANK.get(seen.kind, 1))):
        if seen.word in words or not seen.side or (seen.kind == "demand" and _says_more(seen, found)):
            continue
        proposal = _proposal(reading, seen, mentions, claims, ends)
        if proposal is not None:
            proposals.setdefault(proposal.pieces[0], proposal)
            words.add(seen.word)
    return list(proposals.values())


def _says_more(demand: Seen, found: Sequence[Seen]) -> bool:
    """Whether what is demanded shows a side by its own words: "urged them to reject the deal"."""
    assert demand.claim is not None, "a demand is a claim"
    pieces = demand.claim.pieces
    return any(seen.kind == "verb" and any(a <= seen.word < b for a, b in pieces) for seen in found)


def _proposal(
    reading: Reading,
    seen: Seen,
    mentions: Mentions,
    claims: Sequence[Proposal],
    ends: Ends,
) -> Proposal | None:
    holders = _holders(reading, seen, mentions, claims, ends)
    if not holders:
        return None
    stretch = _stretch(reading, seen, mentions)
    proposal = Proposal(
        "stance", seen.side, (stretch,), scores.of_stance(seen.kind, seen.side), {"expression": _expression(seen)}
    )
    proposal.links.append(("holder", holders[0]))
    if seen.kind == "demand":
        assert seen.claim is not None, "a demand is a claim"
        proposal.links.append(("target", seen.claim))
    elif seen.target is not None:
        target = _target(reading, seen.target, mentions)
        if isinstance(target, Mention):
            if any(other.pieces[0] == target.tokens for other in holders):
                return None
            proposal.links.append(("target", ends.mention(target)))
        else:
            proposal.attributes["topic"] = target
    return proposal


def _expression(seen: Seen) -> str:
    return "implicit" if seen.kind in ("value", "judgement") else "explicit"


def _holders(
    reading: Reading,
    seen: Seen,
    mentions: Mentions,
    claims: Sequence[Proposal],
    ends: Ends,
) -> list[Proposal]:
    if seen.claim is not None:
        return [other for role, other in seen.claim.links if role == "claimer"]
    if seen.holder is None:
        return []
    word = reading.lower[seen.holder]
    if word in _FIRST_PERSON or word in _THIRD_PERSON:
        # In a quotation "I" is who says it; in reported speech "he" as the subject of what is said is so too.
        for claim in claims:
            if any(first <= seen.holder < last for first, last in claim.pieces):
                said_by = [other for role, other in claim.links if role == "claimer"]
                if word in _FIRST_PERSON or (said_by and _is_subject_of(reading, seen.holder, claim)):
                    return said_by
    if word in _FIRST_PERSON or word in _NOBODY or word in ("percent", "%", "cent"):
        return []
    if not mentions.can_speak(mentions.meant(seen.holder)) and seen.kind != "holder":
        return []
    closer = mentions.before_verb(seen.holder, seen.word)
    mention = closer or mentions.at(seen.holder)
    return [ends.mention(mention)] if mention else []


def _is_subject_of(reading: Reading, token: int, claim: Proposal) -> bool:
    """Whether the token is the subject of a claim's main clause, where that is in the journalist's words."""
    verb = reading.heads[token]
    first, last = claim.pieces[0]
    return (
        claim.attributes.get("voice") != "direct"
        and reading.deps[token] == "nsubj"
        and not first <= reading.heads[verb] < last
    )


def _stretch(reading: Reading, seen: Seen, mentions: Mentions) -> Range:
    """From the word that shows the stance to the end of its target's noun, where that stands behind it."""
    if seen.kind == "value" and seen.claim is not None:
        first, end = seen.claim.pieces[0]
        target = seen.target if seen.target is not None else -1
        return (target + 1, end) if first <= target < end - 1 else (first, end)
    last = max(seen.last, seen.word + 1)
    if seen.target is not None and seen.target > seen.word:
        name = mentions.name_at(seen.target)
        last = max(last, name.last if name else seen.target + 1)
    return seen.word, last if last - seen.word <= _LONGEST else seen.word + 1


def _target(reading: Reading, head: int, mentions: Mentions) -> Mention | str:
    """The mention that a stance is toward, or its words where it is nobody's name."""
    name = mentions.name_at(head)
    if name is not None and name.label in NAMED:
        return Mention(name.range, name.label, head)
    if reading.tags[head][:3] == "PRP" or (
        reading.tags[head][:2] == "NN"
        and (noun := reading.lower[head])
        and (noun in _persons() or noun.removesuffix("s") in _persons())
    ):
        found = mentions.at(head)
        if found is not None:
            return found
    owner = reading.child(head, "poss")
    if owner is not None and (name := mentions.name_at(owner)) is not None and name.label in NAMED:
        return Mention(name.range, name.label, owner)
    first, last = reading.subtree(head)
    while first < head and (reading.tags[first] in ("DT", "PRP$") or not reading.words[first][0].isalnum()):
        first += 1
    end = head + 1
    while end < last and reading.words[end][0].isalnum() and reading.deps[end] not in ("relcl", "acl", "advcl"):
        if reading.lower[end] in ("that", "which", "who", "as", "because", "when", "while"):
            break
        end += 1
    if end - first > _LONGEST:
        end = head + 1
    return reading.quote((min(first, head), end)).replace("\n", " ")


def _persons() -> frozenset[str]:
    return frozenset(noun for noun, label in kinds_of_nouns().items() if label == "PERSON")
