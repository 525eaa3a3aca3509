"""Who gets a key: keyboards of every kind, questions before labels, labels before shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.ui.desk.commands import commands, key_table, schema_keys
from annotator.ui.desk.doing import Doing
from tests.ui.desk.rig import Rig

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALTGR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def press(rig: Rig, key: Qt.Key, held: Qt.KeyboardModifier, text: str) -> None:
    """A key press as a keyboard layout of another country makes it."""
    target = QApplication.focusWidget() or rig.view
    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, held, text))
    QApplication.processEvents()


def test_every_command_of_the_table_has_a_method() -> None:
    for command in commands():
        assert callable(getattr(Doing, command.id)), command.id


def test_no_key_of_the_table_is_one_of_the_schemas(rig: Rig) -> None:
    keys = key_table(commands())
    assert len(keys) == sum(len(command.keys) for command in commands()), "no key is given twice"
    assert keys.keys() & schema_keys(rig.session.schema).keys() == set()


def test_braces_and_brackets_typed_with_altgr_resize(bare: Rig) -> None:
    bare.select("Ada Lee")
    bare.keys("1")
    press(bare, Key.Key_BraceLeft, ALTGR, "{")
    assert bare.labels() == [("PERSON", "Mayor Ada Lee")]
    press(bare, Key.Key_BracketRight, ALTGR, "]")
    assert bare.labels() == [("PERSON", "Mayor Ada Lee said")]


def test_plus_and_question_mark_typed_with_shift_are_polarities(bare: Rig) -> None:
    bare.select("opposes")
    bare.keys("t")
    press(bare, Key.Key_Plus, SHIFT, "+")
    bare.keys("Esc Esc t")
    press(bare, Key.Key_Question, SHIFT, "?")
    bare.keys("Esc Esc")
    assert bare.labels() == [("none", "opposes")]


def test_digits_typed_with_shift_label_and_so_do_those_of_the_keypad(bare: Rig) -> None:
    bare.select("Ada Lee")
    press(bare, Key.Key_1, SHIFT, "1")
    assert bare.labels() == [("PERSON", "Ada Lee")]
    press(bare, Key.Key_2, Qt.KeyboardModifier.KeypadModifier, "2")
    assert bare.labels() == [("ORG", "Ada Lee")]


def test_slash_typed_with_shift_opens_the_picker(bare: Rig) -> None:
    bare.select("Ada Lee")
    press(bare, Key.Key_Slash, SHIFT, "/")
    assert bare.desk.asking is not None
    assert bare.desk.asking.mode == "label"
    bare.keys("Esc")


def test_caps_lock_makes_no_difference(bare: Rig) -> None:
    bare.select("We tried")
    press(bare, Key.Key_R, NONE, "R")
    assert bare.labels() == [("ACTOR", "We tried")]


def test_a_key_with_ctrl_is_not_the_desks(bare: Rig) -> None:
    bare.select("Ada Lee")
    press(bare, Key.Key_R, Qt.KeyboardModifier.ControlModifier, "\x12")
    assert bare.labels() == []


def test_the_desks_keys_are_kept_from_shortcuts_and_all_others_are_not(rig: Rig) -> None:
    def taken(key: Qt.Key, held: Qt.KeyboardModifier, text: str) -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held, text)
        event.ignore()
        QApplication.sendEvent(QApplication.focusWidget() or rig.view, event)
        return event.isAccepted()

    control = Qt.KeyboardModifier.ControlModifier
    assert taken(Key.Key_X, NONE, "x")
    assert not taken(Key.Key_Z, control, "\x1a")
    assert not taken(Key.Key_Question, SHIFT, "?"), "outside the stance mode ? may open the key sheet"
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("t")
    assert taken(Key.Key_Question, SHIFT, "?")
    assert not taken(Key.Key_Z, control, "\x1a")
    rig.keys("Esc")


def test_keys_can_be_given_to_other_commands(rig: Rig) -> None:
    rig.desk.set_keys({"y": "accept", "j": "next_item"})
    rig.keys("j y x")
    assert rig.labels() == [("PERSON", "Ada Lee")]
    assert rig.decisions() == [("accepted", "PERSON", "Ada Lee")]
    assert "y: accept" in rig.foot.foot.spoken


def test_an_unknown_key_in_a_mode_does_nothing_else(rig: Rig) -> None:
    rig.focus("CLAIM", "taxes fell by 3 percent in May")
    rig.keys("t x 1 c")
    assert rig.labels() == []
    assert rig.decisions() == []
    assert rig.desk.asking is not None
    rig.keys("Esc")


def test_the_cards_take_the_keyboard_too(rig: Rig) -> None:
    rig.cards.setFocus()
    assert rig.cards.area.hasFocus()
    rig.keys("Down")
    assert rig.desk.focused is not None
    assert rig.desk.focused.label == "CLAIM"
    rig.keys("Down x")
    assert rig.decisions() == [("rejected", "CLAIM", "“We tried,” “and we won.”"), ("rejected", "CUE", "told")]
