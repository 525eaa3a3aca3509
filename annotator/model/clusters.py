"""Where annotators differ: their labels grouped into clusters, each one thing to decide. Pure; knows no project.

A cluster holds at most one label of each annotator: those that mean the same stretch of text in the same layer. What two
have exactly alike is one cluster before anything that only overlaps is put together, so nesting is not flattened.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotator.model.agreement.matching import jaccard
from annotator.model.annotation import NONE, Annotation, Fragments, Link
from annotator.model.ids import derived_id
from annotator.model.schema import Schema

AGREED = "agreed"
MISSING = "missing"
"""Not everybody has it."""
LABEL = "label"
BOUNDARY = "boundary"
ATTRIBUTE = "attribute"
LINK = "link"
ARTICLE = "article"
"""A label of the whole article."""
KINDS = (MISSING, LABEL, BOUNDARY, ATTRIBUTE, LINK, ARTICLE)

_ALIKE = 0.5
"""How much of their text two differently named labels must share to mean the same thing."""

Value = str
"""What an annotator said, as canonical JSON: equal texts say the same. Empty where they said nothing."""


@dataclass(frozen=True)
class Said:
    """What one annotator said about an article."""

    annotations: Mapping[str, Annotation] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=lambda: NONE)
    """Labels of the whole article."""


@dataclass(frozen=True)
class Cluster:
    """One thing to decide: a label, a link between two of them, or a label of the article."""

    id: str
    kinds: tuple[str, ...]
    """How they differ, of `KINDS`, the gravest first; (`AGREED`,) where they do not."""
    seen: tuple[int, ...]
    """The annotators (keys) who could have said something."""
    values: Mapping[int, Value]
    """What each of them said; those who said nothing are left out."""
    layer: str = ""
    members: Mapping[int, Annotation] = field(default_factory=dict)
    """Of labels: each annotator's own."""
    role: str = ""
    links: Mapping[int, Link] = field(default_factory=dict)
    """Of links: each annotator's own."""
    ends: tuple[str, str] = ("", "")
    """Of links: the clusters at the source and at the target."""
    attribute: str = ""
    """Of labels of the article."""

    @property
    def agreed(self) -> bool:
        return self.kinds == (AGREED,)

    @property
    def kind(self) -> str:
        """The gravest difference."""
        return self.kinds[0]

    @property
    def start(self) -> int:
        return min((a.start for a in self.members.values()), default=0)

    @property
    def end(self) -> int:
        return max((a.end for a in self.members.values()), default=0)

    @property
    def majority(self) -> Value | None:
        """What more than half of those who could said (empty: nothing); None where there is no majority."""
        votes = Counter(self.values.get(owner, "") for owner in self.seen)
        value, count = votes.most_common(1)[0]
        return value if 2 * count > len(self.seen) else None

    def differing_attributes(self) -> list[str]:
        """The ids of the attributes in which the labels differ."""
        names = {name for a in self.members.values() for name in a.attributes}
        return sorted(
            name for name in names if len({_canonical(a.attributes.get(name)) for a in self.members.values()}) > 1
        )


def clusters_of(said: Mapping[int, Said], schema: Schema) -> list[Cluster]:
    """All clusters of an article that the annotators in `said` have seen: labels in reading order, links, article labels."""
    seen = tuple(sorted(said))
    spans: list[Cluster] = []
    layers = {a.layer for each in said.values() for a in each.annotations.values()}
    for layer in sorted(layers):
        own = {o: [a for a in each.annotations.values() if a.layer == layer] for o, each in said.items()}
        spans += [_span_cluster(layer, members, seen) for members in _grouped(own)]
    spans.sort(key=lambda cluster: (cluster.start, -cluster.end, cluster.layer, cluster.id))
    return [*spans, *_link_clusters(said, spans, schema), *_article_clusters(said, seen)]


def value_of(annotation: Annotation) -> Value:
    """What a label says, wherever it is kept: layer, label, place and attributes."""
    return value_at(annotation.layer, annotation.label, annotation.fragments, annotation.attributes)


def value_at(layer: str, label: str, fragments: Any, attributes: Mapping[str, Any]) -> Value:
    """As `value_of`, from its parts. Attributes without a value are none; the order of several values says nothing."""
    said = {
        name: sorted(value, key=str) if isinstance(value, list) else value
        for name, value in attributes.items()
        if value not in (None, "", [])
    }
    return _canonical([layer, label, fragments, said])


def link_value(role: str) -> Value:
    """What a link says, given its ends."""
    return _canonical([role])


def article_value(value: Any) -> Value:
    """What a label of the article says."""
    return _canonical(sorted(value, key=str) if isinstance(value, list) else value)


# -- labels -------------------------------------------------------------------------------------------------------


