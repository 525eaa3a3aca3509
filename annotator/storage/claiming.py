"""Who keeps an id that several rows have, and what the others are called: the same whoever comes first.

Of all who claim an id, the one with the smallest (article's id, owner's id) keeps it. The others are called by UUID 5 of
(article, owner, id). A row that is here already makes way for a smaller claimant, and what hangs on it follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from annotator.model.ids import derived_id
from annotator.storage.connection import Connection
from annotator.storage.news import Owner
from annotator.storage.tables import ANNOTATION, BY_NAME, LINK, NOTE, Row, Table

ENDS = {
    LINK.name: (LINK.names.index("source"), LINK.names.index("target")),
    NOTE.name: (NOTE.names.index("annotation"),),
}
"""Table -> where its rows name labels."""
_IDS_AT_ONCE = 500


class Ids:
    """The ids of a page of articles while a colleague's rows come in. Only reads."""

    def __init__(
        self, db: Connection, articles: Mapping[int, str], present: Sequence[int], owners: Mapping[int, Owner]
    ) -> None:
        """`articles`: key -> id; `present`: those that were here before; `owners`: by their keys here."""
        self._db, self._articles, self._present, self._owners = db, articles, present, owners
        self._called: dict[tuple[int, int, str], str] = {}
        """Article, owner and the id that a label has in the file or had here -> its id here, where that is another one."""
        self.moved: list[tuple[Table, Row, Row]] = []
        """Table, row as it is, row under its other id."""
        self._moved: dict[tuple[str, Row], Row] = {}
        """Table and identity of a row under its other id -> that row."""
        self._left: set[tuple[str, Row]] = set()
        """Table and identity that a row here had before it moved."""
        self._repointed: dict[tuple[str, Row], tuple[Table, Row, Row]] = {}
        self._others: set[tuple[int, str]] = set()
        """Article and id of what others than the owners have in the table at hand."""
        self._having: set[tuple[int, int]] = set()
        """Articles and owners that have something in it."""
        self._elsewhere: dict[str, int] = {}
        """Ids that labels have here already -> their article."""
        self._plain: dict[tuple[int, str], str] | None = None

    @property
    def repointed(self) -> list[tuple[Table, Row, Row]]:
        """What hangs on labels that moved and is not among the rows at hand: before and after."""
        return list(self._repointed.values())

    def before(self, table: Table, identity: Row) -> Row | None:
        """The row under an id that it has got just now."""
        return self._moved.get((table.name, identity))

    def has_left(self, table: Table, identity: Row) -> bool:
        """Whether the row that was here under an id has another one now, so that a row under it is a new one."""
        return (table.name, identity) in self._left

    def with_ends(self, table: Table, row: Row) -> Row:
        """The row with the ids that its labels have here; itself where they are called as it says."""
        places = ENDS.get(table.name, ())
        if not any((row[0], row[2], row[place]) in self._called for place in places):
            return row
        found = list(row)
        for place in places:
            found[place] = self._called.get((row[0], row[2], row[place]), row[place])
        return tuple(found)

    def look(self, table: Table, arrived: Sequence[Row], final: Mapping[Row, Row]) -> None:
        """Finds out which ids are taken, in one go for the page: by others in its articles, and in other articles.

        `final`: the owners' rows in this table, as they will be.
        """
        owners = tuple(self._owners)
        sql = f"SELECT article, uuid FROM {table.name} WHERE article IN {marks(self._present)} AND owner NOT IN {marks(owners)}"
        self._others = set(self._db.execute(sql, (*self._present, *owners)).fetchall())
        self._having = {(row[0], row[2]) for row in final.values()}
        self._plain = None
        self._elsewhere = {}
        if table is ANNOTATION:  # computed ids cannot meet; those of other tables hold in their article only
            new = [row[1] for row in arrived if (row[0], row[1]) not in final and row[1][14:15] != "5"]
            for first in range(0, len(new), _IDS_AT_ONCE):
                page = new[first : first + _IDS_AT_ONCE]
                sql = f"SELECT uuid, article FROM annotation WHERE uuid IN {marks(page)} AND substr(uuid, 15, 1) <> '5'"
                self._elsewhere.update(self._db.execute(sql, page).fetchall())

    def claim(self, table: Table, row: Row, final: dict[Row, Row], fits: Callable[[], bool]) -> None:
        """Lets a row of the file have its id where it is the smallest claimant: whoever has it moves, and the owner's row
        that is here under its other id comes back to this one. `fits`: whether the row can be taken at all."""
        key, uuid, owner = row[:3]
        present = final.get((key, uuid))
        if present is not None and present[2] == owner:
            return
        holder = present or self._holder(table, key, uuid)
        own = final.get((key, self._other_id(row))) if (key, owner) in self._having else None
        if holder is None and own is None:
            return
        moved = None
        if holder is not None:
            where, whose = self._article_id(holder[0]), self._owner_id(holder[2])
            if (where, whose) < (self._articles[key], self._owners[owner].id):
                return
            moved = (holder[0], derived_id(where, whose, uuid), *holder[2:])
            if self._at(table, moved[0], moved[1]) is not None:
                return
        if not fits():
            return
        if holder is not None and moved is not None:
            self._move(table, holder, moved, final)
        if own is not None:
            self._move(table, own, (key, uuid, *own[2:]), final)

    def own(self, table: Table, row: Row, final: Mapping[Row, Row]) -> Row:
        """A row under its own id, or under a computed one where the id is somebody else's or another article's."""
        key, uuid, owner = row[:3]
        present = final.get((key, uuid))
        if present is not None and present[2] == owner:
            return row
        identity = uuid
        if (key, owner) in self._having and (key, other_id := self._other_id(row)) in final:
            identity = other_id
        elif (key, owner) in self._having and uuid[14:15] == "5" and (plain := self._plain_ids(final).get((key, uuid))):
            identity = plain
        elif present is not None or self._holder(table, key, uuid) is not None:
            identity = self._other_id(row)
        if identity == uuid:
            return row
        if table is ANNOTATION:
            self._called[key, owner, uuid] = identity
        return (key, identity, *row[2:])

    def _move(self, table: Table, before: Row, after: Row, final: dict[Row, Row]) -> None:
        """Gives a row that is here another id, and what hangs on it that end."""
        key, uuid, owner = before[:3]
        self.moved.append((table, before, after))
        self._left.add((table.name, (key, uuid)))
        if table is ANNOTATION:
            self._called[key, owner, uuid] = after[1]
            self._elsewhere.pop(uuid, None)
        if final.pop((key, uuid), None) is not None:
            self._moved[table.name, (key, after[1])] = final[key, after[1]] = after
            self._having.add((key, owner))
            return
        for name, places in ENDS.items() if table is ANNOTATION else ():
            other = BY_NAME[name]
            columns = " OR ".join(f"{other.names[place]} = ?" for place in places)
            sql = f"{other.select} WHERE article = ? AND owner = ? AND ({columns})"
            for row in self._db.execute(sql, (key, owner, *[uuid] * len(places))).fetchall():
                self._repointed[name, other.identity(row)] = (other, row, self.with_ends(other, row))

    def _holder(self, table: Table, key: int, uuid: str) -> Row | None:
        """The row that has this id and is not among the owners' in the article, unless it has moved."""
        if (key, uuid) in self._others:
            return self._at(table, key, uuid)
        elsewhere = self._elsewhere.get(uuid, key)
        return self._at(table, elsewhere, uuid) if elsewhere != key else None

    def _at(self, table: Table, key: int, uuid: str) -> Row | None:
        if (table.name, (key, uuid)) in self._left:
            return None
        found: Row | None = self._db.execute(f"{table.select} WHERE article = ? AND uuid = ?", (key, uuid)).fetchone()
        return found

    def _other_id(self, row: Row) -> str:
        """What a row is called where its own id is taken."""
        return derived_id(self._articles[row[0]], self._owners[row[2]].id, row[1])

    def _plain_ids(self, final: Mapping[Row, Row]) -> dict[tuple[int, str], str]:
        """Article and what a row there would be called if its id were taken -> its id."""
        if self._plain is None:
            self._plain = {(row[0], self._other_id(row)): row[1] for row in final.values()}
        return self._plain

    def _owner_id(self, key: int) -> str:
        found: str = self._db.execute("SELECT uuid FROM annotator WHERE id = ?", (key,)).fetchone()[0]
        return found

    def _article_id(self, key: int) -> str:
        found: str = self._db.execute("SELECT uuid FROM article WHERE id = ?", (key,)).fetchone()[0]
        return found


def marks(values: Sequence[object]) -> str:
    """Placeholders for a list of values in a statement."""
    return f"({', '.join('?' * len(values))})"
