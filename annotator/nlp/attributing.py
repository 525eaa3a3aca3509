"""What is attributed without a verb, by the parse of an English sentence: "according to", "in his view", "the claim that", "confident that"."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.nlp import cues
from annotator.nlp.clauses import Found, is_infinitive
from annotator.nlp.extents import after
from annotator.nlp.inflection import forms
from annotator.nlp.reading import Range, Reading, trimmed
from annotator.nlp.speakers import subject_of

_DISMISSING = frozenset(
    form for base in ("dismiss", "deny", "reject", "dispute", "refute", "rebut") for form in forms(base, {})
)
"""Verbs that deny what their object says: "dismissed the idea that"."""


def found_by_according(reading: Reading, token: int) -> Iterator[Found]:
    """The sentence that "according to" gives a source for."""
    to = token + 1
    if to >= len(reading) or reading.lower[to] != "to":
        return
    source = next(
        (child for child in (*reading.children[to], *reading.children[token]) if reading.deps[child] == "pobj"), None
    )
    if source is None:
        return
    first, last = _part(reading, token)
    end = _end_of_source(reading, token, source, last)
    before, behind = trimmed(reading, (first, token)), trimmed(reading, (end, last))
    short = before is not None and before[1] - before[0] < (4 if reading.tags[before[0]] in ("CC", "IN") else 3)
    if short and not (behind is not None and reading.tags[behind[0]] in ("VBZ", "VBD", "VBP", "MD")):
        # "But according to Lee"; in "The deal, according to Lee, is dead" the deal belongs to it.
        before = None
    if before is not None and any(first <= at < token and reading.deps[at] == "ROOT" for at in range(*before)):
        behind = None
    pieces = [piece for piece in (before, behind) if piece]
    if pieces:
        yield Found(pieces, (token, to + 1), [source], "according", "according")


def _part(reading: Reading, token: int) -> Range:
    """The part of the sentence that "according to" is about: all of it, or the clause around it: "a plan that, according
    to Lee, will fail"; "she left, and nine stayed, according to Lee"."""
    first, last = reading.sentence(token)
    at = token
    while reading.heads[at] != at and first <= reading.heads[at] < last:
        at = reading.heads[at]
        left, right = reading.subtree(at)
        own = reading.child(at, "nsubj", "nsubjpass", "expl")
        if own is None or not first < left < token:
            continue
        if (
            reading.deps[at] == "relcl"
            and right > token + 3
            and reading.lower[left] in ("which", "who", "that", "whose")
        ):
            return left, right
        if reading.deps[at] == "conj" and reading.tags[left - 1] == "CC" and reading.words[left - 2] in (",", ";"):
            return left, last
    semicolon = max((at + 1 for at in range(first, token) if reading.words[at] == ";"), default=first)
    return semicolon, last


def _end_of_source(reading: Reading, token: int, source: int, last: int) -> int:
    """Where the source behind "according to" ends: with a comma, with its apposition or relative clause, or with its noun."""
    end = next((at for at in range(source + 1, last) if reading.words[at] in (",", ".", ";")), last)
    opens = reading.sentence(token)[0] == token
    if opens and any(reading.tags[at] in ("VBD", "VBZ", "VBP", "MD") for at in range(source, end)):
        # "According to Lee the bridge is weak", with no comma.
        return max(reading.subtree(source)[1], source + 1) if reading.subtree(source)[1] < end else source + 1
    for child in reading.children[source]:
        right = reading.subtree(child)[1]
        if reading.deps[child] == "appos" and child > end and right < last:
            # "according to its director, Ada Lee, growth has slowed"
            end = right
    if reading.lower[end + 1 : end + 2] in (["who"], ["which"], ["whose"], ["citing"], ["quoting"]):
        # "two people close to her, who asked not to be named, she will run"
        clause = next((at for at in range(end + 1, last) if reading.tags[at][:2] == "VB"), None)
        if clause is not None:
            end = next((at for at in range(max(clause, end + 1), last) if reading.words[at] in (",", ".", ";")), last)
    return end


def found_by_view(reading: Reading, noun: int) -> Iterator[Found]:
    """The sentence that "in his view" gives to somebody."""
    preposition = reading.heads[noun]
    if reading.deps[noun] != "pobj" or reading.lower[preposition] not in ("in", "to"):
        return
    if reading.child(noun, "compound", "nummod", "nmod") is not None:
        # "In her 60-page opinion the judge wrote" names a text.
        return
    owners = [child for child in reading.children[noun] if reading.deps[child] == "poss"]
    ofs = [child for child in reading.children[noun] if reading.deps[child] == "prep" and reading.lower[child] == "of"]
    owners.extend(owner for of in ofs if (owner := reading.child(of, "pobj")) is not None)
    first, last = reading.subtree(preposition)
    start, end = reading.sentence(noun)
    pieces = [piece for part in ((start, first), (last, end)) if (piece := trimmed(reading, part))]
    if owners and pieces and sum(b - a for a, b in pieces) > 3:
        yield Found(pieces, (preposition, noun + 1), owners[:1], "according", "view")


