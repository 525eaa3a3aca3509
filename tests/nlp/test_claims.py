"""What is suggested as a claim in English news, with its cue and who says it."""

from __future__ import annotations

import pytest

from annotator.nlp.suggest import Suggesters
from tests.nlp.told import claims


def test_a_direct_quotation_keeps_its_marks_and_names_cue_and_claimer(suggesters: Suggesters) -> None:
    (claim,) = claims(suggesters, "“The bridge will open in May,” Mayor Ada Lee said on Monday.")
    assert claim.words == "“The bridge will open in May,”"
    assert (claim.cue, claim.claimers) == ("said", ["Ada Lee"])
    assert claim.attributes["voice"] == "direct"


def test_a_quotation_split_by_its_cue_is_one_claim_in_two_pieces(suggesters: Suggesters) -> None:
    (claim,) = claims(suggesters, '"We tried," Lee said, "and we failed."')
    assert claim.pieces == 2
    assert claim.words == '"We tried," "and we failed."'


def test_indirect_speech_leaves_out_the_conjunction_and_the_source(suggesters: Suggesters) -> None:
    (claim,) = claims(suggesters, "The minister said on Friday that taxes would fall next year.")
    assert claim.words == "taxes would fall next year"
    assert claim.claimers == ["The minister"]
    assert claim.attributes["voice"] == "indirect"


def test_speech_partly_in_quotation_marks_is_mixed(suggesters: Suggesters) -> None:
    (claim,) = claims(suggesters, "Smith said the plan was a “complete and utter disaster” for the town.")
    assert claim.words == "the plan was a “complete and utter disaster” for the town"
    assert claim.attributes["voice"] == "mixed"


@pytest.mark.parametrize(
    ("text", "words", "claimer"),
    [
        ("According to the World Bank, growth has slowed in Kenya.", "growth has slowed in Kenya", "World Bank"),
        ("Growth has slowed in Kenya, according to the World Bank.", "Growth has slowed in Kenya", "World Bank"),
    ],
)
def test_according_to_gives_the_source_of_the_rest_of_the_sentence(
    suggesters: Suggesters, text: str, words: str, claimer: str
) -> None:
    (claim,) = claims(suggesters, text)
    assert (claim.words, claim.cue.lower(), claim.claimers) == (words, "according to", [claimer])


def test_a_quotation_over_two_paragraphs_is_one_claim(suggesters: Suggesters) -> None:
    text = "Lee said: “We will not wait.\n“We will build it now.”\nThe council met on Monday."
    found = claims(suggesters, text)
    assert [claim.words for claim in found] == ["“We will not wait. “We will build it now.”"]


def test_nothing_is_claimed_where_nobody_speaks(suggesters: Suggesters) -> None:
    assert claims(suggesters, "The bridge opened on Monday. It is 300 metres long.") == []


@pytest.mark.parametrize(
    ("language", "text", "words", "cue"),
    [
        ("de", "„Wir schaffen das“, sagte Angela Merkel am Montag.", "„Wir schaffen das“", "sagte"),
        ("de", "»Das ist falsch«, erklärte der Minister.", "»Das ist falsch«", "erklärte"),
        ("fr", "« Nous avons gagné », a déclaré le maire.", "« Nous avons gagné »", "déclaré"),
        ("es", "«Hemos ganado», dijo la alcaldesa.", "«Hemos ganado»", "dijo"),
        ("ja", "市長は「橋は五月に開通する。」と述べた。", "「橋は五月に開通する。」", "と"),
        ("zh", "市长说：“大桥将于五月通车。”", "“大桥将于五月通车。”", "说"),
        ("ar", "وقال الوزير: «سنعمل مع الجميع».", "«سنعمل مع الجميع»", "وقال"),
    ],
)
def test_quotations_are_found_by_rules_where_there_is_no_parser(
    suggesters: Suggesters, language: str, text: str, words: str, cue: str
) -> None:
    found = claims(suggesters, text, language)
    assert [claim.words for claim in found] == [words]
    assert found[0].cue == cue


def test_a_cue_between_commas_leaves_the_claim_in_two_pieces(suggesters: Suggesters) -> None:
    (claim,) = claims(suggesters, "The new bridge, Mayor Ada Lee said, will open in May.")
    assert (claim.words, claim.pieces) == ("The new bridge will open in May", 2)
    assert claim.claimers == ["Ada Lee"]


def test_what_the_speaker_cites_is_evidence_and_not_part_of_the_claim(suggesters: Suggesters) -> None:
    (claim,) = claims(suggesters, "Sam Altman said OpenAI was wrong about secrecy, citing advances by other firms.")
    assert claim.words == "OpenAI was wrong about secrecy"
    assert claim.ends["evidence"] == ["citing advances by other firms"]
    assert claim.ends["about"] == ["OpenAI"]


def test_a_pronoun_that_speaks_knows_its_name_where_one_person_alone_was_named(suggesters: Suggesters) -> None:
    text = "Ada Lee opened the bridge. “It is late,” she said."
    pack = suggesters(text, "en")["annotator.claims@1.1"]
    (she,) = [s for s in pack if s.label == "ACTOR"]
    assert she.attributes["name"] == "Ada Lee"
    assert [text[pack[i].start : pack[i].end] for role, i in she.links if role == "coref"] == ["Ada Lee"]


def test_a_pronoun_is_left_open_where_two_people_were_named(suggesters: Suggesters) -> None:
    text = "Ada Lee met Jane Smith. “It is late,” she said."
    (she,) = [s for s in suggesters(text, "en")["annotator.claims@1.1"] if s.label == "ACTOR"]
    assert "name" not in she.attributes


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("Lee denied that the bridge was late.", "polarity", "refutes"),
        ("Reporters asked Lee whether the bridge was late.", "polarity", "asks"),
        ("Lee said the bridge might be late.", "certainty", "possible"),
        ("Lee said taxes had fallen by 3 percent.", "claim_type", "statistic"),
        ("Lee demanded that the tolls be lowered.", "claim_type", "demand"),
        ("Lee predicted that the bridge would open in May.", "claim_type", "prediction"),
        ("There were claims that the bridge was late.", "voice", "unattributed"),
    ],
)
def test_what_the_words_show_is_filled_in(suggesters: Suggesters, text: str, attribute: str, value: str) -> None:
    (claim,) = claims(suggesters, text)
    assert claim.attributes[attribute] == value


def test_who_speaks_is_found_without_a_pipeline_too(suggesters: Suggesters) -> None:
    text = "„Das ist gut“, sagte Bundeskanzlerin Angela Merkel. „Wir warten“, erklärte der Minister. „Nein“, sagte er."
    found = claims(suggesters, text, "de")
    assert [claim.claimers for claim in found] == [["Angela Merkel"], ["der Minister"], ["er"]]
