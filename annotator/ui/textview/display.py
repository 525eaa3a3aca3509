"""What is shown for a text: a copy in which each control character is replaced, one UTF-16 unit for one, and its direction.

The copy is for painting only. Nothing is ever read back from it: offsets into it are offsets into the text itself.
"""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ufffc\ud800-\udfff]")

_SUBSTITUTES = {
    **{code: 0x2400 + code for code in range(0x20) if code != 0x09},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    0xFFFC: 0xFFFD,  # Qt would lay out an embedded object here
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
"""Unicode's control pictures, the replacement character where there is none. A tab stays a tab."""

_STRONG = re.compile(r"[^\W\d_]")


def display_copy(text: str) -> str:
    """`text` fit for painting, of the same length in code points and in UTF-16 units."""
    return text.translate(_SUBSTITUTES) if _HIDDEN.search(text) else text


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (UAX #9, P2 and P3)."""
    if text.isascii():
        return False
    for found in _STRONG.finditer(text):
        direction = unicodedata.bidirectional(found.group())
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def has_tall_letters(text: str) -> bool:
    """Whether letters or signs above them may use all of the height that their font has (Hebrew to Tibetan, Khmer, Javanese)."""
    return not text.isascii() and _TALL.search(text) is not None


def in_one_line(text: str, longest: int) -> str:
    """`text` fit for a label: one line without controls, at most `longest` code points."""
    plain = display_copy(" ".join(text.split()))
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def has_right_to_left(text: str) -> bool:
    """Whether anything in `text` may be laid out from right to left: marks need more care there."""
    return not text.isascii() and _MAYBE_RIGHT_TO_LEFT.search(text) is not None


_TALL = re.compile("[\u0300-\u036f\u0590-\u1aff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc]")

_MAYBE_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\u2068\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
