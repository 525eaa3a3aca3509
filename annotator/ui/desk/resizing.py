"""Where a label begins and ends: by words, and fragments added to it. A suggestion is accepted by it."""

from __future__ import annotations

from annotator.model import text as texts
from annotator.model.annotation import Annotation, Fragments, join_fragments
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.services.labelling import resized
from annotator.services.opened import Item
from annotator.ui.desk.acting import Acting, nothing_selected


class Resizing(Acting):
    """Actions on the boundaries of what is in focus."""

    def add_fragment(self) -> None:
        """Adds the selection to what is in focus, or to what was in focus before the selection was made."""
        desk = self._desk
        item = desk.focused or desk.former
        if item is None:
            raise UserError(
                tr("Nothing is in focus to add to."), hint=tr("Go to a label with Tab, then select more text.")
            )
        pieces = desk.view.selection
        if not pieces:
            raise nothing_selected()
        made = self._with_fragments(item, (*item.fragments, *pieces))
        desk.view.clear_selection()
        desk.focus_on(made.id)

    def shrink_end(self) -> None:
        self._resize("end", -1)

    def grow_end(self) -> None:
        self._resize("end", 1)

    def grow_start(self) -> None:
        self._resize("start", 1)

    def shrink_start(self) -> None:
        self._resize("start", -1)

    def _resize(self, edge: str, step: int) -> None:
        desk = self._desk
        item = self._focused_or_say(tr("Nothing is in focus to resize."))
        if isinstance(item, Annotation):
            made = desk.session.labelling.resize(item.id, edge, step)
        else:
            made = self._with_fragments(item, resized(desk.opened.text, item.fragments, edge, step))
        desk.focus_on(made.id)

    def _with_fragments(self, item: Item, pieces: Fragments) -> Annotation:
        session = self._desk.session
        if isinstance(item, Annotation):
            return session.labelling.set_fragments(item.id, pieces)
        if pieces == item.fragments:
            raise UserError(tr("There is no room to resize it."))
        return session.deciding.accept_with(item.id, _joined(self._desk.opened.text, pieces))


def _joined(text: str, pieces: Fragments) -> Fragments:
    """`pieces` trimmed of white space and joined where they touch."""
    return join_fragments(piece for span in pieces if (piece := texts.trim(text, span)))
