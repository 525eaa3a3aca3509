"""What an annotator has done and noted so far: times, days, labels, notes. Read for one page; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.storage.connection import Connection

_MINE = "FROM work WHERE owner = :owner AND status = 'done' AND deleted = 0"


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note with where it stands."""

    article: int
    id: str
    annotation: str | None
    text: str
    state: str
    updated: str
    title: str
    quote: str
    """The words of the label that it is on; empty for the article."""


def seconds_of_latest(db: Connection, owner: int, latest: int) -> list[float]:
    """Seconds at work on each of the articles that were finished last, the last one first; those without a time left out."""
    sql = f"""SELECT seconds FROM (SELECT article, updated {_MINE} ORDER BY updated DESC LIMIT :latest) AS latest
        JOIN spent ON spent.article = latest.article AND spent.owner = :owner ORDER BY latest.updated DESC"""
    return [row[0] for row in db.execute(sql, {"owner": owner, "latest": latest}).fetchall() if row[0] > 0]


def finished_since(db: Connection, owner: int, since: str) -> list[str]:
    """When articles were finished, from a moment on (UTC, ISO 8601)."""
    rows = db.execute(f"SELECT updated {_MINE} AND updated >= :since", {"owner": owner, "since": since}).fetchall()
    return [row[0] for row in rows]


def seconds_in_all(db: Connection, owner: int) -> float:
    """Seconds at work in all articles."""
    (found,) = db.execute("SELECT coalesce(sum(seconds), 0) FROM spent WHERE owner = ?", (owner,)).fetchone()
    return float(found)


def label_counts(db: Connection, owner: int) -> list[tuple[str, str, int]]:
    """(layer id, label id, how often) of the annotator's labels."""
    sql = "SELECT layer, label, count(*) FROM annotation WHERE owner = ? AND deleted = 0 GROUP BY layer, label"
    return [(row[0], row[1], row[2]) for row in db.execute(sql, (owner,)).fetchall()]


def notes_of(db: Connection, owner: int) -> list[NoteRow]:
    """The annotator's notes and questions in all articles: open ones first, then the newest."""
    sql = """SELECT note.article, note.uuid, note.annotation, note.text, note.state, note.updated, title,
            coalesce(annotation.quote, '')
        FROM note JOIN article ON article.id = note.article
        LEFT JOIN annotation ON annotation.article = note.article AND annotation.uuid = note.annotation
        WHERE note.owner = ? AND note.deleted = 0 ORDER BY note.state = 'settled', note.updated DESC"""
    return [NoteRow(*row) for row in db.execute(sql, (owner,)).fetchall()]
