"""Agreement on one layer of a corpus: spans first, then what hangs on them. Each step is reported by itself.

"Is there a claim?" - "where does it begin and end?" - "what kind is it?" - "who says it?": a low figure at one step must
not hide in another. Annotators are compared on the articles that both have seen; having found nothing there counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from statistics import fmean
from typing import NamedTuple

from annotator.model.agreement import bootstrap
from annotator.model.agreement.bootstrap import Bounds
from annotator.model.agreement.matching import Score, Unit, boundary, exact, pairs, partial, token_labels
from annotator.model.agreement.measure import Measure, Undefined
from annotator.model.agreement.ratings import Ratings, cohen_kappa, krippendorff_alpha
from annotator.model.agreement.unitizing import Disagreement, alpha_of, disagreement
from annotator.model.annotation import quote_of
from annotator.model.phrases import tr

Pair = tuple[str, str]
LinkEnds = tuple[str, str, str]
"""Role, id of the source, id of the target."""

Rows = Sequence[Sequence[Hashable | None]]
How = Callable[[Sequence[Unit], Sequence[Unit]], Score]
"""Counts what two annotators share of an article."""

_ALPHA_U_UNITS = 200_000
"""Units that are looked at for the interval of alpha_u, about."""
_ALPHA_U_MOST = 5_000


_EMPTY = Score()


class LinkAgreement(NamedTuple):
    """F1 of the links of one role, each with its interval, and how many links there are."""

    given: Measure
    whole: Measure
    given_interval: Bounds
    whole_interval: Bounds
    links: int


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

    def score(self, how: How, pair: Pair) -> Score:
        """The pair's shared labels over all their articles."""
        return sum((found[pair] for found in self._scores(how) if pair in found), Score())

    def f1(self, how: How) -> Measure:
        """The mean over the pairs of annotators of F1 over all their articles."""
        return mean_of([self.score(how, pair).f1 for pair in self.pairs])

    def interval(self, how: How, pair: Pair | None = None) -> Bounds:
        """The 95 % interval of `f1`, or of that of one pair, see `bootstrap`."""
        parts: list[bootstrap.Sums] = []
        for found in self._scores(how):
            if pair is not None:
                if pair not in found:
                    continue
                found = {pair: found[pair]}
            part: dict[Hashable, float] = {}
            for each, score in found.items():
                if score.one or score.other:
                    part["both", each], part["all", each] = score.both, score.one + score.other
            parts.append(part)
        return bootstrap.interval(parts, bootstrap.f1_of)

    def _scores(self, how: How) -> list[dict[Pair, Score]]:
        """By article, what each pair that has seen it shares."""
        if how not in self._known_scores:
            self._known_scores[how] = [
                {
                    pair: how(seen.units[pair[0]], seen.units[pair[1]])
                    if seen.units[pair[0]] or seen.units[pair[1]]
                    else _EMPTY
                    for pair in self.pairs
                    if pair[0] in seen.units and pair[1] in seen.units
                }
                for seen in self.articles
            ]
        return self._known_scores[how]

    @cached_property
    def _known_scores(self) -> dict[How, list[dict[Pair, Score]]]:
        return {}

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
        return Ratings([row for rows in self._token_rows for row in rows])

    def _rows(self, rate: Callable[[Seen, Sequence[Unit]], Sequence[Hashable]]) -> list[Rows]:
        """By article, one row an item: what each annotator says of it, None where they have not seen the article."""
        found: list[Rows] = []
        for seen in self.articles:
            columns = [rate(seen, seen.units[name]) if name in seen.units else None for name in self.annotators]
            count = max((len(column) for column in columns if column is not None), default=0)
            found.append([[column[i] if column is not None else None for column in columns] for i in range(count)])
        return found

    @cached_property
    def _token_rows(self) -> list[Rows]:
        return self._rows(lambda seen, units: token_labels(seen.tokens, units))

    @cached_property
    def _sentence_rows(self) -> list[Rows]:
        def rate(seen: Seen, units: Sequence[Unit]) -> list[Hashable]:
            places = [place for unit in units for place in unit.fragments]
            return [any(a < end and start < b for a, b in places) for start, end in seen.sentences]

        return self._rows(rate)

    @cached_property
    def _token_parts(self) -> list[bootstrap.Sums]:
        return self._kappa_parts(self._token_rows)

    @cached_property
    def _sentence_parts(self) -> list[bootstrap.Sums]:
        return self._kappa_parts(self._sentence_rows)

    def _kappa_parts(self, by_article: Sequence[Rows]) -> list[bootstrap.Sums]:
        place = {name: number for number, name in enumerate(self.annotators)}
        columns = [(place[one], place[other]) for one, other in self.pairs]
        return [bootstrap.kappa_part(rows, columns) for rows in by_article]

    @staticmethod
    def _kappa(parts: Sequence[bootstrap.Sums], by_article: Sequence[Rows]) -> Measure:
        found = bootstrap.kappa_of(bootstrap.total(parts))
        if isinstance(found, Undefined):  # the table itself knows better why
            return cohen_kappa(Ratings([row for rows in by_article for row in rows]))
        return found

    def rating_intervals(self) -> dict[str, Bounds]:
        """The 95 % intervals of `token_kappa`, `token_alpha` and `sentence_kappa`."""
        return {
            "token_kappa": bootstrap.interval(self._token_parts, bootstrap.kappa_of),
            "token_alpha": bootstrap.interval(
                [bootstrap.alpha_part(rows) for rows in self._token_rows], bootstrap.alpha_of
            ),
            "sentence_kappa": bootstrap.interval(self._sentence_parts, bootstrap.kappa_of),
        }

    @property
    def alpha_u_interval(self) -> Bounds:
        """The 95 % interval of `alpha_u`; of corpora that are not small from fewer resamples, of large ones none."""
        if not self.alpha_u_resamples:
            return Undefined(tr("There are too many labels to draw resamples for this figure."))
        return bootstrap.drawn(self.articles, lambda chosen: Layer(chosen).alpha_u, self.alpha_u_resamples)

    @property
    def alpha_u_resamples(self) -> int:
        """How many resamples the interval of `alpha_u` is drawn from; 0 where there is none."""
        units = sum(len(own) for seen in self.articles for own in seen.units.values()) + len(self.articles)
        return max(40, min(200, _ALPHA_U_UNITS // units)) if units <= _ALPHA_U_MOST else 0

    @property
    def token_kappa(self) -> Measure:
        """Cohen's kappa on tokens, the mean of the pairs; tokens without any label count as a category."""
        return self._kappa(self._token_parts, self._token_rows)

    @property
    def token_alpha(self) -> Measure:
        """Krippendorff's nominal alpha on tokens, all annotators at once."""
        return krippendorff_alpha(self._token_table)

    @property
    def sentence_kappa(self) -> Measure:
        """Cohen's kappa on "is there one in this sentence?", the mean of the pairs."""

        return self._kappa(self._sentence_parts, self._sentence_rows)

    @property
    def alpha_u(self) -> Measure:
        """Krippendorff's unitizing alpha over code points, the articles one after the other.

        Of annotators who have not all seen the same articles the mean of the pairs.
        """
        return mean_of([alpha_of(list(found.values())) for found in self._disagreements])

    def alpha_u_of(self, label: str) -> Measure:
        """`alpha_u` of the labels of one name alone."""
        return mean_of([alpha_of([found[label]] if label in found else []) for found in self._disagreements])

    @cached_property
    def _disagreements(self) -> list[dict[Hashable, Disagreement]]:
        """By label, what all annotators disagree on, or each pair where not all have seen the same articles."""
        if all(len(seen.units) == len(self.annotators) for seen in self.articles):
            return [self._disagreeing(self.annotators, self.articles)]
        return [self._disagreeing(pair, self.common(pair)) for pair in self.pairs]

    @staticmethod
    def _disagreeing(names: Sequence[str], articles: Sequence[Seen]) -> dict[Hashable, Disagreement]:
        units: defaultdict[Hashable, list[list[tuple[int, int]]]] = defaultdict(lambda: [[] for _ in names])
        at = 0
        for seen in articles:
            for column, name in enumerate(names):
                for unit in seen.units[name]:
                    units[unit.label][column] += [(at + start, at + end) for start, end in unit.fragments]
            at += seen.length + 1
        return {label: disagreement(own, at) for label, own in units.items()}

    # -- what hangs on matched labels ----------------------------------------------------------------------------

    def matched(self, pair: Pair) -> Iterable[tuple[Seen, Unit, Unit]]:
        """Labels that the two share: the same name, overlapping text, one to one."""
        for seen in self.common(pair):
            for one, other in pairs(seen.units[pair[0]], seen.units[pair[1]]):
                yield seen, one, other

    def attribute(self, name: str) -> tuple[Measure, Bounds, int]:
        """Nominal alpha of an attribute on matched labels with its interval, and on how many; no value counts as a value."""
        by_article: dict[int, list[tuple[Hashable, Hashable]]] = {id(seen): [] for seen in self.articles}
        for pair in self.pairs:
            for seen, one, other in self.matched(pair):
                row = _said(one.attributes.get(name)), _said(other.attributes.get(name))
                if row != (_NOTHING, _NOTHING):
                    by_article[id(seen)].append(row)
        rows = [row for own in by_article.values() for row in own]
        bounds = bootstrap.interval([bootstrap.alpha_part(own) for own in by_article.values()], bootstrap.alpha_of)
        return krippendorff_alpha(Ratings(rows)), bounds, len(rows)

    def link(self, role: str) -> LinkAgreement:
        """F1 of a role's links: given that both ends are matched, end to end, and how many links there are."""
        given, whole, count = Score(), Score(), 0
        parts: dict[str, list[bootstrap.Sums]] = {"given": [], "whole": []}
        for seen in self.articles:
            own_given, own_whole = Score(), Score()
            for pair in self.pairs:
                if pair[0] not in seen.units or pair[1] not in seen.units:
                    continue
                one, other = (_links(seen, name, role) for name in pair)
                if not one and not other:
                    continue
                partners = self._partners(seen, pair)
                both = sum((partners.get(a), partners.get(b)) in other for a, b in one)
                back = {theirs: ours for ours, theirs in partners.items()}
                known_one = sum(a in partners and b in partners for a, b in one)
                known_other = sum(a in back and b in back for a, b in other)
                own_given += Score(both, known_one, known_other)
                own_whole += Score(both, len(one), len(other))
                count += len(one) + len(other)
            for name, score in (("given", own_given), ("whole", own_whole)):
                parts[name].append({("both", ""): score.both, ("all", ""): score.one + score.other})
            given, whole = given + own_given, whole + own_whole
        matched = given.f1 if given.one + given.other else Undefined(tr("No link has both of its ends matched."))
        intervals = {name: bootstrap.interval(own, bootstrap.f1_of) for name, own in parts.items()}
        return LinkAgreement(matched, whole.f1, intervals["given"], intervals["whole"], count)

    def _partners(self, seen: Seen, pair: Pair) -> dict[str, str]:
        """The ids of the first annotator's units -> those of the second's that they are matched with, in all layers."""
        key = id(seen), pair
        if key not in self._matchings:
            one, other = (list(seen.everything.get(name, {}).values()) for name in pair)
            self._matchings[key] = {a.id: b.id for a, b in pairs(one, other)}
        return self._matchings[key]

    @cached_property
    def _matchings(self) -> dict[tuple[int, Pair], dict[str, str]]:
        return {}


_NOTHING = ""


def _said(value: object) -> Hashable:
    """An attribute's value as a category."""
    if value is None:
        return _NOTHING
    return tuple(sorted(map(str, value))) if isinstance(value, list | tuple) else str(value)


def _links(seen: Seen, name: str, role: str) -> set[tuple[str, str]]:
    return {(source, target) for found, source, target in seen.links.get(name, ()) if found == role}


def mean_of(values: Sequence[Measure]) -> Measure:
    """The mean of the values there are; the first reason where there is none."""
    found = [value for value in values if isinstance(value, float)]
    if found:
        return fmean(found)
    reasons = [value for value in values if isinstance(value, Undefined)]
    return reasons[0] if reasons else Undefined(tr("No two annotators have seen the same article."))


SPAN_MEASURES: Mapping[str, How] = {
    "exact_f1": exact,
    "partial_f1": partial,
    "boundary_f1": boundary,
}
