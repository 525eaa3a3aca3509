"""Agreement on a bare table: items in rows, raters in columns, each cell a category or None where nothing was said.

Items with fewer than two ratings say nothing about agreement and are left out by all measures. Chance-corrected
measures are (observed - expected) / (1 - expected) and differ in what they expect (Artstein and Poesio 2008,
"Inter-Coder Agreement for Computational Linguistics", Computational Linguistics 34(4)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from statistics import fmean

from annotator.model.agreement.measure import Measure, Undefined
from annotator.model.phrases import tr

Rating = Hashable | None
Distance = Callable[[float, float], float]


@dataclass(frozen=True)
class Ratings:
    """A table of ratings; `rows[i][j]` is what rater j said about item i, None where nothing."""

    rows: Sequence[Sequence[Rating]]

    @cached_property
    def items(self) -> list[list[Hashable]]:
        """The ratings of each item that has at least two, without the gaps."""
        found = ([rating for rating in row if rating is not None] for row in self.rows)
        return [row for row in found if len(row) > 1]

    @cached_property
    def totals(self) -> Counter[Hashable]:
        """How often each category was given in those items."""
        return Counter(rating for row in self.items for rating in row)

    @property
    def raters(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def complete(self) -> bool:
        """Whether every item that counts has the same number of ratings."""
        return len({len(row) for row in self.items}) == 1

    def pair(self, one: int, other: int) -> list[tuple[Hashable, Hashable]]:
        """The items that both raters rated."""
        found = ((row[one], row[other]) for row in self.rows if len(row) > max(one, other))
        return [(a, b) for a, b in found if a is not None and b is not None]


def number(value: Hashable) -> float | None:
    """A category as a number, or None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if found - found == 0 else None


def normalised(value: str) -> Hashable | None:
    """A cell of a file as a category: empty is None; `1` and `1.0` are one category."""
    text = value.strip()
    if not text:
        return None
    found = number(text)
    return text if found is None else found


def _numbers(ratings: Ratings) -> list[float] | Undefined:
    found = [number(category) for category in ratings.totals]
    if any(value is None for value in found):
        return Undefined(tr("The categories are no numbers, so they have no order and no distance."))
    return sorted(value for value in found if value is not None)


def _nothing(ratings: Ratings) -> Undefined | None:
    return None if ratings.items else Undefined(tr("No item has two ratings."))


def observed_agreement(ratings: Ratings) -> Measure:
    """Agreeing ordered pairs of ratings of an item, each pair weighted by 1 / (ratings of the item - 1), over all ratings.

    With the same number of ratings everywhere it is the mean share of agreeing pairs (Fleiss 1971); in general the
    observed agreement of Krippendorff's alpha (2004, p. 230).
    """
    if nothing := _nothing(ratings):
        return nothing
    agreeing = sum(sum(n * (n - 1) for n in Counter(row).values()) / (len(row) - 1) for row in ratings.items)
    return agreeing / sum(ratings.totals.values())


def corrected(observed: float, expected: float) -> Measure:
    """Agreement beyond chance: (observed - expected) / (1 - expected)."""
    if expected >= 1:
        return Undefined(tr("Only one category was used, so that chance alone gives full agreement."))
    return (observed - expected) / (1 - expected)


def _against(ratings: Ratings, expected: Callable[[], float | Undefined]) -> Measure:
    observed = observed_agreement(ratings)
    if isinstance(observed, Undefined):
        return observed
    chance = expected()
    return chance if isinstance(chance, Undefined) else corrected(observed, chance)


def pooled_expectation(ratings: Ratings) -> float:
    """The chance that two ratings agree when both follow the distribution over all raters (Scott 1955; Fleiss 1971)."""
    total = sum(ratings.totals.values())
    return sum((n / total) ** 2 for n in ratings.totals.values())


def bennett_s(ratings: Ratings) -> Measure:
    """Bennett, Alpert and Goldstein's S (1954): each category that was used is equally likely."""
    return _against(ratings, lambda: 1 / len(ratings.totals))


def gwet_ac1(ratings: Ratings) -> Measure:
    """Gwet's AC1 (2008, "Computing inter-rater reliability", British Journal of Mathematical and Statistical
    Psychology 61): the share of each category is its mean over items of the share of their ratings."""

    def expected() -> float | Undefined:
        if len(ratings.totals) < 2:
            return Undefined(tr("Only one category was used, so that nothing can be said about chance."))
        shares: Counter[Hashable] = Counter()
        for row in ratings.items:
            for category, n in Counter(row).items():
                shares[category] += n / len(row)  # type: ignore[assignment]  # a Counter holds any number
        items = len(ratings.items)
        return sum((s / items) * (1 - s / items) for s in shares.values()) / (len(shares) - 1)

    return _against(ratings, expected)


def fleiss_kappa(ratings: Ratings) -> Measure:
    """Fleiss' kappa (1971, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76(5))."""
    if ratings.items and not ratings.complete:
        return Undefined(tr("Fleiss' kappa needs the same number of ratings for each item; look at alpha instead."))
    return _against(ratings, lambda: pooled_expectation(ratings))


def fleiss_kappa_of(ratings: Ratings, category: Hashable) -> Measure:
    """Fleiss' kappa of one category (1971, equation 9): given that one rater chose it, how much more often than by chance
    another one does too."""
    if ratings.items and not ratings.complete:
        return Undefined(tr("Fleiss' kappa needs the same number of ratings for each item; look at alpha instead."))
    chosen = [(row.count(category), len(row)) for row in ratings.items]
    given = sum(n * (m - 1) for n, m in chosen)
    if not given:
        return Undefined(tr("Nobody chose this category."))
    share = ratings.totals[category] / sum(ratings.totals.values())
    return corrected(sum(n * (n - 1) for n, _ in chosen) / given, share)


