"""Notes, the flag, and leaving an article out: the words are asked for at the desk."""

from __future__ import annotations

from annotator.model import text as texts
from annotator.model.annotation import NOT_TEXT, Annotation
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.ui.desk.acting import Acting
from annotator.ui.desk.prompts import TextAsking
from annotator.ui.desk.reading import is_suggested, quoted


class Remarking(Acting):
    """Actions that remark on something."""

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

    def not_text(self) -> None:
        """Marks the selection, else the paragraph at the caret, as a caption; a second time as a trailer."""
        desk = self._desk
        item = desk.focused
        session = desk.session
        if isinstance(item, Annotation) and item.layer == NOT_TEXT:
            made = session.not_text.turn(item)
        else:
            caret = desk.view.caret
            lines = [(start, end) for start, end in texts.lines(desk.opened.text) if start <= caret <= end]
            made = session.not_text.mark(desk.view.selection or lines)
            desk.view.clear_selection()
        desk.focus_on(made.id, reveal=False)
        desk.say(tr("Not article text: nothing is suggested here. Once more for the other kind, x takes it back."))

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
