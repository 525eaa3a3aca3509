"""What every action of the desk begins with: what it is for, and whether anything can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model import text as texts
from annotator.model.annotation import Annotation, Fragments
from annotator.model.errors import UserError
from annotator.model.pending import Pending
from annotator.model.phrases import tr
from annotator.services.opened import Item

if TYPE_CHECKING:
    from annotator.ui.desk.controller import Desk


class Acting:
    """What actions work with."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def _place(self) -> Fragments:
        """The selection, else the word at the caret."""
        view = self._desk.view
        if view.selection:
            return view.selection
        word = texts.token_at(self._desk.opened.text, view.caret)
        return (word,) if word else ()

    def _writable(self) -> None:
        """Says why nothing can be changed before a question is asked in vain."""
        _ = self._desk.session.place.writable

    def _focused_or_say(self, what: str) -> Item:
        """What is in focus; UserError with `what` where nothing is, and where no article is open."""
        item = self._desk.opened.item(self._desk.focus)
        if item is None:
            raise UserError(what, hint=tr("Go to a label or suggestion with Tab, or click it."))
        return item

    def _suggestion(self) -> Pending:
        item = self._focused_or_say(tr("Nothing is in focus."))
        if isinstance(item, Annotation):
            raise UserError(tr("This is a label already, not a suggestion."))
        return item


def nothing_selected() -> UserError:
    return UserError(
        tr("No text is selected."), hint=tr("Select some words first: Shift with the arrows, s, q, or the mouse.")
    )
