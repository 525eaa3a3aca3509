"""The lists of a review: articles with how far they are, and differences over all articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.model.review import ARTICLE_LAYER, LINK_LAYER
from annotator.services.review_article import OPEN, WAITING, Item, ReviewArticle


@dataclass(frozen=True)
class ReviewRow:
    """An article in the list of what there is to review."""

    key: int
    title: str
    annotators: tuple[str, ...]
    agreed: int
    """Clusters on which all agree, and of them how many are not in the gold layer yet."""
    agreed_open: int
    differing: int
    open: int
    """Differences that are not decided (links that wait for their ends among them)."""
    kinds: Mapping[str, int] = field(default_factory=dict)
    """Kind of difference -> how many are not decided."""
    done: bool = False

    @property
    def settled(self) -> bool:
        """Whether it is reviewed, and nothing has changed since."""
        return self.done and not self.open and not self.agreed_open


@dataclass(frozen=True)
class Difference:
    """One difference in the list over all articles."""

    article: int
    title: str
    item: str
    kind: str
    state: str
    stale: bool
    """Whether it was decided, and somebody has said something else since."""
    layer: str
    labels: tuple[str, ...]
    """Names of the labels (or the role, or the attribute) that are in question."""
    quote: str
    annotators: tuple[str, ...]
    """Who said something."""
    letters: tuple[str, ...]
    """Their letters."""
    start: int


TO_DECIDE = "to decide"
STALE = "stale"
"""States to filter by, besides those of an item: what is open or waits, and what has changed since it was decided."""


@dataclass(frozen=True, slots=True)
class DifferenceFilter:
    """Which differences are looked for; what is empty asks for nothing."""

    kind: str = ""
    layer: str = ""
    """The id of a layer; `link` and `article` for those."""
    label: str = ""
    """The name of a label, of a role or of an attribute."""
    person: str = ""
    """The name of somebody who said something."""
    state: str = ""

    def passes(self, difference: Difference) -> bool:
        """Whether a difference is among them."""
        return (
            self.kind in ("", difference.kind)
            and self.layer in ("", difference.layer)
            and (not self.label or self.label in difference.labels)
            and (not self.person or self.person in difference.annotators)
            and self._has_state(difference)
        )

    def _has_state(self, difference: Difference) -> bool:
        if self.state == TO_DECIDE:
            return difference.state in (OPEN, WAITING)
        if self.state == STALE:
            return difference.stale
        return self.state in ("", difference.state)


def kept_up(differences: Iterable[Difference], since: Mapping[int, Sequence[Difference]]) -> list[Difference]:
    """The list with the differences of some articles as they are since: in their places, the order kept."""
    found: list[Difference] = []
    done = set()
    for difference in differences:
        if difference.article not in since:
            found.append(difference)
        elif difference.article not in done:
            done.add(difference.article)
            found += since[difference.article]
    return found


def describe(at: ReviewArticle, item: Item) -> str:
    """What a person would call the thing that is to be decided."""
    cluster = item.cluster
    if cluster.role:
        role = at.schema.role(cluster.role)
        ends = [describe(at, at.by_id[end]) for end in cluster.ends]
        return f"{ends[0]} – {role.name if role else cluster.role} – {ends[1]}"
    if cluster.attribute:
        return cluster.attribute
    return " ".join(item.labels[0].quote.split())


def row_of(at: ReviewArticle) -> ReviewRow:
    left = [item for item in at.items if item.state in (OPEN, WAITING)]
    differing = at.disagreements
    kinds = Counter(item.cluster.kind for item in left if not item.cluster.agreed)
    return ReviewRow(
        at.article.key,
        at.article.title,
        tuple(person.name for person in at.people),
        len(at.items) - len(differing),
        sum(item.cluster.agreed for item in left),
        len(differing),
        sum(not item.cluster.agreed for item in left),
        dict(kinds),
        at.done,
    )


def difference_of(at: ReviewArticle, item: Item) -> Difference:
    cluster = item.cluster
    if cluster.role:
        role = at.schema.role(cluster.role)
        labels: tuple[str, ...] = (role.name if role else cluster.role,)
        start = at.by_id[cluster.ends[0]].start
    elif cluster.attribute:
        labels, start = (cluster.attribute,), 0
    else:
        ids = dict.fromkeys(a.label for a in item.labels)
        labels, start = tuple(at.schema.label_name(cluster.layer, label) for label in ids), item.start
    owners = [person.key for person in at.people if person.key in cluster.values]
    return Difference(
        at.article.key,
        at.article.title,
        item.id,
        cluster.kind,
        item.state,
        item.stale,
        LINK_LAYER if cluster.role else ARTICLE_LAYER if cluster.attribute else cluster.layer,
        labels,
        describe(at, item),
        tuple(at.by_key[owner].name for owner in owners),
        tuple(at.letters[owner] for owner in owners),
        start,
    )
