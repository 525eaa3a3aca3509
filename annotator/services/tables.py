"""All claims and all stances of the project in tables, and who stands how toward what as a matrix.

Holders and targets are known by their canonical `name`; a mention without one borrows it along `coref`, else its own
words count. A row knows its article and label, so that each can be opened in its text.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.model.annotation import Annotation, Fragments, Link
from annotator.model.article import Annotator
from annotator.model.phrases import tr
from annotator.model.schema import Label, Layer, Schema
from annotator.services.jobs import Job
from annotator.storage.listing import Labelled, labelled
from annotator.storage.project import Project


@dataclass(frozen=True, slots=True)
class TableRow:
    """One claim or stance with its links in words."""

    article: int
    annotation: str
    title: str
    source: str
    published: str
    layer: str
    label: str
    """The label's id."""
    quote: str
    links: Mapping[str, tuple[str, ...]]
    """Role id -> the names at the other ends, in the order of the text."""
    attributes: Mapping[str, Any]
    missing: tuple[str, ...]
    """Required attributes and customary links that are not there, by id."""
    answers: Mapping[str, str]
    """Attribute id -> the answer in words, for schemas in which a list of answers says holder and target."""
    fragments: Fragments

    @property
    def holder(self) -> str:
        """Who holds a stance."""
        if names := self.links.get("holder"):
            return ", ".join(names)
        if self.attributes.get("holder_kind") == "author":
            return tr("the author")
        return str(self.answers.get("holder", ""))

    @property
    def target(self) -> str:
        """What a stance is toward."""
        said = ", ".join(self.links.get("target", ())) or self.attributes.get("topic", "")
        return str(said or self.answers.get("target", ""))


@dataclass(frozen=True)
class Matrix:
    """Holders in rows, targets in columns, most stances first; in each cell how often which label."""

    holders: tuple[str, ...]
    targets: tuple[str, ...]
    cells: Mapping[tuple[str, str], Mapping[str, int]]
    rows: Mapping[tuple[str, str], Sequence[TableRow]] = field(repr=False, default_factory=dict)
    """What stands behind each cell."""


_CUSTOMARY = {"line": ("claimer", "source"), "mark": ("holder", "target")}
"""Links that a claim or stance should have, by the style of its layer."""


def table(project: Project, owner: int, layer_id: str, job: Job) -> list[TableRow]:
    """An annotator's labels of a layer over the whole project that can have links or attributes, in reading order."""
    schema = project.schema()
    found: list[TableRow] = []
    with project.snapshot() as db:
        for number, article in enumerate(labelled(db, owner)):
            if number % 200 == 0:
                job.report(number, None, tr("articles"))
            found += _rows(schema, article, layer_id)
    return found


def matrix(rows: Iterable[TableRow]) -> Matrix:
    """The stances counted by holder and target; those that lack either are left out."""
    behind: defaultdict[tuple[str, str], list[TableRow]] = defaultdict(list)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.holder and row.target:
            spelled[_folded(row.holder)][row.holder] += 1
            spelled[_folded(row.target)][row.target] += 1
            behind[_folded(row.holder), _folded(row.target)].append(row)
    shown = {name: spellings.most_common(1)[0][0] for name, spellings in spelled.items()}
    by_holder: Counter[str] = Counter()
    by_target: Counter[str] = Counter()
    for (holder, target), stances in behind.items():
        by_holder[holder] += len(stances)
        by_target[target] += len(stances)
    cells = {
        (shown[holder], shown[target]): Counter(row.label for row in stances)
        for (holder, target), stances in behind.items()
    }
    return Matrix(
        tuple(shown[name] for name, _ in _most(by_holder)),
        tuple(shown[name] for name, _ in _most(by_target)),
        cells,
        {(shown[holder], shown[target]): stances for (holder, target), stances in behind.items()},
    )


