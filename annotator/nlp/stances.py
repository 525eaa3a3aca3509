"""The stances of a text: who is for or against what, by the words that show it; needs an English parse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from annotator.nlp import leaning, scores
from annotator.nlp.bounds import NAMED
from annotator.nlp.ends import Ends, ends_of
from annotator.nlp.evidence import kinds_of_nouns
from annotator.nlp.leaning import FAVOR, leanings
from annotator.nlp.proposals import Proposal, write
from annotator.nlp.reading import Name, Range, Reading
from annotator.nlp.speakers import Mention, Mentions, agent_of, subject_of
from annotator.nlp.suggesting_claims import claims_of

_FIRST_PERSON = frozenset(("i", "we", "me", "us", "my", "our"))
_CONDITIONS = frozenset(("if", "whether", "unless", "should"))
_RANK = {"demand": 0, "value": 2}
"""Of several ways in which one word shows a stance the first one counts."""
_NOBODY = frozenset(("you", "it", "one", "this", "that"))
_LONGEST = 12
"""Tokens that a stance's stretch has at most; a longer one is cut behind its first word."""


@dataclass(slots=True)
class _Seen:
    """A stance in the making: the word that shows it, its side, who holds it and the head word of its target."""

    word: int
    side: str
    holder: int | None
    target: int | None
    kind: str = "verb"
    """verb, preposition, noun, adjective, holder (critics of), demand, value."""
    mentions: list[Mention] | None = None
    claim: Proposal | None = None
    last: int = 0


def suggest(doc: Doc, reading: Reading, names: Sequence[Name], language: str) -> None:
    """Writes the stances of `doc` into it."""
    if language == "en" and reading.parsed:
        write(doc, propose(reading, names, claims_of(doc), ends_of(doc, reading, names)), "s")


def propose(reading: Reading, names: Sequence[Name], claims: Sequence[Proposal], ends: Ends) -> list[Proposal]:
    """The stances of an English text as proposals, in the order of the text."""
    mentions = Mentions(reading, names)
    found = [*_by_words(reading), *_by_claims(reading, claims)]
    proposals: dict[Range, Proposal] = {}
    words: set[int] = set()
    for seen in sorted(found, key=lambda seen: (seen.word, _RANK.get(seen.kind, 1))):
        if seen.word in words:
            continue
        proposal = _proposal(reading, seen, mentions, claims, ends)
        if proposal is not None:
            proposals.setdefault(proposal.pieces[0], proposal)
            words.add(seen.word)
    return list(proposals.values())


# -- where a stance is shown ----------------------------------------------------------------------------------------


def _by_words(reading: Reading) -> Iterator[_Seen]:
    words = leanings()
    for token, word in enumerate(reading.lower):
        tag = reading.tags[token]
        if tag[:2] == "VB":
            side = words.verbs.get(word)
            if side and (seen := _by_verb(reading, token, side)) is not None:
                yield seen
                continue
        behind = words.with_preposition.get(word)
        if (behind and (seen := _by_preposition(reading, token, behind)) is not None) or (
            word in words.holders and tag[:2] == "NN" and (seen := _by_holder(reading, token)) is not None
        ):
            yield seen


def _by_verb(reading: Reading, verb: int, side: str) -> _Seen | None:
    if reading.deps[verb] in ("amod", "compound") or _is_conditional(reading, verb):
        return None
    passive = reading.child(verb, "nsubjpass", "auxpass", "agent") is not None
    if passive:
        target, holder = reading.child(verb, "nsubjpass"), agent_of(reading, verb)
        if target is None and reading.deps[verb] == "acl":
            target = reading.heads[verb]
        return _Seen(verb, leaning.turned(reading, verb, side), holder, target) if holder is not None else None
    target = reading.child(verb, "dobj")
    if target is None and reading.deps[verb] == "relcl" and (relative := _relative_object(reading, verb)):
        target = relative
    return (
        _Seen(verb, leaning.turned(reading, verb, side), subject_of(reading, verb), target)
        if target is not None
        else None
    )


def _relative_object(reading: Reading, verb: int) -> int | None:
    """What a relative clause is about where that is its object: "a plan that critics oppose"."""
    subject = reading.child(verb, "nsubj")
    return (
        reading.heads[verb] if subject is not None and reading.lower[subject] not in ("who", "that", "which") else None
    )


def _by_preposition(reading: Reading, word: int, behind: dict[str, str] | object) -> _Seen | None:
    assert isinstance(behind, dict)
    tag = reading.tags[word][:2]
    for child in reading.children[word]:
        if (
            child > word
            and reading.deps[child] in ("prep", "prt", "agent")
            and (side := behind.get(reading.lower[child]))
        ):
            target = reading.child(child, "pobj", "pcomp")
            if target is None and reading.deps[child] == "prt":
                target = reading.child(word, "dobj")
            if target is None or _is_conditional(reading, word):
                return None
            if tag == "VB":
                if reading.child(word, "dobj") is not None and reading.deps[child] != "prt":
                    return None
                holder, kind = subject_of(reading, word), "preposition"
            elif tag == "NN":
                holder, kind = _owner_of(reading, word), "noun"
            else:
                copula = reading.heads[word] if reading.deps[word] in ("acomp", "oprd") else word
                holder, kind = subject_of(reading, copula), "adjective"
            return _Seen(word, leaning.turned(reading, word, side), holder, target, kind)
    return None


