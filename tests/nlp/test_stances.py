"""What is suggested as a stance in English news: who stands how toward what, and on which words."""

from __future__ import annotations

import pytest

from annotator.nlp.suggest import Suggesters
from tests.nlp.told import Told, told


def stances(suggesters: Suggesters, text: str) -> list[Told]:
    return told(text, suggesters(text, "en")["annotator.stances@1.1"], "favor", "against", "neutral", "none")


@pytest.mark.parametrize(
    ("text", "side", "words", "holder", "target"),
    [
        ("Greenpeace welcomed the Paris Agreement.", "favor", "welcomed the Paris Agreement", "Greenpeace", "Paris Agreement"),
        ("Angela Merkel criticised Vladimir Putin.", "against", "criticised Vladimir Putin", "Angela Merkel", "Vladimir Putin"),
        ("Angela Merkel did not support Vladimir Putin.", "against", "support Vladimir Putin", "Angela Merkel", "Vladimir Putin"),
        ("Jeff Flake has refused to endorse Donald Trump.", "against", "endorse Donald Trump", "Jeff Flake", "Donald Trump"),
        ("Donald Trump was condemned by Amnesty International.", "against", "condemned", "Amnesty International", "Donald Trump"),
        ("Paul Ryan has been critical of Donald Trump.", "against", "critical of Donald Trump", "Paul Ryan", "Donald Trump"),
        ("Critics of Donald Trump met on Monday.", "against", "Critics of Donald Trump", "Critics of Donald Trump", "Donald Trump"),
    ],
)  # fmt: skip  # one case a line
def test_a_stance_has_its_holder_target_and_side(
    suggesters: Suggesters, text: str, side: str, words: str, holder: str, target: str
) -> None:
    (stance,) = stances(suggesters, text)
    assert (stance.label, stance.words) == (side, words)
    assert (stance.ends["holder"], stance.ends["target"]) == ([holder], [target])
    assert stance.attributes["expression"] == "explicit"


def test_what_has_no_name_is_a_topic(suggesters: Suggesters) -> None:
    (stance,) = stances(suggesters, "The mayor warned against the new toll.")
    assert (stance.label, stance.words, stance.attributes["topic"]) == (
        "against",
        "warned against the new toll",
        "new toll",
    )
    assert stance.ends == {"holder": ["The mayor"]}


def test_who_demands_something_is_for_it(suggesters: Suggesters) -> None:
    (stance,) = stances(suggesters, "Amnesty International called for an independent investigation.")
    assert (stance.label, stance.ends["target"]) == ("favor", ["an independent investigation"])


def test_i_in_a_quotation_is_who_says_it(suggesters: Suggesters) -> None:
    (stance,) = stances(suggesters, "“I can’t support Donald Trump,” Jeff Flake told reporters.")
    assert (stance.label, stance.ends["holder"], stance.ends["target"]) == ("against", ["Jeff Flake"], ["Donald Trump"])


def test_no_stance_where_it_is_only_supposed(suggesters: Suggesters) -> None:
    assert stances(suggesters, "If Jeff Flake supports Donald Trump, the vote is on Monday.") == []


@pytest.mark.parametrize(
    ("text", "side", "words", "holder"),
    [
        ("The fishermen are against the barrage.", "against", "against the barrage", "The fishermen"),
        ("Jeff Flake declined to comment.", "none", "comment", "Jeff Flake"),
        ("Jeff Flake is undecided about the bill.", "neutral", "undecided", "Jeff Flake"),
        ("Rhona Kettle called the Act “a disaster” on Monday.", "against", "“a disaster”", "Rhona Kettle"),
        ("The Clear Water Coalition, which campaigned for the law, met in Oslo.", "favor", "campaigned for the law", "Clear Water Coalition"),
        ("Jeff Flake said he could not support the bill.", "against", "support the bill", "Jeff Flake"),
    ],
)  # fmt: skip  # one case a line
def test_stances_in_other_words(suggesters: Suggesters, text: str, side: str, words: str, holder: str) -> None:
    (stance,) = stances(suggesters, text)
    assert (stance.label, stance.words, stance.ends["holder"]) == (side, words, [holder])


@pytest.mark.parametrize(
    ("text", "side", "words"),
    [
        ("Economists are sceptical.", "against", "sceptical"),
        ("His sister disagrees.", "against", "disagrees"),
        ("The company has promised to vote against.", "against", "vote"),
        ("The company took no side.", "neutral", "took no side"),
        ("He would not be drawn on whether it had been right.", "none", "would not be drawn"),
        ("Jeff Flake is no fan of the mandate.", "against", "fan of the mandate"),
    ],
)
def test_a_side_is_also_shown_with_nothing_behind_it(suggesters: Suggesters, text: str, side: str, words: str) -> None:
    assert [(stance.label, stance.words) for stance in stances(suggesters, text)] == [(side, words)]


def test_what_somebody_says_is_bad_they_are_against(suggesters: Suggesters) -> None:
    (stance,) = stances(suggesters, "Paul Ryan said the plan was a disaster for the middle class.")
    assert (stance.label, stance.words, stance.ends["holder"]) == ("against", "was a disaster", ["Paul Ryan"])
    assert (stance.attributes["topic"], stance.attributes["expression"]) == ("plan", "implicit")


def test_a_relative_clause_is_about_what_stands_before_it(suggesters: Suggesters) -> None:
    first, second = stances(suggesters, "Jeff Flake backed the bill, which Paul Ryan opposed.")
    assert (first.attributes["topic"], second.attributes["topic"]) == ("bill", "bill")
    assert (second.label, second.ends["holder"]) == ("against", ["Paul Ryan"])


def test_who_demands_that_something_be_rejected_is_against_it_once(suggesters: Suggesters) -> None:
    (stance,) = stances(suggesters, "The union urged lawmakers to reject the deal.")
    assert (stance.label, stance.words, stance.ends["holder"]) == ("against", "reject the deal", ["The union"])


def test_a_share_of_a_poll_holds_no_stance(suggesters: Suggesters) -> None:
    assert stances(suggesters, "A poll found that 58 percent supported the bill.") == []
