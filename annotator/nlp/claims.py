"""The claims of a text: what is said, asked, demanded or thought, with its cue and who says it.

Works on a `Reading`: by the parse of English where there is one, by quotation marks and speech words otherwise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from annotator.nlp import attributing, clauses, cues
from annotator.nlp.asides import OPENING_QUOTES
from annotator.nlp.clauses import Found
from annotator.nlp.nesting import holds, kept, touches
from annotator.nlp.quoted import Frames, Quoted
from annotator.nlp.reading import Range, Reading, trimmed
from annotator.nlp.speakers import Mentions, subject_of

_RAISING = frozenset(("expect", "hope", "fear"))
"""Verbs of "it is expected that", which nobody says."""
_FIRST_PERSON = frozenset(("i", "we", "our", "us", "my"))
_EXPLAINING = frozenset(
    ("the", "a", "an", "who", "which", "where", "whose", "his", "her", "their", "referring", "citing", "adding")
)
_VIEWS = frozenset(
    ("view", "opinion", "words", "eyes", "judgment", "judgement", "mind", "estimation", "telling", "assessment")
)


def find(reading: Reading, quoted: Sequence[Quoted], mentions: Mentions) -> list[Found]:
    """The claims of an English text that has a parse, in the order of the text."""
    frames = Frames(reading, quoted)
    found: list[Found] = []
    lexicon = cues.lexicon()
    for token in range(len(reading)):
        word = reading.lower[token]
        base = cues.verb_at(reading, token)
        if word in lexicon.adjectives and reading.tags[token][:2] in ("JJ", "VB"):
            felt = list(attributing.found_by_adjective(reading, token))
            found.extend(felt)
            if felt:
                continue
        if base:
            for claim in clauses.found_by_verb(reading, token, base):
                if found and _goes_on_speaking(reading, found[-1], claim):
                    claim.speakers = list(found[-1].speakers)
                if _said_by_somebody(claim, mentions):
                    found.append(claim)
        elif word == "according":
            found.extend(attributing.found_by_according(reading, token))
        elif (
            word in _VIEWS
            and reading.tags[token][:2] == "NN"
            and (view := list(attributing.found_by_view(reading, token)))
        ):
            found.extend(view)
        elif word in lexicon.nouns and reading.tags[token][:2] == "NN":
            found.extend(attributing.found_by_noun(reading, token))
    found = _with_quotations(reading, found, quoted, frames)
    found.extend(_headline(reading, mentions))
    found.extend(_statements(reading))
    _take_marks(found, quoted)
    return kept(reading, found, quoted)


def _take_marks(found: Sequence[Found], quoted: Sequence[Quoted]) -> None:
    """Gives to each claim the marks of a quotation that it holds but for a mark at its end or beginning."""
    starts = [quote.tokens[0] for quote in quoted]
    for claim in found:
        for number, (a, b) in enumerate(claim.pieces):
            for quote in quoted[bisect_left(starts, a - 1) : bisect_left(starts, b)]:
                first, last = quote.tokens
                if a <= first < b < last <= b + 3 or (first < a < b <= last and a - first == 1 and last - b <= 2):
                    a, b = min(a, first), max(b, last)
            claim.pieces[number] = a, b


def _headline(reading: Reading, mentions: Mentions) -> list[Found]:
    """What a title says of the name before its colon: "Mayor Lee: Bridge will open in May"."""
    if not reading.paragraphs:
        return []
    first, last = reading.paragraphs[0]
    colon = next((at for at in range(first + 1, min(last, first + 6)) if reading.words[at] == ":"), None)
    if colon is None or reading.words[last - 1] == "." or last - colon > 25:
        return []
    name = mentions.name_at(colon - 1)
    piece = trimmed(reading, (colon + 1, last))
    somebody = name is not None and name.label in ("PERSON", "ORG", "NORP")
    # "Report: ...", "Police: ...": one word before the colon that can be who says it.
    somebody = somebody or (name is None and colon == first + 1 and mentions.can_speak(first))
    if not somebody or piece is None or piece[1] - piece[0] < 3:
        return []
    return [Found([piece], (0, 0), [colon - 1], "headline")]


def _statements(reading: Reading) -> list[Found]:
    """Statements without marks: the paragraphs behind a line that ends with "said:", as long as they say "I" or "we"."""
    found = []
    paragraphs = reading.paragraphs
    for number, (first, last) in enumerate(paragraphs[:-1]):
        end = last
        while end > first and reading.words[end - 1].isspace():
            end -= 1
        cue = end - 2
        if cue <= first or reading.words[end - 1] != ":" or "say" not in cues.kinds_of(cues.verb_at(reading, cue)):
            continue
        speaker = subject_of(reading, cue)
        pieces: list[Range] = []
        for piece in (trimmed(reading, paragraph) for paragraph in paragraphs[number + 1 :]):
            personal = piece is not None and not _FIRST_PERSON.isdisjoint(reading.lower[slice(*piece)])
            if piece is None or reading.words[piece[0]] in OPENING_QUOTES or not (personal or not pieces):
                break
            pieces.append(piece)
        if pieces and speaker is not None:
            found.append(Found(pieces, (cue, cue + 1), [speaker], "statement", cues.verb_at(reading, cue)))
    return found


def _said_by_somebody(claim: Found, mentions: Mentions) -> bool:
    """Whether somebody or some text says it, where the cue could also have a thing as its subject."""
    if claim.base in cues.lexicon().evidence or claim.kind in ("object", "infinitive", "as"):
        return all(mentions.can_speak(head) for head in claim.speakers) and (
            bool(claim.speakers) or claim.kind == "raised" or (claim.kind == "clause" and claim.base in _RAISING)
        )
    return True


def _goes_on_speaking(reading: Reading, before: Found, claim: Found) -> bool:
    """Whether a cue follows what its speaker said just before: "noted that prices fell, and predicted ..."."""
    cue = claim.cue[0]
    return (
        0 < before.cue[1] <= before.first
        and before.last < cue <= before.last + 5
        and reading.child(cue, "nsubj", "nsubjpass") is None
        and any(reading.tags[token] == "CC" for token in range(before.last, cue))
        and all(
            reading.tags[token] in ("CC", ",", "RB", "VBZ", "VBP", "VBD", "''") for token in range(before.last, cue)
        )
    )


def _with_quotations(reading: Reading, found: list[Found], quoted: Sequence[Quoted], frames: Frames) -> list[Found]:
    """Claims whose stretches take in the whole of each quotation that they touch, and one for each further quotation."""
    by_cue = {claim.cue[0]: claim for claim in found}
    last: Found | None = None
    last_end = -1
    for quote in quoted:
        owner = _owner(found, quote)
        if owner is not None:
            if quote.speech:
                better = _better(reading, found, by_cue, owner, quote, frames)
                if better is not owner:
                    owner.pieces = [(a, min(b, quote.tokens[0])) for a, b in owner.pieces if a < quote.tokens[0]]
                    if not owner.pieces:
                        found.remove(owner)
                    owner = better
            owner.pieces = _joined(reading, [*_up_to(reading, owner, quote), quote.tokens])
            owner.quoted = True
            last, last_end = owner, max(owner.last, owner.cue[1])
            continue
        headed = not quote.speech and (_announced(reading, quote) is not None or _is_said(reading, quote))
        if not quote.speech and not headed:
            continue
        if quote.continues and last is not None:
            last.pieces = _joined(reading, [*last.pieces, quote.tokens])
            last_end = quote.tokens[1]
            continue
        cue = quote.tokens[0] - 1 if _is_said(reading, quote) else frames.cue_of(quote)
        if cue is not None:
            claim = by_cue.get(cue)
            if claim is None:
                speaker = frames.speaker_beside(cue, quote)
                base = cues.verb_at(reading, cue)
                claim = Found(
                    [quote.tokens],
                    clauses.cue_range(reading, cue),
                    [] if speaker is None else [speaker],
                    "quotation",
                    base,
                )
                found.append(claim)
                by_cue[cue] = claim
            else:
                claim.pieces = _joined(reading, [*claim.pieces, quote.tokens])
                if not claim.speakers and (speaker := frames.speaker_beside(cue, quote)) is not None:
                    claim.speakers = [speaker]
            claim.quoted = True
        elif last is not None and _goes_on(reading, last, last_end, quote):
            last.pieces = _joined(reading, [*last.pieces, quote.tokens])
            claim = last
        elif (speaker := _announced(reading, quote) or _signed(reading, quote)) is not None:
            claim = Found([quote.tokens], (0, 0), [speaker], "floating", quoted=True)
            found.append(claim)
        elif _stands_alone(reading, quote):
            near = last is not None and last.quoted and _paragraphs_between(reading, last_end, quote.tokens[0]) <= 1
            claim = Found([quote.tokens], (0, 0), list(last.speakers) if last and near else [], "floating", quoted=True)
            found.append(claim)
        else:
            continue
        last, last_end = claim, max(claim.last, claim.cue[1])
    return found


def _up_to(reading: Reading, owner: Found, quote: Quoted) -> list[Range]:
    """The pieces of a claim without what explains a quotation at its end: '“the least we owe”, the mayor's favourite line'."""
    first, last = quote.tokens
    if last + 1 >= len(reading) or reading.words[last] != "," or reading.lower[last + 1] not in _EXPLAINING:
        return owner.pieces
    return [(a, min(b, last)) if a <= first < b else (a, b) for a, b in owner.pieces if a < last]


