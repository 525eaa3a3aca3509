"""Where a text shows that somebody takes sides: verbs, nouns, adjectives and demands that are for or against something.

Finds words, sides, holders and targets by the parse of an English text; `stances` makes proposals of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.nlp import leaning
from annotator.nlp.inflection import forms
from annotator.nlp.leaning import AGAINST, FAVOR, NEUTRAL, NONE, leanings
from annotator.nlp.proposals import Proposal
from annotator.nlp.reading import Reading
from annotator.nlp.speakers import agent_of, subject_of

_BEING = frozenset(("is", "are", "was", "were", "be", "been", "'s", "’s", "'re", "’re", "'m", "’m", "am"))
_DRAWING = frozenset(
    form
    for base in ("draw", "face", "win", "get", "earn", "spark", "prompt", "attract")
    for form in forms(base, {"draw": "drew drawn", "win": "won", "get": "got"})
)
"""Verbs of what others are for or against."""
_NOT_JUDGED = frozenset(("i", "we", "you", "there", "what", "who", "which", "nothing", "one"))
_CONDITIONS = frozenset(("if", "whether", "unless", "should"))


@dataclass(slots=True)
class Seen:
    """A stance in the making: the word that shows it, its side, who holds it and the head word of its target."""

    word: int
    side: str
    holder: int | None
    target: int | None
    kind: str = "verb"
    """verb, preposition, noun, adjective, alone, phrase, holder (critics of), demand, value, judgement."""
    claim: Proposal | None = None
    last: int = 0


def by_words(reading: Reading) -> Iterator[Seen]:
    """The stances that single words show, in the order of the text."""
    words = leanings()
    for token, word in enumerate(reading.lower):
        tag = reading.tags[token]
        if tag[:2] == "VB":
            side = words.verbs.get(word)
            if side and (seen := _by_verb(reading, token, side)) is not None:
                yield seen
                continue
        found = None
        if behind := words.with_preposition.get(word):
            found = _by_preposition(reading, token, behind) or _drawn(reading, token, behind)
        if found is None and word in ("against", "for"):
            found = _by_copula(reading, token)
        if found is None and word in words.neutral and tag[:2] in ("VB", "JJ"):
            found = _without_side(reading, token)
        if found is None and word in words.silent and tag == "VB" and leaning.turned(reading, token, FAVOR) != FAVOR:
            found = Seen(token, NONE, subject_of(reading, token), None, "silent")
        if found is None and word in words.holders and tag[:2] == "NN":
            found = _by_holder(reading, token)
        if found is None and word in words.alone and tag[:2] in ("VB", "JJ"):
            found = _alone(reading, token)
        if found is None and word in words.phrases:
            found = _by_phrase(reading, token)
        if found is not None:
            yield found


def _by_verb(reading: Reading, verb: int, side: str) -> Seen | None:
    if reading.deps[verb] in ("amod", "compound") or _is_conditional(reading, verb):
        return None
    passive = reading.child(verb, "nsubjpass", "auxpass", "agent") is not None
    if passive:
        target, holder = reading.child(verb, "nsubjpass"), agent_of(reading, verb)
        if target is None and reading.deps[verb] == "acl":
            target = reading.heads[verb]
        return Seen(verb, leaning.turned(reading, verb, side), holder, target) if holder is not None else None
    target = reading.child(verb, "dobj")
    if target is not None and reading.deps[verb] == "relcl" and reading.lower[target] in ("which", "that", "whom"):
        target = reading.heads[verb]
    if target is None and reading.deps[verb] == "relcl" and (relative := _relative_object(reading, verb)):
        target = relative
    return (
        Seen(verb, leaning.turned(reading, verb, side), subject_of(reading, verb), target)
        if target is not None
        else None
    )


def _relative_object(reading: Reading, verb: int) -> int | None:
    """What a relative clause is about where that is its object: "a plan that critics oppose"."""
    subject = reading.child(verb, "nsubj")
    return (
        reading.heads[verb] if subject is not None and reading.lower[subject] not in ("who", "that", "which") else None
    )


def _by_preposition(reading: Reading, word: int, behind: Mapping[str, str]) -> Seen | None:
    tag = reading.tags[word][:2]
    for child in reading.children[word]:
        if (
            child > word
            and reading.deps[child] in ("prep", "prt", "agent", "advmod")
            and (side := behind.get(reading.lower[child]))
        ):
            target = reading.child(child, "pobj", "pcomp")
            if target is None and reading.deps[child] == "prt":
                target = reading.child(word, "dobj")
            bare = target is None and tag == "VB" and reading.lower[child] == "against"
            if (target is None and not bare) or _is_conditional(reading, word):
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
            return Seen(word, leaning.turned(reading, word, side), holder, target, kind)
    return None


def _drawn(reading: Reading, noun: int, behind: Mapping[str, str]) -> Seen | None:
    """What draws criticism, wins praise: "the plan drew criticism from Lee"."""
    verb = reading.heads[noun]
    source = next((c for c in reading.children[noun] if reading.lower[c] == "from" and reading.deps[c] == "prep"), None)
    if reading.deps[noun] != "dobj" or reading.lower[verb] not in _DRAWING or source is None:
        return None
    holder, target = reading.child(source, "pobj"), subject_of(reading, verb)
    return (
        Seen(noun, next(iter(behind.values())), holder, target, "noun", last=noun + 1) if holder is not None else None
    )


def _owner_of(reading: Reading, noun: int) -> int | None:
    """Whose support or criticism it is: the possessor, the noun after "from" or "by", or who expresses it."""
    owner = reading.child(noun, "poss")
    if owner is not None:
        return owner
    for child in reading.children[noun]:
        if reading.deps[child] == "prep" and reading.lower[child] in ("from", "by", "among"):
            return reading.child(child, "pobj")
    verb = reading.heads[noun]
    if reading.deps[noun] == "dobj" and reading.lower[verb] not in _DRAWING:
        return subject_of(reading, verb)
    return None


def _by_copula(reading: Reading, preposition: int) -> Seen | None:
    """ "They are against the plan", "she is for it"."""
    verb = reading.heads[preposition]
    if reading.lower[verb] not in _BEING or reading.deps[preposition] != "prep":
        return None
    target = reading.child(preposition, "pobj", "pcomp")
    side = AGAINST if reading.lower[preposition] == "against" else FAVOR
    if target is None or (side == FAVOR and reading.tags[target][:2] not in ("NN", "PR")):
        return None
    if side == FAVOR and reading.child(verb, "attr", "acomp") is not None:
        return None
    return Seen(preposition, leaning.turned(reading, preposition, side), subject_of(reading, verb), target, "adjective")


def _without_side(reading: Reading, word: int) -> Seen | None:
    """Who abstains, is torn, stays neutral."""
    verb = (
        word if reading.tags[word][:2] == "VB" and reading.deps[word] not in ("acomp", "oprd") else reading.heads[word]
    )
    if reading.deps[word] in ("amod", "compound"):
        return None
    holder = reading.child(verb, "nsubj", "nsubjpass")
    return Seen(word, NEUTRAL, holder, None, "adjective") if holder is not None else None


def _alone(reading: Reading, word: int) -> Seen | None:
    """Who disagrees, is sceptical: with nothing that the word is about, or what it is about in another sentence."""
    side = leanings().alone[reading.lower[word]]
    adjective = reading.tags[word][:2] == "JJ" or reading.deps[word] == "acomp"
    if reading.deps[word] in ("amod", "compound", "acl", "xcomp") or _is_conditional(reading, word):
        return None
    verb = reading.heads[word] if adjective and reading.deps[word] in ("acomp", "oprd") else word
    if adjective and verb == word:
        return None
    if reading.child(word, "dobj", "ccomp", "xcomp", "prep") is not None:
        return None
    holder = reading.child(verb, "nsubj")
    if holder is None:
        return None
    return Seen(word, leaning.turned(reading, word, side), holder, None, "alone")


def _by_phrase(reading: Reading, first: int) -> Seen | None:
    """Who "took no side", "would not be drawn"."""
    for said, side in leanings().phrases[reading.lower[first]]:
        last = first + len(said)
        if tuple(reading.lower[first:last]) != said:
            continue
        verb = next((token for token in range(first, last) if reading.tags[token][:2] == "VB"), first)
        holder = subject_of(reading, verb)
        if holder is None:
            holder = reading.child(reading.heads[verb], "nsubj", "nsubjpass")
        target = None
        if side in (FAVOR, AGAINST):
            inner = next((token for token in range(last - 1, first, -1) if reading.tags[token] == "IN"), None)
            target = reading.child(inner, "pobj", "pcomp") if inner is not None else None
            while target is not None and target < last:
                of = reading.child(target, "prep")
                target = reading.child(of, "pobj", "pcomp") if of is not None else None
        if holder is not None and not first <= holder < last:
            return Seen(first, side, holder, target, "phrase", last=last)
    return None


def _by_holder(reading: Reading, noun: int) -> Seen | None:
    for child in reading.children[noun]:
        if reading.deps[child] == "prep" and reading.lower[child] == "of" and child > noun:
            target = reading.child(child, "pobj")
            if target is not None:
                side = leaning.turned(reading, noun, leanings().holders[reading.lower[noun]])
                return Seen(noun, side, _who_is(reading, noun), target, "holder")
    return None


def _who_is(reading: Reading, noun: int) -> int:
    """Who the supporter or critic is where the sentence says so: "she is a critic of", "Fell, a critic of"."""
    head = reading.heads[noun]
    if reading.deps[noun] == "appos":
        return head
    if reading.deps[noun] == "attr" and (subject := reading.child(head, "nsubj")) is not None:
        return subject
    return noun


def by_claims(reading: Reading, claims: Sequence[Proposal]) -> Iterator[Seen]:
    """What somebody demands they are for; what they call good or bad they are for or against."""
    for claim in claims:
        cue = next((other for role, other in claim.links if role == "cue"), None)
        if cue is None or not any(role == "claimer" for role, _ in claim.links):
            continue
        token = cue.pieces[0][0]
        if claim.attributes.get("claim_type") == "demand" and _demands(reading, token):
            yield Seen(
                token, leaning.turned(reading, token, FAVOR), None, None, "demand", claim=claim, last=cue.pieces[0][1]
            )
        elif reading.child(token, "oprd") is not None or reading.lower[claim.pieces[0][0] - 1] == "as":
            first, last = claim.pieces[0][0], claim.pieces[-1][1]
            side = leaning.value_of(reading, first, last)
            target = reading.child(token, "dobj", "nsubjpass")
            if side and target is not None:
                yield Seen(token, side, None, target, "value", claim=claim, last=last)
        elif (judged := _judged(reading, claim)) is not None:
            yield judged


def _judged(reading: Reading, claim: Proposal) -> Seen | None:
    """What somebody says is good or bad: "said the plan was a disaster", "“This is wrong,” she said"."""
    for first, end in claim.pieces:
        for word in range(first, end):
            if reading.lower[word] not in leanings().values or reading.tags[word][:2] not in ("JJ", "NN"):
                continue
            named = reading.heads[word] if reading.deps[word] == "amod" else word
            verb = reading.heads[named]
            if reading.deps[named] not in ("acomp", "attr") or reading.lower[verb] not in _BEING:
                continue
            subject = reading.child(verb, "nsubj")
            if subject is None or not first <= subject < word or reading.lower[subject] in _NOT_JUDGED:
                continue
            if _is_conditional(reading, verb) or reading.deps[verb] in ("advcl", "relcl"):
                continue
            last = min(end, max(word, named) + 1)
            side = leaning.value_of(reading, min(verb, subject), last)
            if side:
                target = None if reading.lower[subject] in ("it", "this", "that", "these") else subject
                return Seen(verb, side, None, target, "judgement", claim=claim, last=last)
    return None


def _demands(reading: Reading, token: int) -> bool:
    return reading.lower[token] in _DEMANDING


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
