"""Keys are named by what they type, whatever the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.ui import keys
from annotator.ui.keys import names_of, parts, shown
from tests.ui.windows import press

Key, Held = Qt.Key, Qt.KeyboardModifier


def test_a_letter_is_named_in_lower_case_also_with_caps_lock() -> None:
    assert names_of(press(Key.Key_X, "x")) == ("x",)
    assert names_of(press(Key.Key_X, "X")) == ("x",)


def test_shift_is_said_of_letters() -> None:
    assert names_of(press(Key.Key_X, "X", Held.ShiftModifier)) == ("Shift+x",)


def test_a_sign_is_named_as_typed_whatever_is_held_for_it() -> None:
    assert names_of(press(Key.Key_BraceLeft, "{", Held.ShiftModifier)) == ("{",)
    altgr = Held.ControlModifier | Held.AltModifier
    assert names_of(press(Key.Key_BraceLeft, "{", altgr)) == ("{",)
    assert names_of(press(Key.Key_Question, "?", Held.ShiftModifier)) == ("?",)


def test_control_keys_are_named_by_key() -> None:
    assert names_of(press(Key.Key_Return, "\r", Held.ControlModifier)) == ("Ctrl+Return",)
    assert names_of(press(Key.Key_Z, "\x1a", Held.ControlModifier | Held.ShiftModifier)) == ("Ctrl+Shift+Z",)
    assert names_of(press(Key.Key_Plus, "+", Held.ControlModifier)) == ("Ctrl++",)


def test_enter_of_the_keypad_and_backtab_have_one_name() -> None:
    assert names_of(press(Key.Key_Enter, "\r", Held.KeypadModifier)) == ("Return",)
    assert names_of(press(Key.Key_Backtab, "", Held.ShiftModifier)) == ("Shift+Tab",)


def test_a_modifier_alone_has_no_name() -> None:
    assert names_of(press(Key.Key_Shift, "", Held.ShiftModifier)) == ()


def test_other_alphabets_fall_back_on_the_place_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_PLACES", keys._X11)
    assert names_of(press(Qt.Key(0x427), "ч", scan_code=53)) == ("ч", "x")


def test_digits_that_need_shift_are_found_by_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_PLACES", keys._X11)
    assert names_of(press(Key.Key_Ampersand, "&", scan_code=10)) == ("&", "1")
    assert names_of(press(Key.Key_1, "1", Held.ShiftModifier, scan_code=10)) == ("1",)


def test_names_are_shown_as_people_read_them() -> None:
    assert shown("Ctrl+Return") == "Ctrl+Enter"
    assert shown("Shift+x") == "Shift+X"
    assert shown("x") == "x"
    assert parts("Ctrl++") == ["Ctrl", "+"]
    assert parts("+") == ["+"]
