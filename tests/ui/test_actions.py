"""The table of commands: complete, without clashes, and keys that can be changed."""

from __future__ import annotations

from collections import Counter

import pytest

from annotator.model.errors import UserError
from annotator.model.schema import Schema
from annotator.ui.actions import DESK, WINDOW, Binding, Commands, menus, table
from annotator.ui.desk.commands import schema_keys
from annotator.ui.palette import fitting


def test_no_id_is_there_twice() -> None:
    assert max(Counter(entry.id for entry in table()).values()) == 1


def test_every_menu_that_a_command_names_exists() -> None:
    assert {entry.menu.removeprefix("-") for entry in table()} <= {"", *menus()}


def test_no_default_key_has_two_meanings(schema: Schema) -> None:
    window = [key for entry in table() if entry.scope == WINDOW for key in entry.keys.split()]
    desk = [key for entry in table() if entry.scope == DESK for key in entry.keys.split()]
    everywhere = Counter([*window, *desk, *schema_keys(schema)])
    # `?` shows the keys where nothing else wants it; in the stance mode it is a polarity.
    assert [key for key, times in everywhere.items() if times > 1] == []


def test_the_keys_of_the_product_are_there() -> None:
    keys = {key: entry.id for entry in table() for key in entry.keys.split()}
    assert keys["Ctrl+Return"] == "article.done"
    assert keys["Ctrl+Shift+Return"] == "article.skip"
    assert keys["Ctrl+PgDown"] == "article.next"
    assert keys["Ctrl+B"] == "view.queue"
    assert keys["Ctrl+J"] == "view.cards"
    assert keys["Ctrl+K"] == "help.palette"
    assert keys["Ctrl+Shift+Z"] == "edit.redo"


def test_a_taken_key_is_refused_and_its_holder_named() -> None:
    commands = Commands()
    with pytest.raises(UserError, match="Undo"):
        commands.set_keys("edit.redo", "Ctrl+Z")
    with pytest.raises(UserError, match="PERSON"):
        commands.set_keys("desk.note", "1", {"1": "PERSON"})
    assert commands.own_keys() == {}


def test_a_changed_key_holds_and_the_usual_ones_come_back() -> None:
    commands = Commands({"desk.note": "m", "no.such": "y"})
    assert commands.desk_keys()["m"] == "note"
    assert "n" not in commands.desk_keys()
    commands.set_keys("edit.undo", "Ctrl+Backspace")
    assert commands.own_keys() == {"desk.note": "m", "edit.undo": "Ctrl+Backspace"}
    commands.reset_keys()
    assert commands.own_keys() == {}


def test_what_is_not_enabled_is_not_run() -> None:
    ran: list[str] = []
    commands = Commands()
    commands.bind({"edit.undo": Binding(lambda: ran.append("undo"), lambda: False)})
    assert not commands.run("edit.undo")
    assert not commands.run("edit.redo")
    assert ran == []


def test_an_error_of_a_command_is_told() -> None:
    told: list[UserError] = []

    def fail() -> None:
        raise UserError("It does not go.")

    commands = Commands()
    commands.on_error = told.append
    commands.bind({"edit.undo": Binding(fail)})
    commands.run("edit.undo")
    assert [error.what for error in told] == ["It does not go."]


def test_the_palette_finds_by_parts_of_words_without_accents() -> None:
    commands = Commands()
    commands.bind({entry.id: Binding(lambda: None) for entry in table()})
    found = [command.id for command in fitting(commands.all(), "imp art")]
    assert found == ["corpus.import"]
    assert fitting(commands.all(), "Éxpört")[0].id == "corpus.export"
    assert fitting(commands.all(), "no such command") == []
