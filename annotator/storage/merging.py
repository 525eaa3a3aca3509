"""What a colleague's file says beyond the project, article by article: higher revisions, what is new, what contradicts.

Only reads. Each record is a join of its states, so that files give the same project in any order. A link or note whose
label is deleted in another copy is hidden, not deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotator.model.ids import derived_id
from annotator.model.merging import earlier, is_metadata, merged_metadata
from annotator.model.phrases import tr
from annotator.storage.claiming import ENDS, Ids, marks
from annotator.storage.connection import Connection
from annotator.storage.intake import known_articles
from annotator.storage.journal import METADATA
from annotator.storage.news import DELETED, REVISION, Fresh, News, Owner, Refusal, Tie, newer
from annotator.storage.tables import ANNOTATION, DECISION, TABLES, WORK, Row, Table
from annotator.storage.untrusted import HIDDEN, Known, article_fault, row_fault

Translate = Callable[[Table, Row], Row]
"""Gives a row of the file the ids that its labels, roles and attributes have here."""

ColumnsOf = Callable[[str, str], tuple[str, str, str, str]]
"""Metadata (JSON) and text -> title, source, day of publication, language."""

_ARTICLE = "id, uuid, sha256, imported, meta"
_LONGEST_SECONDS = 1e9


class Comparing:
    """Compares a colleague's file with the project, a page of articles at a time."""

    def __init__(
        self,
        file: Connection,
        owners: Sequence[Owner],
        known: Known,
        columns_of: ColumnsOf,
        translate: Translate | None = None,
    ) -> None:
        """`translate` is given for files of other projects: only their labels come in, and only in articles that are here."""
        self.file = file
        self.owners = {owner.there: owner for owner in owners}
        self.known, self.columns_of, self.translate = known, columns_of, translate

    def fresh(self, db: Connection, page: Sequence[int], refused: list[Refusal]) -> list[Fresh]:
        """The articles of the page that are not here and can come in."""
        if self.translate is not None:
            return []
        found = []
        ids = dict(self.file.execute(f"SELECT uuid, id FROM article WHERE id IN {marks(page)}", page).fetchall())
        known = known_articles(db, list(ids))
        for uuid, key in ids.items():
            if uuid not in known:
                sql = f"SELECT {_ARTICLE}, text FROM article WHERE id = ?"
                article = Fresh(*self.file.execute(sql, (key,)).fetchone())
                if fault := article_fault(*article[1:]):
                    refused.append(Refusal(uuid[:100], tr("the article was not taken: {why}", why=fault)))
                else:
                    found.append(article)
        return found

    def compare(self, db: Connection, page: Sequence[int], fresh: Mapping[int, tuple[int, str]]) -> News:
        """What the articles with these keys in the file bring. `fresh`: key there -> key here and text of new ones."""
        return _Page(self, db, page, fresh).compare()


