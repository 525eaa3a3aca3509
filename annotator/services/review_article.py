"""An article as a reviewer sees it: what each annotator said, the clusters to decide, and the gold layer as far as it is.

A snapshot that never changes; each decision makes the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from annotator.model.annotation import Annotation, Decision, Link, Work
from annotator.model.article import Annotator, Article
from annotator.model.change import Change
from annotator.model.clusters import Cluster, Said, Value, clusters_of, value_of
from annotator.model.ids import derived_id
from annotator.model.own_records import OwnRecords
from annotator.model.review import ARTICLE_LAYER, LINK_LAYER, Ruling, ruling_in, ruling_of
from annotator.model.schema import Schema
from annotator.services import review_since
from annotator.services.review_item import DECIDED, OPEN, VOID, WAITING, Item
from annotator.services.review_orphans import orphans
from annotator.services.review_since import Sayings


@dataclass(frozen=True)
class ReviewArticle:
    """All that a review shows of one article."""

    article: Article
    schema: Schema
    people: tuple[Annotator, ...]
    """Who has seen it and is compared, by their letters."""
    letters: Mapping[int, str]
    """A letter for each annotator, the same in all articles, for keys and for blind review."""
    said: Mapping[int, Said]
    """What each of them said, by their keys."""
    gold_owner: Annotator
    gold: Said = field(default_factory=Said)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    """Gold's decision records by id."""
    work: Work | None = None
    """How far the review of the article is."""
    of_all: bool = True
    """Whether everybody who has seen it is compared: only then something can be what nobody says any more."""

    @property
    def text(self) -> str:
        return self.article.text

    @property
    def done(self) -> bool:
        """Whether the reviewer has finished the article."""
        return self.work is not None and self.work.status == "done"

    @cached_property
    def by_key(self) -> Mapping[int, Annotator]:
        return {person.key: person for person in self.people}

    @cached_property
    def clusters(self) -> list[Cluster]:
        return clusters_of(self.said, self.schema)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything to decide and decided, labels in reading order, then links, then labels of the article."""
        found = {item.id: item for item in self._span_items()}
        for cluster in self.clusters:
            if cluster.role:
                found[cluster.id] = self._link_item(cluster, found)
            elif cluster.attribute:
                found[cluster.id] = self._article_item(cluster)
        if self.of_all:
            found |= {item.id: item for item in orphans(self, list(found.values()))}
        return tuple(self._links_since(found.values()))

    def _links_since(self, items: Collection[Item]) -> Iterable[Item]:
        """The items, links opened again where somebody has put or taken away theirs since."""
        # What is decided for two at once tells of neither alone what was said about it.
        times = Counter(id(item.ruling) for item in items if item.cluster.role)
        for item in items:
            ruling, there = item.ruling, item.link is not None
            again = (
                item.cluster.role
                and item.state == DECIDED
                and ruling is not None
                and times[id(ruling)] == 1
                and review_since.link_otherwise(ruling, item.cluster, stands=there, now=self._now)
            )
            yield replace(item, state=OPEN, stale=True) if again else item

    def _span_items(self) -> list[Item]:
        """Of everybody's labels, and of reviewed gold labels that nobody has any more, in reading order."""
        found: dict[str, Item] = {}
        times: Counter[frozenset[Value]] = Counter()
        for cluster in self.clusters:
            if cluster.members:
                values = frozenset(cluster.values.values())
                found[cluster.id] = self._span_item(cluster, times[values])
                times[values] += 1
        used = (a.id for item in found.values() for a in item.gold)
        reviewed = self.gold.annotations.values() if self.of_all else ()
        left = review_since.left_over(reviewed, used, self.rulings, self._now)
        for label in left:
            ruling = self.rulings[label.id]
            place = (
                review_since.nearest(label, self.clusters, lambda c: found[c.id].state == OPEN and not found[c.id].gold)
                if ruling.values
                else None
            )
            # Its people have changed their minds: to what has come in its place, or to nothing.
            cluster = place or review_since.cluster_of_nobody(label, tuple(sorted(self.by_key)))
            stale = bool(ruling.values)
            found[cluster.id] = Item(cluster, OPEN if stale else DECIDED, (label,), None, ruling, stale)
        if not left:
            return list(found.values())
        return sorted(found.values(), key=lambda item: (item.start, -item.end, item.cluster.layer, item.id))

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @property
    def disagreements(self) -> list[Item]:
        """What the annotators do not agree on, decided or not."""
        return [item for item in self.items if not item.cluster.agreed]

    @property
    def open_items(self) -> list[Item]:
        """What can be decided now."""
        return [item for item in self.items if item.state == OPEN]

    @property
    def is_settled(self) -> bool:
        """Whether everything is decided."""
        return not any(item.state in (OPEN, WAITING) for item in self.items)

    def next_open(self, after: str | None = None, *, disagreements: bool = True) -> Item | None:
        """The next item to decide after the one with this id, from the top again at the end; None where all is decided."""
        wanted = [i for i in self.items if i.state == OPEN and not (disagreements and i.cluster.agreed)]
        places = {item.id: number for number, item in enumerate(self.items)}
        start = places.get(after or "", -1)
        return next((i for i in wanted if places[i.id] > start), wanted[0] if wanted else None)

    def item_at(self, start: int, end: int) -> Item | None:
        """The label to decide that lies there: just there if there is one, else one that touches it, differences first."""
        there = [item for item in self.items if item.labels and item.start < end and item.end > start]
        there.sort(key=lambda item: ((item.start, item.end) != (start, end), item.cluster.agreed))
        return there[0] if there else None

    # -- what was decided ---------------------------------------------------------------------------------------

    @cached_property
    def rulings(self) -> Mapping[str, Ruling]:
        """Gold label, link or decision record -> what was decided there."""
        found: dict[str, Ruling] = {}
        records: list[Annotation | Link] = [*self.gold.annotations.values(), *self.gold.links.values()]
        for record in records:
            if ruling := ruling_of(record.origin):
                found[record.id] = ruling
        for decision in self.decisions.values():
            if ruling := ruling_in(decision):
                found[decision.id] = ruling
        return found

    @cached_property
    def _now(self) -> Sayings:
        """What annotators say about the text as it is now."""
        values: dict[int, set[Value]] = {key: set() for key in self.said}
        for cluster in self.clusters:
            for owner in cluster.members:
                values[owner].add(cluster.values[owner])
        return Sayings({person.id: person.key for person in self.people}, values)

    @cached_property
    def _settled(self) -> Mapping[Value, list[str]]:
        """What annotators said -> the gold labels and "nothing" records that settle it, whoever says it."""
        found: dict[Value, list[str]] = {}
        for identity, ruling in self.rulings.items():
            decision = self.decisions.get(identity)
            if identity in self.gold.annotations or (
                decision is not None and decision.layer not in (LINK_LAYER, ARTICLE_LAYER)
            ):
                for value in ruling.values:
                    found.setdefault(value, []).append(identity)
        return found

    def _span_item(self, cluster: Cluster, nth: int) -> Item:
        """`nth`: how many clusters before this one say just the same, for what is labelled twice in one place."""
        values = sorted(set(cluster.values.values()))
        by = list(dict.fromkeys(i for value in values for i in self._settled.get(value, ())))
        gold = [self.gold.annotations[i] for i in by if i in self.gold.annotations]
        if nth and gold:
            gold = gold[nth : nth + 1]
            by = [a.id for a in gold]
        elif len(values) == 1:
            gold = gold[:1]
        if by:
            ruling = self.rulings[by[0]]
            stale = any(value not in self._settled for value in values) or review_since.otherwise(
                ruling, cluster, map(value_of, gold), self._now
            )
            return Item(cluster, OPEN if stale else DECIDED, tuple(gold), None, ruling, stale)
        brought = self._imported(cluster)
        return Item(cluster, DECIDED if brought else OPEN, brought)

    def _imported(self, cluster: Cluster) -> tuple[Annotation, ...]:
        """Gold labels that no review wrote, on the very text of one of the cluster's labels."""
        places = {a.fragments for a in cluster.members.values()}
        return tuple(
            a
            for a in self.gold.annotations.values()
            if a.layer == cluster.layer and a.fragments in places and a.id not in self.rulings
        )

    def _link_item(self, cluster: Cluster, found: Mapping[str, Item]) -> Item:
        ends = [found[end] for end in cluster.ends]
        if any(end.state == OPEN for end in ends):
            return Item(cluster, WAITING)
        pairs = self.pairs(cluster, ends[0].gold, ends[1].gold)
        if not pairs:
            return Item(cluster, VOID)
        role = self.schema.role(cluster.role)
        turned = [(b, a) for a, b in pairs] if role and role.symmetric else []
        wanted = {(a.id, b.id) for a, b in (*pairs, *turned)}
        link = next(
            (x for x in self.gold.links.values() if x.role == cluster.role and (x.source, x.target) in wanted), None
        )
        decided = (
            link.id
            if link
            else next((i for p in pairs if (i := self.no_link_id(cluster.role, *p)) in self.decisions), "")
        )
        ruling = self.rulings.get(decided)
        if not decided:
            return Item(cluster, OPEN)
        stale = ruling is not None and not set(cluster.values.values()) <= ruling.values
        return Item(cluster, OPEN if stale else DECIDED, (), link, ruling, stale)

    def _article_item(self, cluster: Cluster) -> Item:
        decision = self.decisions.get(self.article_decision_id(cluster.attribute))
        if decision is None:
            brought = self.work is not None and cluster.attribute in self.work.labels
            return Item(cluster, DECIDED if brought else OPEN)
        ruling = self.rulings.get(decision.id)
        stale = ruling is not None and not set(cluster.values.values()) <= ruling.values
        return Item(cluster, OPEN if stale else DECIDED, (), None, ruling, stale)

    def pairs(
        self, cluster: Cluster, sources: Sequence[Annotation], targets: Sequence[Annotation]
    ) -> list[tuple[Annotation, Annotation]]:
        """Which gold labels a link cluster can join: as the schema says, or as an annotator has joined such labels."""
        joined = set()
        for owner, link in cluster.links.items():
            ends = (self.said[owner].annotations[end] for end in (link.source, link.target))
            joined.add(frozenset(a.label for a in ends))
        return [
            (a, b)
            for a in sources
            for b in targets
            if a.id != b.id and (self.fits(cluster.role, a, b) or frozenset((a.label, b.label)) in joined)
        ]

    def fits(self, role_id: str, source: Annotation, target: Annotation) -> bool:
        """Whether a link of this role can join two gold labels."""
        role = self.schema.role(role_id)
        return role is None or (
            source.id != target.id
            and role.starts_at(source.layer, source.label)
            and role.ends_at(target.layer, target.label)
        )

    # -- ids of Gold's records: the same decision has the same id in every copy of the project ------------------------

    def gold_id(self, annotation: Annotation) -> str:
        """The id of a gold label that is made for an annotator's label."""
        return derived_id(self.article.id, self.gold_owner.id, "review", annotation.id)

    def nothing_id(self, value: str) -> str:
        return derived_id(self.article.id, self.gold_owner.id, "nothing", value)

    def no_link_id(self, role: str, source: Annotation, target: Annotation) -> str:
        return derived_id(self.article.id, self.gold_owner.id, "no link", role, source.id, target.id)

    def link_id(self, role: str, source: Annotation, target: Annotation) -> str:
        return derived_id(self.article.id, self.gold_owner.id, "link", role, source.id, target.id)

    def article_decision_id(self, attribute: str) -> str:
        return derived_id(self.article.id, self.gold_owner.id, "article", attribute)

    # -- the next snapshot --------------------------------------------------------------------------------------

    def after(self, changes: Iterable[Change]) -> ReviewArticle:
        """The snapshot after changes to the gold layer."""
        own = OwnRecords(self.gold.annotations, self.gold.links, {}, self.decisions, self.work)
        now = own.after(changes, self.article.key, self.gold_owner.key)
        following = replace(self, gold=Said(now.annotations, now.links), decisions=now.decisions, work=now.work)
        following.__dict__["clusters"] = self.clusters  # what annotators said is the same
        following.__dict__["_now"] = self._now
        return following

    def noting(self, changes: Iterable[Change]) -> ReviewArticle:
        """As `after`, for decisions of one kind made in one go: the items stay as they were before the first of them."""
        following = self.after(changes)
        following.__dict__["items"], following.__dict__["by_id"] = self.items, self.by_id
        return following


__all__ = ["DECIDED", "OPEN", "VOID", "WAITING", "Item", "ReviewArticle"]
