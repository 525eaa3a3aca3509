"""Which labels of several annotators are one thing to decide, and how they differ."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Link, quote_of
from annotator.model.clusters import Cluster, Said, clusters_of
from annotator.model.ids import derived_id
from annotator.model.schema import Layer, Role, Schema

TEXT = "Mayor Ada Lee of the Bank of England said in London that taxes fell. " * 3
SCHEMA = Schema("s", (Layer("entity", "Entities"), Layer("claim", "Claims")), (Role("same", "same", symmetric=True),))


def a(
    owner: int, *fragments: tuple[int, int], label: str = "ORG", layer: str = "entity", **attributes: Any
) -> Annotation:
    identity = derived_id(owner, layer, label, fragments, attributes)
    return Annotation(1, identity, owner, layer, label, fragments, quote_of(TEXT, fragments), attributes)


def said(*labels: Annotation, links: tuple[tuple[str, Annotation, Annotation], ...] = (), **article: Any) -> Said:
    made = [Link(1, derived_id(role, s.id, t.id), s.owner, role, s.id, t.id) for role, s, t in links]
    return Said({label.id: label for label in labels}, {link.id: link for link in made}, article)


def spans(**by: Said) -> list[Cluster]:
    return [c for c in clusters_of({int(k[1:]): v for k, v in by.items()}, SCHEMA) if c.members]


def kinds(**by: Said) -> list[tuple[str, ...]]:
    return [cluster.kinds for cluster in spans(**by)]


def test_what_all_have_alike_is_agreed() -> None:
    assert kinds(o1=said(a(1, (0, 5), n=1)), o2=said(a(2, (0, 5), n=1)), o3=said(a(3, (0, 5), n=1))) == [("agreed",)]


def test_each_kind_of_difference_is_named() -> None:
    assert kinds(o1=said(a(1, (0, 5))), o2=said()) == [("missing",)]
    assert kinds(o1=said(a(1, (0, 5))), o2=said(a(2, (0, 5), label="GPE"))) == [("label",)]
    assert kinds(o1=said(a(1, (0, 5))), o2=said(a(2, (2, 9)))) == [("boundary",)]
    assert kinds(o1=said(a(1, (0, 5), n=1)), o2=said(a(2, (0, 5), n=2))) == [("attribute",)]
    assert kinds(o1=said(a(1, (0, 5), n=1)), o2=said(a(2, (0, 6), label="GPE"))) == [("label", "boundary")]
    assert kinds(o1=said(a(1, (0, 5))), o2=said(a(2, (0, 5))), o3=said()) == [("missing",)]


def test_nested_labels_that_both_have_stay_two() -> None:
    own = [(a(o, (20, 35)), a(o, (28, 35), label="GPE")) for o in (1, 2)]
    assert kinds(o1=said(*own[0]), o2=said(*own[1])) == [("agreed",), ("agreed",)]


def test_a_longer_label_goes_with_the_better_of_two_shorter_ones() -> None:
    found = spans(o1=said(a(1, (0, 20))), o2=said(a(2, (0, 12)), a(2, (13, 20))))
    assert [(sorted(c.members), c.kinds) for c in found] == [([1, 2], ("boundary",)), ([2], ("missing",))]


def test_split_labels_are_compared_with_all_their_fragments() -> None:
    assert kinds(o1=said(a(1, (0, 5), (10, 15))), o2=said(a(2, (0, 15)))) == [("boundary",)]
    assert kinds(o1=said(a(1, (0, 5), (10, 15))), o2=said(a(2, (5, 10)))) == [("missing",), ("missing",)]


def test_labels_of_different_layers_are_different_things() -> None:
    assert kinds(o1=said(a(1, (0, 5))), o2=said(a(2, (0, 5), layer="claim"))) == [("missing",), ("missing",)]


def test_attributes_without_a_value_and_the_order_of_values_say_nothing() -> None:
    assert kinds(o1=said(a(1, (0, 5), n="", m=["x", "y"])), o2=said(a(2, (0, 5), m=["y", "x"]))) == [("agreed",)]


def test_links_are_compared_between_clusters() -> None:
    one, other = (a(1, (0, 5)), a(1, (6, 9))), (a(2, (0, 4)), a(2, (6, 9)))
    both = clusters_of({1: said(*one, links=(("by", *one),)), 2: said(*other, links=(("by", *other),))}, SCHEMA)
    link = both[-1]
    assert (link.role, link.kinds, sorted(link.links)) == ("by", ("agreed",), [1, 2])
    assert link.ends == (both[0].id, both[1].id)
    alone = clusters_of({1: said(*one, links=(("by", *one),)), 2: said(*other)}, SCHEMA)[-1]
    assert (alone.kinds, sorted(alone.links), alone.seen) == (("link",), [1], (1, 2))
    turned = clusters_of(
        {1: said(*one, links=(("same", *one),)), 2: said(*other, links=(("same", other[1], other[0]),))}, SCHEMA
    )
    assert [c.kinds for c in turned if c.role] == [("agreed",)]


def test_labels_of_the_article_are_compared() -> None:
    found = clusters_of({1: said(genre="news", topic=["a", "b"]), 2: said(genre="opinion", topic=["b", "a"])}, SCHEMA)
    assert [(c.attribute, c.kinds) for c in found] == [("genre", ("article",)), ("topic", ("agreed",))]


def test_a_majority_is_more_than_half() -> None:
    three = spans(o1=said(a(1, (0, 5))), o2=said(a(2, (0, 5))), o3=said(a(3, (0, 7))))[0]
    assert three.majority == three.values[1]
    two = spans(o1=said(a(1, (0, 5))), o2=said())[0]
    assert two.majority is None
    mostly_nothing = spans(o1=said(a(1, (0, 5))), o2=said(), o3=said())[0]
    assert mostly_nothing.majority == ""


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(["ORG", "GPE"]), st.integers(0, 1)), max_size=12
)


@given(st.lists(SPANS, min_size=2, max_size=5))
def test_every_label_is_in_one_cluster_and_each_annotator_at_most_once(drawn: list[list[Any]]) -> None:
    by = {
        n: said(*(a(n, (s, s + size), label=name, n=m) for s, size, name, m in labels))
        for n, labels in enumerate(drawn, 1)
    }
    found = clusters_of(by, SCHEMA)
    listed = [m.id for c in found for m in c.members.values()]
    assert sorted(listed) == sorted(i for each in by.values() for i in each.annotations)
    assert all(m.owner == owner for c in found for owner, m in c.members.items())
    assert len({c.id for c in found}) == len(found)
    turned = clusters_of(dict(reversed(by.items())), SCHEMA)
    assert [c.id for c in turned] == [c.id for c in found]
