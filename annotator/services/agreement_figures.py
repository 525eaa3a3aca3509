"""All figures of one layer, ready for JSON: step by step, by label, by pair, over time, each with its interval.

What cannot be computed is None, with the reason under `why`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from annotator.model.agreement import bootstrap
from annotator.model.agreement.bootstrap import Bounds
from annotator.model.agreement.gamma import Placed, gamma
from annotator.model.agreement.layer import SPAN_MEASURES, How, Layer, Pair, Seen, mean_of
from annotator.model.agreement.matching import exact
from annotator.model.agreement.measure import Measure, Undefined
from annotator.model.agreement.ratings import Ratings, krippendorff_alpha
from annotator.model.agreement.stances import Who, pairs_f1, stances_of
from annotator.model.phrases import tr
from annotator.model.schema import Schema

_GAMMA_UNITS = 800
"""Labels that gamma looks at: about three seconds."""
_FEW_ARTICLES = 300
"""Up to so many articles each figure by label and by pair has its interval; of more, exact F1 alone."""


class Figures(dict[str, Any]):
    """A JSON object of measures; those that are undefined are None and explained under `why`."""

    def measure(self, name: str, value: Measure, bounds: Bounds | None = None) -> None:
        """Adds a measure, and its interval where there is one."""
        if isinstance(value, Undefined):
            self[name] = None
            self.setdefault("why", {})[name] = value.why
        else:
            self[name] = value
            if bounds is not None:
                self.bounds(name, bounds)

    def bounds(self, name: str, bounds: Bounds) -> None:
        """Adds the interval of a measure."""
        intervals = self.setdefault("interval", Figures())
        if isinstance(bounds, Undefined):
            intervals.measure(name, bounds)
        else:
            intervals[name] = list(bounds)


def layer_figures(schema: Schema, layer_id: str, layer: Layer, moments: Mapping[Hashable, tuple[str, int]]) -> Figures:
    """All figures of a layer. `moments`: week and version of the guidelines by the keys of the articles."""
    figures = Figures()
    if not layer.labels:
        return _nothing(figures, layer)
    for name, how in SPAN_MEASURES.items():
        figures.measure(name, layer.f1(how), layer.interval(how))
    intervals = layer.rating_intervals()
    figures.measure("token_kappa", layer.token_kappa, intervals["token_kappa"])
    figures.measure("token_alpha", layer.token_alpha, intervals["token_alpha"])
    figures.measure("alpha_u", layer.alpha_u, layer.alpha_u_interval)
    figures.measure("gamma", *layer_gamma(layer))
    figures["how"] = _how(layer)
    figures.measure("sentence_kappa", layer.sentence_kappa, intervals["sentence_kappa"])
    figures.setdefault("interval", Figures())
    figures["by_label"] = {label: _of_label(layer, label) for label in layer.labels}
    figures["pairs"] = [_of_pair(layer, pair) for pair in layer.pairs]
    _add_attributes(figures, schema, layer_id, layer)
    _add_links(figures, schema, layer_id, layer)
    known = schema.layer(layer_id)
    if known and known.style == "mark":
        _add_stances(figures, layer)
    figures["over_time"] = {
        "weeks": _periods(layer, lambda key: moments[key][0] if key in moments else ""),
        "guidelines": _periods(layer, lambda key: str(moments[key][1]) if key in moments else ""),
    }
    return figures


def _nothing(figures: Figures, layer: Layer) -> Figures:
    """The figures of a layer in which nobody labelled anything."""
    nothing = Undefined(tr("Nobody labelled anything, so that there is nothing to agree on."))
    for name in (*SPAN_MEASURES, "token_kappa", "token_alpha", "alpha_u", "gamma", "sentence_kappa"):
        figures.measure(name, nothing)
    figures["pairs"] = [_of_pair(layer, pair) for pair in layer.pairs]
    empty: dict[str, dict[str, Any]] = {"interval": {}, "by_label": {}, "attributes": {}, "links": {}}
    figures.update(empty, over_time={"weeks": [], "guidelines": []})
    return figures


def _add_attributes(figures: Figures, schema: Schema, layer_id: str, layer: Layer) -> None:
    known = schema.layer(layer_id)
    figures["attributes"] = {}
    for attribute in known.attributes if known else ():
        value, bounds, n = layer.attribute(attribute.name)
        if n:
            row = Figures(n=n)
            row.measure("alpha", value, bounds)
            figures["attributes"][attribute.name] = row


def _add_links(figures: Figures, schema: Schema, layer_id: str, layer: Layer) -> None:
    figures["links"] = {}
    for role in schema.roles:
        if role.sources and all(end.layer != layer_id for end in role.sources):
            continue
        found = layer.link(role.name)
        if found.links:
            row = Figures(n=found.links)
            row.measure("f1", found.given, found.given_interval)
            row.measure("end_to_end_f1", found.whole, found.whole_interval)
            figures["links"][role.name] = row


def _how(layer: Layer) -> dict[str, str]:
    """In words, which figures of a large corpus rest on a part of it."""
    found = {}
    articles, looked_at = len(layer.articles), len(layer.articles[:: _gamma_step(layer)])
    if looked_at < articles:
        found["gamma"] = tr(
            "on {n} of {articles} articles, evenly chosen", n=f"{looked_at:,}", articles=f"{articles:,}"
        )
    if 0 < layer.alpha_u_resamples < bootstrap.RESAMPLES:
        found["alpha_u"] = tr("interval from {n} resamples", n=layer.alpha_u_resamples)
    if articles > bootstrap.MOST_GROUPS:
        found["interval"] = tr(
            "Intervals are drawn from {groups} groups of articles put together at random, {fewest} to {most} times.",
            groups=bootstrap.MOST_GROUPS,
            fewest=bootstrap.FEWEST_RESAMPLES,
            most=f"{bootstrap.RESAMPLES:,}",
        )
    return found


def _gamma_step(layer: Layer) -> int:
    """Every how many articles gamma looks at one."""
    units = sum(len(own) for seen in layer.articles for own in seen.units.values())
    return -(-units // _GAMMA_UNITS) or 1


def _of_label(whole: Layer, label: str) -> Figures:
    layer = whole.only(label)
    figures = Figures(n=sum(len(units) for seen in layer.articles for units in seen.units.values()))
    for name, how in SPAN_MEASURES.items():
        figures.measure(name, layer.f1(how), _bounds_of(layer, how))
    figures.measure("alpha_u", whole.alpha_u_of(label))
    return figures


def _bounds_of(layer: Layer, how: How, pair: Pair | None = None) -> Bounds | None:
    return layer.interval(how, pair) if how is exact or len(layer.articles) <= _FEW_ARTICLES else None


def _of_pair(layer: Layer, pair: tuple[str, str]) -> Figures:
    common = layer.common(pair)
    figures = Figures(a=pair[0], b=pair[1], articles=len(common))
    for name, how in SPAN_MEASURES.items():
        figures.measure(name, layer.score(how, pair).f1, _bounds_of(layer, how, pair))
    return figures


def _periods(layer: Layer, period: Callable[[Hashable], str]) -> list[Figures]:
    """Exact F1 of the articles of each period, the earliest first; those without one are left out."""
    found: defaultdict[str, list[Seen]] = defaultdict(list)
    for seen in layer.articles:
        found[period(seen.key)].append(seen)
    rows = []
    for name in sorted(found.keys() - {""}, key=lambda name: (len(name), name)):
        part = Layer(found[name])
        row = Figures(period=name, articles=len(found[name]))
        row.measure("exact_f1", part.f1(exact), part.interval(exact))
        rows.append(row)
    return rows


def _add_stances(figures: Figures, layer: Layer) -> None:
    """Coverage of (holder, target) pairs, then agreement on the label of the pairs that both found."""
    labels: list[tuple[str, str]] = []
    sums: list[dict[Hashable, float]] = []
    rows: list[list[tuple[str, str]]] = []
    found = {id(seen): {name: stances_of(seen, name) for name in seen.units} for seen in layer.articles}
    for seen in layer.articles:
        own: dict[Hashable, float] = {}
        shared: list[tuple[str, str]] = []
        for pair in layer.pairs:
            if pair[0] in seen.units and pair[1] in seen.units:
                one, other = (found[id(seen)][name] for name in pair)
                both: list[Who] = sorted(one.keys() & other.keys())
                own["both", pair], own["all", pair] = len(both), len(one) + len(other)
                shared += [(one[who], other[who]) for who in both]
        sums.append(own)
        rows.append(shared)
        labels += shared
    scores = [
        pairs_f1([(found[id(s)][pair[0]], found[id(s)][pair[1]]) for s in layer.common(pair)]) for pair in layer.pairs
    ]
    figures.measure("pairs_f1", mean_of(scores), bootstrap.interval(sums, bootstrap.f1_of))
    bounds = bootstrap.interval([bootstrap.alpha_part(own) for own in rows], bootstrap.alpha_of)
    figures.measure("label_alpha", krippendorff_alpha(Ratings(labels)), bounds)
    figures["label_pairs"] = len(labels)


def layer_gamma(layer: Layer) -> tuple[Measure, Bounds]:
    """Gamma by article, the mean weighted by the units in it (Mathet et al. 2015 look at one text at a time), and its
    interval. Of a corpus with very many labels it is that of some of its articles, evenly chosen."""
    parts: list[bootstrap.Sums] = []
    for seen in layer.articles[:: _gamma_step(layer)]:
        continuum = [
            [Placed(start, end, unit.label) for unit in units for start, end in unit.fragments]
            for units in seen.units.values()
        ]
        value = gamma(continuum, seen.length)
        units = sum(map(len, continuum))
        parts.append({} if isinstance(value, Undefined) else {"sum": value * units, "weight": units})
    totals: dict[Hashable, float] = {key: sum(part.get(key, 0.0) for part in parts) for key in ("sum", "weight")}
    if not totals["weight"]:
        nothing = Undefined(tr("Nobody labelled anything, so that there is nothing to agree on."))
        return nothing, nothing
    return bootstrap.mean_of(totals), bootstrap.interval(parts, bootstrap.mean_of)
