"""From a reviewer's decision to changes of the gold layer. Pure: takes a snapshot, gives changes; see `reviewing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.model.annotation import Annotation, Decision, Fragments, Link, Work, changed, join_fragments, quote_of
from annotator.model.article import Annotator
from annotator.model.change import Change, created, deleted, edited, now
from annotator.model.clusters import Cluster
from annotator.model.errors import UserError
from annotator.model.ids import derived_id
from annotator.model.phrases import tr
from annotator.model.review import (
    ARTICLE_LAYER,
    BOTH,
    BOUNDARIES,
    LINK_LAYER,
    MINE,
    NOTHING,
    TAKE,
    Ruling,
    had_of,
    taken_from,
)
from annotator.services.review_article import DECIDED, OPEN, VOID, WAITING, Item, ReviewArticle
from annotator.services.review_orphans import kept


@dataclass(frozen=True)
class Why:
    """Who decides, and why."""

    reviewer: Annotator
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Wanted:
    """A label as it shall stand in the gold layer."""

    layer: str
    label: str
    fragments: Fragments
    attributes: Mapping[str, Any]
    guidelines: int = 0


def take(at: ReviewArticle, item: Item, owner: int, why: Why, decision: str = TAKE) -> list[Change]:
    """Takes what one annotator said: their label or link, or that there is nothing."""
    cluster = item.cluster
    if owner not in at.by_key:
        raise UserError(tr("This annotator is not compared here."))
    if cluster.role:
        return _link(at, item, why, decision, [owner] if owner in cluster.links else [])
    if cluster.attribute:
        value = at.said[owner].labels.get(cluster.attribute)
        return _article(at, item, why, decision, None if value in (None, "", []) else value, [owner])
    member = cluster.members.get(owner)
    if member is None:
        return nothing(at, item, why, decision)
    same = [key for key, value in cluster.values.items() if value == cluster.values[owner]]
    return _labels(at, item, why, decision, [(_as_it_is(member), member, same)])


def both(at: ReviewArticle, item: Item, why: Why) -> list[Change]:
    """Takes everything that anybody said, each once."""
    cluster = item.cluster
    if cluster.role:
        return _link(at, item, why, BOTH, list(cluster.links))
    if cluster.attribute:
        values = [value for said in at.said.values() for value in _listed(said.labels.get(cluster.attribute))]
        attribute = next((a for a in at.schema.article if a.id == cluster.attribute), None)
        if attribute is None or attribute.kind not in ("choices", "texts"):
            raise UserError(tr("The article can have only one of these."))
        return _article(at, item, why, BOTH, list(dict.fromkeys(values)), list(at.said))
    wanted: dict[str, tuple[Wanted, Annotation, list[int]]] = {}
    for owner, member in cluster.members.items():
        entry = wanted.setdefault(cluster.values[owner], (_as_it_is(member), member, []))
        entry[2].append(owner)
    return _labels(at, item, why, BOTH, list(wanted.values()))


def nothing(at: ReviewArticle, item: Item, why: Why, decision: str = NOTHING) -> list[Change]:
    """Decides that there is nothing here."""
    cluster = item.cluster
    if cluster.role:
        return _link(at, item, why, decision, [])
    if cluster.attribute:
        return _article(at, item, why, decision, None, [])
    return _labels(at, item, why, decision, [])


def mine(at: ReviewArticle, item: Item, why: Why, wanted: Wanted, decision: str = MINE) -> list[Change]:
    """Decides on a label as the reviewer wants it."""
    first = next(iter(item.labels), None) or present(item)
    value = replace(wanted, guidelines=wanted.guidelines or first.guidelines)
    return _labels(at, item, why, decision, [(value, first, [])])


def present(item: Item) -> Annotation:
    """The label that stands, else the first annotator's; UserError where the item is about no label on text."""
    found = next(iter((*item.gold, *item.labels)), None)
    if found is None:
        raise UserError(tr("This is no label on text."), hint=tr("Take what one of them said, or nothing."))
    return found


def keep(at: ReviewArticle, item: Item, why: Why) -> list[Change]:
    """What stands in the gold layer shall stand, though nobody says it any more."""
    if item.cluster.values:
        raise UserError(tr("Somebody says it: take what they said."))
    if item.gold:
        return mine(at, item, why, _as_it_is(item.gold[0]))
    return kept(at, item, _ruling(at, item.cluster, why, MINE, []))


