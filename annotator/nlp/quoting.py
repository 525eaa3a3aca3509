"""Where a text quotes: the outermost quotations of news in many languages, over several paragraphs too. Needs no parser.

Offsets are code points. A quotation's stretch includes its marks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from annotator.model import text as texts

_CLOSERS = {
    "“": '”"',
    "„": '“”"',
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    "﹁": "﹂",
    "〝": "〞〟",
    '"': '"”',
    "＂": "＂",
    "'": "'",
    "``": "''",
    ",,": '“”"',
}
"""Opening mark -> the marks that may close it."""

_MARK = regex.compile(r"``|''|,,(?=\p{L})|[“”„‟«»‹›‘’‚「」『』﹁﹂〝〞〟\"＂']")
_OPENS_AFTER = regex.compile(r"[\s\p{Ps}\p{Pi}\p{Pd}/:,،;=]|\A")
_NO_QUOTATION = regex.compile(r"['’](?:\d0s|em|til|tis|twas|cause|n|cos|bout|round)\b", regex.IGNORECASE)
_INNER_CLOSERS = "‘’'”“»«›‹』"
_SENTENCE_MARK = regex.compile(rf"[.,!?…;:؟،。！？，、—–-]\s*[{_INNER_CLOSERS}]?\s*\Z")
_LEAST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks. `continues`: the quotation before it, at the end of the paragraph before, goes on here."""

    start: int
    end: int
    inner: texts.Span
    """The same without its marks."""
    continues: bool = False

    @property
    def span(self) -> texts.Span:
        return self.start, self.end

    def ends_sentence(self, text: str) -> bool:
        """Whether a sentence ends with it, by its last mark but for those of a quotation within it."""
        return text[self.inner[0] : self.inner[1]].rstrip().rstrip(_INNER_CLOSERS)[-1:] in (".", "!", "?", "…")

    def is_speech(self, text: str) -> bool:
        """Whether it can stand for itself: it ends like a clause, or is long; else it quotes a phrase of a sentence."""
        said = text[self.inner[0] : self.inner[1]]
        return _SENTENCE_MARK.search(said) is not None or texts.count_words(said) >= _LEAST_WORDS


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of `text` in order."""
    found: list[Quotation] = []
    carried, open_still = "", False
    lines = [span for span in texts.lines(text) if text[slice(*span)].strip()]
    for number, (start, end) in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else (end, end)
        line, carried, open_still = _of_line(text, (start, end), carried, open_still, following)
        found.extend(line)
    return found


def _opening_of(text: str, line: texts.Span) -> str:
    """The opening mark with which a line begins, if it does."""
    indent = len(text[slice(*line)]) - len(text[slice(*line)].lstrip())
    found = _MARK.match(text, line[0] + indent, line[1])
    return found.group() if found and found.group() in _CLOSERS else ""


def _closes(text: str, line: texts.Span, opener: str) -> bool:
    """Whether a line's first mark closes a quotation that was opened with `opener` in a line before."""
    for mark in _MARK.finditer(text, *line):
        sign, at = mark.group(), mark.start()
        if sign in _closers(opener):
            following = text[mark.end() : mark.end() + 1]
            return at > line[0] and not text[at - 1].isspace() and not following.isalnum()
        if sign == opener:
            return False
    return False


def _of_line(
    text: str, line: texts.Span, carried: str, open_still: bool, following: texts.Span
) -> tuple[list[Quotation], str, bool]:
    """The quotations of a line; the mark of one that goes on in the next line, and whether that line does without it."""
    start, end = line
    found: list[Quotation] = []
    opened: tuple[str, int, int] | None = (carried, start, start) if open_still else None
    depth = 0
    german = 0 <= text.find("»", start, end) < (text.find("«", start, end) % (len(text) + 1))
    for mark in _MARK.finditer(text, start, end):
        sign, at = mark.group(), mark.start()
        if opened is not None:
            opener, since, inner = opened
            if sign in _closers(opener) and _can_close(text, opener, sign, at, end):
                if depth:
                    depth -= 1
                    continue
                found.append(Quotation(since, mark.end(), (inner, at)))
                opened = None
            elif sign == opener and sign in "“„«»「『" and not _CLOSERS[opener].startswith(sign):
                depth += 1
            elif sign == opener == '"' and _can_open(text, sign, at, start):
                opened = (sign, at, mark.end())
        elif _can_open(text, sign, at, start) and not (sign == "«" and german) and not (sign == "»" and not german):
            opened, depth = (sign, at, mark.end()), 0
    goes_on, unmarked = "", False
    if opened is not None:
        opener, since, inner = opened
        unmarked = opener != _opening_of(text, following) and _closes(text, following, opener)
        if unmarked or opener == _opening_of(text, following):
            last = _stripped_end(text, inner, end)
            found.append(Quotation(since, last, (inner, last)))
            goes_on = opener
    if carried and found and not text[start : found[0].start].strip():
        found[0] = replace(found[0], continues=True)
    return found, goes_on, unmarked


def _closers(opener: str) -> tuple[str, ...]:
    closers = _CLOSERS[opener]
    if opener == ",,":
        return (*closers, "''")
    return (closers,) if closers == "''" else tuple(closers)


def _can_open(text: str, sign: str, at: int, line: int) -> bool:
    if sign not in _CLOSERS:
        return False
    if sign in ("「『﹁〝“„«»‹›‟") or sign == ",,":
        return True
    following = text[at + len(sign) : at + len(sign) + 1]
    before = text[at - 1 : at] if at > line else ""
    if not following or following.isspace() or _OPENS_AFTER.fullmatch(before) is None:
        return sign == "``"
    if sign in "'‘":
        return (following.isalnum() or following in "[(¿¡") and _NO_QUOTATION.match(text, at) is None
    return True


def _can_close(text: str, opener: str, sign: str, at: int, end: int) -> bool:
    if sign not in ("’", "'"):
        return True
    following = text[at + 1 : at + 2] if at + 1 < end else ""
    if following.isalnum() or text[at - 1].isspace():
        return False
    # A plural's possessive looks like the end of a quotation; it is none where a better end follows.
    if text[at - 1] in "sS" and following == " ":
        later = regex.compile(rf"[{opener}]|[\p{{P}}\w]{sign}(?!\w)").search(text, at + 1, end)
        return later is None or later.group() == opener
    return True


def _stripped_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