def scott_pi(ratings: Ratings) -> Measure:
    """Scott's pi (1955): two raters, chance by their common distribution; of more raters the mean of the pairs."""
    return _mean_of_pairs(ratings, _scott)


def _scott(pairs: Sequence[tuple[Hashable, Hashable]]) -> Measure:
    return _against(Ratings(pairs), lambda: pooled_expectation(Ratings(pairs)))


def cohen_kappa(ratings: Ratings) -> Measure:
    """Cohen's kappa (1960): two raters, chance by the distribution of each; of more raters the mean of the pairs."""
    return _mean_of_pairs(ratings, _cohen)


def cohen_expectation(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """The chance that two raters agree when each keeps to their own distribution (Cohen 1960)."""
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return sum(one[category] * other[category] for category in one) / len(pairs) ** 2


def _cohen(pairs: Sequence[tuple[Hashable, Hashable]]) -> Measure:
    if not pairs:
        return Undefined(tr("No item was rated by both."))
    return corrected(fmean(a == b for a, b in pairs), cohen_expectation(pairs))


def weighted_kappa(ratings: Ratings, power: int) -> Measure:
    """Cohen's weighted kappa (1968): disagreements weigh |i - j| ** power, i and j the ranks of the categories among
    all that were used; `power` 1 is linear, 2 quadratic. Of more than two raters the mean of the pairs."""
    if nothing := _nothing(ratings):
        return nothing
    order = _numbers(ratings)
    if isinstance(order, Undefined):
        return order
    rank = {category: order.index(number(category) or 0.0) for category in ratings.totals}

    def weigh(a: Hashable, b: Hashable) -> float:
        return float(abs(rank[a] - rank[b]) ** power)

    return _mean_of_pairs(ratings, lambda pairs: weighted_by(pairs, weigh))


def weighted_by(pairs: Sequence[tuple[Hashable, Hashable]], weigh: Callable[[Hashable, Hashable], float]) -> Measure:
    """Weighted kappa (Cohen 1968) with any weight of disagreement."""
    if not pairs:
        return Undefined(tr("No item was rated by both."))
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(weigh(a, b) for a, b in pairs) / len(pairs)
    expected = sum(n * m * weigh(a, b) for a, n in one.items() for b, m in other.items()) / len(pairs) ** 2
    if not expected:
        return Undefined(tr("Only one category was used, so that chance alone gives full agreement."))
    return 1 - observed / expected


def _mean_of_pairs(ratings: Ratings, measure: Callable[[Sequence[tuple[Hashable, Hashable]]], Measure]) -> Measure:
    if nothing := _nothing(ratings):
        return nothing
    found = [measure(ratings.pair(a, b)) for a, b in combinations(range(ratings.raters), 2)]
    values = [value for value in found if isinstance(value, float)]
    if values:
        return fmean(values)
    return next((value for value in found if isinstance(value, Undefined)), Undefined(tr("There is only one rater.")))


def krippendorff_alpha(ratings: Ratings, level: str = "nominal") -> Measure:
    """Krippendorff's alpha (2004, "Content Analysis", 2nd ed., section 11.3; 2011, "Computing Krippendorff's
    Alpha-Reliability") for any number of raters with gaps. `level`: nominal, ordinal, interval or ratio."""
    if nothing := _nothing(ratings):
        return nothing
    if level == "nominal":
        return alpha_by(ratings, lambda a, b: float(a != b))
    order = _numbers(ratings)
    if isinstance(order, Undefined):
        return order
    counts: Counter[float] = Counter()
    for category, n in ratings.totals.items():
        counts[number(category) or 0.0] += n
    distance = _distances(level, order, counts)
    if isinstance(distance, Undefined):
        return distance
    between = distance
    return alpha_by(ratings, lambda a, b: between(number(a) or 0.0, number(b) or 0.0))


def alpha_by(ratings: Ratings, distance: Callable[[Hashable, Hashable], float]) -> Measure:
    """Krippendorff's alpha with any distance: 1 - observed / expected disagreement."""
    if nothing := _nothing(ratings):
        return nothing
    total = sum(ratings.totals.values())
    observed = 0.0
    for row in ratings.items:
        within = list(Counter(row).items())
        observed += sum(n * m * distance(a, b) for a, n in within for b, m in within if a != b) / (len(row) - 1)
    categories = list(ratings.totals.items())
    expected = sum(n * m * distance(a, b) for a, n in categories for b, m in categories if a != b) / (total - 1)
    if not expected:
        return Undefined(tr("Only one category was used, so that chance alone gives full agreement."))
    return 1 - observed / expected


def _distances(level: str, order: Sequence[float], counts: Mapping[float, int]) -> Distance | Undefined:
    if level == "interval":
        return lambda a, b: (a - b) ** 2
    if level == "ratio":
        if any(value < 0 for value in order):
            return Undefined(tr("Some values are below zero, so that their ratio means nothing."))
        return lambda a, b: ((a - b) / (a + b)) ** 2 if a + b else 0.0
    if level != "ordinal":
        raise ValueError(level)
    below, sums = 0, {}
    for value in order:
        sums[value] = below + counts[value] / 2
        below += counts[value]
    return lambda a, b: (sums[a] - sums[b]) ** 2
