"""95 % intervals of agreement by the bootstrap over articles (Efron and Tibshirani 1993, chapter 13, percentile method).

A measure is told by the sums that it is made of: each article adds its part, and a resample is a sum of parts. The seed is
fixed, so that the same labels give the same interval.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from operator import add
from typing import TypeVar

from annotator.model.agreement.measure import Measure, Undefined
from annotator.model.phrases import tr

Sums = Mapping[Hashable, float]
Bounds = tuple[float, float] | Undefined

RESAMPLES = 1000
FEWEST_RESAMPLES = 200
_ADDITIONS = 1_500_000
"""So many numbers are added up at most, if that leaves `FEWEST_RESAMPLES`; beginning a row counts as twenty."""
MOST_GROUPS = 100
"""Of more articles, groups put together at random are drawn: that many tell the spread as well as all of them."""
_SEED = 20040101
_SHARE = 0.025

Item = TypeVar("Item")


def interval(parts: Sequence[Sums], value: Callable[[Sums], Measure]) -> Bounds:
    """The interval of `value(sum of parts)`. `parts`: what each article adds to the sums."""
    rng = random.Random(_SEED)  # noqa: S311  # a sample, no secret
    grouped = _grouped(parts, rng)
    keys = list({key: None for part in grouped for key in part})
    if not keys and len(parts) > 1:
        return Undefined(tr("Nobody labelled anything, so that there is nothing to agree on."))
    rows = [[part.get(key, 0.0) for key in keys] for part in grouped]
    resamples = max(FEWEST_RESAMPLES, min(RESAMPLES, _ADDITIONS // max(1, len(rows) * (len(keys) + 20))))

    def one(chosen: Sequence[Sequence[float]]) -> Measure:
        totals: Iterable[float] = [0.0] * len(keys)
        for row in chosen:
            totals = list(map(add, totals, row))
        return value(dict(zip(keys, totals, strict=True)))

    return drawn(rows, one, resamples, rng)


def drawn(
    items: Sequence[Item], value: Callable[[Sequence[Item]], Measure], resamples: int, rng: random.Random | None = None
) -> Bounds:
    """The interval of `value(items)`, each resample drawn from the items with replacement."""
    if len(items) < 2:
        return Undefined(tr("An interval needs at least two articles."))
    rng = rng or random.Random(_SEED)  # noqa: S311  # as above
    found = [value(rng.choices(items, k=len(items))) for _ in range(resamples)]
    values = sorted(each for each in found if isinstance(each, float))
    if not values:
        return Undefined(tr("Nobody labelled anything, so that there is nothing to agree on."))
    last = len(values) - 1
    return values[round(_SHARE * last)], values[round((1 - _SHARE) * last)]


def total(parts: Iterable[Sums]) -> Sums:
    """All parts together."""
    found: defaultdict[Hashable, float] = defaultdict(float)
    for part in parts:
        for key, count in part.items():
            found[key] += count
    return found


def _grouped(parts: Sequence[Sums], rng: random.Random) -> Sequence[Sums]:
    if len(parts) <= MOST_GROUPS:
        return parts
    order = list(range(len(parts)))
    rng.shuffle(order)
    return [total(parts[at] for at in order[first::MOST_GROUPS]) for first in range(MOST_GROUPS)]


# -- what measures are made of ------------------------------------------------------------------------------------


def kappa_part(rows: Iterable[Sequence[Hashable | None]], pairs: Iterable[tuple[int, int]]) -> Sums:
    """What items add to Cohen's kappa of the pairs of raters (their columns)."""
    part: defaultdict[Hashable, float] = defaultdict(float)
    patterns = Counter(map(tuple, rows)).items()
    for one, other in pairs:
        cells: Counter[tuple[Hashable, Hashable]] = Counter()
        for row, times in patterns:
            cells[row[one], row[other]] += times
        for (a, b), count in cells.items():
            if a is None or b is None:
                continue
            part[one, other, "items"] += count
            part[one, other, "same"] += count * (a == b)
            part[one, other, "one", a] += count
            part[one, other, "other", b] += count
    return part


def kappa_of(sums: Sums) -> Measure:
    """The mean of the pairs' kappas, those that are defined."""
    expected: defaultdict[Hashable, float] = defaultdict(float)
    for key, count in sums.items():
        if isinstance(key, tuple) and key[2] == "one":
            expected[key[:2]] += count * sums.get((*key[:2], "other", key[3]), 0.0)
    found = []
    for pair, products in expected.items():
        assert isinstance(pair, tuple), "two columns"
        items = sums[(*pair, "items")]
        chance = products / items**2 if items else 1.0
        if chance < 1:
            found.append((sums[(*pair, "same")] / items - chance) / (1 - chance))
    return sum(found) / len(found) if found else Undefined(tr("Only one category was used."))


def alpha_part(rows: Iterable[Sequence[Hashable | None]]) -> Sums:
    """What items add to Krippendorff's nominal alpha."""
    part: defaultdict[Hashable, float] = defaultdict(float)
    for row, times in Counter(map(tuple, rows)).items():
        given = [rating for rating in row if rating is not None]
        if len(given) < 2:
            continue
        counts = Counter(given)
        part["ratings"] += times * len(given)
        part["agreeing"] += times * sum(n * (n - 1) for n in counts.values()) / (len(given) - 1)
        for category, n in counts.items():
            part["category", category] += times * n
    return part


def alpha_of(sums: Sums) -> Measure:
    """Nominal alpha of the summed items."""
    ratings = sums.get("ratings", 0.0)
    pairs = sum(n * (n - 1) for key, n in sums.items() if isinstance(key, tuple))
    chance = pairs / (ratings * (ratings - 1)) if ratings > 1 else 1.0
    if chance >= 1:
        return Undefined(tr("Only one category was used."))
    return 1 - (1 - sums["agreeing"] / ratings) / (1 - chance)


def f1_of(sums: Sums) -> Measure:
    """2 * both / all of the keys ("both", pair) and ("all", pair): the mean of the pairs that have any."""
    found = [
        2 * sums.get(("both", key[1]), 0.0) / count
        for key, count in sums.items()
        if isinstance(key, tuple) and key[0] == "all" and count
    ]
    return sum(found) / len(found) if found else Undefined(tr("Neither of the two labelled anything."))


def mean_of(sums: Sums) -> Measure:
    """The weighted mean of what was summed as "sum" (value times weight) and "weight"."""
    weight = sums.get("weight", 0.0)
    return sums["sum"] / weight if weight else Undefined(tr("Nobody labelled anything."))