def _rows(schema: Schema, article: Labelled, layer_id: str) -> list[TableRow]:
    layer = schema.layer(layer_id)
    if layer is None:
        return []
    names = canonical_names(article.annotations, article.links)
    links: defaultdict[str, defaultdict[str, list[Annotation]]] = defaultdict(lambda: defaultdict(list))
    for link in article.links:
        if link.target in article.annotations:
            links[link.source][link.role].append(article.annotations[link.target])
    found = []
    for annotation in sorted(article.annotations.values(), key=lambda a: (a.start, -a.end)):
        label = layer.label(annotation.label) if annotation.layer == layer_id else None
        if label is None or not has_parts(schema, layer, label):
            continue
        own: Mapping[str, list[Annotation]] = links.get(annotation.id, {})
        ends = {
            role: tuple(names[end.id] for end in sorted(targets, key=lambda a: a.start))
            for role, targets in own.items()
        }
        found.append(
            TableRow(
                article.article,
                annotation.id,
                article.title,
                article.source,
                article.published,
                layer_id,
                label.id,
                annotation.quote,
                ends,
                annotation.attributes,
                _missing(schema, annotation, label.id, ends),
                _answers(layer, annotation),
                annotation.fragments,
            )
        )
    return found


def has_parts(schema: Schema, layer: Layer, label: Label) -> bool:
    """Whether a label is more than its words: a statement with links, or a stance."""
    return layer.style == "mark" or bool(schema.roles_from(layer.id, label.id))


def layers_with_parts(schema: Schema) -> list[Layer]:
    """The layers of claims and stances: those that a table is made of."""
    return [
        layer
        for layer in schema.layers
        if layer.style != "fill" and any(has_parts(schema, layer, label) for label in layer.labels)
    ]


def people(project: Project) -> list[Annotator]:
    """Whose labels can be shown: the annotators by name, then the gold layer."""
    return [*project.annotators(), project.gold()]


def _answers(layer: Layer, annotation: Annotation) -> dict[str, str]:
    found = {}
    for identity, value in annotation.attributes.items():
        attribute = layer.attribute(identity)
        names = {each.id: each.name for each in attribute.values} if attribute else {}
        several = value if isinstance(value, list) else [value]
        found[identity] = ", ".join(names.get(each, str(each)) for each in several)
    return found


def _missing(schema: Schema, annotation: Annotation, label: str, ends: Mapping[str, Any]) -> tuple[str, ...]:
    layer = schema.layer(annotation.layer)
    assert layer is not None, "the caller has found it"
    values = annotation.attributes
    found = [a.id for a in layer.attributes_of(label) if a.required and a.id not in values]
    possible = {role.id for role in schema.roles_from(annotation.layer, label)}
    said_otherwise = {"holder": "holder_kind" in values, "target": "topic" in values}
    said_otherwise["claimer"] = values.get("voice") in ("journalist", "unattributed")
    customary = _CUSTOMARY.get(layer.style, ())
    asked = [role.id for role in schema.roles_from(annotation.layer, label) if role.required]
    found += [
        role
        for role in dict.fromkeys((*customary, *asked))
        if role in possible and role not in ends and not said_otherwise.get(role)
    ]
    return tuple(found)


def canonical_names(annotations: Mapping[str, Annotation], links: Iterable[Link]) -> dict[str, str]:
    """Each label's name: its own `name`, else one that it is linked to by `coref` (over any number of steps), else its
    words."""
    parent = {identity: identity for identity in annotations}

    def root(identity: str) -> str:
        while parent[identity] != identity:
            parent[identity] = parent[parent[identity]]
            identity = parent[identity]
        return identity

    for link in links:
        if link.role == "coref" and link.source in parent and link.target in parent:
            parent[root(link.source)] = root(link.target)
    named: dict[str, str] = {}
    for identity, annotation in sorted(annotations.items(), key=lambda pair: pair[1].start):
        if name := annotation.attributes.get("name"):
            named.setdefault(root(identity), str(name))
    return {
        identity: str(annotation.attributes.get("name") or named.get(root(identity)) or annotation.quote)
        for identity, annotation in annotations.items()
    }


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
