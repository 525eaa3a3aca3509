"""Entities, claims and stances by keys alone; what came of it is read from the project file."""

from __future__ import annotations

import json

from annotator.model.annotation import Annotation
from tests.services.desk import at
from tests.ui.desk.rig import Rig


def test_tab_goes_over_suggestions_in_reading_order_and_round(rig: Rig) -> None:
    seen = []
    for _ in range(9):
        rig.keys("Tab")
        assert rig.desk.focused is not None
        seen.append(rig.desk.focused.quote)
        assert rig.view.focus == rig.desk.focused.id, "the ring in the text is where the focus is"
    assert seen[:4] == ["Ada Lee", "said", "taxes fell by 3 percent in May", "“We tried,” “and we won.”"]
    assert seen[8] == seen[0]
    rig.keys("Shift+Tab")
    assert rig.desk.focused is not None
    assert (rig.desk.focused.quote, rig.desk.focused.start) == ("Ada Lee", rig.view.text.rindex("Ada Lee"))


def test_enter_accepts_a_name_and_goes_on_to_the_next_suggestion(rig: Rig) -> None:
    rig.keys("Tab Enter")
    assert rig.labels() == [("PERSON", "Ada Lee")]
    assert rig.desk.focused is not None
    assert rig.desk.focused.quote == "said"


