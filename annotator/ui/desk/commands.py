"""What can be done at the desk, as a table: id, name, keys. The window's menus, palette and key sheet read it; no Qt.

Label keys are not here: they are the schema's. Keys are named as `annotator.ui.keys` names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.model.phrases import tr
from annotator.model.schema import Schema


@dataclass(frozen=True, slots=True)
class DeskCommand:
    """One action. `id` is the name of the method of `Doing` that does it."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    group: str = "label"
    """`decide`, `label`, `select` or `remark`: which menu it belongs to."""


def commands() -> tuple[DeskCommand, ...]:
    """All actions of the desk in the chosen language, in the order of the menus."""
    return (
        DeskCommand("next_item", tr("Next suggestion or label"), ("Tab",), "select"),
        DeskCommand("previous_item", tr("Previous suggestion or label"), ("Shift+Tab",), "select"),
        DeskCommand("select_sentence", tr("Select the sentence"), ("s",), "select"),
        DeskCommand("select_quotation", tr("Select the quotation"), ("q",), "select"),
        DeskCommand("keep_selection", tr("Keep the selection, select more text"), (";",), "select"),
        DeskCommand("leave", tr("Leave the mode, the selection, the focus"), ("Esc",), "select"),
        DeskCommand("accept", tr("Accept the suggestion"), ("Return",), "decide"),
        DeskCommand("accept_alike", tr("Accept all of this text and label"), ("Shift+Return",), "decide"),
        DeskCommand("accept_sure", tr("Accept all sure suggestions of the article"), ("Shift+a",), "decide"),
        DeskCommand("reject", tr("Reject the suggestion, delete the label"), ("x", "Del"), "decide"),
        DeskCommand("reject_alike", tr("Reject all of this text and label"), ("Shift+x",), "decide"),
        DeskCommand("reject_rest", tr("Reject all suggestions that are left in the article"), ("Shift+Del",), "decide"),
        DeskCommand("pick_label", tr("Choose a label by name"), ("/",)),
        DeskCommand("stance", tr("Stance: who stands how toward what")),
        DeskCommand("link", tr("Link to another label"), ("l",)),
        DeskCommand("answer", tr("Answer the questions about it"), ("a",)),
        DeskCommand("everywhere", tr("Label all occurrences"), ("g",)),
        DeskCommand("add_fragment", tr("Add the selection as a fragment"), (",",)),
        DeskCommand("shrink_end", tr("Shrink the end by a word"), ("[",)),
        DeskCommand("grow_end", tr("Extend the end by a word"), ("]",)),
        DeskCommand("grow_start", tr("Extend the start by a word"), ("{",)),
        DeskCommand("shrink_start", tr("Shrink the start by a word"), ("}",)),
        DeskCommand("not_text", tr("Not article text: a caption, a trailer"), ("v",), "remark"),
        DeskCommand("note", tr("Write a note"), ("n",), "remark"),
        DeskCommand("flag", tr("Flag the article, or take the flag off"), ("f",), "remark"),
    )


def key_table(found: Iterable[DeskCommand]) -> dict[str, str]:
    """Key name -> command id."""
    return {key: command.id for command in found for key in command.keys}


def keys_of(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Command id -> its key names: `key_table` turned round."""
    found: dict[str, tuple[str, ...]] = {}
    for key, command in table.items():
        found[command] = (*found.get(command, ()), key)
    return found


def schema_keys(schema: Schema) -> dict[str, tuple[str, str]]:
    """Key name -> what it does outside any mode: (layer id, label id), or (layer id, "") for a key that begins a mode."""
    found: dict[str, tuple[str, str]] = {}
    for layer in schema.layers:
        if layer.key and layer.offered:
            found[layer.key] = layer.id, ""
        for label in () if layer.key else layer.labels:
            if label.shown and label.key:
                found[label.key] = layer.id, label.id
    return found
