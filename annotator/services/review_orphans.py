"""Gold links and labels of the article that nobody says any more: found, to be asked about, and kept where they shall stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from annotator.model.change import Change, edited
from annotator.model.clusters import ARTICLE, LINK, Cluster
from annotator.model.ids import derived_id
from annotator.model.review import Ruling
from annotator.services.review_item import DECIDED, OPEN, WAITING, Item

if TYPE_CHECKING:
    from annotator.services.review_article import ReviewArticle


def orphans(at: ReviewArticle, items: Collection[Item]) -> Iterable[Item]:
    """What the gold layer has by a review's decision and no annotator has now, besides `items`.

    A link is asked about when its ends are decided. What has been kept so is decided.
    """
    seen = tuple(sorted(at.by_key))
    yield from _links(at, items, seen)
    asked = {item.cluster.attribute for item in items}
    for name in sorted(at.work.labels if at.work else ()):
        decision = at.decisions.get(at.article_decision_id(name))
        if name not in asked and decision is not None and (ruling := at.rulings.get(decision.id)):
            yield _item(Cluster(derived_id("article", name), (ARTICLE,), seen, {}, attribute=name), ruling)


def _links(at: ReviewArticle, items: Collection[Item], seen: tuple[int, ...]) -> Iterable[Item]:
    by_id = {item.id: item for item in items}
    holder = {label.id: item for item in items for label in item.gold}
    said = set()
    for cluster in (item.cluster for item in items if item.cluster.role):
        source, target = (by_id[end].gold for end in cluster.ends)
        said |= {(cluster.role, frozenset((a.id, b.id))) for a in source for b in target}
    for link in sorted(at.gold.links.values(), key=lambda link: link.id):
        ruling = at.rulings.get(link.id)
        ends = holder.get(link.source), holder.get(link.target)
        if ruling is None or ends[0] is None or ends[1] is None:
            continue
        if (link.role, frozenset((link.source, link.target))) in said:
            continue
        identity = derived_id("cluster", link.id)
        cluster = Cluster(identity, (LINK,), seen, {}, role=link.role, ends=(ends[0].id, ends[1].id))
        found = _item(cluster, ruling)
        waits = found.state == OPEN and any(end.state == OPEN for end in ends if end)
        yield Item(cluster, WAITING if waits else found.state, (), link, ruling, found.stale)


def _item(cluster: Cluster, ruling: Ruling) -> Item:
    stale = bool(ruling.values)
    return Item(cluster, OPEN if stale else DECIDED, (), None, ruling, stale)


def kept(at: ReviewArticle, item: Item, ruling: Ruling) -> list[Change]:
    """Such a link or label of the article stands, though nobody says it: by this `ruling` from now on."""
    if item.link is not None:
        return [edited(item.link, origin=ruling.origin())]
    record = at.decisions.get(at.article_decision_id(item.cluster.attribute))
    return [edited(record, source=ruling.text())] if record is not None else []
