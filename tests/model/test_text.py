"""Paragraphs, sentences, tokens, quotations and graphemes, in the scripts that news is written in."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from annotator.model import text as texts

NEWS = (
    "Mayor Lee said taxes fell 3.5% on Feb. 11.\r\n"
    "“We’d like to work with China,” Altman told Sky News. “Absolutely,” he added.\n\n"
    "ORG O'Neill's U.S. plan isn't dead… 😊 Really?"
)
nasty = st.text(
    alphabet=st.one_of(
        st.sampled_from("aA1.,!?’'\"“”„«»()[] \n\r\t\u00a0\u2028\u200d\u0301\u0000😊👩‍👩‍👧東京。ไทยاللغة।"),
        st.characters(codec="utf-8"),
    ),
    max_size=120,
)


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in texts.tokens(text)]


def test_tokens_follow_the_customs_of_news() -> None:
    assert words("O'Neill's U.S. plan isn't 1,000.50 dead.") == [
        "O'Neill", "'s", "U.S.", "plan", "isn't", "1,000.50", "dead", ".",
    ]  # fmt: skip


def test_ideographs_are_tokens_of_their_own_and_kana_run_together() -> None:
    assert words("東京タワーへ") == ["東", "京", "タワー", "へ"]


def test_an_emoji_of_several_code_points_is_one_token() -> None:
    assert words("so 👩‍👩‍👧 it") == ["so", "👩‍👩‍👧", "it"]


@given(nasty)
@example(NEWS)
def test_tokens_are_sorted_disjoint_and_leave_out_white_space_only(text: str) -> None:
    spans = texts.tokens(text)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@given(nasty)
@example(NEWS)
def test_next_and_previous_token_walk_the_same_road(text: str) -> None:
    forward, at = [], 0
    while (token := texts.next_token(text, at)) is not None:
        forward.append(token)
        at = token[1]
    backward, at = [], len(text)
    while (token := texts.previous_token(text, at)) is not None:
        backward.append(token)
        at = token[0]
    assert forward == backward[::-1]


def test_a_sentence_does_not_end_at_an_abbreviation_or_an_initial() -> None:
    text = "Gov. J. Smith left on Feb. 11. He was tired. “Go!” she said. „Ja.“ Er ging."
    assert [text[a:b] for a, b in texts.sentences(text)] == [
        "Gov. J. Smith left on Feb. 11.",
        "He was tired.",
        "“Go!” she said.",
        "„Ja.“",
        "Er ging.",
    ]


def test_sentences_end_in_other_scripts_too() -> None:
    text = "東京は暑い。大阪も暑い。"
    assert [text[a:b] for a, b in texts.sentences(text)] == ["東京は暑い。", "大阪も暑い。"]
    hindi = "यह पहला है। यह दूसरा है।"
    assert len(texts.sentences(hindi)) == 2


@given(nasty)
@example(NEWS)
def test_sentences_hold_every_character_that_is_no_white_space(text: str) -> None:
    covered = set()
    for start, end in texts.sentences(text):
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert not covered & set(range(start, end))
        covered |= set(range(start, end))
    assert all(text[i].isspace() or text[i] in "\x1c\x1d\x1e\x85" for i in set(range(len(text))) - covered)


def test_quotations_are_found_in_many_customs_and_nest() -> None:
    text = "“He said ‘no’ twice,” she told. „Ja“ sagte er. «Oui». 「はい」 It's not one."
    found = [text[a:b] for a, b in texts.quotations(text)]
    assert found == ["“He said ‘no’ twice,”", "‘no’", "„Ja“", "«Oui»", "「はい」"]


def test_the_quotation_around_the_caret_comes_without_its_marks() -> None:
    a, b = texts.quotation_at(NEWS, NEWS.index("work")) or (0, 0)
    assert NEWS[a:b] == "We’d like to work with China,"
    assert texts.quotation_at(NEWS, NEWS.index("Altman")) is None


@given(nasty)
def test_graphemes_are_never_cut(text: str) -> None:
    at, borders = 0, {0}
    while at < len(text):
        at = texts.next_grapheme(text, at)
        borders.add(at)
    for offset in range(len(text) + 1):
        start = texts.grapheme_start(text, offset)
        assert start in borders
        assert start <= offset


def test_snapping_takes_whole_tokens() -> None:
    start = NEWS.index("tman")
    assert NEWS[slice(*texts.snap_to_tokens(NEWS, (start, start + 6)))] == "Altman told"


def test_the_first_line_that_is_not_blank_names_a_text() -> None:
    assert texts.first_line("\n \r\n  Hello there \nmore") == "Hello there"
    assert texts.first_line(" \n") == ""


@given(st.text(st.sampled_from("abdelmrstvSRVLMTäßſ 0129²½.,:'’“_-\t\r\n\xa0\xad\u0301🎉"), max_size=20))
def test_plain_texts_have_the_same_tokens_as_all_others(text: str) -> None:
    # An ideograph makes a text one that the rule for all scripts cuts; it is a token of its own.
    assert texts.tokens(text) == [(a, b) for a, b in texts.tokens(f"{text} 東") if b <= len(text)]
