"""What an export is to do with labels that its format cannot hold as they are: the choices that the format asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QFormLayout

from annotator.model.phrases import tr


class ExportChoices:
    """Rows of a form, of which those are shown that a format asks for."""

    def __init__(self, form: QFormLayout) -> None:
        self._form = form
        self._boxes: dict[str, QComboBox] = {}
        self._shown: Sequence[str] = ()
        for name, (title, answers) in _choices().items():
            box = QComboBox()
            box.setAccessibleName(title.replace("&", ""))
            for value, text in answers:
                box.addItem(text, value)
            self._boxes[name] = box
            form.addRow(title, box)

    def show(self, names: Sequence[str]) -> None:
        """Shows the rows of these choices and hides the others."""
        self._shown = names
        for name, box in self._boxes.items():
            self._form.setRowVisible(box, name in names)

    @property
    def chosen(self) -> dict[str, Any]:
        """The answers, by the names of the choices that are shown."""
        return {name: self._boxes[name].currentData() for name in self._shown}


def _choices() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Name -> title and answers, each with what is said of it; the usual one first."""
    return {
        "fragments": (
            tr("Labels &in pieces"),
            [
                ("split", tr("a label for each piece")),
                ("hull", tr("one label from the first to the last")),
                ("skip", tr("leave them out")),
            ],
        ),
        "cut_tokens": (
            tr("Labels that &cut a token"),
            [
                ("expand", tr("widen them to whole tokens")),
                ("contract", tr("narrow them to whole tokens")),
                ("split", tr("cut the token in two")),
                ("skip", tr("leave them out")),
            ],
        ),
        "overlap": (
            tr("Of &overlapping labels"),
            [("longest", tr("keep the longest")), ("first", tr("keep the first"))],
        ),
        "line_ends": (
            tr("Labels over a &line end"),
            [("split", tr("two pieces, as brat wants it")), ("keep", tr("leave them as they are"))],
        ),
        "unit": (
            tr("doccano counts in"),
            [("utf16", tr("UTF-16 units, as it does unless told otherwise")), ("grapheme", tr("grapheme clusters"))],
        ),
    }