def found_by_noun(reading: Reading, noun: int) -> Iterator[Found]:
    """The clause or infinitive behind a noun such as "claim" or "promise"."""
    yield from _by_copula(reading, noun)
    for child in reading.children[noun]:
        if child < noun or reading.deps[child] not in ("acl", "ccomp"):
            continue
        opens = [
            reading.lower[below]
            for below in reading.children[child]
            if below < child and reading.deps[below] in ("mark", "aux")
        ]
        if "that" not in opens and "to" not in opens:
            continue
        piece = after(reading, noun, child)
        if piece:
            negated = any(reading.lower[below] == "no" for below in reading.children[noun]) or (
                reading.deps[noun] == "dobj" and reading.lower[reading.heads[noun]] in _DISMISSING
            )
            owners = _owners(reading, noun)
            # "Charges to come" are nobody's; a plan to do something is somebody's.
            if owners or "that" in opens:
                yield Found([piece], (noun, noun + 1), owners, "noun", reading.lower[noun], negated)
        return
    wanted = cues.lexicon().noun_prepositions.get(reading.lower[noun], ())
    for child in reading.children[noun]:
        if child > noun and reading.deps[child] == "prep" and reading.lower[child] in wanted:
            piece = trimmed(reading, (child + 1, reading.subtree(child)[1]))
            owners = _owners(reading, noun)
            if piece and owners and owners[0] not in range(*piece) and reading.lower[piece[0]] != "comment":
                yield Found(
                    [piece], (noun, child + 1 if child == noun + 1 else noun + 1), owners, "named", reading.lower[noun]
                )
            return


def _by_copula(reading: Reading, noun: int) -> Iterator[Found]:
    """What the noun is said to be: "Their fear is that prices will rise"."""
    verb = reading.heads[noun]
    if reading.deps[noun] != "nsubj" or reading.lower[verb] not in ("is", "was", "’s", "'s", "are", "were"):
        return
    clause = next((child for child in reading.children[verb] if child > verb and reading.deps[child] == "ccomp"), None)
    if clause is not None and (piece := after(reading, verb, clause)):
        yield Found([piece], (noun, noun + 1), _owners(reading, noun), "noun", reading.lower[noun])


def _owners(reading: Reading, noun: int) -> list[int]:
    """Whose claim, promise, ... it is: the possessor, the noun after "by" or "of", or who makes it."""
    owner = reading.child(noun, "poss")
    if owner is not None and reading.tags[owner] == "PRP$" and reading.deps[noun] == "dobj":
        return [subject] if (subject := subject_of(reading, reading.heads[noun])) is not None else [owner]
    if owner is None:
        for child in reading.children[noun]:
            if reading.deps[child] == "prep" and reading.lower[child] in ("by", "from", "of", "among"):
                owner = reading.child(child, "pobj")
                break
    if owner is None and reading.deps[noun] in ("dobj", "pobj", "attr"):
        verb = reading.heads[noun]
        verb = reading.heads[verb] if reading.deps[noun] == "pobj" else verb
        owner = subject_of(reading, verb)
    return [] if owner is None else [owner]


def found_by_adjective(reading: Reading, adjective: int) -> Iterator[Found]:
    """The clause or infinitive behind an adjective such as "confident"."""
    if reading.deps[adjective] not in ("acomp", "ROOT", "conj", "oprd", "ccomp", "advcl", "relcl", "xcomp"):
        return
    for child in reading.children[adjective]:
        if child < adjective or reading.deps[child] not in ("ccomp", "xcomp"):
            continue
        if reading.deps[child] == "xcomp" and not is_infinitive(reading, child):
            continue
        piece = after(reading, adjective, child)
        verb = reading.heads[adjective] if reading.deps[adjective] in ("acomp", "oprd") else adjective
        subject = reading.child(verb, "nsubjpass")
        subject = subject_of(reading, verb) if subject is None else subject
        if piece and subject is not None and reading.lower[subject] != "it":
            negated = any(
                reading.deps[below] == "neg" for below in (*reading.children[adjective], *reading.children[verb])
            )
            yield Found([piece], (adjective, adjective + 1), [subject], "adjective", reading.lower[adjective], negated)
        return
