"""Where the caret goes by token and by character, in every script."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import text as texts
from annotator.ui.textview import movement
from tests.ui.textview.articles import NASTY

TEXT = "Altman told Sky News.\r\nHe said “no”, twice."


def _walk(text: str, step: int, *, extend: bool) -> list[int]:
    caret = anchor = 0 if step > 0 else len(text)
    stops = []
    for _ in range(len(text) + 2):
        following = movement.by_token(text, caret, anchor, step, extend=extend)
        if following == caret:
            break
        caret = following
        anchor = anchor if extend else caret
        stops.append(caret)
    return stops


def test_moving_stops_where_tokens_start() -> None:
    starts = [start for start, _ in texts.tokens(TEXT)]
    assert _walk(TEXT, 1, extend=False) == [*starts[1:], len(TEXT)]
    assert _walk(TEXT, -1, extend=False) == starts[::-1]


def test_extending_takes_whole_tokens() -> None:
    assert _walk(TEXT, 1, extend=True) == [end for _, end in texts.tokens(TEXT)]
    assert _walk(TEXT, -1, extend=True) == [start for start, _ in texts.tokens(TEXT)][::-1]


def test_extending_back_gives_tokens_free_again() -> None:
    caret = 0
    for _ in range(4):
        caret = movement.by_token(TEXT, caret, 0, 1, extend=True)
    assert TEXT[:caret] == "Altman told Sky News"
    caret = movement.by_token(TEXT, caret, 0, -1, extend=True)
    assert TEXT[:caret] == "Altman told Sky"
    for _ in range(3):
        caret = movement.by_token(TEXT, caret, 0, -1, extend=True)
    assert caret == 0
    caret, anchor = 12, 20  # “Sky News” selected backwards
    assert movement.by_token(TEXT, caret, anchor, 1, extend=True) == 16


def test_an_arrow_leaves_a_selection_at_its_side() -> None:
    assert movement.by_token(TEXT, 11, 7, -1, extend=False) == 7
    assert movement.by_token(TEXT, 11, 7, 1, extend=False) == 12


def test_extension_from_inside_a_word_takes_all_of_it() -> None:
    assert movement.snapped_anchor(TEXT, 3, 1) == 0
    assert movement.snapped_anchor(TEXT, 3, -1) == 6
    assert movement.snapped_anchor(TEXT, 6, 1) == 6


def test_a_drag_takes_whole_tokens_or_exactly_the_characters() -> None:
    assert movement.dragged(TEXT, 2, 9, by_character=False) == (0, 11)
    assert movement.dragged(TEXT, 9, 2, by_character=False) == (11, 0)
    assert movement.dragged(TEXT, 2, 9, by_character=True) == (2, 9)


def test_characters_are_what_people_see() -> None:
    text = "a👩‍👩‍👧‍👦e\u0301\r\nb"
    stops = [0]
    while stops[-1] < len(text):
        stops.append(movement.by_character(text, stops[-1], 1))
    assert [text[a:b] for a, b in pairwise(stops)] == ["a", "👩‍👩‍👧‍👦", "e\u0301", "\r\n", "b"]
    back = [len(text)]
    while back[-1] > 0:
        back.append(movement.by_character(text, back[-1], -1))
    assert back == stops[::-1]


@given(
    st.sampled_from(NASTY),
    st.sampled_from(NASTY),
    st.sampled_from(["\n", "\r\n", "\u2028"]),
    st.booleans(),
    st.sampled_from([1, -1]),
)
def test_every_walk_ends_at_the_texts_end(one: str, other: str, between: str, extend: bool, step: int) -> None:
    text = one + between + other
    stops = _walk(text, step, extend=extend)
    assert stops == sorted(set(stops), reverse=step < 0)
    if extend and text.strip():
        spans = texts.tokens(one) + [(a + len(one + between), b + len(one + between)) for a, b in texts.tokens(other)]
        assert set(stops) - {0, len(text)} <= {edge for span in spans for edge in span}


def test_a_quotation_is_widened_step_by_step() -> None:
    text = "He said: “We call it ‘odd’, no more.” Then left."
    inner = movement.wider_quotation(text, 22, 22)
    assert inner is not None
    assert text[slice(*inner)] == "odd"
    found = [inner]
    while (wider := movement.wider_quotation(text, *found[-1])) is not None:
        found.append(wider)
    assert [text[a:b] for a, b in found] == [
        "odd",
        "‘odd’",
        "We call it ‘odd’, no more.",
        "“We call it ‘odd’, no more.”",
    ]
    assert movement.wider_quotation(text, 2, 2) is None


def test_a_caret_at_a_quotation_mark_means_that_quotation() -> None:
    text = 'x "abc" y'
    assert movement.wider_quotation(text, 2, 2) == (3, 6)
    assert movement.wider_quotation(text, 7, 7) == (3, 6)


def test_sentences_that_a_selection_touches() -> None:
    text = "One is here. Two is there. Three."
    assert movement.sentences_around(text, 3, 3) == (0, 12)
    assert movement.sentences_around(text, 3, 15) == (0, 26)
    assert movement.sentences_around("", 0, 0) is None


def test_blank_lines_without_end_are_crossed_at_once() -> None:
    text = "first" + "\r\n" * 300_000 + "last"
    assert movement.by_token(text, 300_000, 300_000, 1, extend=True) == len(text)
    assert movement.by_token(text, 300_000, 300_000, -1, extend=False) == 0
