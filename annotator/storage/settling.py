"""What of a file's row is new for an article that is here already, what is the same, and what contradicts it.

Only reads. Same id, owner and content: nothing. Same id and owner, other content: a conflict, or with `update` a new
revision. An id that somebody else's label or another article has: another id, always the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotator.model.annotation import NONE, Work
from annotator.model.change import now
from annotator.model.ids import derived_id
from annotator.model.phrases import tr
from annotator.storage.connection import Connection
from annotator.storage.incoming import Columns, Conflict, Incoming
from annotator.storage.journal import METADATA
from annotator.storage.tables import ANNOTATION, LINK, NOTE, WORK, Row, Table

_SOURCE_FIELDS = ("title", "source", "url", "published", "author", "id", "file", "brat")
"""What of a further source's metadata is kept; `brat` is what a brat file holds beside labels, see `formats.brat_layout`."""


@dataclass(slots=True)
class Settled:
    """What is to be written for one row of a file."""

    new: dict[str, list[Row]] = field(default_factory=dict)
    """Table -> new rows, without their event (0 in its place)."""
    replaced: list[tuple[Table, Row, Row]] = field(default_factory=list)
    """Table, row as it is, row as it becomes (without its event)."""
    conflicts: list[Conflict] = field(default_factory=list)
    metadata: tuple[list[str], list[str]] | None = None
    """The `METADATA` columns before and after, where a further source is added."""
    seconds: float | None = None
    """The time to be written, where none is recorded yet."""
    has_older: bool = False
    """Whether something in the row is older than what is here."""

    @property
    def annotations(self) -> int:
        return len(self.new.get(ANNOTATION.name, ()))

    @property
    def is_empty(self) -> bool:
        return not (any(self.new.values()) or self.replaced or self.metadata or self.seconds)


def settle(
    db: Connection, key: int, item: Incoming, owner: int | None, *, update: bool, fresh: bool = False
) -> Settled:
    """What `item` brings to the article with this key. `owner` is None for a person who is not here yet (or nobody).

    `fresh`: the article came in with this same event, so its labels are all there is.
    """
    found = Settled()
    if not fresh:
        found.metadata = _further_source(db, key, item.meta)
    if item.owner is None:
        return found
    owner_key = owner if owner is not None else -1
    renamed: dict[str, str] = {}
    _settle_labels(db, key, item, owner_key, found, renamed, update=update)
    _settle_table(db, LINK, key, item, owner_key, found, _with_ends(item.links, (2, 3), renamed), update=update)
    _settle_table(db, NOTE, key, item, owner_key, found, _with_ends(item.notes, (1,), renamed), update=update)
    _settle_work(db, key, item, owner_key, found, update=update)
    if item.seconds:
        row = db.execute("SELECT 1 FROM spent WHERE article = ? AND owner = ?", (key, owner_key)).fetchone()
        found.seconds = None if row else item.seconds
    return found


def own_row(key: int, owner: int, columns: Columns, event: int) -> Row:
    """The row of a label, link or note in its table."""
    return (key, columns[0], owner, *columns[1:], 0, event)


def work_row(key: int, owner: int, item: Incoming, event: int) -> Row:
    """The row that says how far an owner is with a new article."""
    assert item.owner is not None, "only somebody's work is recorded"
    moment = now()
    work = Work(
        key,
        derived_id(item.id, item.owner.id, "work"),
        owner,
        item.status or "open",
        item.reason,
        item.flagged,
        item.article_labels or NONE,
        created=moment,
        updated=moment,
    )
    return WORK.encode(work, event)


def _settle_labels(
    db: Connection,
    key: int,
    item: Incoming,
    owner: int,
    found: Settled,
    renamed: dict[str, str],
    *,
    update: bool,
) -> None:
    assert item.owner is not None, "the caller looked"
    here = {row[1]: row for row in db.execute(f"{ANNOTATION.select} WHERE article = ?", (key,)).fetchall()}
    new: list[Row] = []
    for columns in item.labels:
        uuid = columns[0]
        if (uuid in here and here[uuid][2] != owner) or (uuid not in here and _is_elsewhere(db, uuid, key)):
            renamed[uuid] = derived_id(item.id, item.owner.id, uuid)
            uuid = renamed[uuid]
        row = own_row(key, owner, (uuid, *columns[1:]), 0)
        before = here.get(uuid)
        if before is None:
            new.append(row)
            here[uuid] = row
        else:
            _compare(ANNOTATION, before, row, item, found, update=update)
    found.new[ANNOTATION.name] = new


def _settle_table(
    db: Connection,
    table: Table,
    key: int,
    item: Incoming,
    owner: int,
    found: Settled,
    incoming: Sequence[Columns],
    *,
    update: bool,
) -> None:
    if not incoming:
        return
    assert item.owner is not None, "the caller looked"
    here = {row[1]: row for row in db.execute(f"{table.select} WHERE article = ?", (key,)).fetchall()}
    new: list[Row] = []
    for columns in incoming:
        uuid = columns[0]
        if uuid in here and here[uuid][2] != owner:
            uuid = derived_id(item.id, item.owner.id, uuid)
        row = own_row(key, owner, (uuid, *columns[1:]), 0)
        before = here.get(uuid)
        if before is None:
            new.append(row)
            here[uuid] = row
        else:
            _compare(table, before, row, item, found, update=update)
    found.new[table.name] = new


