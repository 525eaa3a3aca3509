"""What an article's text is made of: paragraphs, sentences, tokens, quotations, graphemes.

All offsets are code points, end-exclusive. Nothing here changes a text; a text is only ever cut for looking at it.
Works for every script without a language model: word boundaries follow Unicode's word rules (UAX #29) with the
customs of news text on top (abbreviations keep their points, a possessive 's is a token of its own).
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from itertools import pairwise

import regex

Span = tuple[int, int]
"""Start and end of a stretch of text in code points, end-exclusive."""

LINE_END = regex.compile(r"\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_WINDOW = 4000
"""Code points that one look at a text takes in: no paragraph is cut into tokens or sentences at a greater length."""

_TOKEN = regex.compile(
    r"""
      \p{N}+ (?: [.,:’'] \p{N}+ )*                    # 1,000.50   10:30
    | (?: \p{L} \. ){2,}                              # U.S.   e.g.
    | \p{Han} \p{M}*                                  # one ideograph
    | [\p{Hiragana}ー]+ | [\p{Katakana}ー・]+
    | (?: (?<=\p{L}) ['’] (?: s | re | ve | ll | d | m | t ) (?!\p{L}) )    # the 's of China's
    | (?: (?! \p{Han} | \p{Hiragana} | \p{Katakana} ) [\p{L}\p{M}\p{N}\p{Pc}\u200c\u200d] )+
      (?: ['’] (?! (?: s | re | ve | ll | d | m ) (?!\p{L}) ) (?=\p{L}) \p{L}[\p{L}\p{M}]* )*   # O'Neill, don't
    | \X
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_PLAIN = re.compile("[\\x00-\\x7f\\xa0-\\xb1\\xb4-\\xb8\\xba\\xbb\\xbf-\\u024f‘’“”–—…€]*").fullmatch
"""Whether a text is in plain Latin script: no marks that combine, no fractions and raised digits."""
_PLAIN_TOKEN = re.compile(
    r"""
      \d+ (?: [.,:’'] \d+ )*
    | (?: [^\W\d_] \. ){2,}
    | (?<=[^\W\d_]) ['’] (?: s | re | ve | ll | d | m | t ) (?![^\W\d_])
    | \w+ (?: ['’] (?! (?: s | re | ve | ll | d | m ) (?![^\W\d_]) ) [^\W\d_]+ )*
    | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What `_TOKEN` is in such a text, where it takes a fourth of the time."""
_GRAPHEME = regex.compile(r"\X")
_INK = regex.compile(r"\S")
_UNSPACED = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")

_SENTENCE_END = regex.compile(
    r"""
      (?: [.!?…‽] | \.{3} )+ (?: [\p{Pf}\p{Pe}"'’] | “ (?= \s | \Z ) )* (?= \s | \Z | [\p{Ps}\p{Pi}] )
    | [。！？｡．]+ [\p{Pf}\p{Pe}」』]*
    | [؟۔।॥።᙮]+ [\p{Pf}\p{Pe}"']*
    """,
    regex.VERBOSE,
)
_ABBREVIATION = regex.compile(
    r"""(?: \b (?: Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|Pres|St|Jr|Sr|vs|etc|approx|No|Nos|Inc|Ltd|Co|Corp
        |Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mt|Ft|Ave|Blvd|Dept|Est|Fig|al|cf|ca|bzw|Nr|Mme|Mlle|Sra?
        |z|B|d|h|u|a|p|m ) | (?: \b \p{L} \. )* \b \p{Lu} ) \. \Z""",
    regex.VERBOSE,
)
_NUMBERED = regex.compile(r"\p{N}\.\Z")

_QUOTE_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    "‚": "‘",
    "「": "」",
    "『": "』",
    "《": "》",
    '"': '"',
}


def sha256(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, hexadecimal. Raises UnicodeEncodeError for a lone surrogate."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def paragraph_at(text: str, offset: int) -> Span:
    """The line of `text` around `offset`, without its line end; at most `_WINDOW` code points to each side."""
    low, high = max(0, offset - _WINDOW), min(len(text), offset + _WINDOW)
    start = low
    for found in LINE_END.finditer(text, low, offset):
        start = found.end()
    following = LINE_END.search(text, offset, high)
    return start, following.start() if following else high


@lru_cache(maxsize=64)
def _token_spans(line: str) -> tuple[Span, ...]:
    if _PLAIN(line):
        return tuple([found.span() for found in _PLAIN_TOKEN.finditer(line)])
    return tuple(found.span() for found in _TOKEN.finditer(line) if not found.group().isspace())


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The tokens of `text[start:end]`: words, numbers, single punctuation marks; white space belongs to none."""
    return [(start + a, start + b) for a, b in _token_spans(text[start:end])]


def token_at(text: str, offset: int) -> Span | None:
    """The token that covers `offset`, else the one that ends there, else None."""
    start, end = paragraph_at(text, offset)
    touching = None
    for a, b in tokens(text, start, end):
        if a <= offset < b:
            return a, b
        if b == offset:
            touching = a, b
    return touching


def next_token(text: str, offset: int) -> Span | None:
    """The first token that starts at or after `offset`."""
    while ink := _INK.search(text, offset):  # over blank lines in one go, however many there are
        start, end = paragraph_at(text, ink.start())
        for a, b in tokens(text, start, end):
            if a >= offset:
                return a, b
        offset = max(end, ink.start()) + 1
    return None


def previous_token(text: str, offset: int) -> Span | None:
    """The last token that ends at or before `offset`."""
    while offset >= 0:
        offset = len(text[:offset].rstrip())  # over blank lines in one go, however many there are
        start, end = paragraph_at(text, offset)
        for a, b in reversed(tokens(text, start, end)):
            if b <= offset:
                return a, b
        if start == 0:
            return None
        offset = min(start, offset) - 1
    return None


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, by punctuation and line ends, trimmed of white space.

    A point after an abbreviation, an initial or an ordinal number does not end a sentence.
    """
    end = len(text) if end is None else end
    found: list[Span] = []
    for a, b in lines(text, start, end):
        cut = a
        for mark in _SENTENCE_END.finditer(text, a, b):
            if not _really_ends(text, cut, mark, b):
                continue
            found.append((cut, mark.end()))
            cut = mark.end()
        found.append((cut, b))
    return [trimmed for span in found if (trimmed := trim(text, span))]


def _really_ends(text: str, sentence: int, mark: regex.Match[str], end: int) -> bool:
    follows = text[mark.end() : min(end, mark.end() + 2)].strip()[:1]
    if follows.islower():  # “Go!” she said.
        return False
    if mark.group().rstrip("\"'”’»)]“") != ".":
        return True
    before = text[max(sentence, mark.start() - 11) : mark.start() + 1]  # no abbreviation is longer
    is_short = len(before) < 12 and len(before.strip()) <= 3
    return not (_ABBREVIATION.search(before) or (is_short and _NUMBERED.search(before)))


def sentence_at(text: str, offset: int) -> Span | None:
    """The sentence around `offset`, or the nearest one before it in its line; None on a blank line."""
    best = None
    for a, b in sentences(text, *paragraph_at(text, offset)):
        if a <= offset or best is None:
            best = a, b
    return best


def lines(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The lines of `text[start:end]` without their line ends. CRLF is one line end."""
    end = len(text) if end is None else end
    breaks = [found.span() for found in LINE_END.finditer(text, start, end)]
    edges = [(start, start), *breaks, (end, end)]
    return [(a_end, b_start) for (_, a_end), (b_start, _) in pairwise(edges)]


def trim(text: str, span: Span) -> Span | None:
    """`span` without white space at its ends; None where nothing else is in it."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def quotations(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Stretches between quotation marks in each line of `text[start:end]`, the marks included, outermost and inner ones.

    Knows the marks of English, German, French, Nordic and CJK news; an apostrophe opens nothing.
    """
    found: list[Span] = []
    for a, b in lines(text, start, end):
        open_marks: list[tuple[str, int]] = []
        for at in range(a, b):
            mark = text[at]
            level = next((i for i in range(len(open_marks) - 1, -1, -1) if mark in open_marks[i][0]), None)
            if level is not None and not _is_apostrophe(text, at):
                found.append((open_marks[level][1], at + 1))
                del open_marks[level:]
            elif mark in _QUOTE_PAIRS and not (at > a and text[at - 1].isalnum()):
                open_marks.append((_QUOTE_PAIRS[mark], at))
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and at + 1 < len(text) and text[at + 1].isalnum()


def quotation_at(text: str, offset: int) -> Span | None:
    """The innermost quotation around `offset`, without its marks; None where there is none."""
    around = [(a, b) for a, b in quotations(text, *paragraph_at(text, offset)) if a <= offset <= b and b - a > 2]
    if not around:
        return None
    a, b = min(around, key=lambda span: span[1] - span[0])
    return a + 1, b - 1


def grapheme_start(text: str, offset: int) -> int:
    """`offset`, or the start of the grapheme cluster (UAX #29) that it would cut in two."""
    if offset <= 0 or offset >= len(text):
        return max(0, min(offset, len(text)))
    low = max(0, offset - 64)
    for found in _GRAPHEME.finditer(text, low, min(len(text), offset + 64)):
        if found.end() > offset:
            return found.start() if found.start() > low or low == 0 else offset
    return offset


def next_grapheme(text: str, offset: int) -> int:
    """The end of the grapheme cluster that starts at `offset`."""
    found = _GRAPHEME.match(text, offset)
    return found.end() if found else len(text)


def previous_grapheme(text: str, offset: int) -> int:
    """The start of the grapheme cluster that ends at `offset`."""
    return grapheme_start(text, offset - 1) if offset > 0 else 0


def snap_to_tokens(text: str, span: Span) -> Span:
    """The smallest stretch of whole tokens that contains `span`; in scripts without spaces, `span` on grapheme borders."""
    start, end = span
    if _UNSPACED.search(text, start, end):
        return grapheme_start(text, start), next_grapheme(text, grapheme_start(text, max(start, end - 1)))
    first, last = token_at(text, start), token_at(text, max(start, end - 1))
    if first and first[0] <= start < first[1]:
        start = first[0]
    if last and last[0] < end <= last[1]:
        end = last[1]
    return start, end


def first_line(text: str) -> str:
    """The first line that is not blank, trimmed: what a text without a title is called."""
    for a, b in ((m.start(), m.end()) for m in regex.finditer(r"[^\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+", text)):
        if line := text[a:b].strip():
            return line[:300]
    return ""


def count_words(text: str) -> int:
    """Words as a newspaper counts them: runs between white space; in scripts without spaces, ideographs and kana."""
    spaced = len(text.split())
    return spaced if text.isascii() else spaced + len(regex.findall(r"[\p{Han}\p{Hiragana}\p{Katakana}]", text)) // 2


def words_are_spaced(text: str) -> bool:
    """Whether words of this text's script stand between spaces, so that a word has borders to look for."""
    return not _UNSPACED.search(text) and not regex.search(r"[\p{Han}\p{Hiragana}\p{Katakana}]", text)
