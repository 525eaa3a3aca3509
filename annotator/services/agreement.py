"""How far a project's annotators agree: reads their labels and reports every layer step by step, ready for JSON.

The measures themselves, their definitions and sources are in `model.agreement`. What cannot be computed is None with
the reason under `why`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from annotator.model import text as texts
from annotator.model.agreement.layer import Layer, LinkEnds, Seen
from annotator.model.agreement.matching import Unit
from annotator.model.annotation import Fragments
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.services import query
from annotator.services.agreement_figures import layer_figures
from annotator.services.jobs import Job
from annotator.services.schema_names import ExportNames
from annotator.storage import outgoing, rows
from annotator.storage.project import Project

_GUIDELINES, _CREATED = 9, 11
"""Where these columns of a label lie, see `outgoing.LABEL`."""


class Moment(NamedTuple):
    """When an article was labelled: by the newest label in it."""

    week: str
    """As `2026-W07` (ISO 8601); empty where nobody labelled anything."""
    guidelines: int
    """The version of the guidelines."""


@dataclass(frozen=True)
class Corpus:
    """What the annotators said about the articles that at least two of them have finished or labelled."""

    layers: Mapping[str, Sequence[Seen]]
    """Layer -> its articles."""
    articles: int
    moments: Mapping[Hashable, Moment] = field(default_factory=dict)
    """When an article was labelled, by its key."""

    @property
    def people(self) -> list[str]:
        return sorted({name for layer in self.layers.values() for each in layer for name in each.units})


def read_corpus(project: Project, job: Job, people: Sequence[str] = (), wanted: str = "") -> Corpus:
    """Reads the labels that are compared; an annotator who finished an article without a label counts as having seen it.

    `people`: names of those who are compared, all where it is empty; `wanted`: a query, see `services.query`.
    """
    schema = project.schema()
    chosen = [project.annotator(name) for name in people] or project.annotators()
    if len(chosen) < 2 and people:
        raise UserError(tr("One annotator alone cannot be compared."), hint=tr("Choose at least two."))
    names = {person.key: person.name for person in chosen}
    matching = query.matching(project, wanted)
    moments: dict[Hashable, Moment] = {}
    corpus: dict[str, list[Seen]] = {layer.id: [] for layer in schema.layers}
    articles = 0
    with project.snapshot() as db:
        keys = [key for key in rows.article_keys(db) if matching is None or key in matching]
        for number, found in enumerate(outgoing.outgoing(db, keys, tuple(names))):
            if number % 100 == 0:
                job.report(number, len(keys), tr("articles"))
            seen = {owner: said for owner, said in found.said.items() if said.is_done or said.labels}
            if len(seen) < 2:
                continue
            articles += 1
            moments[found.article[-1]] = _moment(seen.values())
            for layer_id, each in _seen(schema, found, {names[owner]: said for owner, said in seen.items()}).items():
                corpus.setdefault(layer_id, []).append(each)
    return Corpus(corpus, articles, moments)


def agreement(project: Project, job: Job, people: Sequence[str] = (), wanted: str = "") -> dict[str, Any]:
    """All measures of all layers over the articles that at least two annotators have finished or labelled."""
    return measures(project, read_corpus(project, job, people, wanted), job)


def measures(project: Project, corpus: Corpus, job: Job) -> dict[str, Any]:
    """All measures of all layers of a corpus. UserError where no article was seen by two."""
    if not corpus.articles:
        raise UserError(
            tr("No article was finished or labelled by two annotators."),
            project.path,
            tr("Merge colleagues' work files first, or hand out articles to several people."),
        )
    schema = project.schema()
    layers: dict[str, Any] = {}
    for layer_id, seen_articles in corpus.layers.items():
        job.report(len(layers), len(corpus.layers), tr("layers"))
        layers[layer_id] = layer_figures(schema, layer_id, Layer(seen_articles), corpus.moments)
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


def _moment(said: Iterable[outgoing.Said]) -> Moment:
    labels = [columns for own in said for columns in own.labels]
    if not labels:
        return Moment("", 0)
    newest = max(str(columns[_CREATED]) for columns in labels)
    try:
        year, week, _ = datetime.fromisoformat(newest).isocalendar()
    except ValueError:  # an import kept a time as a file had it
        return Moment("", max(columns[_GUIDELINES] for columns in labels))
    return Moment(f"{year}-W{week:02}", max(columns[_GUIDELINES] for columns in labels))
