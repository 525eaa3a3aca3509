"""The pane of cards: what is built, what it shows, what a click does, in an article with many labels too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.schema import Schema
from annotator.ui.cards.card import CardWidget
from annotator.ui.theme import theme_of
from tests.ui.desk.rig import Rig

SENTENCE = "Minister Anna Berg said that tax number {n} should fall soon. "


@pytest.fixture
def long(tmp_path: Path, schema: Schema, shown: Callable[[QWidget], QWidget]) -> Iterator[Rig]:
    """An article with five hundred claims."""
    text = "\n".join(SENTENCE.format(n=n) for n in range(500))
    rig = Rig(tmp_path, schema, text, suggest=False)
    start = -1
    places = []
    while (start := text.find("tax number", start + 1)) >= 0:
        places.append(((start, start + 18),))
    rig.session.labelling.label_all(places, "claim", "CLAIM")
    shown(rig)
    rig.view.setFocus()
    yield rig
    rig.session.close()


def quotes(rig: Rig) -> list[str]:
    return [w.laid.card.body for w in rig.cards.area.shown if w.laid]


def test_only_the_cards_in_sight_are_built(long: Rig) -> None:
    assert long.cards.tabs["sentences"].text() == "Claims and stances 500"
    assert 3 < len(long.cards.area.shown) < 20
    assert len(long.cards.area.findChildren(CardWidget)) < 25
    for offset in range(0, len(long.view.text), len(long.view.text) // 40):
        long.view.set_scroll_place(offset)
    assert len(long.cards.area.findChildren(CardWidget)) < 25, "those out of sight are used again"


def test_the_cards_follow_the_text(long: Rig) -> None:
    first = quotes(long)[0]
    claim = long.session.place.open.items[250]
    long.view.set_scroll_place(claim.start)
    QApplication.processEvents()
    assert first not in quotes(long)
    assert f"“{claim.quote}”" in quotes(long)
    card = next(w for w in long.cards.area.shown if w.laid and w.laid.card.id == claim.id)
    at = card.mapTo(long, card.rect().topLeft()).y()
    words = long.view.viewport().mapTo(long, long.view.viewport().rect().topLeft()).y() + long.view.y_of(claim.start)
    assert abs(at - words) < 80, "the card stands near its words"


def test_the_card_in_focus_is_in_sight_wherever_tab_goes(long: Rig) -> None:
    for item in long.session.place.open.items[::97]:
        long.desk.focus_on(item.id)
        QApplication.processEvents()
        in_focus = [w for w in long.cards.area.shown if w.accessibleDescription() == "in focus"]
        assert len(in_focus) == 1
        assert in_focus[0].y() >= 0
        assert in_focus[0].geometry().bottom() <= long.cards.area.height()


def test_a_label_key_builds_no_widget_anew(long: Rig) -> None:
    long.desk.focus_on(long.session.place.open.items[3].id)
    QApplication.processEvents()
    before = {id(widget) for widget in long.cards.area.findChildren(CardWidget)}
    long.keys("a 2")
    assert {id(widget) for widget in long.cards.area.findChildren(CardWidget)} == before
    card = next(w for w in long.cards.area.shown if w.accessibleDescription() == "in focus")
    assert "statistic" in card.accessibleName()


def test_tabs_count_and_show_their_layer(rig: Rig) -> None:
    assert [button.text() for button in rig.cards.tabs.values()] == ["Claims and stances 2", "Entities 4", "Notes"]
    rig.cards.tabs["entity"].click()
    assert len(rig.cards.area.shown) == 4
    assert all(w.accessibleName().startswith("Suggested. ") for w in rig.cards.area.shown)


def test_every_card_has_a_name_for_screen_readers(rig: Rig) -> None:
    names = [card.accessibleName() for card in rig.cards.area.shown]
    assert names[0] == (
        "Suggested. 1: Ada Lee says. “taxes fell by 3 percent in May”. claim type?. indirect. cue: said. ◐ likely"
    )


def test_a_settled_note_says_so(bare: Rig) -> None:
    note = bare.session.remarks.write("Is it so?")
    bare.cards.tabs["notes"].click()
    bare.click_card(note.id, f"settle:{note.id}")
    assert bare.notes() == [("Is it so?", "settled", 0)]
    bare.click_card(note.id)
    bare.type("!")
    bare.keys("Enter")
    assert bare.notes() == [("Is it so?!", "settled", 0)]


def test_an_empty_tab_says_what_to_do(bare: Rig) -> None:
    assert bare.cards.area.empty.isVisible()
    assert "No claims or stances yet" in bare.cards.area.empty.text()


def test_a_suggestion_is_told_from_a_decision_without_colour(rig: Rig) -> None:
    def edges(card: CardWidget) -> set[int]:
        """The colours along the card's upper edge."""
        image = card.grab().toImage()
        return {image.pixel(x, 0) for x in range(20, image.width() - 20)}

    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.desk.run("accept")
    rig.keys("Esc")
    decided, suggested = rig.cards.area.shown[:2]
    assert len(edges(decided)) == 1, "one line"
    assert len(edges(suggested)) > 1, "dashes"


def test_the_cards_can_be_dark(rig: Rig) -> None:
    theme = theme_of(dark=True)
    rig.cards.set_theme(theme)
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    card = next(w for w in rig.cards.area.shown if w.accessibleDescription() == "in focus")
    image = card.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() - 6).name() == theme.paper
