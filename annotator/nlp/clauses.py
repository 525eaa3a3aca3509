"""What a cue brings, by the parse of an English sentence: the clause, infinitive or noun phrase that is said, asked or thought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.nlp import cues
from annotator.nlp.reading import Range, Reading
from annotator.nlp.speakers import agent_of, subject_of

_CLOSING = frozenset(",;:.!?—–-…()")
_NOT_SPEAKING = frozenset(("as", "like", "than"))


@dataclass(slots=True)
class Found:
    """A claim in the making, in tokens: what is said, the cue, and the head words of who says it."""

    pieces: list[Range]
    cue: Range
    speakers: list[int] = field(default_factory=list)
    kind: str = "clause"
    """clause, left (clause before the cue), infinitive, object, preposition, as, according, noun, adjective, raised, quotation."""
    base: str = ""
    negated: bool = False
    quoted: bool = False

    @property
    def first(self) -> int:
        return self.pieces[0][0]

    @property
    def last(self) -> int:
        return self.pieces[-1][1]


def trimmed(reading: Reading, tokens: Range) -> Range | None:
    """`tokens` without white space, commas and the like at its ends; None where nothing is left."""
    first, last = tokens
    while first < last and (reading.words[first].isspace() or reading.words[first] in _CLOSING):
        first += 1
    while first < last and (reading.words[last - 1].isspace() or reading.words[last - 1] in _CLOSING):
        last -= 1
    return (first, last) if first < last else None


def found_by_verb(reading: Reading, verb: int, base: str) -> Iterator[Found]:
    """What the cue verb at `verb` brings."""
    kinds = cues.kinds_of(base)
    deps, children = reading.deps, reading.children[verb]
    if deps[verb] in ("amod", "compound", "aux", "nsubj", "pobj", "dobj") and reading.tags[verb] != "VBG":
        return
    negated = any(deps[child] == "neg" for child in children)
    passive = any(deps[child] in ("nsubjpass", "auxpass") for child in children)
    cue = cue_range(reading, verb)

    def claim(pieces: list[Range], kind: str) -> Found:
        speakers = agent_of(reading, verb) if passive else subject_of(reading, verb)
        return Found(pieces, cue, [] if speakers is None else [speakers], kind, base, negated)

    clause = next((child for child in children if deps[child] == "ccomp" and child > verb), None)
    before = next((child for child in children if deps[child] == "ccomp" and child < verb), None)
    infinitive = next((child for child in children if deps[child] == "xcomp" and child > verb), None)
    told = bool(kinds & {"say", "think", "ask"})
    if before is not None and told and not passive:
        pieces = around(reading, verb, before)
        if pieces:
            yield claim(pieces, "left")
            return
    if clause is not None:
        infinitival = _is_infinitive(reading, clause)
        if (told and not infinitival) or (infinitival and kinds & {"urge", "vow"}):
            piece = after(reading, verb, clause)
            if piece:
                yield claim([piece], "infinitive" if infinitival else "clause")
                return
    if infinitive is not None and _is_infinitive(reading, infinitive):
        piece = trimmed(reading, reading.subtree(infinitive))
        if piece and passive and "raised" in kinds:
            subject = reading.child(verb, "nsubjpass")
            pieces = [piece]
            if subject is not None and agent_of(reading, verb) is None:
                pieces = [noun_phrase(reading, subject), piece]
                yield Found(pieces, cue, [], "raised", base, negated)
                return
        if piece and kinds & {"urge", "vow"}:
            yield claim([piece], "infinitive")
            return
    yield from _by_complement(reading, verb, base, claim, passive)


def _by_complement(reading: Reading, verb: int, base: str, claim: object, passive: bool) -> Iterator[Found]:
    """Noun phrases and prepositions as what is said."""
    kinds, deps = cues.kinds_of(base), reading.deps
    make = claim
    assert callable(make)
    lexicon = cues.lexicon()
    for child in reading.children[verb]:
        if deps[child] != "prep" or child < verb:
            continue
        word = reading.lower[child]
        if word == "as" and "as" in kinds:
            piece = _object_of(reading, child)
            if piece:
                yield make([piece], "as")
                return
        wanted = lexicon.prepositions.get(base, ())
        if word in wanted and reading.child(verb, "dobj") is None:
            piece = _object_of(reading, child)
            if piece:
                found: Found = make([piece], "preposition")
                if child == found.cue[1]:
                    found.cue = found.cue[0], child + 1
                yield found
                return
        if word in lexicon.accusing.get(base, ()) and (passive or reading.child(verb, "dobj", "dative") is not None):
            piece = _object_of(reading, child)
            if piece:
                yield make([piece], "accuse")
                return
    if "call" in kinds:
        called = reading.child(verb, "oprd")
        if called is not None and called > verb:
            first, last = reading.subtree(called)
            thing = reading.child(verb, "dobj")
            if thing is not None and verb < thing < called and last - thing <= 12:
                first = min(first, noun_phrase(reading, thing)[0])
            piece = trimmed(reading, (first, last))
            if piece:
                yield make([piece], "as")
                return
    if "object" in kinds and not passive:
        thing = reading.child(verb, "dobj")
        if thing is not None and thing > verb and reading.tags[thing][:2] == "NN":
            piece = trimmed(reading, reading.subtree(thing))
            if piece and piece[1] - piece[0] >= 2:
                yield make([piece], "object")


def _object_of(reading: Reading, preposition: int) -> Range | None:
    child = reading.child(preposition, "pobj", "pcomp", "amod", "acomp", "advcl")
    return trimmed(reading, reading.subtree(child)) if child is not None and child > preposition else None


def cue_range(reading: Reading, verb: int) -> Range:
    """The verb with its particle where that follows at once: "pointed out"."""
    particle = reading.child(verb, "prt")
    return (verb, verb + 2) if particle == verb + 1 else (verb, verb + 1)


def _is_infinitive(reading: Reading, verb: int) -> bool:
    return any(
        reading.deps[child] == "aux" and reading.tags[child] == "TO" and child < verb
        for child in reading.children[verb]
    )


def noun_phrase(reading: Reading, head: int) -> Range:
    """The noun with what stands before it."""
    return min(reading.subtree(head)[0], head), head + 1


def after(reading: Reading, verb: int, clause: int) -> Range | None:
    """The clause behind its cue, without "that"; what else follows in the sentence belongs to it until somebody else
    speaks or the cue's own sentence goes on."""
    first, last = reading.subtree(clause)
    first = max(first, verb + 1)
    last = max(last, _end(reading, verb, last))
    while (
        first < last
        and reading.lower[first] in ("that", ",", ":")
        and (reading.deps[first] in ("mark", "punct") or reading.lower[first] != "that")
    ):
        first += 1
    return trimmed(reading, (first, last))


