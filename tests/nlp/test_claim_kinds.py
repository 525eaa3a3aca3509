"""What is attributed in English news, kind by kind: one sentence of our own for each way in which journalists do it."""

from __future__ import annotations

from collections import Counter

import pytest

from annotator.nlp.suggest import Suggesters
from tests.benchmarks.measure_attributions import FOLDER, compare, unmarked
from tests.nlp.told import claims


@pytest.mark.parametrize(
    ("text", "words", "cue", "claimer"),
    [
        ("Lee made clear that the bridge would open in May.", "the bridge would open in May", "made", "Lee"),
        ("Lee said in an interview that she “won’t wait any longer,” but left.", "she “won’t wait any longer,”", "said", "Lee"),
        ("Their fear is that prices will rise.", "prices will rise", "fear", "Their"),
        ("Voters were convinced that the week would end well.", "the week would end well", "convinced", "Voters"),
        ("One of them described the plan as “half done”.", "the plan as “half done”", "described", "One of them"),
        ("According to Ada Lee the bridge was built in a hurry.", "the bridge was built in a hurry", "According to", "Ada Lee"),
        ("“It is a marvel,” Ada Lee enthused.", "“It is a marvel,”", "enthused", "Ada Lee"),
        ("“We will not wait,” Sen. Ada Lee, D-Vt., tweeted on Monday.", "“We will not wait,”", "tweeted", "Ada Lee"),
        ("The bridges, said Ada Lee, are safe.", "The bridges are safe", "said", "Ada Lee"),
        ("The deal, according to Ada Lee, is dead.", "The deal is dead", "according to", "Ada Lee"),
        ("What we want, Ada Lee says, is a debate about ideas.", "What we want is a debate about ideas", "says", "Ada Lee"),
        ("Leaders are calling for a commission to investigate.", "a commission to investigate", "calling for", "Leaders"),
        ("“I’m with her,” read one sign.", "“I’m with her,”", "read", "one sign"),
        ("Ruth Fell, Ada Lee said, “is a disaster.”", "Ruth Fell “is a disaster.”", "said", "Ada Lee"),
    ],
)  # fmt: skip  # one case a line
def test_each_way_of_attributing_is_found(
    suggesters: Suggesters, text: str, words: str, cue: str, claimer: str
) -> None:
    (claim,) = claims(suggesters, text)
    assert (claim.words, claim.cue, claim.claimers) == (words, cue, [claimer])


def test_a_question_may_be_asked_by_nobody(suggesters: Suggesters) -> None:
    (claim,) = claims(suggesters, "Asked whether she would run again, Lee left the room.")
    assert (claim.words, claim.claimers) == ("whether she would run again", [])
    assert claim.attributes["polarity"] == "asks"


def test_content_ends_before_the_next_verb_of_its_speaker(suggesters: Suggesters) -> None:
    first, second = claims(
        suggesters, "Ada Lee noted that inspections fell last year, and predicted a wave of lawsuits."
    )
    assert (first.words, second.words) == ("inspections fell last year", "a wave of lawsuits")
    assert first.claimers == second.claimers == ["Ada Lee"]


def test_what_begins_with_that_again_is_a_claim_of_its_own(suggesters: Suggesters) -> None:
    first, second = claims(suggesters, "Ada Lee said that the study was secret and that the vote was safe.")
    assert (first.words, second.words) == ("the study was secret", "the vote was safe")
    assert first.claimers == second.claimers == ["Ada Lee"]


def test_the_journalists_remark_on_what_was_said_is_no_part_of_it(suggesters: Suggesters) -> None:
    found = claims(suggesters, "Ada Lee said the bridge was safe, drawing criticism from Ruth Fell.")
    assert [claim.words for claim in found] == ["the bridge was safe"]


def test_each_quotation_goes_to_the_speaker_beside_it(suggesters: Suggesters) -> None:
    text = "A spokesman, Neil Abbott, called the story “reckless and false.” “She has nothing to hide,” Ruth Fell said."
    assert [(claim.words, claim.claimers) for claim in claims(suggesters, text)] == [
        ("the story “reckless and false.”", ["Neil Abbott"]),
        ("“She has nothing to hide,”", ["Ruth Fell"]),
    ]


def test_a_quotation_may_stand_in_the_paragraph_behind_its_colon(suggesters: Suggesters) -> None:
    (claim,) = claims(suggesters, "Ada Lee tweeted on Monday:\n\n“Cool bridge, Ruth. Come and see mine.”\n")
    assert (claim.words, claim.claimers) == ("“Cool bridge, Ruth. Come and see mine.”", ["Ada Lee"])


def test_what_one_speaker_says_that_another_one_said_is_a_claim_within_a_claim(suggesters: Suggesters) -> None:
    outer, inner = claims(suggesters, "Neil Abbott told reporters that Ruth Fell had said the bridge was safe.")
    assert (outer.words, outer.claimers) == ("Ruth Fell had said the bridge was safe", ["Neil Abbott"])
    assert (inner.words, inner.claimers) == ("the bridge was safe", ["Ruth Fell"])


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lee did not respond to a request for comment.",
        "There may be charges to come.",
        "It is interesting to see the bridge.",
    ],
)
def test_where_nothing_is_said_nothing_is_suggested(suggesters: Suggesters, text: str) -> None:
    assert claims(suggesters, text) == []


def test_the_marked_articles_are_read_as_well_as_they_were(suggesters: Suggesters) -> None:
    counts: Counter[str] = Counter()
    for path in sorted(FOLDER.glob("en-*.txt")):
        text, gold = unmarked(path.read_text(encoding="utf-8"))
        compare(text, gold, suggesters(text, "en"), counts, errors=False)
    assert counts["chars right"] >= 0.92 * counts["chars gold"]
    assert counts["chars right"] >= 0.94 * counts["chars ours"]
    assert counts["spans right"] >= 0.78 * counts["spans gold"]
    assert counts["claimers right"] >= 0.94 * counts["claimers asked"]


def test_a_statement_without_marks_reaches_as_far_as_somebody_speaks_for_themselves(suggesters: Suggesters) -> None:
    text = (
        "Minister Ada Lee said:\n\nI welcome the news.\n\nWe will help to build it.\n\nThe bridge is 300 metres long."
    )
    (claim,) = [claim for claim in claims(suggesters, text) if claim.cue == "said"]
    assert (claim.words, claim.pieces, claim.claimers) == (
        "I welcome the news We will help to build it",
        2,
        ["Ada Lee"],
    )