def boundaries(at: ReviewArticle, item: Item, why: Why, how: str = "union") -> list[Change]:
    """Decides on all the text that anybody labelled (`union`), or on what everybody did (`common`)."""
    cluster = item.cluster
    members = list(cluster.members.values())
    if not members:
        raise UserError(tr("This is no label on text."), hint=tr("Take what one of them said, or nothing."))
    if how == "union":
        pieces = join_fragments(piece for a in members for piece in a.fragments)
    else:
        pieces = members[0].fragments
        for member in members[1:]:
            pieces = join_fragments(
                (max(a, c), min(b, d)) for a, b in pieces for c, d in member.fragments if max(a, c) < min(b, d)
            )
        if not pieces:
            raise UserError(tr("They have no text in common."), hint=tr("Merge the boundaries instead, or take one."))
    labels = [a.label for a in members]
    most = max(labels, key=labels.count)  # of as many the first one's
    chosen = next(a for a in members if a.label == most)
    return mine(at, item, why, Wanted(chosen.layer, most, pieces, chosen.attributes), BOUNDARIES)


def majority(at: ReviewArticle, item: Item) -> int | None:
    """An annotator whose say is that of more than half; None where there is no majority."""
    value = item.cluster.majority
    if value is None:
        return None
    return next((owner for owner in item.cluster.seen if item.cluster.values.get(owner, "") == value), None)


def reopen(at: ReviewArticle, item: Item) -> list[Change]:
    """Takes a decision away, so that it is to be made again."""
    if item.state not in (DECIDED, OPEN):
        return []
    changes = [change for label in item.gold for change in _gone(at, label)]
    if item.link:
        changes.append(deleted(item.link))
    return changes + _forget(at, item.cluster, item)


def finish(at: ReviewArticle, status: str) -> list[Change]:
    """Says that the article's review is `done`, or `open` again."""
    return [_work_change(at, status=status)]


# -- parts ----------------------------------------------------------------------------------------------------------


def _as_it_is(a: Annotation) -> Wanted:
    return Wanted(a.layer, a.label, a.fragments, a.attributes, a.guidelines)


def _ruling(at: ReviewArticle, cluster: Cluster, why: Why, decision: str, owners: Sequence[int]) -> Ruling:
    labels = {key: said.labels.get(cluster.attribute) for key, said in at.said.items()}
    had = had_of(cluster, at.by_key, labels)
    ids = tuple(sorted(at.by_key[owner].id for owner in owners))
    return Ruling(decision, why.reviewer.name, why.reviewer.id, why.reason, why.note, ids, had)


def _labels(
    at: ReviewArticle,
    item: Item,
    why: Why,
    decision: str,
    wanted: Sequence[tuple[Wanted, Annotation, Sequence[int]]],
) -> list[Change]:
    """The gold layer has exactly the wanted labels for this cluster. The first takes the place of one that is there."""
    present = list(item.gold)
    changes: list[Change] = []
    for value, member, owners in wanted:
        ruling = _ruling(at, item.cluster, why, decision, owners)
        moment = now()
        before = present.pop(0) if present else None
        after = Annotation(
            at.article.key,
            before.id if before else _free_id(at, member),
            at.gold_owner.key,
            value.layer,
            value.label,
            value.fragments,
            quote_of(at.text, value.fragments),
            dict(value.attributes),
            ruling.origin(),
            guidelines=value.guidelines,
            created=before.created if before else moment,
            updated=moment,
        )
        if before is None:
            changes.append(created(after))
            continue
        changes.append(Change(before, after._replace(revision=before.revision + 1)))
        changes += [deleted(link) for link in _misfits(at, after)]
    for label in present:
        changes += _gone(at, label)
    changes += _forget(at, item.cluster, item)
    if not wanted:
        changes += _nothing(at, item.cluster, _ruling(at, item.cluster, why, decision, []))
    return changes


def _free_id(at: ReviewArticle, member: Annotation) -> str:
    """The id of the gold label that is made for a member; another one where that label stands for another cluster now."""
    identity = at.gold_id(member)
    while identity in at.gold.annotations:
        identity = derived_id(identity, "again")
    return identity


def _gone(at: ReviewArticle, label: Annotation) -> list[Change]:
    hanging = [x for x in at.gold.links.values() if label.id in (x.source, x.target)]
    return [*map(deleted, hanging), deleted(label)]


def _misfits(at: ReviewArticle, label: Annotation) -> list[Link]:
    """The gold links that a label can no longer have as it is now."""
    found = []
    for link in at.gold.links.values():
        if label.id in (link.source, link.target):
            ends = (label if end == label.id else at.gold.annotations.get(end) for end in (link.source, link.target))
            source, target = ends
            if source is None or target is None or not at.fits(link.role, source, target):
                found.append(link)
    return found


def _nothing(at: ReviewArticle, cluster: Cluster, ruling: Ruling) -> list[Change]:
    """A decision record for each thing that somebody said here."""
    changes = []
    for value in sorted(set(cluster.values.values())):
        member = next(a for owner, a in cluster.members.items() if cluster.values[owner] == value)
        identity = at.nothing_id(value)
        changes.append(_decided(at, identity, member.layer, member.label, member.fragments, "rejected", ruling))
    return changes


