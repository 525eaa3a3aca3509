"""What a cue brings, by the parse of an English sentence: the clause, infinitive or noun phrase that is said, asked or thought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.nlp import cues
from annotator.nlp.asides import OPENING_QUOTES, inserted, parenthetical
from annotator.nlp.evidence import kinds_of_nouns
from annotator.nlp.extents import after, around, each_that, without_comment, without_finite
from annotator.nlp.reading import Range, Reading, trimmed
from annotator.nlp.speakers import agent_of, subject_of

_TELLING = frozenset(("told", "tell", "tells", "telling", "informed", "warned", "reminded", "assured", "notified"))


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
    nested: bool = False
    """Whether it is said within another claim."""

    @property
    def first(self) -> int:
        return self.pieces[0][0]

    @property
    def last(self) -> int:
        return self.pieces[-1][1]


def found_by_verb(reading: Reading, verb: int, base: str) -> Iterator[Found]:
    """What the cue verb at `verb` brings."""
    kinds = cues.kinds_of(base)
    deps, children = reading.deps, reading.children[verb]
    if deps[verb] in ("amod", "compound", "aux", "nsubj", "pobj", "dobj") and reading.tags[verb] != "VBG":
        return
    negated = any(deps[child] == "neg" for child in children)
    passive = is_passive(reading, verb)
    if passive and deps[verb] == "acl" and agent_of(reading, verb) is None:
        return
    cue = cue_range(reading, verb)

    def claim(pieces: list[Range], kind: str) -> Found:
        speakers = agent_of(reading, verb) if passive else _who_says(reading, verb)
        return Found(pieces, cue, [] if speakers is None else [speakers], kind, base, negated)

    clause = next((child for child in children if deps[child] == "ccomp" and child > verb), None)
    if clause is None:
        clause = _misplaced(reading, verb, kinds)
    elif reading.lower[clause] in cues.behind(reading, verb):
        clause = _behind_adjective(reading, verb, clause)
    before = next((child for child in children if deps[child] == "ccomp" and child < verb), None)
    infinitive = next((child for child in children if deps[child] == "xcomp" and child > verb), None)
    told = bool(kinds & {"say", "think", "ask"})
    joined = clause is not None and _begins_with_that(reading, clause)
    if told and not joined and (around_it := inserted(reading, verb)) is not None:
        yield Found(around_it[0], cue, [around_it[1]], "left", base, negated)
        return
    if told and not passive and not joined and (pieces := parenthetical(reading, verb)):
        yield claim(pieces, "left")
        return
    own_object = any(deps[child] == "dobj" and child > verb for child in children)
    if before is not None and told and not passive and not own_object and not joined:
        pieces = around(reading, verb, before)
        if pieces:
            yield claim(pieces, "left")
            return
    if clause is not None:
        infinitival = is_infinitive(reading, clause)
        if (told and not infinitival) or (infinitival and kinds & {"urge", "vow"}):
            piece = after(reading, verb, clause)
            if piece:
                for part in each_that(reading, piece):
                    if part[1] - part[0] == 1 and reading.tags[part[0]][:2] == "NN":
                        continue  # "repeated that claim"
                    yield claim([part], "infinitive" if infinitival else "clause")
                return
    if infinitive is not None and is_infinitive(reading, infinitive):
        start, end = reading.subtree(infinitive)
        end = without_finite(reading, start, without_comment(reading, start, end))
        piece = trimmed(reading, (start, end))
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
    if infinitive is not None and reading.tags[infinitive] == "VBG" and "object" in kinds and not passive:
        piece = trimmed(reading, reading.subtree(infinitive))
        if piece:
            yield claim([piece], "infinitive")
            return
    yield from _by_complement(reading, verb, base, claim, passive)


def _who_says(reading: Reading, verb: int) -> int | None:
    """The subject of a cue; who is quoted "as saying", and nobody in "it is interesting to note"."""
    head = reading.heads[verb]
    if reading.deps[verb] == "pcomp" and reading.lower[head] == "as" and reading.tags[verb] == "VBG":
        quoting = reading.heads[head]
        quoted = reading.child(quoting, "dobj", "nsubjpass")
        if quoted is not None:
            return quoted
    subject = subject_of(reading, verb)
    expletive = reading.deps[verb] == "xcomp" and reading.child(head, "acomp") is not None
    return None if subject is not None and reading.lower[subject] == "it" and expletive else subject


def _misplaced(reading: Reading, verb: int, kinds: frozenset[str]) -> int | None:
    """A clause that the parse does not give to the cue: "asked if it is true", "said in an interview that it is"."""
    for child in reading.children[verb]:
        first = reading.subtree(child)[0]
        is_question = reading.deps[child] == "advcl" and reading.lower[first] in ("if", "whether")
        if "ask" in kinds and is_question and verb < first <= verb + 4:
            return child
        if not kinds & {"say", "think"} or child < verb:
            continue
        noun = reading.child(child, "pobj") if reading.deps[child] == "prep" else None
        if reading.deps[child] == "dobj" and reading.lower[verb] in _TELLING:
            noun = child
        for clause in reading.children[noun] if noun is not None else ():
            if reading.deps[clause] in ("acl", "relcl") and _begins_with_that(reading, clause):
                return clause
        if reading.deps[child] == "advcl" and reading.lower[child] in ("quoting", "citing"):
            # "reported, quoting an official, that": the clause is not what is quoted.
            brought = reading.child(child, "ccomp")
            if brought is not None and _begins_with_that(reading, brought):
                return brought
    return None


def _behind_adjective(reading: Reading, verb: int, adjective: int) -> int | None:
    """The clause that is made "clear", wherever the parse has it."""
    below = [*reading.children[verb], *reading.children[adjective]]
    return next((child for child in sorted(below) if child > adjective and _begins_with_that(reading, child)), None)


def _begins_with_that(reading: Reading, clause: int) -> bool:
    first = reading.subtree(clause)[0]
    return reading.lower[first] == "that" and (
        reading.deps[first] == "mark" or reading.child(clause, "nsubj", "nsubjpass") not in (None, first)
    )


def is_passive(reading: Reading, verb: int) -> bool:
    """Whether the verb stands in the passive, as a participle too: "asked whether", "a plan announced by"."""
    children = reading.children[verb]
    if any(reading.deps[child] in ("nsubjpass", "auxpass", "agent") for child in children):
        return True
    return (
        reading.tags[verb] == "VBN"
        and reading.deps[verb] in ("acl", "advcl", "ccomp", "ROOT", "dep")
        and not any(reading.deps[child] in ("aux", "nsubj") for child in children)
    )


def _by_complement(reading: Reading, verb: int, base: str, claim: object, passive: bool) -> Iterator[Found]:
    """Noun phrases and prepositions as what is said."""
    kinds, deps = cues.kinds_of(base), reading.deps
    make = claim
    assert callable(make)
    lexicon = cues.lexicon()
    thing = reading.child(verb, "dobj")
    if thing is not None and kinds & {"as", "call"} and _is_about_relative(reading, verb, thing):
        # "fighters, whom it considers proxies of Iran"
        if piece := trimmed(reading, reading.subtree(thing)):
            yield make([piece], "as")
        return
    if "as" in kinds and (piece := _as_what(reading, verb, thing)):
        yield make([piece], "as")
        return
    hanging = [*reading.children[verb], *(reading.children[thing] if thing is not None else ())]
    hanging.extend(first for child in reading.children[verb] for first in reading.children[child] if first == verb + 1)
    for child in sorted(hanging):
        if deps[child] not in ("prep", "mark") or child < verb:
            continue
        word = reading.lower[child]
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
    if "call" in kinds and not (passive and agent_of(reading, verb) is None):
        called = reading.child(verb, "oprd")
        if called is not None and called > verb:
            first, last = reading.subtree(called)
            if thing is not None and verb < thing < called and last - thing <= 12:
                first = min(first, noun_phrase(reading, thing)[0])
            piece = trimmed(reading, (first, last))
            if piece:
                yield make([piece], "as")
                return
    if (
        "object" in kinds
        and not passive
        and thing is not None
        and thing > verb
        and reading.tags[thing][:2] == "NN"
        and reading.lower[thing] not in kinds_of_nouns()
        and not _has_content(reading, thing)
    ):
        piece = trimmed(reading, reading.subtree(thing))
        if piece and piece[1] - piece[0] >= 2:
            yield make([piece], "object")


def _is_about_relative(reading: Reading, verb: int, thing: int) -> bool:
    """Whether a relative pronoun before the verb is what it is about, and its object what that is called."""
    pronoun = next((c for c in reading.children[verb] if reading.tags[c] in ("WP", "WDT") and c < verb), None)
    subject = next((c for c in reading.children[verb] if reading.deps[c] == "nsubj" and c != pronoun), None)
    return reading.deps[verb] == "relcl" and pronoun is not None and subject is not None and thing > verb


def _has_content(reading: Reading, noun: int) -> bool:
    """Whether the noun brings a clause of its own: "expressed confidence that"."""
    return reading.lower[noun] in cues.lexicon().nouns and any(
        reading.deps[child] in ("acl", "ccomp") and _begins_with_that(reading, child)
        for child in reading.children[noun]
    )


def _as_what(reading: Reading, verb: int, thing: int | None) -> Range | None:
    """What something is said to be: "described the plan as weak", with the plan where that stands behind the verb."""
    for child in (*reading.children[verb], *(reading.children[thing] if thing is not None else ())):
        first, last = reading.subtree(child)
        if child > verb and first > verb and reading.lower[first] == "as":
            piece = trimmed(reading, (first + 1, last))
            if piece is None and reading.words[last : last + 1] and reading.words[last] in OPENING_QUOTES:
                piece = last, last + 2
            if piece is None:
                return None
            with_thing = thing is not None and verb < thing < first and first - verb <= 12
            return (noun_phrase(reading, thing)[0], piece[1]) if with_thing and thing is not None else piece
    return None


def _object_of(reading: Reading, preposition: int) -> Range | None:
    """What stands behind a preposition, to the end of what hangs on it."""
    last = reading.subtree(preposition)[1]
    if reading.deps[preposition] == "mark":
        # "call for a commission to investigate": the parse makes a clause of it.
        last = reading.subtree(reading.heads[preposition])[1]
    if reading.lower[preposition + 1 : last] == ["comment"]:
        return None
    if last == preposition + 1 and reading.words[last : last + 1] and reading.words[last] in OPENING_QUOTES:
        last += 2
    return trimmed(reading, (preposition + 1, last))


def cue_range(reading: Reading, verb: int) -> Range:
    """The verb with its particle where that follows at once: "pointed out"."""
    particle = reading.child(verb, "prt")
    return (verb, verb + 2) if particle == verb + 1 else (verb, verb + 1)


def is_infinitive(reading: Reading, verb: int) -> bool:
    return any(
        reading.deps[child] == "aux" and reading.tags[child] == "TO" and child < verb
        for child in reading.children[verb]
    )


def noun_phrase(reading: Reading, head: int) -> Range:
    """The noun with what stands before it."""
    return min(reading.subtree(head)[0], head), head + 1
