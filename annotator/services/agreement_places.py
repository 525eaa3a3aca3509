"""The places behind the figures of agreement: what each annotator said of the same stretch of text, to be read and opened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from annotator.model.article import Annotator
from annotator.model.clusters import AGREED, ATTRIBUTE, BOUNDARY, LABEL, LINK, MISSING, Cluster
from annotator.model.phrases import tr
from annotator.services import query
from annotator.services.agreement import measures, read_corpus
from annotator.services.jobs import Job
from annotator.services.review_article import ReviewArticle
from annotator.services.review_reading import ReviewReading
from annotator.services.workplace import Workplace
from annotator.storage.project import Project

NOTHING = ""
"""What an annotator said who has seen the article and has nothing there."""

_CONTEXT = 40
"""Code points of context to each side."""

_KINDS = {
    "sentence_kappa": (MISSING,),
    "partial_f1": (MISSING, LABEL),
    "boundary_f1": (MISSING, BOUNDARY),
    "alpha": (ATTRIBUTE,),
    "f1": (LINK,),
    "end_to_end_f1": (LINK,),
    "pairs_f1": (MISSING,),
    "label_alpha": (LABEL,),
}
_SPANS = (MISSING, LABEL, BOUNDARY)
"""The differences that the other measures count."""


@dataclass(frozen=True)
class Place:
    """A stretch of text of which annotators said something."""

    article: int
    title: str
    layer: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    kinds: tuple[str, ...]
    """How they differ, as in `model.clusters`; `agreed` where they do not."""
    said: Mapping[str, str]
    """Annotator -> label, role or value; `NOTHING` for those who have seen the article and have nothing there."""
    about: tuple[str, ...] = ()
    """The role of a link, or the names of the attributes that differ."""
    is_link: bool = False


@dataclass(frozen=True)
class Behind:
    """Which figure is asked about: its name in JSON, and whose or of what it is."""

    layer: str
    measure: str = ""
    label: str = ""
    pair: tuple[str, str] | None = None
    about: str = ""
    """A role or an attribute."""
    cell: tuple[str, str] | None = None
    """What one annotator said and what another said."""
    articles: Set[Hashable] | None = None
    """The articles that it is about, by their keys; None for all."""


@dataclass(frozen=True)
class Compared:
    """All that the page of agreement shows."""

    figures: Mapping[str, Any]
    """As `annotator agreement --json` gives it."""
    places: Sequence[Place]
    layer_names: Mapping[str, str]
    periods: Mapping[tuple[str, str], Set[Hashable]]
    """`weeks` or `guidelines` and a period, as in the figures over time -> the keys of its articles."""


def compare(project: Project, job: Job, people: Sequence[str] = (), wanted: str = "") -> Compared:
    """The figures of these annotators (all where none is named) over the articles of a query, and what is behind them.

    Raises UserError where there is nothing to compare.
    """
    corpus = read_corpus(project, job, people, wanted)
    names = {layer.id: layer.name for layer in project.schema().layers}
    periods: defaultdict[tuple[str, str], set[Hashable]] = defaultdict(set)
    for key, moment in corpus.moments.items():
        periods["weeks", moment.week].add(key)
        periods["guidelines", str(moment.guidelines)].add(key)
    return Compared(measures(project, corpus, job), list(places(project, job, people, wanted)), names, periods)


def places(project: Project, job: Job | None = None, people: Sequence[str] = (), wanted: str = "") -> Iterable[Place]:
    """Everything that two annotators could have said, article by article, agreed or not."""
    chosen = [project.annotator(name) for name in people]
    matching = query.matching(project, wanted)
    reading = ReviewReading(Workplace(project, project.current_annotator, None))
    for article in reading.articles(job):
        if matching is not None and article.article.key not in matching:
            continue
        seen = _only(article, chosen) if chosen else article
        if len(seen.people) > 1:
            by_id = {cluster.id: cluster for cluster in seen.clusters}
            yield from (_place(seen, cluster, by_id) for cluster in seen.clusters if not cluster.attribute)


def _only(article: ReviewArticle, people: Sequence[Annotator]) -> ReviewArticle:
    keys = {person.key for person in people}
    said = {key: said for key, said in article.said.items() if key in keys}
    return replace(article, people=tuple(p for p in article.people if p.key in keys), said=said)


def _place(at: ReviewArticle, cluster: Cluster, by_id: Mapping[str, Cluster]) -> Place:
    schema, text = at.schema, at.text
    names = {person.key: person.name for person in at.people}
    shown = by_id[cluster.ends[0]] if cluster.role else cluster
    start, end = shown.start, shown.end
    if cluster.role:
        role = schema.role(cluster.role)
        called = role.name if role else cluster.role
        about: tuple[str, ...] = (called,)
        said = {names[owner]: called if owner in cluster.links else NOTHING for owner in cluster.seen}
    else:
        layer = schema.layer(cluster.layer)
        differing = cluster.differing_attributes()
        about = tuple(known.name for name in differing if layer and (known := layer.attribute(name)))
        said = {
            names[owner]: schema.label_name(cluster.layer, cluster.members[owner].label)
            if owner in cluster.members
            else NOTHING
            for owner in cluster.seen
        }
    return Place(
        at.article.key,
        at.article.title,
        shown.layer,
        start,
        end,
        text[max(0, start - _CONTEXT) : start],
        text[start:end],
        text[end : end + _CONTEXT],
        cluster.kinds,
        said,
        about,
        bool(cluster.role),
    )


def behind(found: Iterable[Place], what: Behind) -> list[Place]:
    """The places that a figure rests on: where people differ in what it counts; of a cell of the confusion all in it."""
    return [place for place in found if place.layer == what.layer and _counts(place, what)]


def _counts(place: Place, what: Behind) -> bool:
    if what.articles is not None and place.article not in what.articles:
        return False
    if what.cell is not None:
        one, other = what.cell
        values = list(place.said.values())
        both = values.count(one) > 1 if one == other else one in values and other in values
        return both and not place.is_link
    if what.label and what.label not in place.said.values():
        return False
    if what.pair is not None:
        if any(name not in place.said for name in what.pair):
            return False
        one, other = (place.said[name] for name in what.pair)
        if one == other and (not one or BOUNDARY not in place.kinds):
            return False
    if what.about:
        return what.about in place.about and place.kinds != (AGREED,)
    return any(kind in place.kinds for kind in _KINDS.get(what.measure, _SPANS))


def kind_words() -> dict[str, str]:
    """What the ways to differ are called."""
    return {
        MISSING: tr("not everybody has it"),
        LABEL: tr("other label"),
        BOUNDARY: tr("other boundary"),
        ATTRIBUTE: tr("other attribute"),
        LINK: tr("other link"),
        AGREED: tr("all agree"),
    }


@dataclass(frozen=True)
class Confusion:
    """How often two annotators called the same stretch of text this and that; each pair of annotators counts both ways."""

    labels: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]

    def row_total(self, label: str) -> int:
        return sum(count for (one, _), count in self.counts.items() if one == label)


def confusions(found: Iterable[Place]) -> dict[str, Confusion]:
    """By layer: what one annotator calls something, and what another calls it."""
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for place in found:
        if not place.is_link:
            counts.setdefault(place.layer, Counter()).update(permutations(place.said.values(), 2))
    confused = {}
    for layer, own in sorted(counts.items()):
        del own[NOTHING, NOTHING]
        labels = sorted({label for pair in own for label in pair} - {NOTHING})
        confused[layer] = Confusion((*labels, NOTHING), dict(own))
    return confused
