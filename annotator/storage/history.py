"""Undo and redo: steps of an annotator taken back and done again, also after a restart, newest first.

Undo inverts the events of a step, redo those of the undo. An inverse is applied only to what is as the step left it;
otherwise the whole of it is refused by name and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.model.change import Change, inverse, repeated, same_content
from annotator.model.errors import NotUndoable
from annotator.model.phrases import tr
from annotator.storage import arrivals, journal, keeping
from annotator.storage.connection import Connection
from annotator.storage.refusing import named, refuse
from annotator.storage.schema_edit import write_definition
from annotator.storage.settings import GUIDELINES, set_setting, setting
from annotator.storage.tables import Row, Table

Tick = Callable[[int, int], None]
"""Hears how many events of how many are done; may raise Cancelled, then nothing was changed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action as history lists it."""

    id: int
    kind: str
    title: str
    at: str
    state: str
    """`done`, `undone`, `superseded` (undone, and something else done since), `running`, `interrupted`."""
    size: int
    """How many records it changed or brought."""


@dataclass(frozen=True)
class TakenBack:
    """What an undo or redo did."""

    step: Step
    changes: tuple[Change, ...] = ()
    """The records as they were and as they now stand; for an import or merge none are listed, see `arrival`."""
    schema_changed: bool = False
    guidelines_changed: bool = False
    settings_changed: bool = False
    """Whether suggesters, known names or what memory was told are others now."""
    arrival: bool = False
    """Whether articles, labels or people came or went in bulk: everything shown has to be read again."""


@dataclass
class _Gathered:
    changes: list[Change] = field(default_factory=list)
    schema: bool = False
    guidelines: bool = False
    settings: bool = False
    arrival: bool = False


_STEP = "SELECT id, kind, title, at, state, size FROM step"


def undoable(db: Connection, owner: int) -> Step | None:
    """The step that undo takes back next, or None."""
    return _extreme(db, owner, "max", ("done", "interrupted", "running"))


def redoable(db: Connection, owner: int) -> Step | None:
    """The step that redo does again next, or None."""
    return _extreme(db, owner, "min", ("undone",))


def steps(db: Connection, owner: int, limit: int = 200) -> list[Step]:
    """The latest steps of an annotator, the newest first; undoing and redoing are no steps of their own."""
    rows = db.execute(
        # `+owner`: walk from the newest step back, do not sort all of them.
        f"{_STEP} WHERE +owner = ? AND undoes IS NULL ORDER BY id DESC LIMIT ?",
        (owner, limit),
    )
    return [Step(*row) for row in rows.fetchall()]


def undo(db: Connection, owner: int, tick: Tick | None = None) -> TakenBack | None:
    """Takes the annotator's last step back; None where there is none. NotUndoable where something rests on it."""
    with journal.transaction(db):
        step = undoable(db, owner)
        if step is None:
            return None
        if step.state == "running":
            raise NotUndoable(tr("“{title}” is still running.", title=step.title), hint=tr("Stop it first, or wait."))
        return _invert(db, owner, step, step.id, "undo", "undone", tick)


def redo(db: Connection, owner: int, tick: Tick | None = None) -> TakenBack | None:
    """Does the annotator's last undone step again; None where there is none."""
    with journal.transaction(db):
        step = redoable(db, owner)
        if step is None:
            return None
        (undone_by,) = db.execute("SELECT max(id) FROM step WHERE undoes = ? AND state = 'undo'", (step.id,)).fetchone()
        return _invert(db, owner, step, undone_by, "redo", "done", tick)


def _extreme(db: Connection, owner: int, which: str, states: tuple[str, ...]) -> Step | None:
    sql = f"SELECT {which}(id) FROM step WHERE owner = ? AND state = ?"
    found = [found for state in states if (found := db.execute(sql, (owner, state)).fetchone()[0]) is not None]
    if not found:
        return None
    return Step(*db.execute(f"{_STEP} WHERE id = ?", (max(found) if which == "max" else min(found),)).fetchone())


