"""Finding words in the open article: offsets are those of the text, whatever case and white space."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.find_bar import places


def test_case_and_kind_of_space_make_no_difference() -> None:
    text = "The Port\u00a0Authority met.\nthe port\nauthority left."
    found = places(text, "PORT authority")
    assert [text[start:end] for start, end in found] == ["Port\u00a0Authority", "port\nauthority"]


def test_letters_that_grow_when_folded_keep_the_offsets() -> None:
    text = "İstanbul – STRASSE – straße – 🙂 İ"
    assert [text[start:end] for start, end in places(text, "straße")] == ["straße"]
    assert places(text, "🙂") == [(text.index("🙂"), text.index("🙂") + 1)]


def test_signs_have_no_special_meaning() -> None:
    text = "Was it (a+b)? It was (a+b)."
    assert len(places(text, "(a+b)")) == 2
    assert places(text, ".*") == []


def test_nothing_is_found_for_nothing() -> None:
    assert places("abc", "   ") == []


@given(st.text(min_size=1), st.text(), st.text())
def test_a_text_that_is_there_is_found(wanted: str, before: str, after: str) -> None:
    words = wanted.split()
    text = before + wanted + after
    if words:
        found = places(text, wanted)
        assert found
        assert all(len(text[start:end].split()) == len(words) for start, end in found)
