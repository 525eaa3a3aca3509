"""What an annotator has said about strings, counted over the whole project: for the memory of the suggestions."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model.calibration import BINS
from annotator.storage.connection import Connection


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
