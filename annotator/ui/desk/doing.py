"""The actions of the desk, one method each: what a key, a button or a menu entry does to what is in focus or selected.

The methods' names are the ids in `commands`. What cannot be done is a UserError that says what to do instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.model import text as texts
from annotator.model.annotation import Annotation, Fragments, join_fragments
from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.model.schema import Layer
from annotator.services.labelling import resized
from annotator.services.opened import Item
from annotator.ui.desk.answering import ask_about
from annotator.ui.desk.choosing import LabelAsking, ModeAsking
from annotator.ui.desk.everywhere import EverywhereAsking
from annotator.ui.desk.linking import RoleAsking, ask_parts, parts_to_ask
from annotator.ui.desk.prompts import TextAsking
from annotator.ui.desk.reading import claim_at, follows, is_suggested, next_suggestion, quoted, style_of

if TYPE_CHECKING:
    from annotator.ui.desk.controller import Desk


class Doing:
    """What can be done with the open article. Works on the desk's focus, selection and caret."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(self, command: str) -> None:
        """Does a command by its id; `label:LAYER/LABEL` and `layer:LAYER` are the schema's keys."""
        kind, _, rest = command.partition(":")
        if kind == "label":
            layer, _, label = rest.partition("/")
            self.label(layer, label)
        elif kind == "layer":
            self.mode(rest)
        else:
            action: Callable[[], None] = getattr(self, command)
            action()

    # -- going about ---------------------------------------------------------------------------------------------

    def next_item(self) -> None:
        self._step(1)

    def previous_item(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        desk = self._desk
        item = follows(desk.opened, desk.focused, desk.view.caret, step)
        if item is None:
            desk.say(tr("There is neither a label nor a suggestion in this article yet."))
        else:
            desk.view.clear_selection()
            desk.focus_on(item.id)

    def select_sentence(self) -> None:
        self._desk.view.select_sentence()

    def select_quotation(self) -> None:
        self._desk.view.select_quotation()

    def keep_selection(self) -> None:
        self._desk.view.start_new_fragment()

    def leave(self) -> None:
        """Leaves the mode, else the selection, else the focus."""
        desk = self._desk
        if desk.asking is not None:
            desk.asking.skipped()
        elif desk.view.selection:
            desk.return_focus()
        else:
            desk.let_go()

    # -- labelling -----------------------------------------------------------------------------------------------

    def label(self, layer: str, label: str) -> None:
        """Labels the selection, else gives what is in focus this label, else labels the word at the caret."""
        desk = self._desk
        item = desk.focused
        context = desk.context_id()
        if desk.view.selection or item is None:
            made = desk.session.labelling.create(self._place(), layer, label)
        elif isinstance(item, Annotation):
            made = desk.session.labelling.relabel(item.id, layer, label)
        else:
            made = desk.session.deciding.accept_as(item.id, layer, label)
        self._made(made, context)

    def _place(self) -> Fragments:
        """The selection, else the word at the caret."""
        view = self._desk.view
        if view.selection:
            return view.selection
        word = texts.token_at(self._desk.opened.text, view.caret)
        return (word,) if word else ()

    def _made(self, made: Annotation, context: str | None) -> None:
        """Puts the focus on a new label and asks for its parts."""
        desk = self._desk
        desk.view.clear_selection()
        desk.used(made.layer, made.label)
        desk.focus_on(made.id, reveal=False)
        ask_parts(desk, made.id, parts_to_ask(desk, made), context)

    def pick_label(self) -> None:
        """Opens the label picker for the selection, the focus or the word at the caret."""
        desk = self._desk
        self._writable()
        item = desk.focused
        if desk.view.selection:
            about = desk.view.selected_text
        elif item is not None:
            about = item.quote
        else:
            place = self._place()
            if not place:
                raise _nothing_selected()
            about = desk.opened.text[place[0][0] : place[-1][1]]
        desk.ask(LabelAsking(desk, tr("Label {quote}", quote=quoted(about, 40)), self._picked))

    def _picked(self, layer: str, label: str) -> None:
        known = self._desk.session.schema.layer(layer)
        if known is not None and known.key:
            self._stance(known.id, label)
        else:
            self.label(layer, label)

    # -- stances -------------------------------------------------------------------------------------------------

    def stance(self) -> None:
        """Begins a stance on the selection or on what is in focus."""
        layer = next((layer for layer in self._desk.session.schema.layers if layer.key), None)
        if layer is None:
            raise UserError(tr("The schema has no layer for stances."))
        self.mode(layer.id)

    def mode(self, layer_id: str) -> None:
        """Begins the mode of a layer in which its labels' keys hold."""
        desk = self._desk
        self._writable()
        layer: Layer | None = desk.session.schema.layer(layer_id)
        assert layer is not None, "a mode's key belongs to a layer"
        if not self._stance_place(layer_id):
            raise _nothing_selected()
        item = desk.focused
        about = desk.view.selected_text or (item.quote if item else "")
        title = tr("{layer} on {quote}:", layer=layer.name, quote=quoted(about, 40))
        if item is not None and item.layer == layer_id and not desk.view.selection:
            title = tr("{quote} is:", quote=quoted(about, 40))
        desk.ask(ModeAsking(desk, layer, title, self._stance))

    def _stance_place(self, layer_id: str) -> Fragments:
        del layer_id
        desk = self._desk
        if desk.view.selection:
            return desk.view.selection
        return desk.focused.fragments if desk.focused else self._place()

    def _stance(self, layer: str, label: str) -> None:
        """Makes a stance, or turns the one in focus over; then asks for holder and target."""
        desk = self._desk
        item = desk.focused
        if item is not None and item.layer == layer and not desk.view.selection:
            self.label(layer, label)
            return
        place = self._stance_place(layer)
        context = desk.context_id()
        if context is None and place and (claim := claim_at(desk.opened, place[0][0], place[-1][1])):
            context = claim.id
        self._made(desk.session.labelling.create(place, layer, label), context)

    # -- deciding ------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Accepts the suggestion in focus. A name is done with it, so the next suggestion follows; a claim stays.

        On a label that is there it goes to the next suggestion.
        """
        desk = self._desk
        item = self._focused_or_say(tr("Nothing is in focus to accept."))
        if isinstance(item, Annotation):
            self._go_on(item)
            return
        made = desk.session.deciding.accept(item.id)
        desk.used(made.layer, made.label)
        if (
            desk.moves_on
            and style_of(desk.session.schema, made.layer, made.label) == "fill"
            and not desk.opened.missing(made)
        ):
            self._go_on(made)
        else:
            desk.focus_on(made.id)

    def accept_alike(self) -> None:
        desk = self._desk
        item = self._suggestion()
        count = desk.session.deciding.accept_alike(item.id)
        desk.used(item.layer, item.label)
        there = desk.opened.at_place(item.place)
        desk.focus_on(there.id if there else None)
        desk.say(trn("{n} suggestion accepted.", "{n} suggestions accepted.", count))
        if there is not None and desk.moves_on and style_of(desk.session.schema, item.layer, item.label) == "fill":
            self._go_on(there)

    def reject(self) -> None:
        """Refuses the suggestion in focus and goes on to the next; deletes the label in focus."""
        desk = self._desk
        item = self._focused_or_say(tr("Nothing is in focus to reject or delete."))
        if isinstance(item, Annotation):
            desk.session.labelling.delete(item.id)
            desk.let_go()
        else:
            desk.session.deciding.reject(item.id)
            self._go_on(item)

    def reject_alike(self) -> None:
        desk = self._desk
        item = self._suggestion()
        count = desk.session.deciding.reject_alike(item.id)
        self._go_on(item)
        desk.say(trn("{n} suggestion rejected.", "{n} suggestions rejected.", count))

    def _go_on(self, item: Item) -> None:
        desk = self._desk
        following = next_suggestion(desk.opened, item.start, item.end)
        if following is not None:
            desk.focus_on(following.id)
            return
        still = desk.opened.item(item.id)
        desk.focus_on(still.id if still else None)
        desk.say(tr("No suggestion is left in this article."))

    # -- linking, answering, occurrences -------------------------------------------------------------------------

    def link(self) -> None:
        item = self._focused_or_say(tr("Nothing is in focus to link from."))
        self._writable()
        self._desk.ask(RoleAsking(self._desk, item.id))

    def answer(self) -> None:
        """Asks about what is in focus, else about the article."""
        self._writable()
        item = self._desk.focused
        ask_about(self._desk, item.id if item else None)

    def everywhere(self) -> None:
        """Lists all occurrences of what is selected or in focus, to label them."""
        desk = self._desk
        self._writable()
        item = desk.focused
        if desk.view.selection or item is None:
            place = self._place()
            quote = " ".join(desk.opened.text[start:end] for start, end in place)
            if not quote.strip():
                raise _nothing_selected()
            title = tr("Label all occurrences of {quote}", quote=quoted(quote, 40))
            desk.ask(LabelAsking(desk, title, lambda layer, label: self._list(quote, layer, label)))
        else:
            self._list(item.quote, item.layer, item.label)

    def _list(self, quote: str, layer: str, label: str) -> None:
        self._desk.view.clear_selection()
        self._desk.ask(EverywhereAsking(self._desk, quote, layer, label))

    # -- boundaries ----------------------------------------------------------------------------------------------

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
            raise _nothing_selected()
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

    # -- remarks -------------------------------------------------------------------------------------------------

    def note(self) -> None:
        """Writes a note on the label in focus, else on the article; opens the one that is there."""
        desk = self._desk
        item = desk.focused
        if item is not None and is_suggested(item):
            raise UserError(tr("A suggestion has no notes."), hint=tr("Accept it first, or write on the article."))
        there = [note for note in desk.opened.notes_on(item.id if item else None) if note.state == "open"]
        self.edit_note(there[-1].id if there and item is not None else None, item.id if item else None)

    def edit_note(self, note_id: str | None, item_id: str | None = None) -> None:
        """Asks for the words of a note: of one that is there, or of a new one on a label or the article."""
        desk = self._desk
        remarks = desk.session.remarks
        note = desk.opened.notes.get(note_id) if note_id else None
        item = desk.opened.item(note.annotation if note else item_id)
        title = tr("Note on {quote}", quote=quoted(item.quote, 40)) if item else tr("Note on the article")

        def save(text: str) -> None:
            desk.ask(None)
            if note is not None:
                remarks.edit(note.id, text)
            elif text.strip():
                remarks.write(text.strip(), item_id)

        desk.ask(TextAsking(desk, title, save, note.text if note else "", multiline=True))

    def flag(self) -> None:
        flagged = self._desk.session.remarks.flag()
        self._desk.say(tr("Flagged.") if flagged else tr("The flag is off."))

    def skip(self) -> None:
        """Asks why the article is left out, and leaves it out."""
        desk = self._desk

        def done(reason: str) -> None:
            desk.session.progress.skip(reason)
            desk.ask(None)
            desk.skipped.emit()

        desk.ask(TextAsking(desk, tr("Why is this article left out?"), done))

    def finish(self) -> None:
        """The window marks the article as done and opens the next one."""
        self._desk.finish_wanted.emit()

    # -- conditions ----------------------------------------------------------------------------------------------

    def _writable(self) -> None:
        """Says why nothing can be changed before a question is asked in vain."""
        _ = self._desk.session.place.writable

    def _focused_or_say(self, what: str) -> Item:
        item = self._desk.focused
        if item is None:
            raise UserError(what, hint=tr("Go to a label or suggestion with Tab, or click it."))
        return item

    def _suggestion(self) -> Item:
        item = self._focused_or_say(tr("Nothing is in focus."))
        if isinstance(item, Annotation):
            raise UserError(tr("This is a label already, not a suggestion."))
        return item


def _nothing_selected() -> UserError:
    return UserError(
        tr("No text is selected."), hint=tr("Select some words first: Shift with the arrows, s, q, or the mouse.")
    )


def _joined(text: str, pieces: Fragments) -> Fragments:
    """`pieces` trimmed of white space and joined where they touch."""
    return join_fragments(piece for span in pieces if (piece := texts.trim(text, span)))