class _Page:
    def __init__(
        self, comparing: Comparing, db: Connection, page: Sequence[int], fresh: Mapping[int, tuple[int, str]]
    ) -> None:
        self._file, self._known, self._columns_of = comparing.file, comparing.known, comparing.columns_of
        self._owners, self._translate = comparing.owners, comparing.translate
        self._db = db
        self._there: dict[int, tuple[Any, ...]] = {}
        """Key here -> columns of the article in the file."""
        sql = f"SELECT {_ARTICLE} FROM article WHERE id IN {marks(page)}"
        articles = self._file.execute(sql, tuple(page)).fetchall()
        known = known_articles(db, [row[1] for row in articles])
        self._keys: dict[int, int] = {}
        """Key there -> key here."""
        self._texts: dict[int, str | None] = {}
        """Key here -> text to verify quotes by; None where the file has another text under that id."""
        self._fresh = {here for here, _ in fresh.values()}
        for row in articles:
            if row[0] in fresh:
                here, self._texts[here] = fresh[row[0]]
            elif row[1] in known:
                here = known[row[1]]
            else:
                continue
            self._keys[row[0]] = here
            self._there[here] = row
        self._by_key = {owner.here: owner for owner in self._owners.values()}
        self._labels: dict[tuple[int, int], dict[str, bool]] = defaultdict(dict)
        """Article and owner -> id of a label -> whether it is deleted, as it will be."""
        self._touched: set[tuple[int, int]] = set()
        present = [key for key in self._keys.values() if key not in self._fresh]
        self._ids = Ids(db, {key: row[1] for key, row in self._there.items()}, present, self._by_key)
        self._news = News()

    def compare(self) -> News:
        if self._translate is None:
            for key in self._there:
                if key not in self._fresh:
                    self._metadata(key)
        if self._owners and self._keys:
            for table in TABLES:
                mine = self._mine(table)
                final = self._table(table, mine)
                if table is ANNOTATION:
                    for row in final.values():
                        self._labels[row[0], row[2]][row[1]] = row[DELETED] == 1
                elif table.name in ENDS:
                    self._hide(table, final)
                self._settle(table, mine, final)
            self._news.moved += self._ids.moved
            self._news.replaced += self._ids.repointed
            self._times()
        return self._news

    # -- articles -----------------------------------------------------------------------------------------------

    def _metadata(self, key: int) -> None:
        _, uuid, _, imported, meta = self._there[key]
        sql = f"SELECT {', '.join(METADATA)} FROM article WHERE id = ?"
        before = list(self._db.execute(sql, (key,)).fetchone())
        *_, own_imported, own_meta = before
        if imported == own_imported and meta == own_meta:
            return
        if not is_metadata(meta) or not imported:
            self._refuse(uuid, tr("the article's metadata cannot be read"))
            return
        merged = merged_metadata(own_meta, meta)
        columns = before[:4] if merged == own_meta else list(self._columns_of(merged, self._own_text(key)))
        after = [*columns, earlier(own_imported, imported), merged]
        if after != before:
            self._news.metadata.append((key, before, after))

    def _own_text(self, key: int) -> str:
        text: str = self._db.execute("SELECT text FROM article WHERE id = ?", (key,)).fetchone()[0]
        return text

    def _text(self, key: int) -> str | None:
        """The text that quotes are verified by; None (and the article is named) where the file's is another one."""
        if key not in self._texts:
            there, uuid, *_ = self._there[key]
            own = self._own_text(key)
            (text,) = self._file.execute("SELECT text FROM article WHERE id = ?", (there,)).fetchone()
            self._texts[key] = own if text == own else None
            if text != own:
                self._refuse(uuid, tr("the article has another text in the file: its labels were not taken"))
        return self._texts[key]

    # -- rows ---------------------------------------------------------------------------------------------------

    def _mine(self, table: Table) -> dict[Row, Row]:
        """What the owners say here by now: identity -> row."""
        keys = [key for key in self._keys.values() if key not in self._fresh]
        owners = [owner.here for owner in self._owners.values() if owner.here > 0]
        if not keys or not owners:
            return {}
        sql = f"{table.select} WHERE article IN {marks(keys)} AND owner IN {marks(owners)}"
        return {table.identity(row): row for row in self._db.execute(sql, (*keys, *owners)).fetchall()}

    def _table(self, table: Table, mine: Mapping[Row, Row]) -> dict[Row, Row]:
        """Compares one table's rows. Returns the owners' rows as they will be, by identity."""
        final = {identity: self._ids.with_ends(table, row) for identity, row in mine.items()}
        arrived: list[Row] = []
        keys, owners = tuple(self._keys), tuple(self._owners)
        sql = f"{table.select} WHERE article IN {marks(keys)} AND owner IN {marks(owners)}"
        for row in self._file.execute(sql, (*keys, *owners)).fetchall():
            try:
                arrived.append(self._arrived(table, row))
            except (ValueError, TypeError, IndexError, KeyError):
                self._refuse(row[1], tr("it cannot be read"))
        if table is not WORK:  # known by its owner, not by an id
            self._ids.look(table, arrived, final)
            for row in arrived:
                self._ids.claim(table, row, final, lambda row=row: self._fault(table, row) is None)  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
        for row in arrived:
            own = row if table is WORK else self._ids.own(table, row, final)
            self._take(table, final.get(table.identity(own)), own, final)
        return final

    def _arrived(self, table: Table, row: Row) -> Row:
        """A row of the file with the keys, ids and ends that it has here."""
        key, owner = self._keys[row[0]], self._owners[row[2]]
        uuid = row[1]
        if table is WORK:  # its id says whose it is
            uuid = derived_id(self._there[key][1], owner.id, "work")
        deleted = 0 if row[DELETED] == HIDDEN else row[DELETED]
        found = (key, uuid, owner.here, *row[3:DELETED], deleted, 0)
        found = self._translate(table, found) if self._translate else found
        return self._ids.with_ends(table, found)

    def _take(self, table: Table, before: Row | None, arrived: Row, final: dict[Row, Row]) -> None:
        """Decides between two states of a record."""
        news = self._news
        is_newer = True if before is None else newer(table, before, arrived)
        if is_newer and not self._fits(table, arrived):
            return
        if before is not None and is_newer is not None:
            revision = REVISION[table.name]
            if before[revision] == arrived[revision]:
                kept = "file" if is_newer else "here"
                news.ties.append(Tie(table.name, arrived[1], self._there[arrived[0]][1], kept))
        if not is_newer:
            news.unchanged += before is not None and before[DELETED] != 1
            return
        final[table.identity(arrived)] = arrived
        self._touched.add((arrived[0], arrived[2]))
        news.new += before is None and arrived[DELETED] == 0
        news.updated += before is not None

    def _fits(self, table: Table, arrived: Row) -> bool:
        """Whether a row can be taken; what cannot is named."""
        fault = self._fault(table, arrived)
        if fault:
            self._refuse(arrived[1], fault)
        return fault is None

    def _fault(self, table: Table, arrived: Row) -> str | None:
        """Why a row cannot be taken; empty where its whole article is named already, None where it can."""
        text = self._text(arrived[0]) if table in (ANNOTATION, DECISION) else ""
        if text is None:
            return ""
        fault = row_fault(table, arrived, text, self._known)
        if fault is None:
            labels = self._labels[arrived[0], arrived[2]]
            ends = (arrived[place] for place in ENDS.get(table.name, ()))
            if any(end is not None and end not in labels for end in ends):
                return tr("the label that it hangs on is not there")
        return fault

    def _refuse(self, identity: object, reason: str) -> None:
        self._news.refused.append(Refusal(str(identity)[:100], reason))

    def _hide(self, table: Table, final: dict[Row, Row]) -> None:
        """Hides what hangs on a deleted label, and shows it again where the label is back."""
        for identity, row in final.items():
            if row[DELETED] != 1 and (row[0], row[2]) in self._touched:
                labels = self._labels[row[0], row[2]]
                ends = (row[place] for place in ENDS[table.name])
                wanted = HIDDEN if any(end is not None and labels.get(end, True) for end in ends) else 0
                if row[DELETED] != wanted:
                    final[identity] = (*row[:DELETED], wanted, 0)

    def _settle(self, table: Table, mine: Mapping[Row, Row], final: Mapping[Row, Row]) -> None:
        """Lists what is to be written."""
        for identity, row in final.items():
            before = self._ids.before(table, identity)
            if before is None and not self._ids.has_left(table, identity):
                before = mine.get(identity)
            if before is None:
                self._news.rows[table.name].append(row)
            elif before is not row:
                self._news.replaced.append((table, before, row))

    def _times(self) -> None:
        """The longer of the times that an owner has spent on an article here and there."""
        keys, owners = tuple(self._keys), tuple(self._owners)
        sql = f"SELECT article, owner, seconds FROM spent WHERE article IN {marks(keys)} AND owner IN {marks(owners)}"
        for there, owner_there, seconds in self._file.execute(sql, (*keys, *owners)).fetchall():
            key, owner = self._keys[there], self._owners[owner_there].here
            sql = "SELECT seconds FROM spent WHERE article = ? AND owner = ?"
            row = self._db.execute(sql, (key, owner)).fetchone()
            present = row[0] if row else None
            if 0 < seconds < _LONGEST_SECONDS and (present is None or present < seconds):
                self._news.spent.append((key, owner, present, seconds))
