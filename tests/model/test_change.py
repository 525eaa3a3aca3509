"""A change and its inverse."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Note, are_fragments, join_fragments, quote_of
from annotator.model.change import Change, created, deleted, edited, inverse, repeated, same_content

NOTE = Note(1, "n", 1, "why?", created="2026-01-01T00:00:00.000Z", updated="2026-01-01T00:00:00.000Z")


def test_the_inverse_of_an_edit_has_the_old_content_and_a_higher_revision() -> None:
    change = edited(NOTE, text="because")
    assert change.after is not None
    back = inverse(change, change.after)
    assert back.after == Note(1, "n", 1, "why?", revision=3, created=NOTE.created, updated=NOTE.updated)


def test_undoing_a_creation_leaves_a_tombstone_and_redoing_brings_the_content_back() -> None:
    change = created(NOTE)
    back = inverse(change, NOTE)
    assert back.after is not None
    assert back.after.deleted
    again = repeated(change, back.after)
    assert same_content(again.after, NOTE)
    assert again.after is not None
    assert again.after.revision == 3


def test_all_tombstones_say_the_same() -> None:
    gone = deleted(NOTE).after
    assert same_content(gone, None)
    assert not same_content(gone, NOTE)


def test_a_deleted_annotation_keeps_what_it_said_for_the_undo() -> None:
    annotation = Annotation(1, "a", 1, "entity", "ORG", ((0, 3),), "ORG", {"name": "x"})
    gone = deleted(annotation)
    back = inverse(Change(gone.before, gone.after), gone.after)  # type: ignore[arg-type]  # deleting leaves a record
    assert same_content(back.after, annotation)


pieces = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(pieces)
def test_joined_fragments_are_fragments_and_cover_the_same_text(spans: list[tuple[int, int]]) -> None:
    joined = join_fragments(spans)
    covered = {i for a, b in spans for i in range(a, b)}
    assert {i for a, b in joined for i in range(a, b)} == covered
    assert are_fragments(joined, 30) == bool(covered)


def test_the_quote_of_two_fragments_is_joined_by_one_space() -> None:
    assert quote_of("“We tried,” he said, “and failed.”", ((0, 11), (21, 34))) == "“We tried,” “and failed.”"
