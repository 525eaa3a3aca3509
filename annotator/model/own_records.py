"""What one owner has in one article, and the same after changes. Pure; snapshots of an article are made with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from annotator.model.annotation import Annotation, Decision, Link, Note, Work
from annotator.model.change import Change

Kind = TypeVar("Kind", Annotation, Link, Note, Decision)


@dataclass(frozen=True)
class OwnRecords:
    """An owner's records by their ids, none of them deleted."""

    annotations: Mapping[str, Annotation] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    work: Work | None = None

    def after(self, changes: Iterable[Change], article: int, owner: int) -> OwnRecords:
        """The records after `changes`; those of other articles and owners (keys) are passed over."""
        annotations, links = dict(self.annotations), dict(self.links)
        notes, decisions = dict(self.notes), dict(self.decisions)
        work = self.work
        for change in changes:
            record = change.record
            if record.article != article or record.owner != owner:
                continue
            gone = change.after is None or change.after.deleted
            match record:
                case Annotation():
                    _put(annotations, record, gone)
                case Link():
                    _put(links, record, gone)
                case Note():
                    _put(notes, record, gone)
                case Decision():
                    _put(decisions, record, gone)
                case Work():
                    work = None if gone else record
        return OwnRecords(annotations, links, notes, decisions, work)


def _put(records: dict[str, Kind], record: Kind, gone: bool) -> None:
    if gone:
        records.pop(record.id, None)
    else:
        records[record.id] = record
