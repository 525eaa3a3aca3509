"""Offsets of other tools lead to the same place in the text and back."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.offsets import UNITS, Utf16Offsets, scale

TEXTS = st.text(st.sampled_from("ab\r\n\u00a0é\u0301🎉🏽\u200d👩日अ\ufeff"), max_size=20)


def length(part: str, unit: str, *, crlf_as_one: bool) -> int:
    """How long another tool takes a piece of text to be; counted anew, by its own definition."""
    if unit == "grapheme":
        return len(regex.findall(r"\X", part))
    if crlf_as_one:
        part = part.replace("\r\n", "\n")
    if unit == "codepoint":
        return len(part)
    return len(part.encode("utf-16-le")) // 2 if unit == "utf16" else len(part.encode())


@given(TEXTS, st.sampled_from(UNITS), st.booleans())
def test_every_place_is_where_the_tool_counts_it(text: str, unit: str, crlf_as_one: bool) -> None:
    known = scale(text, unit, crlf_as_one=crlf_as_one)
    inside = {m.start() + 1 for m in regex.finditer("\r\n", text)} if crlf_as_one else set()
    if unit == "grapheme":
        inside = {at for m in regex.finditer(r"\X", text) for at in range(m.start() + 1, m.end())}
    for point in range(len(text) + 1):
        counted = known.to_unit(point)
        assert (counted is None) == (point in inside)
        if counted is not None:
            assert counted == length(text[:point], unit, crlf_as_one=crlf_as_one)
            assert known.to_codepoint(counted) == point


@given(TEXTS)
def test_the_two_ways_to_utf16_agree(text: str) -> None:
    known, other = scale(text, "utf16"), Utf16Offsets(text)
    assert [known.to_unit(at) for at in range(len(text) + 1)] == [other.to_utf16(at) for at in range(len(text) + 1)]


@pytest.mark.parametrize(("unit", "offset"), [("utf16", 2), ("byte", 3)])
def test_an_offset_inside_a_character_is_no_place(unit: str, offset: int) -> None:
    assert scale("a🎉b", unit).to_codepoint(offset) is None


def test_a_tool_that_does_not_see_the_byte_order_mark_counts_from_behind_it() -> None:
    known = scale("\ufeffLee", "codepoint", without_mark=True)
    assert [known.to_codepoint(at) for at in (0, 3)] == [1, 4]
