"""Agreement on one layer of a corpus: spans first, then what hangs on them. Each step is reported by itself.

"Is there a claim?" - "where does it begin and end?" - "what kind is it?" - "who says it?": a low figure at one step must
not hide in another. Annotators are compared on the articles that both have seen; having found nothing there counts.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from statistics import fmean

from annotator.model.agreement.matching import Score, Unit, boundary, exact, pairs, partial, token_labels
from annotator.model.agreement.measure import Measure, Undefined
from annotator.model.agreement.ratings import Ratings, cohen_kappa, krippendorff_alpha
from annotator.model.agreement.unitizing import alpha_u
from annotator.model.annotation import quote_of
from annotator.model.phrases import tr

Pair = tuple[str, str]
LinkEnds = tuple[str, str, str]
"""Role, id of the source, id of the target."""

_RESAMPLES = 1000
_SEED = 20040101


@dataclass(frozen=True)
class Seen:
    """One article and what each annotator who has seen it labelled in one layer."""

    length: int
    """Code points."""
    tokens: Sequence[tuple[int, int]]
    sentences: Sequence[tuple[int, int]]
    units: Mapping[str, Sequence[Unit]]
    """By annotator; an annotator who has seen the article and found nothing has an empty entry."""
    links: Mapping[str, Sequence[LinkEnds]] = field(default_factory=dict)
    everything: Mapping[str, Mapping[str, Unit]] = field(default_factory=dict)
    """By annotator, all their units of all layers by id: what links can point to."""
    key: Hashable = None
    """By which the caller knows the article."""
    text: str = ""

    def quote(self, unit: Unit) -> str:
        """The words of a unit."""
        return quote_of(self.text, unit.fragments)


@dataclass(frozen=True)
class Layer:
    """What a corpus says about one layer."""

    articles: Sequence[Seen]

    @cached_property
    def annotators(self) -> list[str]:
        return sorted({name for seen in self.articles for name in seen.units})

    @cached_property
    def pairs(self) -> list[Pair]:
        """The pairs of annotators who have seen at least one article in common."""
        return [
            (a, b)
            for a, b in combinations(self.annotators, 2)
            if any(a in seen.units and b in seen.units for seen in self.articles)
        ]

    def common(self, pair: Pair) -> list[Seen]:
        """The articles that both have seen."""
        return [seen for seen in self.articles if pair[0] in seen.units and pair[1] in seen.units]

    # -- spans ---------------------------------------------------------------------------------------------------

    def score(self, how: Callable[[Sequence[Unit], Sequence[Unit]], Score], pair: Pair) -> Score:
        """The pair's shared labels over all their articles."""
        return sum((how(seen.units[pair[0]], seen.units[pair[1]]) for seen in self.common(pair)), Score())

    def f1(self, how: Callable[[Sequence[Unit], Sequence[Unit]], Score]) -> Measure:
        """The mean over the pairs of annotators of F1 over all their articles."""
        return mean_of([self.score(how, pair).f1 for pair in self.pairs])

    def interval(self, how: Callable[[Sequence[Unit], Sequence[Unit]], Score]) -> tuple[float, float] | Undefined:
        """A 95 % interval of `f1` by the bootstrap over articles (Efron and Tibshirani 1993, percentile method).

        1,000 resamples with a fixed seed, so that the same labels give the same interval.
        """
        if len(self.articles) < 2:
            return Undefined(tr("An interval needs at least two articles."))
        scores = [
            {pair: how(seen.units[pair[0]], seen.units[pair[1]]) for pair in self.pairs if set(pair) <= set(seen.units)}
            for seen in self.articles
        ]
        rng = random.Random(_SEED)  # noqa: S311  # a sample, no secret
        values: list[float] = []
        for _ in range(_RESAMPLES):
            totals: dict[Pair, list[float]] = {}
            for chosen in rng.choices(scores, k=len(scores)):
                for pair, score in chosen.items():
                    total = totals.setdefault(pair, [0.0, 0.0])
                    total[0] += 2 * score.both
                    total[1] += score.one + score.other
            found = [both / all_ for both, all_ in totals.values() if all_]
            if found:
                values.append(fmean(found))
        if not values:
            return Undefined(tr("Nobody labelled anything, so that there is nothing to agree on."))
        values.sort()
        return values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]

    def only(self, label: str) -> Layer:
        """This layer with the labels of one name alone."""
        return Layer(
            [
                replace(
                    seen, units={name: [u for u in units if u.label == label] for name, units in seen.units.items()}
                )
                for seen in self.articles
            ]
        )

    @cached_property
    def labels(self) -> list[str]:
        return sorted({unit.label for seen in self.articles for units in seen.units.values() for unit in units})

    # -- tokens, sentences, stretches ----------------------------------------------------------------------------

    @cached_property
    def _token_table(self) -> Ratings:
        """One item a token; a rating is the set of labels on it, so that nesting is not flattened."""
        return self._table(lambda seen, units: token_labels(seen.tokens, units))

    def _table(self, rate: Callable[[Seen, Sequence[Unit]], Sequence[Hashable]]) -> Ratings:
        rows: list[Sequence[Hashable | None]] = []
        for seen in self.articles:
            columns = [rate(seen, seen.units[name]) if name in seen.units else None for name in self.annotators]
            count = max((len(column) for column in columns if column is not None), default=0)
            rows += [[column[i] if column is not None else None for column in columns] for i in range(count)]
        return Ratings(rows)

    @property
    def token_kappa(self) -> Measure:
        """Cohen's kappa on tokens, the mean of the pairs; tokens without any label count as a category."""
        return cohen_kappa(self._token_table)

    @property
    def token_alpha(self) -> Measure:
        """Krippendorff's nominal alpha on tokens, all annotators at once."""
        return krippendorff_alpha(self._token_table)

    @property
    def sentence_kappa(self) -> Measure:
        """Cohen's kappa on "is there one in this sentence?", the mean of the pairs."""

        def rate(seen: Seen, units: Sequence[Unit]) -> list[Hashable]:
            places = [place for unit in units for place in unit.fragments]
            return [any(a < end and start < b for a, b in places) for start, end in seen.sentences]

        return cohen_kappa(self._table(rate))

    @property
    def alpha_u(self) -> Measure:
        """Krippendorff's unitizing alpha over code points, the articles one after the other.

        Of annotators who have not all seen the same articles the mean of the pairs.
        """
        if all(len(seen.units) == len(self.annotators) for seen in self.articles):
            return self._alpha_u(self.annotators, self.articles)
        return mean_of([self._alpha_u(pair, self.common(pair)) for pair in self.pairs])

    def _alpha_u(self, names: Sequence[str], articles: Sequence[Seen]) -> Measure:
        units: defaultdict[Hashable, list[list[tuple[int, int]]]] = defaultdict(lambda: [[] for _ in names])
        at = 0
        for seen in articles:
            for column, name in enumerate(names):
                for unit in seen.units[name]:
                    units[unit.label][column] += [(at + start, at + end) for start, end in unit.fragments]
            at += seen.length + 1
        if not at:
            return Undefined(tr("There is no text that two have seen."))
        return alpha_u(units, at)

    # -- what hangs on matched labels ----------------------------------------------------------------------------

    def matched(self, pair: Pair) -> Iterable[tuple[Seen, Unit, Unit]]:
        """Labels that the two share: the same name, overlapping text, one to one."""
        for seen in self.common(pair):
            for one, other in pairs(seen.units[pair[0]], seen.units[pair[1]]):
                yield seen, one, other

    def attribute(self, name: str) -> tuple[Measure, int]:
        """Nominal alpha of an attribute on matched labels, and on how many; no value counts as a value of its own."""
        rows = [
            (_said(one.attributes.get(name)), _said(other.attributes.get(name)))
            for pair in self.pairs
            for _, one, other in self.matched(pair)
        ]
        rows = [row for row in rows if row != (_NOTHING, _NOTHING)]
        return krippendorff_alpha(Ratings(rows)), len(rows)

    def link(self, role: str) -> tuple[Measure, Measure, int]:
        """F1 of a role's links: given that both ends are matched, end to end, and how many links there are."""
        given, whole, count = Score(), Score(), 0
        for pair in self.pairs:
            for seen in self.common(pair):
                one, other = (_links(seen, name, role) for name in pair)
                partners = _partners(seen, pair)
                both = sum((partners.get(a), partners.get(b)) in other for a, b in one)
                back = {theirs: ours for ours, theirs in partners.items()}
                known_one = sum(a in partners and b in partners for a, b in one)
                known_other = sum(a in back and b in back for a, b in other)
                given += Score(both, known_one, known_other)
                whole += Score(both, len(one), len(other))
                count += len(one) + len(other)
        matched = given.f1 if given.one + given.other else Undefined(tr("No link has both of its ends matched."))
        return matched, whole.f1, count