def test_enter_on_a_label_goes_on_to_the_next_suggestion(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("Enter")
    assert isinstance(rig.desk.focused, Annotation), "a claim keeps the focus: there is more to say about it"
    rig.keys("Enter")
    assert rig.desk.focused is not None
    assert rig.desk.focused.quote == "“We tried,” “and we won.”"


def test_shift_enter_accepts_all_of_the_same_text_and_label(rig: Rig) -> None:
    rig.keys("Tab Shift+Enter")
    assert rig.labels() == [("PERSON", "Ada Lee"), ("PERSON", "Ada Lee")]


def test_x_rejects_and_goes_on_and_shift_x_rejects_all_alike(rig: Rig) -> None:
    rig.focus("ORG", "Harbour Radio")
    rig.keys("x")
    assert rig.decisions() == [("rejected", "ORG", "Harbour Radio")]
    rig.focus("PERSON", "Ada Lee")
    rig.keys("Shift+X")
    assert rig.decisions()[1:] == [("rejected", "PERSON", "Ada Lee"), ("rejected", "PERSON", "Ada Lee")]
    assert rig.labels() == []


def test_delete_removes_the_label_in_focus_and_lets_the_focus_go(rig: Rig) -> None:
    rig.select("Harbour Radio")
    rig.keys("2")
    assert rig.labels() == [("ORG", "Harbour Radio")]
    rig.keys("Del")
    assert rig.labels() == []
    assert rig.desk.focused is None


def test_a_digit_labels_the_selection_else_the_focus_else_the_word_at_the_caret(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("1")
    bare.keys("3")
    assert bare.labels() == [("GPE", "Ada Lee")], "the second key relabels what is in focus"
    bare.keys("Esc")
    bare.put_caret("tolls")
    bare.keys("5")
    assert bare.labels() == [("GPE", "Ada Lee"), ("LOC", "tolls")]


def test_a_digit_on_a_suggestion_accepts_it_under_that_label(rig: Rig) -> None:
    rig.focus("ORG", "Harbour Radio")
    rig.keys("3")
    assert rig.labels() == [("GPE", "Harbour Radio")]
    assert rig.decisions() == [("edited", "ORG", "Harbour Radio")]


def test_shift_and_arrows_select_words_from_the_caret(bare: Rig) -> None:
    bare.put_caret("Ada Lee")
    bare.keys("Shift+Right Shift+Right 1")
    assert bare.labels() == [("PERSON", "Ada Lee")]


def test_brackets_and_braces_resize_by_word(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("1 ]")
    assert bare.labels() == [("PERSON", "Ada Lee said")]
    bare.keys("[ {")
    assert bare.labels() == [("PERSON", "Mayor Ada Lee")]
    bare.keys("} ] }")
    assert bare.labels() == [("PERSON", "Lee said")]


def test_resizing_a_suggestion_accepts_it_with_the_new_boundary(rig: Rig) -> None:
    rig.focus("PERSON", "Ada Lee")
    rig.keys("{")
    assert rig.labels() == [("PERSON", "Mayor Ada Lee")]
    assert rig.decisions() == [("edited", "PERSON", "Ada Lee")]


def test_comma_adds_the_selection_to_what_was_in_focus(bare: Rig) -> None:
    bare.put_caret("We tried")
    bare.keys("q c")
    assert bare.texts() == ["“told”"], "no name is labelled yet: only the cue is asked for"
    bare.keys("Esc")
    assert bare.labels() == [("CLAIM", "We tried,")]
    bare.select("and we won.")
    assert bare.desk.focused is None, "the selection has the focus now"
    bare.keys(",")
    assert bare.labels() == [("CLAIM", "We tried, and we won.")]
    assert bare.desk.focused is not None
    assert len(bare.desk.focused.fragments) == 2


def test_a_claim_with_claimer_and_stance_takes_five_presses_from_its_suggestion(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("Enter t + Enter Enter")
    assert rig.presses <= 6
    claim = "taxes fell by 3 percent in May"
    assert rig.labels() == [("PERSON", "Ada Lee"), ("CUE", "said"), ("CLAIM", claim), ("favor", claim)]
    assert rig.links() == [
        ("claimer", claim, "Ada Lee"),
        ("cue", claim, "said"),
        ("holder", claim, "Ada Lee"),
        ("target", claim, claim),
    ]


def test_a_claim_with_claimer_and_stance_takes_at_most_twelve_presses_from_bare_text(bare: Rig) -> None:
    bare.session.labelling.create(((6, 13),), "entity", "PERSON")
    bare.put_caret("taxes")
    bare.keys("s")
    bare.presses = 0
    bare.select("taxes fell by 3 percent in May")
    bare.keys("c")
    assert bare.texts()[0] == "Ada Lee", "the claimer found in the sentence is proposed"
    bare.keys("Enter")
    assert bare.texts()[0] == "“said”", "and then the words that say so, though they have no label yet"
    bare.keys("Enter t - Enter Enter")
    assert bare.presses <= 12
    claim = "taxes fell by 3 percent in May"
    assert bare.links() == [
        ("claimer", claim, "Ada Lee"),
        ("cue", claim, "said"),
        ("holder", claim, "Ada Lee"),
        ("target", claim, claim),
    ]
    assert bare.labels()[-1] == ("against", claim)


def test_a_claim_asks_who_claims_it_though_nobody_is_named_near_it(bare: Rig) -> None:
    claimer = bare.desk.opened.text.index("Ada Lee")
    bare.session.labelling.create(((claimer, claimer + 7),), "entity", "PERSON")
    bare.select("opposes")
    bare.keys("c")
    assert bare.desk.asking is not None
    assert bare.desk.asking.title() == "Who claims it?"
    bare.type("ada")
    assert bare.texts() == ["Ada Lee"]
    bare.keys("Enter")
    assert bare.links() == [("claimer", "opposes", "Ada Lee")]
    assert bare.labels() == [("PERSON", "Ada Lee"), ("CLAIM", "opposes")], "what was typed did nothing else"


def test_escape_skips_the_holder_and_the_target_can_be_typed(bare: Rig) -> None:
    bare.select("opposes")
    bare.keys("t -")
    assert bare.desk.asking is not None
    assert bare.desk.asking.title() == "Who holds the stance?"
    bare.keys("Esc")
    bare.type("road tolls")
    bare.keys("Enter")
    assert bare.links() == []
    assert bare.attributes() == [("opposes", json.dumps({"topic": "road tolls"}, separators=(",", ":")))]


def test_the_author_can_hold_a_stance(bare: Rig) -> None:
    bare.select("opposes")
    bare.keys("t 0")
    bare.type("auth")
    bare.keys("Enter Esc")
    assert bare.attributes() == [("opposes", '{"holder_kind":"author"}')]


def test_the_stance_keys_mean_polarity_only_in_their_mode(bare: Rig) -> None:
    bare.select("opposes")
    bare.keys("+")
    assert bare.labels() == []
    bare.keys("t ?")
    bare.keys("Esc Esc")
    assert bare.labels() == [("none", "opposes")]
    bare.keys("t +")
    assert bare.labels() == [("favor", "opposes")], "on a stance it turns the polarity over"


def test_a_link_by_role_key_and_tab(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("Enter l a")
    assert rig.desk.asking is not None
    assert rig.desk.asking.title() == "Whom or what is it about?"
    first = rig.texts()[0]
    rig.keys("Tab Enter")
    about = [link for link in rig.links() if link[0] == "about"]
    assert len(about) == 1
    assert about[0][2] != first, "Tab went on to the second candidate"


def test_the_candidate_of_a_link_is_shown_in_the_text_before_it_is_chosen(rig: Rig) -> None:
    claim = rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("l a")
    shown = rig.view._links[-1]
    assert shown.source_id == claim.id
    assert shown.caption == "about?"
    rig.keys("Esc")
    assert all("?" not in link.caption for link in rig.view._links)


def test_a_link_can_be_taken_away_by_keys(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("Enter l")
    number = next(n for n, text in enumerate(rig.texts()) if text.startswith("Take away cue"))
    rig.keys(" ".join(["Down"] * number + ["Enter"]))
    assert [link[0] for link in rig.links()] == ["claimer"]


def test_attributes_by_digit_and_by_first_letters(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("Enter a 2")
    assert json.loads(str(rig.attributes()[-1][1]))["claim_type"] == "statistic"
    assert rig.desk.asking is None, "nothing required is missing any more"
    rig.keys("a")
    rig.type("pre")
    rig.keys("Enter")
    assert json.loads(str(rig.attributes()[-1][1]))["claim_type"] == "prediction"
    rig.keys("a Tab Tab 2")
    assert json.loads(str(rig.attributes()[-1][1]))["certainty"] == "probable"
    rig.keys("a Backspace Esc")
    assert "claim_type" not in json.loads(str(rig.attributes()[-1][1]))


def test_the_article_has_labels_of_its_own(bare: Rig) -> None:
    bare.keys("a")
    bare.type("taxes")
    bare.keys("Enter")
    bare.type("tolls")
    bare.keys("Enter Tab 3 Esc")
    assert json.loads(str(bare.work()[0][2])) == {"topic": ["taxes", "tolls"], "genre": "opinion"}


def test_all_occurrences_are_previewed_unchecked_and_labelled_as_one_step(bare: Rig) -> None:
    bare.select("Lee")
    bare.keys("1 g")
    assert bare.desk.asking is not None
    assert bare.desk.asking.title() == "Label 4 occurrences of “Lee” as PERSON"
    bare.keys("Tab Tab Space Enter")
    assert [quote for _, quote in bare.labels()] == ["Lee"] * 4
    bare.session.history.undo()
    assert [quote for _, quote in bare.labels()] == ["Lee"], "one step takes all of them back"


def test_the_picker_takes_two_letters_and_offers_labels_that_have_no_key(bare: Rig) -> None:
    bare.select("Harbour Radio")
    bare.keys("/")
    bare.type("fa")
    bare.keys("Enter")
    assert bare.labels() == [("FAC", "Harbour Radio")]
    bare.select("Ada Lee")
    bare.keys("/")
    assert bare.texts()[0] == "FAC", "what was used last comes first"
    bare.keys("Esc Esc")


def test_a_note_is_typed_and_labels_nothing(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("1 n")
    bare.type("cut 12 x?")
    bare.keys("Shift+Enter")
    bare.type("why")
    bare.keys("Enter")
    assert bare.notes() == [("cut 12 x?\nwhy", "open", 1)]
    assert bare.labels() == [("PERSON", "Ada Lee")]
    assert bare.view.hasFocus(), "the article has the keyboard again"


def test_the_flag_goes_on_and_off(bare: Rig) -> None:
    bare.keys("f")
    assert bare.work()[0][1] == 1
    bare.keys("f")
    assert bare.work()[0][1] == 0


def test_escape_leaves_the_mode_then_the_selection_then_the_focus(rig: Rig) -> None:
    item = rig.focus("PERSON", "Ada Lee")
    rig.select("Harbour Radio")
    rig.keys("t")
    assert rig.desk.asking is not None
    rig.keys("Esc")
    assert rig.desk.asking is None
    assert rig.view.selection != ()
    rig.keys("Esc")
    assert rig.view.selection == ()
    assert rig.desk.focused == item
    rig.keys("Esc")
    assert rig.desk.focused is None
    assert rig.view.focus is None


def test_undo_and_redo_put_the_focus_on_what_changed(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("1 Esc")
    before = bare.session.opened
    bare.session.history.undo()
    bare.desk.look_at_changes(before)
    assert bare.labels() == []
    before = bare.session.opened
    bare.session.history.redo()
    bare.desk.look_at_changes(before)
    assert bare.labels() == [("PERSON", "Ada Lee")]
    assert bare.desk.focused is not None
    assert bare.desk.focused.quote == "Ada Lee"


def test_a_finished_article_says_so_and_keeps_its_labels(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("1")
    bare.session.progress.finish()
    assert "reopen it with Ctrl+Enter" in bare.foot.foot.spoken
    bare.keys("x 2 t l a g /")
    assert bare.labels() == [("PERSON", "Ada Lee")]
    assert bare.desk.asking is None
    assert len(bare.failures) == 7
    assert all(error.what == "This article is finished." for error in bare.failures)
    bare.failures.clear()


def test_an_answer_about_a_suggestion_accepts_it(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("a 2")
    assert ("CLAIM", "taxes fell by 3 percent in May") in rig.labels()
    assert ("edited", "CLAIM", "taxes fell by 3 percent in May") in rig.decisions()
    assert isinstance(rig.desk.focused, Annotation)


def test_a_link_from_a_name_can_be_made_toward_the_claim(bare: Rig) -> None:
    claim = bare.session.labelling.create(at("taxes fell"), "claim", "CLAIM")
    bare.select("Ada Lee")
    bare.keys("1 l")
    assert "claimer of …" in bare.texts()
    bare.keys("c")
    assert bare.texts() == ["taxes fell"]
    bare.keys("Enter")
    assert bare.links() == [("claimer", claim.quote, "Ada Lee")]
    assert bare.desk.focused is not None
    assert bare.desk.focused.quote == "Ada Lee"


def test_an_article_that_closes_leaves_nothing_on_the_desk(rig: Rig) -> None:
    rig.focus("PERSON", "Ada Lee")
    rig.session.place.show(None)
    assert rig.view.text == ""
    assert rig.desk.focused is None
    assert rig.cards.area.shown == []
    assert "No article is open" in rig.foot.foot.spoken
    rig.keys("x t Enter")
    assert all(error.what == "No article is open." for error in rig.failures)
    rig.failures.clear()


def test_another_article_has_neither_focus_nor_question(rig: Rig) -> None:
    first = rig.session.place.open.article.key
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("t")
    rig.session.open_article(first)
    assert rig.desk.asking is None
    assert not rig.panel.isVisible()
    assert rig.desk.focused is None
    assert rig.view.focus is None


def test_who_can_speak_is_proposed_before_a_nearer_date(bare: Rig) -> None:
    bare.session.labelling.create(at("May"), "entity", "DATE")
    bare.session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    bare.select("taxes fell by 3 percent")
    bare.keys("c")
    assert bare.texts() == ["Ada Lee", "May"]
    bare.keys("Esc Esc")