def _owner_of(reading: Reading, noun: int) -> int | None:
    """Whose support or criticism it is: the possessor, the noun after "from" or "by", or who expresses it."""
    owner = reading.child(noun, "poss")
    if owner is not None:
        return owner
    for child in reading.children[noun]:
        if reading.deps[child] == "prep" and reading.lower[child] in ("from", "by", "among"):
            return reading.child(child, "pobj")
    verb = reading.heads[noun]
    if reading.deps[noun] == "dobj" and reading.lower[verb] not in (
        "draw",
        "drew",
        "drawn",
        "face",
        "faced",
        "faces",
        "won",
        "win",
        "get",
        "got",
    ):
        return subject_of(reading, verb)
    return None


def _by_holder(reading: Reading, noun: int) -> _Seen | None:
    for child in reading.children[noun]:
        if reading.deps[child] == "prep" and reading.lower[child] == "of" and child > noun:
            target = reading.child(child, "pobj")
            if target is not None:
                return _Seen(noun, leanings().holders[reading.lower[noun]], _who_is(reading, noun), target, "holder")
    return None


def _who_is(reading: Reading, noun: int) -> int:
    """Who the supporter or critic is where the sentence says so: "she is a critic of", "Fell, a critic of"."""
    head = reading.heads[noun]
    if reading.deps[noun] == "appos":
        return head
    if reading.deps[noun] == "attr" and (subject := reading.child(head, "nsubj")) is not None:
        return subject
    return noun


def _by_claims(reading: Reading, claims: Sequence[Proposal]) -> Iterator[_Seen]:
    """What somebody demands they are for; what they call good or bad they are for or against."""
    for claim in claims:
        cue = next((other for role, other in claim.links if role == "cue"), None)
        if cue is None or not any(role == "claimer" for role, _ in claim.links):
            continue
        token = cue.pieces[0][0]
        if claim.attributes.get("claim_type") == "demand" and _demands(reading, token):
            yield _Seen(
                token, leaning.turned(reading, token, FAVOR), None, None, "demand", claim=claim, last=cue.pieces[0][1]
            )
        elif reading.child(token, "oprd") is not None or reading.lower[claim.pieces[0][0] - 1] == "as":
            first, last = claim.pieces[0][0], claim.pieces[-1][1]
            side = leaning.value_of(reading, first, last)
            target = reading.child(token, "dobj", "nsubjpass")
            if side and target is not None:
                yield _Seen(token, side, None, target, "value", claim=claim, last=last)


def _demands(reading: Reading, token: int) -> bool:
    return reading.lower[token] in _demanding()


def _demanding() -> frozenset[str]:
    return _DEMANDING


_DEMANDING = frozenset(
    form
    for base in (
        "demand",
        "urge",
        "call",
        "recommend",
        "propose",
        "insist",
        "implore",
        "request",
        "press",
        "push",
        "plead",
    )
    for form in (base, base + "s", base + "ed", base.removesuffix("e") + "ed", base.removesuffix("e") + "ing")
)


def _is_conditional(reading: Reading, word: int) -> bool:
    """Whether it is only supposed: "if he backs the plan"."""
    return any(
        reading.lower[child] in _CONDITIONS and reading.deps[child] in ("mark", "aux")
        for child in reading.children[word]
    )


# -- from what was seen to a proposal -------------------------------------------------------------------------------


def _proposal(
    reading: Reading,
    seen: _Seen,
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


def _expression(seen: _Seen) -> str:
    return "implicit" if seen.kind == "value" else "explicit"


def _holders(
    reading: Reading,
    seen: _Seen,
    mentions: Mentions,
    claims: Sequence[Proposal],
    ends: Ends,
) -> list[Proposal]:
    if seen.claim is not None:
        return [other for role, other in seen.claim.links if role == "claimer"]
    if seen.holder is None:
        return []
    if reading.lower[seen.holder] in _FIRST_PERSON:
        # In a quotation "I" is who says it.
        for claim in claims:
            if any(first <= seen.holder < last for first, last in claim.pieces):
                return [other for role, other in claim.links if role == "claimer"]
        return []
    if reading.lower[seen.holder] in _NOBODY:
        return []
    if not mentions.can_speak(seen.holder) and seen.kind != "holder":
        return []
    closer = mentions.before_verb(seen.holder, seen.word)
    mention = closer or mentions.at(seen.holder)
    return [ends.mention(mention)] if mention else []


def _stretch(reading: Reading, seen: _Seen, mentions: Mentions) -> Range:
    """From the word that shows the stance to the end of its target's noun, where that stands behind it."""
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