_NOTHING = ""


def _said(value: object) -> Hashable:
    """An attribute's value as a category."""
    if value is None:
        return _NOTHING
    return tuple(sorted(map(str, value))) if isinstance(value, list | tuple) else str(value)


def _links(seen: Seen, name: str, role: str) -> set[tuple[str, str]]:
    return {(source, target) for found, source, target in seen.links.get(name, ()) if found == role}


def _partners(seen: Seen, pair: Pair) -> dict[str, str]:
    """The ids of the first annotator's units -> those of the second's that they are matched with, in all layers."""
    one, other = (list(seen.everything.get(name, {}).values()) for name in pair)
    return {a.id: b.id for a, b in pairs(one, other)}


def mean_of(values: Sequence[Measure]) -> Measure:
    """The mean of the values there are; the first reason where there is none."""
    found = [value for value in values if isinstance(value, float)]
    if found:
        return fmean(found)
    reasons = [value for value in values if isinstance(value, Undefined)]
    return reasons[0] if reasons else Undefined(tr("No two annotators have seen the same article."))


SPAN_MEASURES: Mapping[str, Callable[[Sequence[Unit], Sequence[Unit]], Score]] = {
    "exact_f1": exact,
    "partial_f1": partial,
    "boundary_f1": boundary,
}
