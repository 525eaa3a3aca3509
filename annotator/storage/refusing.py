"""How a refused undo names what stands in its way."""

from __future__ import annotations

from annotator.model.errors import NotUndoable
from annotator.model.phrases import tr
from annotator.storage.connection import Connection
from annotator.storage.tables import ANNOTATION, DECISION, LINK, NOTE, Row, Table

_SHOWN = 60


def refuse(title: str, what: str) -> NotUndoable:
    """The refusal to take `title` back (or do it again), for `what` is not as it left it."""
    return NotUndoable(
        tr("“{title}” stays as it is: {what} has been changed since by somebody else.", title=title, what=what),
        hint=tr("Nothing was changed. Undo that other change first, or mend it by hand."),
    )


def named(db: Connection, table: Table, row: Row) -> str:
    """What a person would call the record in `row`."""
    record = table.decode(row)
    if table is ANNOTATION:
        return tr("the label {label} on “{quote}”", label=record.label, quote=_short(record.quote))
    if table is LINK:
        return tr("the link “{role}”", role=record.role)
    if table is NOTE:
        return tr("the note “{text}”", text=_short(record.text))
    if table is DECISION:
        return tr("the decision on “{quote}”", quote=_short(record.quote))
    return tr("the state of “{title}”", title=article_name(db, record.article))


def article_name(db: Connection, key: int) -> str:
    row = db.execute("SELECT title FROM article WHERE id = ?", (key,)).fetchone()
    return _short(row[0]) if row else str(key)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
