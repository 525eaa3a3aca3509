"""Known names are found as whole tokens, the longest first, in the case that their entry asks for."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.gazetteer import SOURCE, Gazetteer, Known, known_from, known_json

NAMES = Gazetteer(
    [
        Known("Harbour Radio", "entity", "ORG"),
        Known("Harbour", "entity", "LOC"),
        Known("Bank of Calder", "entity", "ORG", "Calder Central Bank", any_case=True),
        Known("May", "entity", "PERSON"),
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    return [(one.label, text[one.start : one.end]) for one in NAMES.propose(text)]


def test_long_names_go_before_short_ones() -> None:
    assert found("Harbour Radio at the Harbour.") == [("ORG", "Harbour Radio"), ("LOC", "Harbour")]


def test_only_whole_tokens_count_and_white_space_is_any() -> None:
    assert found("Harbours, Mayor, Harbour  Radio") == [("ORG", "Harbour  Radio")]
    assert found("Harbour\nRadio") == [("LOC", "Harbour")], "a name does not go over a line end"


def test_case_counts_unless_the_entry_says_otherwise() -> None:
    assert found("may HARBOUR") == []
    assert found("the BANK OF CALDER") == [("ORG", "BANK OF CALDER")]
    (one,) = NAMES.propose("bank of calder")
    assert (one.source, one.attributes) == (SOURCE, {"name": "Calder Central Bank"})


@given(st.lists(st.sampled_from(["Harbour", "Radio", "May", "bank of Calder", ",", "x", "\n"]), max_size=20))
def test_proposals_never_overlap(words: list[str]) -> None:
    text = " ".join(words)
    places = [one.fragments[0] for one in NAMES.propose(text)]
    assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_what_is_kept_is_read_back_and_nonsense_is_not() -> None:
    for one in NAMES.known:
        assert known_from(one.string, known_json(one)) == one
    for bad in (None, [], {"layer": "entity"}, {"layer": 1, "label": "ORG"}):
        assert known_from("x", bad) is None
