"""A change of the project and its inverse: what one action did, as values.

Everything a person, an import or a merge does is an `Operation`: a named list of `Change`s, each the row before and the
row after. The inverse is the same list turned round, so undo needs no code of its own for each action.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from annotator.model.annotation import Record, changed


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after an action; None where it is not there."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record that is concerned, as it is after the change if it is there."""
        found = self.after if self.after is not None else self.before
        assert found is not None, "a change has a side"
        return found


@dataclass(frozen=True, slots=True)
class Operation:
    """What one action changes. `title` is what the undo menu says: 'Label “OpenAI” ORG'."""

    kind: str
    title: str
    changes: tuple[Change, ...] = field(default_factory=tuple)


def created(record: Record) -> Change:
    """The change that brings a new record."""
    return Change(None, record)


def edited(record: Record, **values: Any) -> Change:
    """The change that gives `record` other `values`, the next revision and the present time."""
    return Change(record, changed(record, revision=record.revision + 1, updated=now(), **values))


def deleted(record: Record) -> Change:
    """The change that deletes `record`: it stays as a tombstone, so that a merge hears of it."""
    return edited(record, deleted=True)


def inverse(change: Change, current: Record) -> Change:
    """What takes `change` back when the record is `current` now: the content from before under a new revision.

    A record that the change created becomes a tombstone, for others may have seen it.
    """
    revision = current.revision + 1
    if change.before is None:
        return Change(current, changed(current, revision=revision, deleted=True))
    return Change(current, changed(change.before, revision=revision))


def repeated(change: Change, current: Record) -> Change:
    """What does `change` again when the record is `current` now, under a new revision."""
    assert change.after is not None, "a person's change always leaves a record, if only a tombstone"
    return Change(current, changed(change.after, revision=current.revision + 1))


def same_content(one: Record | None, other: Record | None) -> bool:
    """Whether two states of a record say the same: all but the revision, and all tombstones are alike."""
    if one is None or other is None:
        return (one is None or one.deleted) and (other is None or other.deleted)
    if one.deleted and other.deleted:
        return True
    return bool(changed(one, revision=0) == changed(other, revision=0))


def now() -> str:
    """The present time, UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