def _better(
    reading: Reading, found: list[Found], by_cue: dict[int, Found], owner: Found, quote: Quoted, frames: Frames
) -> Found:
    """The claim that a quotation belongs to where the parse and its position do not agree: position is right more often."""
    if owner.kind in ("clause", "left"):
        return owner
    cue = frames.cue_of(quote)
    if cue is None or cue == owner.cue[0]:
        return owner
    other = by_cue.get(cue)
    if other is None:
        speaker = frames.speaker_beside(cue, quote)
        other = Found(
            [quote.tokens],
            clauses.cue_range(reading, cue),
            [] if speaker is None else [speaker],
            "quotation",
            cues.verb_at(reading, cue),
        )
        found.append(other)
        by_cue[cue] = other
    return other


def _goes_on(reading: Reading, last: Found, last_end: int, quote: Quoted) -> bool:
    """Whether `quote` goes on with what was said just before: '"No," he said. "Never."'"""
    first = quote.tokens[0]
    if not last.quoted or last_end > first:
        return False
    between = reading.words[last_end:first]
    if any("\n" in word for word in between) or (between and between[-1][-1] not in ".!?,"):
        return False
    return sum(word in (".", "!", "?") for word in between) <= 1 and len(between) <= 30


def _owner(found: list[Found], quote: Quoted) -> Found | None:
    """The claim that the quotation is part of; what somebody is called may stand in marks behind it."""
    touching = [claim for claim in found if touches(claim, quote.tokens) and not holds(quote.tokens, claim.cue)]
    called = next(
        (claim for claim in found if claim.kind == "as" and claim.last == quote.tokens[0] and not claim.quoted), None
    )
    if called is None:
        return touching[0] if touching else None
    for claim in touching:
        if claim is not called and all(holds(quote.tokens, piece) for piece in claim.pieces):
            found.remove(claim)
    return called


