"""What cards say: sentences, tags, what is missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.services.opened import OpenArticle
from annotator.ui.cards.listing import NOTES, SENTENCES, Listing
from annotator.ui.cards.sentences import Card, Run, runs
from tests.services.desk import at
from tests.ui.desk.rig import Rig


def card(rig: Rig, label: str, quote: str) -> Card:
    return Listing(rig.session.opened).card(rig.find(label, quote).id)


def head(found: Card) -> str:
    return "".join(run.text for run in found.head)


def tags(found: Card) -> list[str]:
    return [f"[{tag.text}]" if tag.missing else tag.text for tag in found.tags]


def test_a_suggested_claim_is_a_sentence_with_its_attributes_as_tags(rig: Rig) -> None:
    found = card(rig, "CLAIM", "taxes fell by 3 percent in May")
    assert head(found) == "Ada Lee says"
    assert found.body == "“taxes fell by 3 percent in May”"
    assert tags(found) == ["[claim type?]", "indirect", "cue: said"]
    assert (found.number, found.suggested, found.aside) == (1, True, "◐ likely")
    assert found.spoken.startswith("Suggested. 1: Ada Lee says. ")


def test_a_quotation_is_not_quoted_twice(rig: Rig) -> None:
    assert card(rig, "CLAIM", "“We tried,” “and we won.”").body == "“We tried,” “and we won.”"


def test_a_claim_without_claimer_asks_who(bare: Rig) -> None:
    bare.session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    found = card(bare, "CLAIM", "taxes fell")
    assert head(found) == "who? says"
    assert found.head[0] == Run("who?", "ask", "role:claimer")


def test_several_claimers_say_it_together(bare: Rig) -> None:
    labelling, linking = bare.session.labelling, bare.session.linking
    claim = labelling.create(at("taxes fell"), "claim", "CLAIM")
    for quote in ("Ada Lee", "Harbour Radio", "Critics"):
        linking.link("claimer", claim.id, labelling.create(at(quote), "entity", "PERSON").id)
    assert head(card(bare, "CLAIM", "taxes fell")) == "Ada Lee, Harbour Radio and Critics say"


def test_nobody_is_asked_for_where_the_journalist_claims(bare: Rig) -> None:
    labelling = bare.session.labelling
    labelling.create(at("taxes fell"), "claim", "CLAIM", {"voice": "journalist"})
    labelling.create(at("Critics of Lee doubt it"), "claim", "CLAIM", {"voice": "unattributed"})
    assert head(card(bare, "CLAIM", "taxes fell")) == "The journalist says"
    assert head(card(bare, "CLAIM", "Critics of Lee doubt it")) == "It is said"


def test_a_stance_says_who_stands_how_toward_what(bare: Rig) -> None:
    labelling, linking = bare.session.labelling, bare.session.linking
    stance = labelling.create(at("opposes"), "stance", "against")
    assert head(card(bare, "against", "opposes")) == "who? is against what?"
    assert tags(card(bare, "against", "opposes")) == ["[expression?]"]
    lee = labelling.create(at("Lee", 2), "entity", "PERSON", {"name": "Ada Lee"})
    linking.link("holder", stance.id, lee.id)
    labelling.set_attribute(stance.id, "topic", "new tolls")
    labelling.set_attribute(stance.id, "expression", "explicit")
    found = card(bare, "against", "opposes")
    assert head(found) == "Ada Lee is against new tolls"
    assert tags(found) == ["explicit"]
    assert found.sign == "▼"


def test_a_stance_toward_a_claim_names_its_number(bare: Rig) -> None:
    labelling, linking = bare.session.labelling, bare.session.linking
    claim = labelling.create(at("taxes fell"), "claim", "CLAIM")
    stance = labelling.create(at("doubt"), "stance", "against")
    linking.link("target", stance.id, claim.id)
    labelling.set_attribute(stance.id, "holder_kind", "author")
    found = card(bare, "against", "doubt")
    assert head(found) == "The author is against taxes fell"
    assert "target: claim 1" in tags(found)


def test_a_name_says_its_label_and_its_full_name(bare: Rig) -> None:
    bare.session.labelling.create(at("Lee", 1), "entity", "PERSON", {"name": "Ada Lee"})
    found = card(bare, "PERSON", "Lee")
    assert head(found) == "PERSON  Lee"
    assert tags(found) == ["name: Ada Lee"]


def test_notes_have_cards_and_stand_on_the_card_of_their_label(bare: Rig) -> None:
    made = bare.session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    note = bare.session.remarks.write("Mayor?", made.id)
    bare.session.remarks.write("Good text.")
    listing = Listing(bare.session.opened)
    assert [tab.count for tab in listing.tabs()] == [0, 1, 2]
    assert "note: Mayor?" in tags(listing.card(made.id))
    assert head(listing.card(note.id)) == "Note on “Ada Lee”"
    assert [entry.start for entry in listing.entries(NOTES, None)] == [0, 6]


def test_cards_are_in_reading_order_and_the_focus_is_among_them(rig: Rig) -> None:
    listing = Listing(rig.session.opened)
    claims = [entry.id for entry in listing.entries(SENTENCES, None)]
    assert claims == [i.id for i in rig.session.place.open.items if i.label == "CLAIM"]
    name = rig.find("PERSON", "Lee")
    with_name = listing.entries(SENTENCES, name.id)
    assert name.id in [entry.id for entry in with_name]
    assert [entry.start for entry in with_name] == sorted(entry.start for entry in with_name)


def test_no_article_no_cards() -> None:
    assert Listing(None).tabs() == []
    assert Listing(None).entries(SENTENCES, None) == []


@given(st.text(), st.text())
def test_names_in_a_sentence_are_never_taken_for_its_template(who: str, verb: str) -> None:
    found = runs("{who} {verb}", who=Run(who), verb=Run(verb))
    assert "".join(run.text for run in found) == f"{who} {verb}"


def test_a_listing_is_of_one_snapshot(rig: Rig) -> None:
    before = rig.session.place.open
    listing = Listing(before)
    rig.session.deciding.reject(rig.find("CLAIM", "taxes fell by 3 percent in May").id)
    after: OpenArticle = rig.session.place.open
    assert len(listing.entries(SENTENCES, None)) == 2
    assert len(Listing(after).entries(SENTENCES, None)) == 1
