"""Chunks, heights, lanes, display copies and selections: facts about the parts of the view that know no Qt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.offsets import utf16_length
from annotator.model.text import LINE_END
from annotator.ui.textview.chunks import LONGEST, Chunks
from annotator.ui.textview.display import display_copy, has_right_to_left, reads_right_to_left
from annotator.ui.textview.heights import Heights
from annotator.ui.textview.lanes import Wish, place_labels
from annotator.ui.textview.marks import Mark, MarkIndex
from annotator.ui.textview.selection import Selection

ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("\r\n\t\x00\x85\u2028 אب\U0001f469\u200d")), max_size=200)


@given(ANY_TEXT)
def test_a_display_copy_has_the_same_units(text: str) -> None:
    shown = display_copy(text)
    assert len(shown) == len(text)
    assert utf16_length(shown) == utf16_length(text)
    assert all(
        a == b or ord(a) < 0xA0 or a == "\ufffc" or 0xD800 <= ord(a) < 0xE000 for a, b in zip(text, shown, strict=True)
    )


def test_controls_are_shown_as_pictures() -> None:
    assert display_copy("a\x00b\x1bc\x7fd\te") == "a␀b␛c␡d\te"
    assert display_copy("x\ufffcy\x9fz") == "x\ufffdy\ufffdz"


def test_the_first_letter_gives_the_direction() -> None:
    assert reads_right_to_left("12 “שלום” abc")
    assert not reads_right_to_left("12 abc שלום")
    assert not reads_right_to_left("123 …")
    assert has_right_to_left("abc שלום")
    assert has_right_to_left("abc \u202e def")
    assert not has_right_to_left("日本語 é 👩")


@given(ANY_TEXT)
def test_chunks_and_line_ends_make_up_the_text(text: str) -> None:
    chunks = Chunks(text)
    rebuilt = ""
    for index, (start, end) in enumerate(zip(chunks.starts, chunks.ends, strict=True)):
        between = text[chunks.ends[index - 1] : start] if index else ""
        assert between == "" or LINE_END.fullmatch(between)
        rebuilt += between + text[start:end]
        assert end - start <= LONGEST
    assert rebuilt == text


@given(ANY_TEXT, st.data())
def test_each_offset_has_its_chunk(text: str, data: st.DataObject) -> None:
    chunks = Chunks(text)
    offset = data.draw(st.integers(0, len(text)))
    index = chunks.at(offset)
    low, high = chunks.reach(index)
    assert low <= offset < high
    assert chunks.starts[index] <= chunks.clamp(offset) <= chunks.ends[index]


def test_a_long_paragraph_is_cut_after_a_space_and_never_inside_a_grapheme() -> None:
    words = "word " * 1_000
    chunks = Chunks(words)
    assert len(chunks) == 3
    assert all(words[end - 1] == " " for end in chunks.ends[:-1])
    assert [chunks.opens_paragraph(index) for index in range(3)] == [True, False, False]
    assert [chunks.ends_paragraph(index) for index in range(3)] == [False, False, True]
    family = "👩\u200d👩\u200d👧"
    unspaced = "x" + family * 1_000
    assert all((end - 1) % len(family) == 0 for end in Chunks(unspaced).ends[:-1])


def test_pieces_of_a_paragraph_share_its_direction() -> None:
    chunks = Chunks("אבג " * 600 + "abc " * 600)
    assert len(chunks) > 2
    assert all(chunks.right_to_left(index) for index in range(len(chunks)))


def test_a_huge_cluster_is_cut_all_the_same() -> None:
    chunks = Chunks("a" + "\u0301" * 9_000)
    assert max(end - start for start, end in zip(chunks.starts, chunks.ends, strict=True)) <= LONGEST


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.data())
def test_heights_are_sums(values: list[int], data: st.DataObject) -> None:
    heights = Heights([float(value) for value in values])
    index = data.draw(st.integers(0, len(values) - 1))
    values[index] = data.draw(st.integers(0, 50))
    heights.set(index, values[index])
    assert [heights.before(number) for number in range(len(values) + 1)] == [
        sum(values[:number]) for number in range(len(values) + 1)
    ]
    y = data.draw(st.integers(-5, sum(values) + 5))
    found = heights.at(y)
    if 0 <= y < sum(values):
        assert heights.before(found) <= y < heights.before(found) + heights[found]
    else:
        assert found in (0, len(values) - 1) or heights[found] == 0 or y < 0


@given(
    st.lists(
        st.tuples(st.integers(5, 60), st.integers(0, 300), st.integers(0, 60), st.integers(0, 9)),
        min_size=1,
        max_size=12,
    )
)
def test_labels_never_meet(raw: list[tuple[int, int, int, int]]) -> None:
    wishes = [Wish(width, first, first + give, rank) for width, first, give, rank in raw]
    placed = place_labels(wishes, 4)
    for wish, (_, left) in zip(wishes, placed, strict=True):
        assert wish.first <= left <= wish.last
    boxes = [(lane, left, left + wish.width) for wish, (lane, left) in zip(wishes, placed, strict=True)]
    for number, (lane, left, right) in enumerate(boxes):
        for other_lane, other_left, other_right in boxes[number + 1 :]:
            assert lane != other_lane or right + 4 <= other_left or left >= other_right + 4


def test_a_label_gives_way_before_it_takes_another_lane() -> None:
    assert place_labels([Wish(30, 0, 0, 1), Wish(30, 10, 60, 2)], 4) == [(0, 0), (0, 34)]
    assert place_labels([Wish(30, 0, 0, 1), Wish(30, 10, 20, 2)], 4) == [(0, 0), (1, 10)]
    assert place_labels([Wish(30, 100, 100, 1), Wish(30, 90, 40, 2)], 4) == [(0, 100), (0, 66)]


def _mark(number: int, fragments: tuple[tuple[int, int], ...]) -> Mark:
    return Mark(str(number), fragments, "fill", "X", "people")


FRAGMENTS = st.lists(st.integers(0, 9_000), min_size=2, max_size=6, unique=True).map(
    lambda edges: tuple(zip(sorted(edges)[0 : len(edges) // 2 * 2 : 2], sorted(edges)[1::2], strict=False))
)


@given(st.lists(FRAGMENTS, max_size=12), st.integers(0, 9_000), st.integers(1, 3_000))
def test_the_index_finds_what_a_search_through_all_finds(
    places: list[tuple[tuple[int, int], ...]], start: int, length: int
) -> None:
    marks = [_mark(number, place) for number, place in enumerate(places)]
    index = MarkIndex(marks)
    expected = {mark.id for mark in marks if any(a < start + length and b > start for a, b in mark.fragments)}
    assert {mark.id for mark in index.touching(start, start + length)} == expected
    covering = index.covering(start)
    assert {mark.id for mark in covering} == {mark.id for mark in marks if mark.covers(start)}
    assert [mark.length for mark in covering] == sorted(mark.length for mark in covering)


def test_fragments_are_kept_until_something_else_is_selected() -> None:
    selection = Selection()
    selection.select(3, 6)
    selection.keep()
    selection.place(10)
    assert selection.fragments == ((3, 6),)
    selection.extend(14)
    assert selection.fragments == ((3, 6), (10, 14))
    selection.keep()
    selection.place(14)
    selection.extend(16)
    assert selection.fragments == ((3, 6), (10, 16))
    selection.place(0)
    assert selection.fragments == ()


def test_a_selection_backwards_is_the_same_stretch() -> None:
    selection = Selection()
    selection.select(9, 4)
    assert selection.fragments == ((4, 9),)
    assert (selection.anchor, selection.caret) == (9, 4)
    selection.select(20, 22, add=True)
    assert selection.fragments == ((4, 9), (20, 22))
    selection.clear()
    assert (selection.fragments, selection.caret) == ((), 22)