def _end(reading: Reading, verb: int, last: int) -> int:
    """How far the clause behind `verb` reaches: over what hangs on the verb behind it, up to a new clause of the verb's."""
    end = last
    for child in reading.children[verb]:
        if child < last:
            continue
        dep = reading.deps[child]
        left, right = reading.subtree(child)
        after_comma = reading.words[left - 1] == ","
        if dep in ("conj", "cc", "parataxis", "ccomp") or (
            dep == "advcl" and (after_comma or reading.tags[child] == "VBG")
        ):
            break
        if dep == "prep" and (after_comma or reading.lower[child] == "according"):
            break
        if dep != "punct":
            end = right
    return end


def around(reading: Reading, verb: int, clause: int) -> list[Range]:
    """The clause before its cue, in two pieces where the cue stands in the middle of it."""
    sentence = reading.sentence(verb)
    first, last = reading.subtree(clause)
    subject = reading.child(verb, "nsubj")
    cue_first = min(verb, reading.subtree(subject)[0] if subject is not None and subject > clause else verb)
    if reading.deps[verb] in ("ROOT", "parataxis", "ccomp"):
        first = min(first, max(sentence[0], reading.subtree(verb)[0]))
    pieces = [piece] if (piece := trimmed(reading, (first, cue_first))) else []
    comma = next((at for at in range(verb + 1, min(sentence[1], verb + 25)) if reading.words[at] in ",—–"), None)
    if last > verb + 1 and comma is not None and comma < last and (piece := trimmed(reading, (comma + 1, last))):
        pieces.append(piece)
    return pieces


def found_by_according(reading: Reading, token: int) -> Iterator[Found]:
    """The sentence that "according to" gives a source for."""
    to = token + 1
    if to >= len(reading) or reading.lower[to] != "to":
        return
    source = next(
        (child for child in (*reading.children[to], *reading.children[token]) if reading.deps[child] == "pobj"), None
    )
    first, last = reading.sentence(token)
    if source is None:
        return
    end = next((at for at in range(source + 1, last) if reading.words[at] in (",", ".", ";")), last)
    before = trimmed(reading, (first, token))
    behind = trimmed(reading, (end, last))
    if before is not None and before[1] - before[0] < 3:
        before = None
    if before is not None and reading.words[token - 1] != "," and behind is not None:
        behind = None
    pieces = [piece for piece in (before, behind) if piece]
    if pieces:
        yield Found(pieces, (token, to + 1), [source], "according", "according")


def found_by_noun(reading: Reading, noun: int) -> Iterator[Found]:
    """The clause or infinitive behind a noun such as "claim" or "promise"."""
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
            yield Found([piece], (noun, noun + 1), _owners(reading, noun), "noun", reading.lower[noun])
        return


def _owners(reading: Reading, noun: int) -> list[int]:
    """Whose claim, promise, ... it is: the possessor, the noun after "by" or "of", or who makes it."""
    owner = reading.child(noun, "poss")
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
        if reading.deps[child] == "xcomp" and not _is_infinitive(reading, child):
            continue
        piece = after(reading, adjective, child)
        verb = reading.heads[adjective] if reading.deps[adjective] == "acomp" else adjective
        subject = subject_of(reading, verb)
        if piece and subject is not None and reading.lower[subject] != "it":
            negated = any(
                reading.deps[below] == "neg" for below in (*reading.children[adjective], *reading.children[verb])
            )
            yield Found([piece], (adjective, adjective + 1), [subject], "adjective", reading.lower[adjective], negated)
        return
