"""Laid-out chunks: every place in a text has its place on the screen and back, in every script; lanes are reserved."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from annotator.model import text as texts
from annotator.ui.textview import Mark
from annotator.ui.textview.display import reads_right_to_left
from annotator.ui.textview.layout import LaidChunk
from annotator.ui.textview.painting import label_rect, piece_rects
from annotator.ui.textview.style import TextStyle, Typeface
from tests.ui.textview.articles import NASTY, mark

WIDTH = 320.0

pytestmark = pytest.mark.usefixtures("qapp")
_styles: list[TextStyle] = []


def style() -> TextStyle:
    if not _styles:
        _styles.append(TextStyle(Typeface()))
    return _styles[0]


def lay_out(text: str, *marks: Mark, start: int = 0, width: float = WIDTH) -> LaidChunk:
    return LaidChunk(text, start, reads_right_to_left(text), marks, style(), width)


NASTY_TEXT = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp"]), max_size=12)),
    min_size=1,
    max_size=5,
).map(lambda parts: texts.LINE_END.sub(" ", " ".join(parts)))


@settings(max_examples=60, deadline=None)
@given(NASTY_TEXT, st.integers(0, 50))
def test_offsets_survive_the_way_to_the_screen_and_back(text: str, start: int) -> None:
    laid = lay_out(text, start=start)
    assert laid.lines[0].start == start
    assert laid.lines[-1].end == start + len(text)
    stops = [n for n in range(len(text) + 1) if laid.layout.isValidCursorPosition(laid.unit(start + n))]
    following = dict(pairwise(start + stop for stop in stops))
    for line in laid.lines:
        for offset in range(line.start, line.end):
            assert laid.offsets.to_codepoint(laid.unit(offset)) + start == offset
            if offset not in following:
                continue
            (box, *others) = laid.boxes(line, offset, following[offset])
            if others or box[1] - box[0] < 3.1:  # without width, or a space at which the line breaks
                continue
            assert laid.character_at(line, (box[0] + box[1]) / 2) == offset
            sides = [laid.offset_at(line, x) for x in (box[0] + 0.2, box[1] - 0.2)]
            last = following[offset] == line.end and line is not laid.lines[-1]
            assert sorted(set(sides)) == ([offset] if last else [offset, following[offset]])
            begins = box[sides.index(offset)] if not last else laid.x_of(offset)
            assert laid.x_of(offset) == pytest.approx(begins, abs=0.05)


@settings(max_examples=60, deadline=None)
@given(NASTY_TEXT, st.floats(-20, WIDTH + 20))
def test_every_point_has_an_offset_at_a_grapheme(text: str, x: float) -> None:
    laid = lay_out(text)
    for line in laid.lines:
        offset = laid.offset_at(line, x)
        assert line.start <= offset <= line.end
        assert not text or laid.layout.isValidCursorPosition(laid.unit(offset))
        found = laid.character_at(line, x)
        assert found is None or line.start <= found < line.end


@settings(max_examples=60, deadline=None)
@given(NASTY_TEXT, st.data())
def test_a_mark_has_a_box_on_every_line_that_it_touches(text: str, data: st.DataObject) -> None:
    if not text.strip():
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    laid = lay_out(text, Mark("m", ((start, end),), "fill", "X", "people"))
    for line in laid.lines:
        covered = text[max(start, line.start) : min(end, line.end)]
        pieces = [piece for piece in line.pieces if piece.mark.id == "m"]
        if covered.strip():
            assert len(pieces) == 1
        for piece in pieces:
            assert all(right - left >= 2.9 for left, right in piece.boxes)
    assert sum(piece.begins for line in laid.lines for piece in line.pieces) == 1


def test_right_to_left_boxes_lie_on_their_words() -> None:
    text = "abc שלום עולם def"
    laid = lay_out(text)
    line = laid.lines[0]
    (first,) = laid.boxes(line, 4, 8)
    (second,) = laid.boxes(line, 9, 13)
    assert second[1] <= first[0] + 0.6  # what comes later lies further to the left
    (before,) = laid.boxes(line, 0, 3)
    (after,) = laid.boxes(line, 14, 17)
    assert before[1] <= second[0] + 5
    assert first[1] <= after[0]
    assert len(laid.boxes(line, 0, 8)) == 2  # “abc שלום” is not one stretch on the screen


def test_numbers_inside_right_to_left_text_have_their_own_box() -> None:
    text = "الحكومة 12 فبراير"
    laid = lay_out(text)
    (number,) = laid.boxes(laid.lines[0], 8, 10)
    (word,) = laid.boxes(laid.lines[0], 0, 7)
    assert number[1] <= word[0] + 0.6
    assert laid.lines[0].shape.naturalTextRect().right() == pytest.approx(WIDTH, abs=1)


def test_a_right_to_left_label_stands_at_its_words_right_edge() -> None:
    text = "قالت الوزيرة ليلى حداد اليوم"
    laid = lay_out(text, mark(text, "ليلى حداد"))
    (label,) = laid.lines[0].labels
    (piece,) = laid.lines[0].pieces
    assert label.left + label.width == pytest.approx(piece.right)


WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"


def _everything() -> list[Mark]:
    return [
        mark(WORDS, "two three four five"),
        mark(WORDS, "three four"),
        mark(WORDS, "four"),
        mark(WORDS, "four five six"),
        mark(WORDS, "one two three four five six seven eight nine ten", "line", number=1, colour="claims"),
        mark(WORDS, "six seven eight", "line", number=12, colour="claims"),
        mark(WORDS, "nine", "cue", colour="claims"),
        mark(WORDS, "ten eleven", "evidence", colour="claims"),
        mark(WORDS, "two", "mark", sign="▲", colour="favour"),
        mark(WORDS, "two three", "mark", sign="▼", colour="against"),
    ]


def test_labels_never_touch_the_line_above() -> None:
    laid = lay_out(WORDS, *_everything())
    assert len(laid.lines) > 2
    lowest = 0.0
    for line in laid.lines:
        for label in line.labels:
            rect = label_rect(laid, line, label)
            assert rect.top() >= lowest - 0.01
            assert rect.bottom() <= line.text_top
        for piece in line.pieces:
            for rect in piece_rects(laid, line, piece):
                assert rect.top() >= line.top - 0.01
        assert line.text_bottom < line.top + line.height
        lowest = line.top + line.height


def test_labels_of_a_line_never_touch_each_other() -> None:
    laid = lay_out(WORDS, *_everything())
    for line in laid.lines:
        rects = [label_rect(laid, line, label) for label in line.labels]
        for number, rect in enumerate(rects):
            assert not any(rect.intersects(other) for other in rects[number + 1 :])


def test_an_outer_box_contains_the_inner_one() -> None:
    outer, inner = mark(WORDS, "two three four"), mark(WORDS, "three")
    laid = lay_out(WORDS, outer, inner)
    line = laid.lines[0]
    rects = {piece.mark.id: next(iter(piece_rects(laid, line, piece))) for piece in line.pieces}
    assert rects[outer.id].contains(rects[inner.id])


def test_on_a_line_where_both_are_as_wide_the_shorter_mark_lies_inside() -> None:
    text = "the University of Lisbon"
    outer, inner = mark(text, "University of Lisbon"), mark(text, "Lisbon")
    room = lay_out(text, width=1_000).x_of(inner.start)
    laid = lay_out(text, outer, inner, width=room + 4)
    line = laid.line_of(inner.start)
    assert line.start == inner.start
    assert {piece.mark.id: piece.lane for piece in line.pieces} == {outer.id: 1, inner.id: 0}


def test_one_label_and_one_claim_do_not_move_the_text() -> None:
    plain = lay_out(WORDS)
    labelled = lay_out(WORDS, mark(WORDS, "three"), mark(WORDS, "one two three four", "line", number=3))
    assert labelled.height == plain.height
    assert [line.baseline for line in labelled.lines] == [line.baseline for line in plain.lines]


def test_a_narrow_spacing_gives_room_only_to_lines_with_labels() -> None:
    narrow = TextStyle(Typeface(spacing=1.1))
    plain = LaidChunk(WORDS, 0, False, [], narrow, WIDTH)
    labelled = LaidChunk(WORDS, 0, False, [mark(WORDS, "one")], narrow, WIDTH)
    assert plain.height < 0.8 * lay_out(WORDS).height
    assert labelled.lines[0].height > plain.lines[0].height
    assert labelled.lines[1].height == plain.lines[1].height


def test_nested_labels_that_find_room_share_a_lane() -> None:
    laid = lay_out(WORDS, mark(WORDS, "one two three four"), mark(WORDS, "one"), width=600)
    lanes = {label.lane for label in laid.lines[0].labels}
    assert lanes == {0}
    same = lay_out(WORDS, mark(WORDS, "one"), mark(WORDS, "one"), width=600)
    assert {label.lane for label in same.lines[0].labels} == {0, 1}


def test_a_label_is_shown_once_for_each_fragment() -> None:
    split = Mark("s", ((0, 3), (8, 13)), "fill", "ORG", "people")
    laid = lay_out(WORDS, split)
    assert [label.caption for label in laid.lines[0].labels] == ["ORG", "… ORG"]
    over_lines = lay_out(WORDS, mark(WORDS, WORDS, caption="ORG"))
    assert [label.caption for line in over_lines.lines for label in line.labels] == ["ORG"]


def test_a_suggestions_label_asks() -> None:
    laid = lay_out(
        WORDS, mark(WORDS, "three", suggested=True), mark(WORDS, "nine", "cue", suggested=True, caption="CUE")
    )
    assert [label.caption for line in laid.lines for label in line.labels] == ["PERSON ?", "CUE ?"]


def test_a_decided_cue_is_set_in_italics_without_a_label() -> None:
    laid = lay_out(WORDS, mark(WORDS, "three", "cue"))
    assert laid.lines[0].labels == []
    (slant,) = laid.layout.formats()
    assert (slant.start, slant.length, slant.format.fontItalic()) == (8, 5, True)


def test_astral_characters_before_a_cue_do_not_shift_its_italics() -> None:
    text = "👩👩 said it"
    laid = lay_out(text, mark(text, "said", "cue"))
    (slant,) = laid.layout.formats()
    assert (slant.start, slant.length) == (5, 4)


def test_what_covers_only_a_line_end_is_still_seen() -> None:
    laid = LaidChunk("abc", 10, False, [Mark("m", ((13, 14),), "fill", "X", "people")], style(), WIDTH)
    (piece,) = laid.lines[0].pieces
    assert piece.left == pytest.approx(laid.x_of(13))


def test_a_line_that_breaks_leaves_its_space_unmarked(qapp: QApplication) -> None:
    laid = lay_out(WORDS, mark(WORDS, WORDS, "line"))
    for line in laid.lines:
        (piece,) = line.pieces
        assert piece.right <= line.shape.naturalTextRect().right() + 1
