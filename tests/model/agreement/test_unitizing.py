"""Alpha for unitizing against the example that Krippendorff worked out (2004, p. 254)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.agreement.measure import Undefined
from annotator.model.agreement.unitizing import alpha_u, disagreement

C = [[(225, 295), (370, 400)], [(220, 300), (355, 375), (400, 420)]]
K = [[(180, 240), (300, 350)], [(180, 240), (300, 350)]]


def test_the_published_example() -> None:
    c = disagreement(C, 300, 150)
    assert c.observed == pytest.approx(0.0144, abs=1e-4)
    assert c.expected == pytest.approx(0.0532, abs=1e-4)
    assert disagreement(K, 300, 150).expected == pytest.approx(0.0490, abs=1e-4)
    assert alpha_u({"c": C}, 300, 150) == pytest.approx(0.7286, abs=1e-4)
    assert alpha_u({"k": K}, 300, 150) == pytest.approx(1.0)
    assert alpha_u({"c": C, "k": K}, 300, 150) == pytest.approx(0.8591, abs=5e-4)


def test_one_long_unit_against_fragments_of_it_is_worse_than_chance() -> None:
    long, short = [(1, 9)], [(2, 3), (4, 5), (6, 7)]
    assert alpha_u({"A": [long, short]}, 10) == pytest.approx(-0.7003, abs=1e-4)


def test_an_annotator_who_found_nothing_counts() -> None:
    value = alpha_u({"A": [[(1, 4)], []]}, 20)
    assert isinstance(value, float)
    assert value < 0


def test_nothing_at_all_is_explained_in_words() -> None:
    value = alpha_u({"A": [[], []]}, 20)
    assert isinstance(value, Undefined)
    assert "Nobody labelled anything" in value.why


units = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=6)


@given(units, st.integers(2, 4))
def test_full_agreement_is_one(own: list[tuple[int, int]], observers: int) -> None:
    value = alpha_u({"A": [own] * observers}, 60)
    assert isinstance(value, Undefined) if not own else value == pytest.approx(1.0)


@given(st.lists(units, min_size=2, max_size=3))
def test_the_order_of_observers_does_not_matter(observers: list[list[tuple[int, int]]]) -> None:
    one, other = alpha_u({"A": observers}, 60), alpha_u({"A": observers[::-1]}, 60)
    assert one == other or one == pytest.approx(other)  # type: ignore[arg-type]  # two floats, or two equal Undefined