def _span_cluster(layer: str, members: Mapping[int, Annotation], seen: tuple[int, ...]) -> Cluster:
    kinds = []
    members = dict(sorted(members.items()))
    labels = list(members.values())
    if len(members) < len(seen):
        kinds.append(MISSING)
    if len({a.label for a in labels}) > 1:
        kinds.append(LABEL)
    if len({a.fragments for a in labels}) > 1:
        kinds.append(BOUNDARY)
    values = {owner: value_of(a) for owner, a in members.items()}
    if len(set(values.values())) > 1 and len({a.place for a in labels}) == 1:
        kinds.append(ATTRIBUTE)
    identity = derived_id("cluster", *sorted(a.id for a in labels))
    return Cluster(identity, tuple(kinds) or (AGREED,), seen, values, layer, members)


def _grouped(own: Mapping[int, Sequence[Annotation]]) -> list[dict[int, Annotation]]:
    """Labels of one layer as groups with at most one label of each annotator."""
    exact: defaultdict[tuple[str, Fragments, int], dict[int, Annotation]] = defaultdict(dict)
    for owner, labels in own.items():
        places: defaultdict[tuple[str, Fragments], list[Annotation]] = defaultdict(list)
        for a in labels:
            places[a.label, a.fragments].append(a)
        for (label, fragments), found in places.items():
            if len(found) > 1:  # of labels that one put twice on one place, those with equal attributes come together
                found.sort(key=lambda a: (value_of(a), a.id))
            for number, a in enumerate(found):
                exact[label, fragments, number][owner] = a
    groups = sorted(exact.values(), key=_group_order)
    parent = list(range(len(groups)))
    for _, one, other in sorted(_alike(groups, len(own))):
        first, second = _root(parent, one), _root(parent, other)
        if first != second and not groups[first].keys() & groups[second].keys():
            keep, gone = min(first, second), max(first, second)
            groups[keep] = groups[keep] | groups[gone]
            parent[gone] = keep
    return [group for number, group in enumerate(groups) if parent[number] == number]


def _group_order(group: Mapping[int, Annotation]) -> tuple[int, int, str, str]:
    first = next(iter(group.values()))
    return first.start, -first.end, first.label, min(a.id for a in group.values())


def _alike(groups: Sequence[Mapping[int, Annotation]], people: int) -> Iterable[tuple[tuple[int, float], int, int]]:
    """Pairs of groups that may mean the same thing, with how well they go together: the smaller, the better."""
    incomplete = [(number, next(iter(g.values()))) for number, g in enumerate(groups) if len(g) < people]
    active: list[tuple[int, Annotation]] = []
    for number, a in incomplete:  # in order of their start
        active = [(n, other) for n, other in active if other.end > a.start]
        for n, other in active:
            shared = jaccard(a.fragments, other.fragments)
            if a.fragments == other.fragments:
                yield (0, -shared), n, number
            elif shared and a.label == other.label:
                yield (1, -shared), n, number
            elif shared >= _ALIKE:
                yield (2, -shared), n, number
        active.append((number, a))


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        number = parent[number]
    return number


# -- links --------------------------------------------------------------------------------------------------------


def _link_clusters(said: Mapping[int, Said], spans: Sequence[Cluster], schema: Schema) -> list[Cluster]:
    at = {(owner, a.id): number for number, cluster in enumerate(spans) for owner, a in cluster.members.items()}
    found: defaultdict[tuple[int, int, str], dict[int, Link]] = defaultdict(dict)
    for owner, each in said.items():
        for link in sorted(each.links.values(), key=lambda link: link.id):
            ends = at.get((owner, link.source)), at.get((owner, link.target))
            if ends[0] is None or ends[1] is None:
                continue
            role = schema.role(link.role)
            source, target = sorted(ends) if role and role.symmetric else ends  # type: ignore[type-var]  # neither is None
            assert source is not None, "looked at above"
            assert target is not None, "looked at above"
            found[source, target, link.role].setdefault(owner, link)
    clusters = []
    for (source, target, role_id), links in sorted(found.items(), key=lambda item: item[0]):
        ends_of = spans[source], spans[target]
        able = tuple(o for o in ends_of[0].seen if all(o in end.members for end in ends_of))
        identity = derived_id("link", role_id, ends_of[0].id, ends_of[1].id)
        kinds = (AGREED,) if len(links) == len(able) == len(ends_of[0].seen) else (LINK,)
        values = dict.fromkeys(links, link_value(role_id))
        clusters.append(
            Cluster(identity, kinds, able, values, role=role_id, links=links, ends=(ends_of[0].id, ends_of[1].id))
        )
    return clusters


# -- labels of the article ----------------------------------------------------------------------------------------


def _article_clusters(said: Mapping[int, Said], seen: tuple[int, ...]) -> list[Cluster]:
    clusters = []
    for name in sorted({name for each in said.values() for name in each.labels}):
        values = {
            owner: article_value(each.labels[name])
            for owner, each in said.items()
            if each.labels.get(name) not in (None, "", [])
        }
        if not values:
            continue
        kinds = (AGREED,) if len(values) == len(seen) and len(set(values.values())) == 1 else (ARTICLE,)
        clusters.append(Cluster(derived_id("article", name), kinds, seen, values, attribute=name))
    return clusters


def _canonical(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
