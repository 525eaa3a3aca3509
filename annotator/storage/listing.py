"""All of one annotator's labels and links of a layer, over the whole project, article by article: for tables and figures.

Reads no text. One scan; the cost grows with the labels there are, so that callers run it as a job.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from annotator.model.annotation import Annotation, Link
from annotator.model.phrases import tr
from annotator.storage.connection import Connection
from annotator.storage.rows import readable
from annotator.storage.tables import ANNOTATION, LINK

_LATEST = 2**62
"""More than any version of the guidelines."""


@dataclass(slots=True)
class Labelled:
    """One article's labels and links of one annotator."""

    article: int
    title: str
    source: str
    published: str
    annotations: dict[str, Annotation] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)


def labelled(db: Connection, owner: int) -> Iterator[Labelled]:
    """The articles in which `owner` has labelled anything, in the order of their keys."""
    sql = f"{ANNOTATION.select} WHERE owner = ? AND deleted = 0 ORDER BY article"
    rows = db.execute(sql, (owner,))
    links = groupby(
        db.execute(f"{LINK.select} WHERE owner = ? AND deleted = 0 ORDER BY article", (owner,)), key=itemgetter(0)
    )
    waiting = next(links, None)
    for key, group in groupby(rows, key=itemgetter(0)):
        found = {annotation.id: annotation for annotation in map(ANNOTATION.decode, group)}
        while waiting is not None and waiting[0] < key:
            waiting = next(links, None)
        own: list[Link] = []
        if waiting is not None and waiting[0] == key:
            own = list(map(LINK.decode, waiting[1]))
            waiting = next(links, None)
        title, source, published = db.execute(
            "SELECT title, source, published FROM article WHERE id = ?", (key,)
        ).fetchone()
        yield Labelled(key, title, source, published, found, own)


@dataclass(frozen=True, slots=True)
class Placed:
    """A label and the article that it stands in."""

    annotation: Annotation
    title: str
    finished: bool
    """Whether its owner has finished or skipped the article."""


def with_label(db: Connection, owner: int, layer: str, label: str, before: int | None = None) -> list[Placed]:
    """All labels of `owner` with these ids, by article and place; with `before` those made under an earlier version of
    the guidelines alone."""
    columns = ", ".join(f"a.{name.strip()}" for name in ANNOTATION.columns.split(","))
    sql = (
        f"SELECT {columns}, t.title, coalesce(w.status, 'open') FROM annotation a JOIN article t ON t.id = a.article "
        "LEFT JOIN work w ON w.article = a.article AND w.owner = a.owner AND w.deleted = 0 "
        "WHERE a.owner = ? AND a.layer = ? AND a.label = ? AND a.deleted = 0 AND a.guidelines < ? "
        'ORDER BY a.article, a.start, a."end" DESC'
    )
    rows = db.execute(sql, (owner, layer, label, _LATEST if before is None else before)).fetchall()
    return readable(
        lambda found: [Placed(ANNOTATION.decode(row[:-2]), row[-2], row[-1] != "open") for row in found],
        rows,
        tr("the labels"),
    )
