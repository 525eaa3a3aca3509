"""How an annotator gets on: done and left, the pace, an estimate that says how sure it is, labels, notes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import sqrt
from statistics import mean, median, stdev

from annotator.services.queue import QueueCounts
from annotator.services.workplace import Workplace
from annotator.storage import progress, queue
from annotator.storage.progress import NoteRow

__all__ = ["Estimate", "LookBack", "NoteRow", "estimate", "look_back"]

LATEST = 50
"""Articles from which the pace is taken."""
FEWEST = 5
"""Articles with a time from which on an estimate is made at all."""
DAYS = 14


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hours that the open articles will take: the middle, and between what with 95 % confidence of the mean."""

    hours: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class LookBack:
    """Everything that the progress page shows."""

    counts: QueueCounts
    today: int
    days: tuple[tuple[str, int], ...]
    """(day where the annotator is, articles finished), the last `DAYS` on which any was, the newest first."""
    seconds_each: float | None
    """Median seconds at work on an article, of the last ones; None where no time is known."""
    timed: int
    """How many articles that is taken from."""
    hours: float
    """At work in all, pauses left out."""
    estimate: Estimate | None
    """None while too few articles are done to say anything."""
    labels: tuple[tuple[str, str, int], ...]
    """(layer name, label name, how often), most frequent first in each layer."""
    notes: tuple[NoteRow, ...]


def look_back(place: Workplace) -> LookBack:
    """Reads it all; on any thread."""
    if not place.project.read_only:
        place.project.writer.run(lambda db: None)  # what was just done counts too
    owner, schema = place.annotator.key, place.schema
    now = datetime.now().astimezone()
    since = (now - timedelta(days=60)).astimezone(UTC).isoformat(timespec="milliseconds")
    with place.project.snapshot() as db:
        counts = queue.counts(db, owner)
        times = progress.seconds_of_latest(db, owner, LATEST)
        days = Counter(_day(moment) for moment in progress.finished_since(db, owner, since))
        labels = progress.label_counts(db, owner)
        notes = progress.notes_of(db, owner)
        seconds = progress.seconds_in_all(db, owner)
    names: Counter[tuple[str, str]] = Counter()
    for layer, label, number in labels:
        names[layer, schema.label_name(layer, label)] += number
    order = {layer.id: n for n, layer in enumerate(schema.layers)}
    ranked = sorted(names.items(), key=lambda one: (order.get(one[0][0], len(order)), -one[1], one[0][1]))
    layers = {layer.id: layer.name for layer in schema.layers}
    return LookBack(
        counts,
        days[now.date().isoformat()],
        tuple(sorted(days.items(), reverse=True)[:DAYS]),
        median(times) if times else None,
        len(times),
        seconds / 3600,
        estimate(times, counts.open),
        tuple((layers.get(layer, layer), name, number) for (layer, name), number in ranked),
        tuple(notes),
    )


def estimate(times: list[float], left: int) -> Estimate | None:
    """From seconds at work on single articles: what `left` further ones take. None where `times` are too few."""
    if len(times) < FEWEST or not left:
        return None
    middle = mean(times)
    doubt = 1.96 * stdev(times) / sqrt(len(times))
    return Estimate(*(left * max(0.0, seconds) / 3600 for seconds in (middle, middle - doubt, middle + doubt)))


def _day(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().date().isoformat()