def _paragraphs_between(reading: Reading, last: int, first: int) -> int:
    """The line ends between two tokens; a blank line counts once."""
    return sum("\n" in word for word in reading.words[last:first])


def _announced(reading: Reading, quote: Quoted) -> int | None:
    """The subject of the sentence whose colon stands before the quotation: 'Tully was unimpressed: "..."'."""
    first = quote.tokens[0]
    while first > 1 and reading.words[first - 1].isspace():
        first -= 1
    if first < 2 or reading.words[first - 1] != ":":
        return None
    start, _ = reading.sentence(first - 1)
    if 0 < first - 1 - start <= 4 and reading.tags[first - 2][:2] == "NN":
        return first - 2
    subjects = [token for token in range(start, first - 1) if reading.deps[token] in ("nsubj", "nsubjpass")]
    main = [token for token in subjects if reading.deps[reading.heads[token]] == "ROOT"]
    return next(iter([token for token in (*main, *subjects) if reading.tags[token][:2] in ("NN", "PR")]), None)


def _is_said(reading: Reading, quote: Quoted) -> bool:
    """Whether a short quotation stands right behind a verb of saying: 'said "absolutely not"'."""
    before = quote.tokens[0] - 1
    return before > 0 and bool({"say", "quote"} & cues.kinds_of(cues.verb_at(reading, before)))


def _signed(reading: Reading, quote: Quoted) -> int | None:
    """The name behind the dash that follows a quotation: '"It is a long game." - Ada Lee'."""
    last = quote.tokens[1]
    while last < len(reading) and reading.words[last].isspace():
        last += 1
    if (
        last + 1 >= len(reading)
        or reading.words[last] not in ("-", "—", "–", "--")
        or reading.tags[last + 1][:3] != "NNP"
    ):
        return None
    last += 1
    while last + 1 < len(reading) and reading.tags[last + 1][:3] == "NNP":
        last += 1
    return last


def _stands_alone(reading: Reading, quote: Quoted) -> bool:
    """Whether the quotation is a sentence of its own, with nothing beside it in its sentence."""
    first, last = quote.tokens
    before = reading.words[first - 1] if first else "\n"
    after = reading.words[last] if last < len(reading) else "\n"
    opens = "\n" in before or before in (".", "!", "?", ":") or before.isspace() or before in ("”", '"')
    return opens and quote.ends_sentence and (not after[:1].islower())


def _joined(reading: Reading, pieces: list[Range]) -> list[Range]:
    """`pieces` in order; those that overlap or have nothing but white space or a comma between them become one."""
    joined: list[Range] = []
    for first, last in sorted(pieces):
        if (
            joined
            and (first <= joined[-1][1] or all(not word.strip(" ,") for word in reading.words[joined[-1][1] : first]))
            and not any("\n" in word for word in reading.words[joined[-1][1] : first])
        ):
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
