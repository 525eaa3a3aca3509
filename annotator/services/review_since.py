"""What has changed since it was decided: annotators who say otherwise now, and gold labels that nobody's label stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

from annotator.model.agreement.matching import jaccard
from annotator.model.annotation import Annotation, reading_order
from annotator.model.clusters import MISSING, Cluster, Value
from annotator.model.ids import derived_id
from annotator.model.review import Ruling


@dataclass(frozen=True)
class Sayings:
    """What each annotator says about an article now: id -> their key, key -> all that they say."""

    keys: Mapping[str, int]
    values: Mapping[int, Set[Value]]

    def anywhere(self, value: Value) -> bool:
        return any(value in said for said in self.values.values())


def otherwise(ruling: Ruling, cluster: Cluster, stands: Iterable[Value], now: Sayings) -> bool:
    """Whether somebody has withdrawn or changed what the ruling was about.

    Who says by now what stands in the gold layer (`stands`; nothing where it is empty) has learned, and changes nothing.
    """
    standing = set(stands) or {""}
    for had in ruling.had:
        for identity in had.by:
            owner = now.keys.get(identity)
            if owner is None or not had.value or had.value in now.values.get(owner, ()):
                continue
            if cluster.values.get(owner, "") not in standing:
                return True
    return False


def link_otherwise(ruling: Ruling, cluster: Cluster, *, stands: bool, now: Sayings) -> bool:
    """As `otherwise`, for a link: it is there or it is not."""
    for had in ruling.had:
        for identity in had.by:
            owner = now.keys.get(identity)
            if owner is not None and bool(had.value) != (owner in cluster.links) != stands:
                return True
    return False


def left_over(
    gold: Iterable[Annotation],
    used: Iterable[str],
    rulings: Mapping[str, Ruling],
    now: Sayings,
) -> list[Annotation]:
    """Reviewed gold labels that stand for nothing that anybody says now, in reading order."""
    taken = set(used)
    found = [
        a
        for a in gold
        if a.id not in taken and a.id in rulings and not any(now.anywhere(value) for value in rulings[a.id].values)
    ]
    return sorted(found, key=reading_order)


def nearest(label: Annotation, clusters: Iterable[Cluster], free: Callable[[Cluster], bool]) -> Cluster | None:
    """The cluster that has come in a gold label's place: of its layer, with the most text in common."""
    best: tuple[float, Cluster] | None = None
    for cluster in clusters:
        if cluster.layer != label.layer or not cluster.members or not free(cluster):
            continue
        shared = max(jaccard(a.fragments, label.fragments) for a in cluster.members.values())
        if shared and (best is None or shared > best[0]):
            best = shared, cluster
    return best[1] if best else None


def cluster_of_nobody(label: Annotation, seen: tuple[int, ...]) -> Cluster:
    """What is to be decided about a gold label that nobody has any more."""
    return Cluster(derived_id("cluster", label.id), (MISSING,), seen, {}, label.layer)
