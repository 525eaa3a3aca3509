"""Code points and UTF-16 units are converted without a shift, in every script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.offsets import Utf16Offsets, utf16_length

texts = st.text(alphabet=st.one_of(st.sampled_from("ab😊👍🏽é\r\n"), st.characters(codec="utf-8")), max_size=80)


@given(texts)
def test_each_code_point_offset_is_its_utf16_length(text: str) -> None:
    offsets = Utf16Offsets(text)
    for point in range(len(text) + 1):
        units = len(text[:point].encode("utf-16-le")) // 2
        assert offsets.to_utf16(point) == units
        assert offsets.to_codepoint(units) == point
    assert utf16_length(text) == offsets.to_utf16(len(text))


def test_the_middle_of_a_surrogate_pair_belongs_to_its_character() -> None:
    offsets = Utf16Offsets("a😊b")
    assert [offsets.to_codepoint(unit) for unit in range(5)] == [0, 1, 1, 2, 3]
