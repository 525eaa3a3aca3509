"""What an annotator has said about strings, counted over the whole project: for the memory of the suggestions."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model.annotation import Fragments
from annotator.model.calibration import BINS
from annotator.model.memory import folded
from annotator.storage.connection import Connection
from annotator.storage.tables import fragments_of


def labelled_strings(db: Connection, owner: int) -> Iterator[tuple[str, str, str, int]]:
    """(layer, label, quote, how often) of the annotator's labels in one piece."""
    yield from db.execute(
        """SELECT layer, label, quote, count(*) FROM annotation
            WHERE owner = ? AND deleted = 0 AND fragments IS NULL GROUP BY layer, label, quote""",
        (owner,),
    )


def refused_strings(db: Connection, owner: int) -> Iterator[tuple[str, str, str, int]]:
    """(layer, label, quote, how often) of the suggestions that the annotator refused."""
    yield from db.execute(
        """SELECT layer, label, quote, count(*) FROM decision
            WHERE owner = ? AND deleted = 0 AND verdict = 'rejected' GROUP BY quote, label, layer""",
        (owner,),
    )


def decided_bins(db: Connection, owner: int) -> Iterator[tuple[str, str, str, int, str, int]]:
    """(source, layer, label, bin of the score as `model.calibration` has it, verdict, how often) of the annotator's decisions."""
    yield from db.execute(
        f"""SELECT source, layer, label, iif(score IS NULL, {BINS}, min({BINS - 1}, max(0, cast(score * {BINS} + 1e-9 AS INTEGER)))),
                verdict, count(*)
            FROM decision WHERE owner = ? AND deleted = 0 AND source <> '' GROUP BY 1, 2, 3, 4, 5""",
        (owner,),
    )


def decided_strings(db: Connection, owner: int) -> Iterator[tuple[str, str, str, str, int]]:
    """(layer, label, quote, verdict, how often) of the annotator's decisions on suggestions."""
    yield from db.execute(
        """SELECT layer, label, quote, verdict, count(*) FROM decision
            WHERE owner = ? AND deleted = 0 GROUP BY quote, label, layer, verdict""",
        (owner,),
    )


def places_of_string(
    db: Connection, owner: int, layer: str, string: str, limit: int
) -> Iterator[tuple[int, str, Fragments, str]]:
    """(article, label, fragments, `labelled` or the verdict) where the annotator decided about a string (white space made
    one), in the order of articles."""
    db.create_function("folded", 1, folded, deterministic=True)
    rows = db.execute(
        """SELECT article, label, start, "end", fragments, 'labelled' FROM annotation
            WHERE owner = :owner AND deleted = 0 AND layer = :layer AND (quote = :string OR folded(quote) = :string)
        UNION ALL SELECT article, label, 0, 0, fragments, verdict FROM decision
            WHERE owner = :owner AND deleted = 0 AND layer = :layer AND verdict = 'rejected'
                AND (quote = :string OR folded(quote) = :string)
        ORDER BY 1, 3 LIMIT :limit""",
        {"owner": owner, "layer": layer, "string": string, "limit": limit},
    ).fetchall()
    for article, label, start, end, fragments, what in rows:
        yield article, label, fragments_of(start, end, fragments), what
