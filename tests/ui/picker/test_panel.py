"""The panel of questions: it has the keyboard while it asks, shows the guidelines, and gives the keyboard back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from annotator.services.examples import Reviewed
from annotator.ui.picker.choices import spoken
from annotator.ui.theme import theme_of
from tests.services.desk import at
from tests.ui.desk.rig import Rig


def test_the_label_picker_shows_definition_and_examples(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("/")
    assert bare.panel.isVisible()
    assert bare.panel.field.hasFocus()
    assert "A named person" in bare.panel.details.text()
    assert "✓ Sam Altman" in bare.panel.details.text()
    assert "✗ President Lee" in bare.panel.details.text()
    bare.keys("Down")
    assert "A named company" in bare.panel.details.text()
    bare.keys("Esc")
    assert not bare.panel.isVisible()
    assert bare.view.hasFocus()


def test_words_put_in_by_an_input_method_filter_too(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("/")
    event = QInputMethodEvent()
    event.setCommitString("org")
    QApplication.sendEvent(bare.panel.field, event)
    assert bare.texts()[0] == "ORG"
    bare.keys("Backspace Backspace Backspace")
    assert bare.panel.field.text() == ""
    bare.keys("Esc")


def test_typing_in_the_middle_of_the_field_stays_there(bare: Rig) -> None:
    bare.select("opposes")
    bare.keys("t - Esc")
    bare.type("tols")
    bare.keys("Left")
    bare.type("l")
    assert bare.panel.field.text() == "tolls"
    bare.keys("Enter")
    assert bare.attributes() == [("opposes", '{"topic":"tolls"}')]


def test_keys_that_reach_the_article_answer_as_well(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("/")
    bare.view.setFocus()
    bare.type("gpe")
    assert bare.panel.field.text() == "gpe"
    bare.keys("Enter")
    assert bare.labels() == [("GPE", "Ada Lee")]


def test_the_panel_keeps_away_from_the_focus(bare: Rig) -> None:
    item = bare.session.labelling.create(at("Ada Lee"), "entity", "PERSON")
    bare.desk.focus_on(item.id)
    bare.keys("l")
    words = bare.view.y_of(item.start)
    assert not bare.panel.y() <= words <= bare.panel.y() + bare.panel.height()
    assert bare.view.viewport().rect().contains(bare.panel.geometry())
    bare.keys("Esc")


def test_choices_are_spoken_with_key_and_state(bare: Rig) -> None:
    bare.session.labelling.create(at("taxes fell"), "claim", "CLAIM", {"voice": "direct"})
    bare.focus("CLAIM", "taxes fell")
    bare.keys("a")
    prompt = bare.desk.prompt()
    assert prompt is not None
    assert spoken(prompt.choices[0]) == "fact, Something is or was so; it can be checked., key 1, not checked"
    assert prompt.stages[:2] == ("claim type", "voice")
    index = bare.panel.list.choices.index(0)
    assert bare.panel.list.choices.data(index, Qt.ItemDataRole.AccessibleTextRole) == spoken(prompt.choices[0])
    bare.keys("Esc")


def test_occurrences_can_be_unchecked_by_mouse(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("1 g")
    bare.click_choice(1)
    assert [c.checked for c in bare.desk.prompt().choices] == [False, False]  # type: ignore[union-attr]
    bare.click_choice(1)
    bare.keys("Enter")
    assert bare.labels() == [("PERSON", "Ada Lee"), ("PERSON", "Ada Lee")]


def test_the_panel_can_be_dark_and_is_painted(bare: Rig) -> None:
    theme = theme_of(dark=True)
    bare.panel.set_theme(theme)
    bare.select("Ada Lee")
    bare.keys("/")
    assert theme.muted in bare.panel.details.text()
    assert not bare.panel.grab().isNull()
    bare.keys("Esc")


@pytest.mark.parametrize("height", [760, 420])
@pytest.mark.parametrize("quote", ["Ada Lee", "Lee told Harbour Radio", "doubt it"])
def test_the_panel_never_covers_what_it_asks_about(bare: Rig, quote: str, height: int) -> None:
    bare.setFixedSize(1120, height)
    bare.view.set_zoom(2.0)
    bare.select(quote)
    bare.keys("/")
    (start, end), *_ = at(quote)
    top, bottom = bare.view.y_of(start), bare.view.y_of(end)
    shown = bare.panel.geometry()
    assert 0 <= top <= bare.view.viewport().height()
    assert bottom < shown.top() or top > shown.bottom()
    bare.keys("Esc")


def test_examples_from_reviewed_text_stand_beside_the_choice(bare: Rig) -> None:
    bare.session.examples.use(
        Reviewed({("entity", "PERSON"): ("Ina <b>Voss</b>",)}, {("entity", "PERSON"): ("“Voss Ltd” is ORG",)})
    )
    bare.select("Ada Lee")
    bare.keys("/")
    said = bare.panel.details.text()
    assert "From reviewed text" in said
    assert "✓ Ina &lt;b&gt;Voss&lt;/b&gt;" in said, "nothing in a text is read as markup"
    assert "✗ “Voss Ltd” is ORG" in said
    bare.keys("Esc")
