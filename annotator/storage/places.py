"""Where each annotator left the window, and the time they spent: kept beside the history, not part of it."""

from __future__ import annotations

from annotator.storage.connection import Connection
from annotator.storage.journal import transaction


def place(db: Connection, owner: int) -> tuple[int, int, int] | None:
    """Article key, caret and first shown line (code points) where the annotator was last."""
    row = db.execute("SELECT article, caret, scroll FROM place WHERE owner = ?", (owner,)).fetchone()
    return (row[0], row[1], row[2]) if row else None


def set_place(db: Connection, owner: int, article: int, caret: int, scroll: int) -> None:
    """Remembers where the annotator is (code points)."""
    with transaction(db):
        db.execute(
            "INSERT OR REPLACE INTO place (owner, article, caret, scroll) VALUES (?, ?, ?, ?)",
            (owner, article, caret, scroll),
        )


def add_spent(db: Connection, article: int, owner: int, seconds: float) -> None:
    """Adds to the time (seconds) that the annotator has spent on an article."""
    with transaction(db):
        db.execute(
            """INSERT INTO spent (article, owner, seconds) VALUES (?, ?, ?)
            ON CONFLICT (article, owner) DO UPDATE SET seconds = seconds + excluded.seconds""",
            (article, owner, seconds),
        )


_LATEST = 50


def pace(db: Connection, owner: int, since: str) -> tuple[int, float | None]:
    """How many articles the annotator has finished since a moment (UTC, ISO 8601), and the mean time (seconds) of those
    that they finished last; None where no time is known.
    """
    mine = "FROM work WHERE owner = :owner AND status = 'done' AND deleted = 0"
    (done,) = db.execute(f"SELECT count(*) {mine} AND updated >= :since", {"owner": owner, "since": since}).fetchone()
    sql = f"""SELECT avg(seconds) FROM (SELECT article {mine} ORDER BY updated DESC LIMIT {_LATEST}) AS latest
        JOIN spent ON spent.article = latest.article AND spent.owner = :owner"""
    (seconds,) = db.execute(sql, {"owner": owner}).fetchone()
    return done, seconds
