"""Where the caret goes: pure functions over a text. Offsets are code points; steps are +1 (on in the text) or -1 (back)."""

from __future__ import annotations

from annotator.model import text as texts


def by_token(text: str, caret: int, anchor: int, step: int, *, extend: bool) -> int:
    """The caret after one step by token.

    Without `extend` it goes to the start of a token. With it, it goes to the far edge of the next token, and on the
    way back toward the anchor it gives the tokens free one by one.
    """
    if extend:
        return _forth(text, caret, anchor) if step > 0 else _back(text, caret, anchor)
    if step > 0:
        following = texts.next_token(text, max(caret, anchor) + (caret == anchor))
        return following[0] if following else len(text)
    if caret != anchor:
        return min(caret, anchor)
    before = _starting_before(text, caret)
    return before if before is not None else 0


def _forth(text: str, caret: int, anchor: int) -> int:
    if caret < anchor:
        following = texts.next_token(text, caret + 1)
        return min(anchor, following[0]) if following else anchor
    around = texts.token_at(text, caret)
    if around and around[0] <= caret < around[1]:
        return around[1]
    following = texts.next_token(text, caret)
    return following[1] if following else len(text)


def _back(text: str, caret: int, anchor: int) -> int:
    if caret > anchor:
        around = texts.token_at(text, caret - 1)
        if around and around[0] <= caret - 1 < around[1] and around[1] < caret:
            return max(anchor, around[1])
        earlier = texts.previous_token(text, caret - 1)
        return max(anchor, earlier[1]) if earlier else anchor
    before = _starting_before(text, caret)
    return before if before is not None else 0


def _starting_before(text: str, caret: int) -> int | None:
    if caret <= 0:
        return None
    around = texts.token_at(text, caret - 1)
    if around and around[0] < caret:
        return around[0]
    before = texts.previous_token(text, caret - 1)
    return before[0] if before else None


def snapped_anchor(text: str, anchor: int, step: int) -> int:
    """Where an extension by token that begins inside a token begins: at the token's near edge."""
    around = texts.token_at(text, anchor)
    if around is None or not around[0] < anchor < around[1]:
        return anchor
    return around[0] if step > 0 else around[1]


def by_character(text: str, caret: int, step: int) -> int:
    """The caret after one step by grapheme cluster (UAX #29); CRLF counts as one."""
    if step > 0:
        return texts.next_grapheme(text, caret) if caret < len(text) else len(text)
    return texts.previous_grapheme(text, caret)


def dragged(text: str, origin: int, at: int, *, by_character: bool) -> tuple[int, int]:
    """What a drag from `origin` to `at` selects, as (anchor, caret): whole tokens without the spaces around them, or exactly
    the characters.
    """
    if by_character or origin == at:
        return origin, at
    snapped = texts.snap_to_tokens(text, (min(origin, at), max(origin, at)))
    span = texts.trim(text, snapped)
    if span is None:
        return at, at
    return span if at > origin else span[::-1]


def sentences_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """From the start of the sentence at `start` to the end of the one before `end`."""
    first = texts.sentence_at(text, start)
    last = texts.sentence_at(text, max(start, end - 1))
    if first is None or last is None:
        return first or last
    return first[0], max(first[1], last[1])


def wider_quotation(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The smallest quotation around `[start, end)`, first without its marks, that is more than is selected already."""
    found = texts.quotations(text, *texts.paragraph_at(text, start))
    around = sorted(((a, b) for a, b in found if a <= start and end <= b), key=lambda span: span[1] - span[0])
    choices = [choice for a, b in around for choice in ((a + 1, b - 1), (a, b)) if choice[0] < choice[1]]
    if start == end:
        return choices[0] if choices else None
    return next(((a, b) for a, b in choices if a <= start and end <= b and (a, b) != (start, end)), None)
