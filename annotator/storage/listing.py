"""All of one annotator's labels and links of a layer, over the whole project, article by article: for tables and figures.

Reads no text. One scan; the cost grows with the labels there are, so that callers run it as a job.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from annotator.model.annotation import Annotation, Link
from annotator.storage.connection import Connection
from annotator.storage.tables import ANNOTATION, LINK


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
