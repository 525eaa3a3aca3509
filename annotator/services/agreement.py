"""How far a project's annotators agree: reads their labels and reports every layer step by step, ready for JSON.

The measures themselves, their definitions and sources are in `model.agreement`. What cannot be computed is None with
the reason under `why`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.model import text as texts
from annotator.model.agreement.gamma import Placed, gamma
from annotator.model.agreement.layer import SPAN_MEASURES, Layer, LinkEnds, Seen, mean_of
from annotator.model.agreement.matching import Unit
from annotator.model.agreement.measure import Measure, Undefined
from annotator.model.agreement.ratings import Ratings, krippendorff_alpha
from annotator.model.agreement.stances import pairs_f1, stances_of
from annotator.model.annotation import Fragments
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services.jobs import Job
from annotator.services.schema_names import ExportNames
from annotator.storage import outgoing, rows
from annotator.storage.project import Project


class Figures(dict[str, Any]):
    """A JSON object of measures; those that are undefined are None and explained under `why`."""

    def measure(self, name: str, value: Measure) -> None:
        if isinstance(value, Undefined):
            self[name] = None
            self.setdefault("why", {})[name] = value.why
        else:
            self[name] = value


@dataclass(frozen=True)
class Corpus:
    """What the annotators said about the articles that at least two of them have finished or labelled."""

    layers: Mapping[str, Sequence[Seen]]
    """Layer -> its articles."""
    articles: int

    @property
    def people(self) -> list[str]:
        return sorted({name for layer in self.layers.values() for each in layer for name in each.units})


def read_corpus(project: Project, job: Job) -> Corpus:
    """Reads the labels that are compared; an annotator who finished an article without a label counts as having seen it."""
    schema = project.schema()
    names = {person.key: person.name for person in project.annotators()}
    corpus: dict[str, list[Seen]] = {layer.id: [] for layer in schema.layers}
    articles = 0
    with project.snapshot() as db:
        keys = rows.article_keys(db)
        for number, found in enumerate(outgoing.outgoing(db, keys, tuple(names))):
            if number % 100 == 0:
                job.report(number, len(keys), tr("articles"))
            seen = {owner: said for owner, said in found.said.items() if said.is_done or said.labels}
            if len(seen) < 2:
                continue
            articles += 1
            for layer_id, each in _seen(schema, found, {names[owner]: said for owner, said in seen.items()}).items():
                corpus.setdefault(layer_id, []).append(each)
    return Corpus(corpus, articles)


def agreement(project: Project, job: Job) -> dict[str, Any]:
    """All measures of all layers over the articles that at least two annotators have finished or labelled."""
    return measures(project, read_corpus(project, job), job)


def measures(project: Project, corpus: Corpus, job: Job) -> dict[str, Any]:
    """All measures of all layers of a corpus. UserError where no article was seen by two."""
    if not corpus.articles:
        raise UserError(
            tr("No article was finished or labelled by two annotators."),
            project.path,
            tr("Merge colleagues' work files first, or hand out articles to several people."),
        )
    schema = project.schema()
    layers = {}
    for layer_id, seen_articles in corpus.layers.items():
        job.check()
        layers[layer_id] = _report(schema, layer_id, Layer(seen_articles))
    return {"annotators": corpus.people, "articles": corpus.articles, "layers": layers}


def _seen(schema: Schema, found: outgoing.Outgoing, by_name: Mapping[str, outgoing.Said]) -> dict[str, Seen]:
    text, key = found.article[1], found.article[-1]
    shown = ExportNames(schema)
    tokens, sentences = texts.tokens(text), texts.sentences(text)
    units: dict[str, dict[str, list[Unit]]] = {layer.id: {name: [] for name in by_name} for layer in schema.layers}
    everything: dict[str, dict[str, Unit]] = {name: {} for name in by_name}
    links: dict[str, list[LinkEnds]] = {}
    for name, said in by_name.items():
        for columns in said.labels:
            start, minus_end, layer, label, uuid, fragments, _, attributes = columns[:8]
            places: Fragments = ((start, -minus_end),)
            if fragments is not None:
                places = tuple((a, b) for a, b in orjson.loads(fragments))
            values = shown.attributes(layer, orjson.loads(attributes)) if attributes else {}
            unit = Unit(uuid, shown.label(layer, label), places, values)
            units.setdefault(layer, {n: [] for n in by_name})[name].append(unit)
            everything[name][uuid] = unit
        links[name] = [(shown.role(role), source, target) for role, source, target, *_ in said.links]
    return {
        layer_id: Seen(len(text), tokens, sentences, own, links, everything, key, text)
        for layer_id, own in units.items()
    }


def _report(schema: Schema, layer_id: str, layer: Layer) -> Figures:
    figures = Figures()
    for name, how in SPAN_MEASURES.items():
        figures.measure(name, layer.f1(how))
    figures.measure("token_kappa", layer.token_kappa)
    figures.measure("token_alpha", layer.token_alpha)
    figures.measure("alpha_u", layer.alpha_u)
    figures.measure("gamma", layer_gamma(layer))
    figures.measure("sentence_kappa", layer.sentence_kappa)
    intervals = Figures()
    for name, how in SPAN_MEASURES.items():
        bounds = layer.interval(how)
        if isinstance(bounds, Undefined):
            intervals.measure(name, bounds)
        else:
            intervals[name] = list(bounds)
    figures["interval"] = intervals
    figures["by_label"] = {label: _of_label(layer.only(label)) for label in layer.labels}
    figures["pairs"] = [_of_pair(layer, pair) for pair in layer.pairs]
    known = schema.layer(layer_id)
    figures["attributes"] = {}
    for attribute in known.attributes if known else ():
        value, n = layer.attribute(attribute.name)
        if n:
            row = Figures(n=n)
            row.measure("alpha", value)
            figures["attributes"][attribute.name] = row
    figures["links"] = {}
    for role in schema.roles:
        if role.sources and all(end.layer != layer_id for end in role.sources):
            continue
        given, whole, n = layer.link(role.name)
        if n:
            row = Figures(n=n)
            row.measure("f1", given)
            row.measure("end_to_end_f1", whole)
            figures["links"][role.name] = row
    if known and known.style == "mark":
        _add_stances(figures, layer)
    return figures


def _of_label(layer: Layer) -> Figures:
    figures = Figures(n=sum(len(units) for seen in layer.articles for units in seen.units.values()))
    for name, how in SPAN_MEASURES.items():
        figures.measure(name, layer.f1(how))
    figures.measure("alpha_u", layer.alpha_u)
    return figures


def _of_pair(layer: Layer, pair: tuple[str, str]) -> Figures:
    figures = Figures(a=pair[0], b=pair[1], articles=len(layer.common(pair)))
    for name, how in SPAN_MEASURES.items():
        figures.measure(name, layer.score(how, pair).f1)
    return figures


def _add_stances(figures: Figures, layer: Layer) -> None:
    """Coverage of (holder, target) pairs, then agreement on the label of the pairs that both found."""
    scores, labels = [], []
    for pair in layer.pairs:
        own = [(stances_of(seen, pair[0]), stances_of(seen, pair[1])) for seen in layer.common(pair)]
        scores.append(pairs_f1(own))
        labels += [(one[who], other[who]) for one, other in own for who in one.keys() & other.keys()]
    figures.measure("pairs_f1", mean_of(scores))
    figures.measure("label_alpha", krippendorff_alpha(Ratings(labels)))
    figures["label_pairs"] = len(labels)


def layer_gamma(layer: Layer) -> Measure:
    """Gamma by article, the mean weighted by the units in it (Mathet et al. 2015 look at one text at a time)."""
    total = weight = 0.0
    reason: Measure = Undefined(tr("Nobody labelled anything, so that there is nothing to agree on."))
    for seen in layer.articles:
        continuum = [
            [Placed(start, end, unit.label) for unit in units for start, end in unit.fragments]
            for units in seen.units.values()
        ]
        value = gamma(continuum, seen.length)
        if isinstance(value, Undefined):
            continue
        units = sum(map(len, continuum))
        total += value * units
        weight += units
    return total / weight if weight else reason
