"""The same by mouse: marks, cards, tags, buttons, choices and context menus."""

from __future__ import annotations

import json

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.model.annotation import Annotation
from tests.services.desk import at
from tests.ui.desk.rig import Rig


def entries(menu: QMenu) -> list[QAction]:
    """The entries of a menu and of its sub-menus."""
    found = []
    for action in menu.actions():
        sub = action.menu()
        found += entries(sub) if isinstance(sub, QMenu) else [action]
    return found


def texts(menu: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in entries(menu) if action.text()]


def run(menu: QMenu, text: str) -> None:
    next(action for action in entries(menu) if action.text().split("\t")[0] == text).trigger()
    QApplication.processEvents()


def test_a_click_on_a_mark_gives_it_the_focus_in_text_and_card(rig: Rig) -> None:
    item = rig.find("CLAIM", "taxes fell by 3 percent in May")
    rig.click_text(item.start + 8)
    assert rig.desk.focused == item
    assert rig.view.focus == item.id
    assert [w.accessibleDescription() for w in rig.cards.area.shown].count("in focus") == 1
    card = next(w for w in rig.cards.area.shown if w.accessibleDescription() == "in focus")
    assert card.laid is not None
    assert card.laid.card.id == item.id


def test_a_click_on_bare_text_lets_the_focus_go(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.click_text(rig.view.text.index("Critics"))
    assert rig.desk.focused is None


def test_the_buttons_on_the_card_in_focus_accept_and_reject(rig: Rig) -> None:
    claim = rig.find("CLAIM", "taxes fell by 3 percent in May")
    rig.click_card(claim.id)
    rig.click_card(claim.id, "run:accept")
    assert ("CLAIM", claim.quote) in rig.labels()
    other = rig.find("CLAIM", "“We tried,” “and we won.”")
    rig.click_card(other.id)
    rig.click_card(other.id, "run:reject")
    assert ("rejected", "CLAIM", other.quote) in rig.decisions()


def test_a_click_on_a_tag_changes_it(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.desk.run("accept")
    claim = rig.find("CLAIM", "taxes fell by 3 percent in May")
    rig.click_card(claim.id, "answer:claim_type")
    rig.click_choice(1)
    assert json.loads(str(rig.attributes()[-1][1]))["claim_type"] == "statistic"
    rig.click_card(claim.id, "answer:voice")
    rig.click_choice(3)
    assert json.loads(str(rig.attributes()[-1][1]))["voice"] == "journalist"


def test_a_click_on_what_a_sentence_misses_asks_for_it_and_a_mark_answers(bare: Rig) -> None:
    bare.session.labelling.create(at("Lee", 2), "entity", "PERSON")
    bare.select("opposes")
    bare.desk.run("stance:stance/against")
    bare.keys("Esc Esc")
    stance = bare.find("against", "opposes")
    bare.click_card(stance.id, "role:holder")
    bare.click_text(at("Lee", 2)[0][0] + 1)
    assert bare.links() == [("holder", "opposes", "Lee")]
    assert bare.desk.focused is not None
    assert bare.desk.focused.id == stance.id


def test_a_label_in_the_foot_labels_the_selection(bare: Rig) -> None:
    bare.select("Harbour Radio")
    bare.click_foot("label:entity/ORG")
    assert bare.labels() == [("ORG", "Harbour Radio")]
    bare.click_foot("label:entity/GPE")
    assert bare.labels() == [("GPE", "Harbour Radio")]


def test_what_the_foot_says_can_be_clicked(rig: Rig) -> None:
    rig.focus("ORG", "Harbour Radio")
    rig.click_foot("reject")
    assert rig.decisions() == [("rejected", "ORG", "Harbour Radio")]


def test_the_menu_of_a_suggestion_has_all_that_applies(rig: Rig) -> None:
    item = rig.find("PERSON", "Ada Lee")
    menu = rig.desk.menus.for_text(item.start, rig)
    assert menu is not None
    found = texts(menu)
    assert found[:4] == [
        "Accept the suggestion",
        "Reject the suggestion, delete the label",
        "Accept all of this text and label",
        "Reject all of this text and label",
    ]
    assert {"Link to another label", "Label all occurrences", "Extend the end by a word", "ORG", "FAC"} - set(
        found
    ) == {"FAC"}
    run(menu, "ORG")
    assert rig.labels() == [("ORG", "Ada Lee")]
    menu.close()


def test_the_menu_of_a_label_deletes_and_that_of_a_selection_labels(bare: Rig) -> None:
    bare.select("Ada Lee")
    menu = bare.desk.menus.for_text(at("Ada Lee")[0][0] + 1, bare)
    assert menu is not None
    run(menu, "PERSON")
    menu.close()
    menu = bare.desk.menus.for_text(at("Ada Lee")[0][0], bare)
    assert menu is not None
    assert "Accept the suggestion" not in texts(menu)
    run(menu, "Reject the suggestion, delete the label")
    assert bare.labels() == []
    menu.close()


def test_the_menu_makes_a_stance_without_its_mode(bare: Rig) -> None:
    bare.select("opposes")
    menu = bare.desk.menus.for_text(at("opposes")[0][0], bare)
    assert menu is not None
    run(menu, "is against")
    assert bare.labels() == [("against", "opposes")]
    bare.keys("Esc Esc")
    menu.close()


def test_the_menu_reaches_what_lies_below(rig: Rig) -> None:
    rig.session.labelling.create(at("3 percent"), "entity", "PERCENT")
    menu = rig.desk.menus.for_text(at("3 percent")[0][0], rig)
    assert menu is not None
    assert isinstance(rig.desk.focused, Annotation), "the innermost has the focus"
    run(menu, "CLAIM “taxes fell by 3 percent in May”")
    assert rig.desk.focused is not None
    assert rig.desk.focused.label == "CLAIM"
    menu.close()


def test_a_finished_article_offers_no_change_in_its_menu(rig: Rig) -> None:
    rig.session.progress.finish()
    menu = rig.desk.menus.for_text(rig.find("PERSON", "Ada Lee").start, rig)
    assert menu is not None
    assert texts(menu) == [
        "Select the sentence",
        "Select the quotation",
        "Write a note",
        "Flag the article, or take the flag off",
    ]
    menu.close()


def test_the_candidate_list_can_be_clicked(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.desk.run("accept")
    rig.desk.run("link")
    number = rig.texts().index("about")
    rig.click_choice(number)
    rig.click_choice(0)
    assert [role for role, _, _ in rig.links()] == ["about", "claimer", "cue"]


def test_words_dragged_over_are_labelled_by_a_click_in_the_foot(bare: Rig) -> None:
    start, end = at("Harbour Radio")[0]
    viewport = bare.view.viewport()
    left = Qt.MouseButton.LeftButton
    first = bare.view.caret_rect(start).center().toPoint() + QPoint(2, 0)
    last = bare.view.caret_rect(end).center().toPoint() - QPoint(2, 0)
    QTest.mousePress(viewport, left, Qt.KeyboardModifier.NoModifier, first)
    for share in (0.3, 0.6, 1.0):
        point = QPointF(first) + (QPointF(last) - QPointF(first)) * share
        place = QPointF(viewport.mapToGlobal(point.toPoint()))
        move = QMouseEvent(QEvent.Type.MouseMove, point, place, left, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, move)
    QTest.mouseRelease(viewport, left, Qt.KeyboardModifier.NoModifier, last)
    bare.click_foot("label:entity/ORG")
    assert bare.labels() == [("ORG", "Harbour Radio")]


def test_a_right_click_on_a_card_gives_it_the_focus_and_a_menu(rig: Rig, no_qt_warnings: list[str]) -> None:
    claim = rig.find("CLAIM", "taxes fell by 3 percent in May")
    card = next(w for w in rig.cards.area.shown if w.laid and w.laid.card.id == claim.id)
    at_card = QPoint(3, 3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at_card, card.mapToGlobal(at_card))
    QApplication.sendEvent(card, event)
    menu = rig.cards.area.findChild(QMenu)
    assert menu is not None
    assert rig.desk.focused == claim
    run(menu, "Accept the suggestion")
    assert ("CLAIM", claim.quote) in rig.labels()
    menu.close()
    no_qt_warnings.clear()  # the offscreen platform cannot raise a menu and says so
