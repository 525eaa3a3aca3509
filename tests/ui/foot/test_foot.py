"""The foot tells the truth: what is in focus, and only what each key would really do."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt

from annotator.ui.desk.prompts import KeyHint
from annotator.ui.foot.flow import FlowLayout
from annotator.ui.foot.key_button import KeyButton
from annotator.ui.theme import LIGHT, theme_of
from tests.services.desk import at
from tests.ui.desk.rig import Rig


def subject(rig: Rig) -> str:
    return "".join(said.text for said in rig.foot.foot.subject)


def hints(rig: Rig) -> dict[str, str]:
    return {hint.text: " ".join(hint.keys) for hint in rig.foot.foot.hints}


def test_labels_with_their_keys_come_from_the_schema(rig: Rig) -> None:
    shown = [(b.hint.keys, b.hint.text) for b in rig.foot.labels.buttons if b.hint.keys]
    assert shown[:2] == [(("1",), "Person"), (("2",), "Org")]
    assert (("c",), "Claim") in shown
    assert shown[-4:] == [(("t",), "Stance"), (("l",), "Link"), (("g",), "All occurrences"), (("/",), "More")]


def test_a_suggestion_says_its_source_and_how_many_are_alike(rig: Rig) -> None:
    rig.focus("PERSON", "Ada Lee")
    assert subject(rig) == "Suggested PERSON “Ada Lee” · rules 1 · ● sure"
    found = hints(rig)
    assert found["accept"] == "Return"
    assert found["accept all 2"] == "Shift+Return"
    assert found["all 2 occurrences of “Ada Lee”"] == "g"
    assert found["next; 8 suggestions left"] == "Tab"
    rig.focus("ORG", "Harbour Radio")
    assert not any("accept all" in text for text in hints(rig)), "nothing is said that is not so"


def test_a_label_says_how_it_was_made_and_what_is_missing(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.desk.run("accept")
    assert subject(rig) == "CLAIM 1 “taxes fell by 3 percent in May” · accepted from rules 1"
    assert hints(rig)["claim type?"] == "a"
    assert hints(rig)["delete"] == "x"
    assert "accept" not in hints(rig)


def test_a_selection_says_what_it_would_be_added_to(bare: Rig) -> None:
    bare.select("Ada Lee")
    assert subject(bare) == "Selected “Ada Lee”"
    assert not any(text.startswith("add to") for text in hints(bare))
    bare.keys("1")
    bare.select("Mayor")
    assert hints(bare)["add to PERSON “Ada Lee”"] == ","


def test_a_question_says_its_own_keys(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("t")
    assert subject(rig) == "Stances on “taxes fell by 3 percent in May”:"
    assert hints(rig) == {
        "favours": "+", "is against": "-", "is neutral toward": "0", "shows no stance toward": "?", "leave": "Esc",
    }  # fmt: skip
    rig.keys("Esc")


def test_nothing_selected_offers_the_word_at_the_caret(bare: Rig) -> None:
    bare.put_caret("tolls")
    assert subject(bare) == "At the caret “tolls”"
    assert hints(bare)["label this word"] == "1–0"


def test_the_foots_height_does_not_change_with_what_it_says(rig: Rig) -> None:
    heights = set()
    for _ in range(8):
        rig.keys("Tab")
        heights.add(rig.foot.height())
    rig.keys("t")
    heights.add(rig.foot.height())
    rig.keys("Esc")
    rig.session.progress.finish()
    heights.add(rig.foot.height())
    assert len(heights) == 1, "the text would jump with each key"


def test_what_an_article_says_is_never_markup(bare: Rig) -> None:
    bare.session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    bare.foot._show_subject([type(bare.foot.foot.subject[0])("<img src=x> & <b>")])
    assert "<img" not in bare.foot.subject.text()
    assert "&lt;img" in bare.foot.subject.text()


def test_a_key_button_has_a_name_and_never_takes_the_keyboard(rig: Rig) -> None:
    button = KeyButton(LIGHT)
    button.show_hint(KeyHint(("Shift+Return",), "accept all 2", "accept_alike"))
    assert button.accessibleName() == "accept all 2, key Shift+Enter"
    assert button.focusPolicy() == Qt.FocusPolicy.NoFocus
    button.deleteLater()


def test_the_foot_can_be_dark(rig: Rig) -> None:
    theme = theme_of(dark=True)
    rig.foot.set_theme(theme)
    assert theme.muted in rig.foot.subject.text() or theme.ink in rig.foot.subject.text()


def test_labels_that_have_no_room_are_left_out_but_never_the_way_to_all_of_them(rig: Rig) -> None:
    flow = rig.foot.labels.layout()
    assert isinstance(flow, FlowLayout)
    assert flow.heightForWidth(500) == flow.heightForWidth(3000)
    flow.setGeometry(QRect(0, 0, 500, 30))
    *others, last = rig.foot.labels.buttons
    assert any(button.geometry().isEmpty() for button in others)
    assert "/" in last.hint.keys
    assert not last.geometry().isEmpty()
    assert last.geometry().right() <= 500


def test_the_sure_ones_are_offered_and_accepted_by_a_click(rig: Rig) -> None:
    rig.desk.let_go()
    button = next(button for button in rig.foot.hints.buttons if button.hint.command == "accept_sure")
    assert button.hint.text == "all 3 sure ones"
    button.click()
    assert ("PERSON", "Ada Lee") in [(a.label, a.quote) for a in rig.session.place.open.annotations.values()]
    assert not any(hint.command == "accept_sure" for hint in rig.foot.foot.hints), "none is left, so none is offered"