def _settle_work(db: Connection, key: int, item: Incoming, owner: int, found: Settled, *, update: bool) -> None:
    before = db.execute(f"{WORK.select} WHERE article = ? AND owner = ?", (key, owner)).fetchone()
    if before is None:
        if item.says_work:
            found.new[WORK.name] = [work_row(key, owner, item, 0)]
        return
    if not item.status:
        return
    stands: Work = WORK.decode(before)
    labels = dict(stands.labels)
    present = (stands.status, stands.reason, stands.flagged, labels)
    wanted = (item.status, item.reason, item.flagged, dict(item.article_labels))
    if stands.deleted or present == ("open", "", False, {}):
        if not item.says_work:
            return
    elif present == wanted or found.has_older:
        return
    elif not update:
        reason = tr("{annotator} has this article as {status} here", annotator=_owner(item), status=stands.status)
        found.conflicts.append(Conflict(item.path, stands.id, reason))
        return
    row = list(work_row(key, owner, item, 0))
    row[1] = before[1]
    row[WORK.names.index("revision")] = stands.revision + 1
    row[WORK.names.index("created")] = stands.created
    found.replaced.append((WORK, before, tuple(row)))


def _compare(table: Table, before: Row, row: Row, item: Incoming, found: Settled, *, update: bool) -> None:
    if _same(table, before, row):
        return
    if not update:
        found.conflicts.append(Conflict(item.path, row[1], _difference(table, before, row)))
        return
    names = table.names
    revision, updated = names.index("revision"), names.index("updated")
    if item.only_newer and row[updated] < before[updated]:
        found.has_older = True
        return
    changed = list(row)
    changed[revision] = max(before[revision] + 1, row[revision] if item.only_newer else 0)
    changed[names.index("created")] = before[names.index("created")]
    if changed[updated] == before[updated]:
        changed[updated] = now()
    found.replaced.append((table, before, tuple(changed)))


_CONTENT = {
    ANNOTATION.name: ("layer", "label", "start", "end", "fragments", "attributes"),
    LINK.name: ("role", "source", "target"),
    NOTE.name: ("annotation", "text", "state"),
}


def _same(table: Table, before: Row, row: Row) -> bool:
    """Whether two rows say the same, whoever wrote them when."""
    if before[table.names.index("deleted")]:
        return False
    return all(_equal(before[at], row[at]) for at in map(table.names.index, _CONTENT[table.name]))


def _equal(one: Any, other: Any) -> bool:
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str) and one[:1] == other[:1] == "{":
        return bool(orjson.loads(one) == orjson.loads(other))  # the same attributes in another order
    return False


def _difference(table: Table, before: Row, row: Row) -> str:
    if before[table.names.index("deleted")]:
        return tr("it was deleted here")
    if table is ANNOTATION:
        here, there = ANNOTATION.decode(before), ANNOTATION.decode(row)
        if here.place == there.place:
            return tr("its attributes here are not those in the file")
        return tr(
            "it is {here} “{quote}” here and {there} “{other}” in the file",
            here=here.label,
            quote=here.quote[:60],
            there=there.label,
            other=there.quote[:60],
        )
    return tr("its content here is not that in the file")


def _is_elsewhere(db: Connection, uuid: str, key: int) -> bool:
    """Whether a label of another article has this id. Computed ids (version 5) cannot meet."""
    if uuid[14] == "5":
        return False
    sql = "SELECT article FROM annotation WHERE uuid = ? AND substr(uuid, 15, 1) <> '5'"
    row = db.execute(sql, (uuid,)).fetchone()
    return row is not None and row[0] != key


def _with_ends(incoming: Sequence[Columns], places: Sequence[int], renamed: Mapping[str, str]) -> Sequence[Columns]:
    """`incoming` with the ids at `places` replaced by what the labels are called now."""
    if not renamed:
        return incoming
    return [
        tuple(renamed.get(value, value) if at in places else value for at, value in enumerate(columns))
        for columns in incoming
    ]


def _further_source(db: Connection, key: int, meta: Mapping[str, Any]) -> tuple[list[str], list[str]] | None:
    row = list(db.execute(f"SELECT {', '.join(METADATA)} FROM article WHERE id = ?", (key,)).fetchone())
    merged = with_source(orjson.loads(row[-1]), meta)
    return (row, [*row[:-1], orjson.dumps(merged).decode()]) if merged is not None else None


def with_source(here: Mapping[str, Any], further: Mapping[str, Any]) -> dict[str, Any] | None:
    """Metadata `here` with a further source of the same text under `sources`; None where it is no other one."""
    known = here.get("sources", [])
    if not isinstance(known, list):
        return None
    added = list(known)
    listed = further.get("sources", [])
    for source in (further, *(listed if isinstance(listed, list) else ())):
        entry = {name: source[name] for name in _SOURCE_FIELDS if name in source} if isinstance(source, dict) else {}
        if entry and entry not in added and any(here.get(name) != value for name, value in entry.items()):
            added.append(entry)
    return {**here, "sources": added} if len(added) > len(known) else None


def _owner(item: Incoming) -> str:
    return item.owner.name if item.owner else ""
