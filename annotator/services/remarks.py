"""Notes and questions on labels or on the whole article, and the flag. Each method is one undo step."""

from __future__ import annotations

from annotator.model.annotation import Note
from annotator.model.change import created, deleted, edited, now
from annotator.model.errors import UserError
from annotator.model.ids import new_id
from annotator.model.phrases import tr
from annotator.services.labelling import work_change, work_of
from annotator.services.opened import OpenArticle
from annotator.services.wording import short
from annotator.services.workplace import Workplace


class Remarks:
    """What an annotator can remark. Works on finished articles too: a question may come later."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def write(self, text: str, annotation_id: str | None = None) -> Note:
        """Writes a note on a label, or on the article."""
        opened = self._noting()
        if not text.strip():
            raise UserError(tr("The note is empty."), hint=tr("Write something, or press Esc."))
        if annotation_id is not None and annotation_id not in opened.annotations:
            raise UserError(tr("This label is no longer there."))
        moment = now()
        note = Note(opened.article.key, new_id(), opened.owner, text, annotation_id, created=moment, updated=moment)
        self._place.act("note", tr("Note “{text}”", text=short(text)), [created(note)])
        return note

    def edit(self, note_id: str, text: str) -> None:
        """Gives a note other words; without words it is deleted."""
        note = self._note(note_id)
        if not text.strip():
            self.delete(note_id)
        elif text != note.text:
            self._place.act("note", tr("Edit note “{text}”", text=short(text)), [edited(note, text=text)])

    def settle(self, note_id: str, settled: bool = True) -> None:
        """Marks a note as settled, or as open again."""
        note, state = self._note(note_id), "settled" if settled else "open"
        if note.state != state:
            title = tr("Settle note “{text}”", text=short(note.text)) if settled else tr("Reopen note")
            self._place.act("note", title, [edited(note, state=state)])

    def settle_in(self, article: int, note_id: str, settled: bool) -> None:
        """As `settle`, for a note in any article, opened or not."""
        if self._place.project.read_only:
            raise UserError(tr("The project is open for reading only."))
        self._place.wait()  # the note may just have been written, in an article that was left since
        note = self._place.read(article).notes.get(note_id)
        if note is None:
            raise UserError(tr("This note is no longer there."))
        state = "settled" if settled else "open"
        title = tr("Settle note “{text}”", text=short(note.text)) if settled else tr("Reopen note")
        self._place.act("note", title, [edited(note, state=state)])

    def delete(self, note_id: str) -> None:
        note = self._note(note_id)
        self._place.act("note", tr("Delete note “{text}”", text=short(note.text)), [deleted(note)])

    def flag(self, on: bool | None = None) -> bool:
        """Flags the article, or takes the flag off; turns it over where `on` is None. Whether it is flagged now."""
        opened = self._noting()
        wanted = not opened.flagged if on is None else on
        if wanted != opened.flagged:
            before = work_of(opened, self._place.annotator.id)
            title = tr("Flag the article") if wanted else tr("Take the flag off")
            self._place.act("flag", title, [work_change(opened, before, flagged=wanted)])
        return wanted

    def _noting(self) -> OpenArticle:
        opened = self._place.open
        return self._place.writable if opened.project_read_only else opened

    def _note(self, note_id: str) -> Note:
        note = self._noting().notes.get(note_id)
        if note is None:
            raise UserError(tr("This note is no longer there."))
        return note