def _invert(
    db: Connection, owner: int, step: Step, source: int, direction: str, state: str, tick: Tick | None
) -> TakenBack:
    """Inverts the events of the step `source` (the step itself, or the undo of it), the last one first."""
    inverting = journal.open_step(db, owner, step.kind, step.title, state=direction, undoes=step.id)
    # Events that came along in a merge are history of somebody else; the merge's own event says what it did.
    sql = "SELECT id FROM event WHERE step = ? AND arrived_by IS NULL ORDER BY id DESC"
    events = [row[0] for row in db.execute(sql, (source,)).fetchall()]
    gathered = _Gathered()
    for number, event in enumerate(events):
        if tick:
            tick(number, len(events))
        (data,) = db.execute("SELECT changes FROM event WHERE id = ?", (event,)).fetchone()
        new_event = journal.reserve_event(db, inverting, owner)
        content, size = _invert_event(db, step, event, journal.unpack(data), direction, gathered)
        journal.fill_event(db, new_event, content, size)
    db.execute("UPDATE step SET state = ? WHERE id = ?", (state, step.id))
    return TakenBack(
        Step(step.id, step.kind, step.title, step.at, state, step.size),
        tuple(gathered.changes),
        gathered.schema,
        gathered.guidelines,
        gathered.settings,
        gathered.arrival,
    )


def _invert_event(
    db: Connection, step: Step, event: int, content: Mapping[str, Any], direction: str, gathered: _Gathered
) -> tuple[dict[str, Any], int]:
    """Inverts one event. Returns the content and size of the event that records it."""
    done: dict[str, Any] = {}
    size = 0
    if "arrived" in content:
        gathered.arrival = True
        done, size = arrivals.withdraw(db, step.id, event, content, step.title)
    elif "withdrawn" in content:
        gathered.arrival = True
        done, size = arrivals.bring_back(db, event, content, step.title)
    elif "changes" in content:
        entries = []
        for table, before, after in reversed(journal.read_changes(content)):
            entry, change = _invert_change(db, table, before, after, direction, step.title)
            entries.append(entry)
            gathered.changes.append(change)
        done["changes"] = entries
        size = len(entries)
    if schema := content.get("schema"):
        _exchange_schema(db, schema["after"], schema["before"], step.title)
        done["schema"] = {"before": schema["after"], "after": schema["before"]}
        gathered.schema = True
    if guidelines := content.get("guidelines"):
        if setting(db, GUIDELINES) != guidelines["after"]:
            raise refuse(step.title, tr("the guidelines"))
        set_setting(db, GUIDELINES, guidelines["before"])
        done["guidelines"] = {"before": guidelines["after"], "after": guidelines["before"]}
        gathered.guidelines = True
    if settings := content.get("settings"):
        for name, before, after in settings:
            if keeping.stored(db, name) != after:
                raise refuse(step.title, tr("the value “{name}”", name=name))
            keeping.put(db, name, before)
        done["settings"] = [[name, after, before] for name, before, after in settings]
        size = len(settings)
        gathered.settings = True
    return done, max(size, 1)


def _invert_change(
    db: Connection, table: Table, before: Row | None, after: Row, direction: str, title: str
) -> tuple[list[Any], Change]:
    row = journal.row_like(db, table, after)
    expected = table.decode(after)
    if row is None or not same_content(current := table.decode(row), expected):
        raise refuse(title, named(db, table, after))
    was = table.decode(before) if before is not None else None
    if direction == "undo":
        change = inverse(Change(was, expected), current)
    else:
        change = repeated(Change(expected, was), current)
    # The content's own event comes back with it; a tombstone keeps the event that is taken back.
    written = table.encode(change.after, before[-1] if before is not None else row[-1])
    journal.write_row(db, table, row, written)
    return [table.name, row, written], change


def _exchange_schema(db: Connection, expected: list[str], wanted: list[str], title: str) -> None:
    present = db.execute("SELECT name, definition FROM schema").fetchone()
    if list(present) != expected:
        raise refuse(title, tr("the schema"))
    write_definition(db, *wanted)
