"""The actions of the desk, one method each: what a key, a button or a menu entry does to what is in focus or selected.

The methods' names are the ids in `commands`. What cannot be done is a UserError that says what to do instead.
"""

from __future__ import annotations

from collections.abc import Callable

from annotator.model.annotation import Annotation, Fragments
from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.model.schema import Layer
from annotator.services.opened import Item
from annotator.ui.desk.acting import nothing_selected
from annotator.ui.desk.answering import ask_about
from annotator.ui.desk.choosing import LabelAsking, ModeAsking
from annotator.ui.desk.everywhere import EverywhereAsking
from annotator.ui.desk.linking import EndAsking, RoleAsking, answers_to_ask, ask_parts, parts_to_ask
from annotator.ui.desk.reading import claim_at, follows, next_suggestion, quoted, style_of
from annotator.ui.desk.remarking import Remarking
from annotator.ui.desk.resizing import Resizing


class Doing(Resizing, Remarking):
    """What can be done with the open article. Works on the desk's focus, selection and caret."""

    def run(self, command: str) -> None:
        """Does a command by its id; `label:LAYER/LABEL`, `layer:LAYER` and `stance:LAYER/LABEL` are the schema's."""
        kind, _, rest = command.partition(":")
        if kind in ("label", "stance") and rest:
            layer, _, label = rest.partition("/")
            (self.label if kind == "label" else self._stance)(layer, label)
        elif kind == "layer":
            self.mode(rest)
        else:
            action: Callable[[], None] = getattr(self, command)
            action()

    def act_on(self, item_id: str, action: str) -> None:
        """Does what a click on a part of a card means: `answer:ATTRIBUTE`, `role:ROLE`, `note:ID`, `settle:ID`, `run:COMMAND`."""
        desk = self._desk
        kind, _, rest = action.partition(":")
        if kind == "settle":
            note = desk.opened.notes[rest]
            desk.session.remarks.settle(rest, note.state == "open")
            return
        if kind == "note":
            self.edit_note(rest)
            return
        if desk.opened.item(item_id) is not None:
            desk.view.clear_selection()
            desk.focus_on(item_id)
        if kind == "run":
            self.run(rest)
        elif kind == "answer":
            self._writable()
            ask_about(desk, item_id, rest)
        elif (role := desk.session.schema.role(rest)) is not None:
            self._writable()
            desk.ask(EndAsking(desk, item_id, role))

    # -- going about ---------------------------------------------------------------------------------------------

    def next_item(self) -> None:
        self._step(1)

    def previous_item(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        desk = self._desk
        item = follows(desk.opened, desk.focused, desk.view.caret, step, unsure_first=desk.unsure_first)
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

    def _made(self, made: Annotation, context: str | None) -> None:
        """Puts the focus on a new label and asks for its parts."""
        desk = self._desk
        desk.view.clear_selection()
        desk.used(made.layer, made.label)
        desk.focus_on(made.id, reveal=False)
        ask_parts(desk, made.id, parts_to_ask(desk, made), context)
        if desk.asking is None and answers_to_ask(desk, made):
            ask_about(desk, made.id)

    def pick_label(self) -> None:
        """Opens the label picker for the selection, the focus or the word at the caret."""
        desk = self._desk
        self._writable()
        if not any(layer.labels for layer in desk.session.schema.layers):
            raise UserError(tr("The schema has no labels yet."), hint=tr("Ctrl+L adds some."))
        item = desk.focused
        if desk.view.selection:
            about = desk.view.selected_text
        elif item is not None:
            about = item.quote
        else:
            place = self._place()
            if not place:
                raise nothing_selected()
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
        layers = [layer for layer in self._desk.session.schema.layers if layer.offered]
        stances = [layer for layer in layers if layer.key] or [layer for layer in layers if layer.style == "mark"]
        if not stances:
            raise UserError(tr("The schema has no layer for stances."), hint=tr("Ctrl+L adds one."))
        self.mode(stances[0].id)

    def mode(self, layer_id: str) -> None:
        """Begins the mode of a layer in which its labels' keys hold."""
        desk = self._desk
        self._writable()
        layer: Layer | None = desk.session.schema.layer(layer_id)
        assert layer is not None, "a mode's key belongs to a layer"
        if not self._stance_place(layer_id):
            raise nothing_selected()
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

    def accept_sure(self) -> None:
        """Accepts all sure suggestions of the article in one step; the focus goes to the first that is left."""
        desk = self._desk
        count = desk.session.sure.accept()
        if not count:
            desk.say(tr("No suggestion that is left in this article is sure."))
            return
        following = next_suggestion(desk.opened, 0, 0, unsure_first=desk.unsure_first)
        desk.focus_on(following.id if following else None)
        words = trn("{n} sure suggestion accepted.", "{n} sure suggestions accepted.", count)
        desk.say(" ".join([words, tr("Ctrl+Z takes it back.")]))

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

    def reject_rest(self) -> None:
        """Refuses all suggestions that are left in the article, in one step."""
        desk = self._desk
        count = desk.session.deciding.reject_rest() if desk.opened.pending else 0
        if count:
            desk.focus_on(None)
            words = trn("{n} suggestion rejected.", "{n} suggestions rejected.", count)
            desk.say(" ".join([words, tr("Ctrl+Z takes it back.")]))
        else:
            desk.say(tr("No suggestion is left in this article."))

    def _go_on(self, item: Item) -> None:
        desk = self._desk
        following = next_suggestion(desk.opened, item.start, item.end, unsure_first=desk.unsure_first)
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
                raise nothing_selected()
            title = tr("Label all occurrences of {quote}", quote=quoted(quote, 40))
            desk.ask(LabelAsking(desk, title, lambda layer, label: self._list(quote, layer, label)))
        else:
            self._list(item.quote, item.layer, item.label)

    def _list(self, quote: str, layer: str, label: str) -> None:
        self._desk.view.clear_selection()
        self._desk.ask(EverywhereAsking(self._desk, quote, layer, label))

    def finish(self) -> None:
        """The window marks the article as done and opens the next one."""
        self._desk.finish_wanted.emit()
