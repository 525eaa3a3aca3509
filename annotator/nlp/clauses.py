"""What a cue brings, by the parse of an English sentence: the clause, infinitive or noun phrase that is said, asked or thought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.nlp import cues
from annotator.nlp.evidence import kinds_of_nouns
from annotator.nlp.reading import Range, Reading
from annotator.nlp.speakers import agent_of, subject_of

_CLOSING = frozenset(",;:.!?—–-…()")
_CLOSING_QUOTES = frozenset(("”", '"', "’", "'", "''", "»"))
_OPENING_QUOTES = frozenset(("“", '"', "‘", "``", "«", "„"))


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
    passive = is_passive(reading, verb)
    if passive and deps[verb] == "acl" and agent_of(reading, verb) is None:
        return
    cue = cue_range(reading, verb)

    def claim(pieces: list[Range], kind: str) -> Found:
        speakers = agent_of(reading, verb) if passive else subject_of(reading, verb)
        return Found(pieces, cue, [] if speakers is None else [speakers], kind, base, negated)

    clause = next((child for child in children if deps[child] == "ccomp" and child > verb), None)
    before = next((child for child in children if deps[child] == "ccomp" and child < verb), None)
    infinitive = next((child for child in children if deps[child] == "xcomp" and child > verb), None)
    told = bool(kinds & {"say", "think", "ask"})
    if told and not passive and (pieces := parenthetical(reading, verb)):
        yield claim(pieces, "left")
        return
    own_object = any(deps[child] == "dobj" and child > verb for child in children)
    if before is not None and told and not passive and not own_object:
        pieces = around(reading, verb, before)
        if pieces:
            yield claim(pieces, "left")
            return
    if clause is not None:
        infinitival = is_infinitive(reading, clause)
        if (told and not infinitival) or (infinitival and kinds & {"urge", "vow"}):
            piece = after(reading, verb, clause)
            if piece:
                yield claim([piece], "infinitive" if infinitival else "clause")
                return
    if infinitive is not None and is_infinitive(reading, infinitive):
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


def parenthetical(reading: Reading, verb: int) -> list[Range]:
    """What stands around a cue that is set off by commas: "The plan, she said, will fail"; "It failed, he said"."""
    subject = reading.child(verb, "nsubj")
    if subject is None or reading.deps[verb] in ("relcl", "acl", "advcl", "csubj", "pcomp"):
        return []
    if reading.lower[subject] in ("who", "which", "that", "whom", "what", "whoever"):
        return []
    start, end = reading.sentence(verb)
    left, right = reading.subtree(subject)
    if left <= verb < right:
        return []
    first = min(
        [left, verb, *(c for c in reading.children[verb] if reading.deps[c] in ("aux", "advmod", "neg") and c < verb)]
    )
    if first <= start or not _is_set_off(reading, first):
        return []
    delimiter = _next_comma(reading, max(verb + 1, right), end)
    if any(
        reading.deps[c] in ("ccomp", "xcomp", "dobj", "mark") and verb < c < delimiter and _is_clause(reading, c)
        for c in reading.children[verb]
    ):
        return []
    if reading.lower[delimiter : delimiter + 2] == [",", "that"] or any(
        reading.deps[c] == "mark" for c in reading.children[verb]
    ):
        return []
    before, behind = trimmed(reading, (start, first)), trimmed(reading, (delimiter, end))
    if before is None:
        return []
    if behind is not None and _opens_quotation(reading, delimiter, behind) and not _is_main(reading, verb, before):
        return []
    said_before = _has_verb(reading, before)
    if behind is None or (said_before and not _goes_on(reading, behind)):
        return [before] if said_before else []
    if not said_before and not _has_verb(reading, behind):
        return []
    return [before, behind]


def _opens_quotation(reading: Reading, delimiter: int, behind: Range) -> bool:
    return any(word in _OPENING_QUOTES for word in reading.words[delimiter : behind[0] + 1])


def _is_main(reading: Reading, verb: int, part: Range) -> bool:
    """Whether the sentence's main clause, or what the verb brings, stands in this part of it."""
    return any(
        reading.deps[token] == "ROOT" or (reading.deps[token] == "ccomp" and reading.heads[token] == verb)
        for token in range(*part)
        if token != verb
    )


def _has_verb(reading: Reading, part: Range) -> bool:
    return any(reading.tags[token] in ("VBD", "VBZ", "VBP", "MD") for token in range(*part))


def _is_set_off(reading: Reading, first: int) -> bool:
    """Whether a comma or dash, or a quotation that ends with one, stands before `first`."""
    word = reading.words[first - 1]
    if word in (",", "—", "–", "--"):
        return True
    return word in _CLOSING_QUOTES and first > 1 and reading.words[first - 2] in (",", "?", "!", "…")


def _next_comma(reading: Reading, token: int, end: int) -> int:
    while token < end and reading.words[token] not in (",", "—", "–", "--", ";", ":"):
        if reading.words[token] in _OPENING_QUOTES and reading.tags[token - 1] != "IN":
            break
        token += 1
    return token


def _is_clause(reading: Reading, token: int) -> bool:
    return reading.tags[token][:2] in ("VB", "MD") or reading.deps[token] == "ccomp"


def _goes_on(reading: Reading, behind: Range) -> bool:
    """Whether what follows the cue still belongs to the clause before it: "that ...", "if ...", "and" with a new subject."""
    first, last = behind
    if reading.lower[first] in ("that", "if", "because", "unless"):
        return True
    return reading.lower[first] in ("and", "but", "or", "so") and any(
        reading.deps[token] in ("nsubj", "nsubjpass", "expl") for token in range(first + 1, min(last, first + 6))
    )


def _by_complement(reading: Reading, verb: int, base: str, claim: object, passive: bool) -> Iterator[Found]:
    """Noun phrases and prepositions as what is said."""
    kinds, deps = cues.kinds_of(base), reading.deps
    make = claim
    assert callable(make)
    lexicon = cues.lexicon()
    thing = reading.child(verb, "dobj")
    hanging = [*reading.children[verb], *(reading.children[thing] if thing is not None else ())]
    for child in sorted(hanging):
        if deps[child] not in ("prep", "mark") or child < verb:
            continue
        word = reading.lower[child]
        if word == "as" and "as" in kinds:
            piece = _object_of(reading, child)
            if piece:
                yield make([piece], "as")
                return
        if deps[child] == "mark":
            continue
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
    ):
        piece = trimmed(reading, reading.subtree(thing))
        if piece and piece[1] - piece[0] >= 2:
            yield make([piece], "object")


def _object_of(reading: Reading, preposition: int) -> Range | None:
    """What stands behind a preposition, to the end of what hangs on it."""
    last = reading.subtree(preposition)[1]
    if last == preposition + 1 and reading.words[last : last + 1] and reading.words[last] in _OPENING_QUOTES:
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
    return trimmed(reading, (first, _without_comment(reading, first, last)))


def _without_comment(reading: Reading, first: int, last: int) -> int:
    """The end of a clause without the journalist's remark on it ("..., a claim that others dispute") and without what is
    said next ("..., adding that")."""
    nouns = cues.lexicon().nouns
    for token in range(first + 3, last):
        if reading.words[token - 1] != ",":
            continue
        if reading.tags[token] == "VBG" and (
            reading.lower[token] == "citing" or "say" in cues.kinds_of(cues.verb_at(reading, token))
        ):
            return token - 1
        if reading.lower[token] in ("a", "an", "the"):
            noun = reading.heads[token]
            if token < noun < last and reading.deps[noun] == "appos" and reading.lower[noun] in nouns:
                return token - 1
    return last


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
