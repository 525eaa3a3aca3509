"""What everybody said about an article, for a review: all owners at once, by owner."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field

from annotator.model.annotation import Annotation, Decision, Link, Work
from annotator.storage.connection import Connection
from annotator.storage.rows import key_array, readable
from annotator.storage.tables import ANNOTATION, DECISION, LINK, WORK


@dataclass
class OwnRows:
    """One owner's rows in an article, none of them deleted."""

    annotations: list[Annotation] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    work: Work | None = None
    decisions: list[Decision] = field(default_factory=list)
    """Of Gold only: what annotators said to suggestions is not reviewed."""

    @property
    def has_seen(self) -> bool:
        """Whether they finished the article or labelled something in it."""
        return bool(self.annotations) or (self.work is not None and self.work.status == "done")


def said_about(db: Connection, article: int, gold: int) -> dict[int, OwnRows]:
    """By owner, Gold included."""
    found: defaultdict[int, OwnRows] = defaultdict(OwnRows)

    def read(_: object) -> dict[int, OwnRows]:
        where = "WHERE article = ? AND deleted = 0"
        for row in db.execute(f"{ANNOTATION.select} {where}", (article,)).fetchall():
            found[row[2]].annotations.append(ANNOTATION.decode(row))
        for row in db.execute(f"{LINK.select} {where}", (article,)).fetchall():
            found[row[2]].links.append(LINK.decode(row))
        for row in db.execute(f"{WORK.select} {where}", (article,)).fetchall():
            found[row[2]].work = WORK.decode(row)
        for row in db.execute(f"{DECISION.select} {where} AND owner = ?", (article, gold)).fetchall():
            found[gold].decisions.append(DECISION.decode(row))
        return dict(found)

    return readable(read, None, article)


def seen_by_several(db: Connection, gold: int) -> array[int]:
    """The keys of the articles that at least two annotators have finished or labelled, in the order of export."""
    return key_array(
        db,
        """SELECT id FROM article WHERE id IN (
            SELECT article FROM (
                SELECT DISTINCT article, owner FROM annotation WHERE deleted = 0
                UNION SELECT article, owner FROM work WHERE deleted = 0 AND status = 'done')
            WHERE owner <> ? GROUP BY article HAVING count(*) > 1)
        ORDER BY imported, uuid""",
        (gold,),
    )


def who(db: Connection, gold: int) -> frozenset[int]:
    """The annotators (keys) who have finished or labelled an article."""
    found = db.execute(
        """SELECT owner FROM annotation WHERE deleted = 0
        UNION SELECT owner FROM work WHERE deleted = 0 AND status = 'done'"""
    )
    return frozenset(owner for (owner,) in found.fetchall()) - {gold}


def reviewed(db: Connection, gold: int) -> array[int]:
    """The keys of the articles in which Gold has labels, links or decisions, in the order of export."""
    own = " UNION ".join(
        f"SELECT article FROM {table.name} WHERE owner = :gold AND deleted = 0"
        for table in (ANNOTATION, LINK, DECISION)
    )
    return key_array(db, f"SELECT id FROM article WHERE id IN ({own}) ORDER BY imported, uuid", {"gold": gold})