def _forget(at: ReviewArticle, cluster: Cluster, item: Item) -> list[Change]:
    """Takes away the records of an earlier "nothing here" (or of a label of the article)."""
    ids = {at.nothing_id(value) for value in cluster.values.values()} if cluster.members else set()
    if cluster.attribute:
        ids.add(at.article_decision_id(cluster.attribute))
    changes = [deleted(at.decisions[identity]) for identity in sorted(ids) if identity in at.decisions]
    if cluster.role:
        changes += [deleted(at.decisions[identity]) for identity in _no_links(at, cluster) if identity in at.decisions]
    if cluster.attribute and at.work and cluster.attribute in at.work.labels and item.ruling:
        changes.append(_work_change(at, labels={k: v for k, v in at.work.labels.items() if k != cluster.attribute}))
    return changes


def _decided(
    at: ReviewArticle, identity: str, layer: str, label: str, fragments: Fragments, verdict: str, ruling: Ruling
) -> Change:
    if present := at.decisions.get(identity):
        return edited(present, verdict=verdict, source=ruling.text())
    moment = now()
    quote = quote_of(at.text, fragments)
    record = Decision(
        at.article.key, identity, at.gold_owner.key, layer, label, fragments, quote, verdict, ruling.text(),
        created=moment, updated=moment,
    )  # fmt: skip  # one field after the other
    return created(record)


# -- links and labels of the article -----------------------------------------------------------------------------------


def _link(at: ReviewArticle, item: Item, why: Why, decision: str, owners: Sequence[int]) -> list[Change]:
    """The link is in the gold layer, if anybody is named whose it is; else it is decided that it is not."""
    if item.state in (WAITING, VOID):
        raise UserError(tr("The ends of this link are not decided yet."), hint=tr("Decide on its labels first."))
    cluster, present = item.cluster, item.link
    if present and not cluster.links and not owners:  # nobody says it any more: there is nothing to remember
        return [deleted(present)]
    source, target = _ends(at, cluster, owners)
    ruling = _ruling(at, cluster, why, decision, owners)
    if not owners:
        changes = [deleted(present)] if present else []
        identity = at.no_link_id(cluster.role, source, target)
        fragments = source.fragments
        return [*changes, _decided(at, identity, LINK_LAYER, cluster.role, fragments, "rejected", ruling)]
    changes = [deleted(at.decisions[i]) for i in _no_links(at, cluster) if i in at.decisions]
    if present:
        return [*changes, edited(present, origin=ruling.origin())]
    role = at.schema.role(cluster.role)
    if role and role.single:
        there = [x for x in at.gold.links.values() if x.role == cluster.role and x.source == source.id]
        changes += map(deleted, there)
    moment = now()
    link = Link(
        at.article.key, at.link_id(cluster.role, source, target), at.gold_owner.key, cluster.role, source.id, target.id,
        ruling.origin(), guidelines=source.guidelines, created=moment, updated=moment,
    )  # fmt: skip  # one field after the other
    return [*changes, created(link)]


def _ends(at: ReviewArticle, cluster: Cluster, owners: Sequence[int]) -> tuple[Annotation, Annotation]:
    """The gold labels that a link joins: those taken from whose link it is, else the first that it can join."""
    source, target = (at.by_id[end].gold for end in cluster.ends)
    if owners and (link := cluster.links.get(owners[0])):
        annotations = at.said[owners[0]].annotations
        if annotations[link.source].id not in {a.id for a in at.by_id[cluster.ends[0]].cluster.members.values()}:
            source, target = target, source  # of a link that holds both ways this one was put the other way
    ids = {at.by_key[owner].id for owner in owners or cluster.links}
    pairs = at.pairs(cluster, source, target)
    if not pairs:
        raise UserError(tr("A link of this kind cannot join what stands in the gold layer."))
    return max(pairs, key=lambda pair: sum(bool(ids & set(taken_from(label))) for label in pair))


def _no_links(at: ReviewArticle, cluster: Cluster) -> list[str]:
    source, target = (at.by_id[end].gold for end in cluster.ends)
    return [at.no_link_id(cluster.role, a, b) for a in source for b in target]


def _article(at: ReviewArticle, item: Item, why: Why, decision: str, value: Any, owners: Sequence[int]) -> list[Change]:
    name = item.cluster.attribute
    ruling = _ruling(at, item.cluster, why, decision, owners)
    labels = {key: old for key, old in (at.work.labels if at.work else {}).items() if key != name}
    if value is not None:
        labels[name] = value
    verdict = "rejected" if value is None else "accepted"
    identity = at.article_decision_id(name)
    return [
        _work_change(at, labels=labels),
        _decided(at, identity, ARTICLE_LAYER, name, ((0, 1),), verdict, ruling),
    ]


def _work_change(at: ReviewArticle, **values: Any) -> Change:
    if at.work:
        return edited(at.work, **values)
    moment = now()
    identity = derived_id(at.article.id, at.gold_owner.id, "work")
    new: Work = changed(Work(at.article.key, identity, at.gold_owner.key), created=moment, updated=moment, **values)
    return created(new)


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]
