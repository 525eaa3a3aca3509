"""What is suggested as a stance in English news: who stands how toward what, and on which words."""

from __future__ import annotations

import pytest

from annotator.nlp.suggest import Suggesters
from tests.nlp.told import Told, told


def stances(suggesters: Suggesters, text: str) -> list[Told]:
    return told(text, suggesters(text, "en")["annotator.stances@1.0"], "favor", "against", "neutral", "none")


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
