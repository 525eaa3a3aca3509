"""Coefficients for bare tables, against the figures that were published with the tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.agreement import ratings as measures
from annotator.model.agreement.measure import Undefined
from annotator.model.agreement.ratings import Ratings


def table(counts: dict[tuple[object, object], int]) -> Ratings:
    return Ratings([pair for pair, n in counts.items() for _ in range(n)])  # type: ignore[misc]


COHEN = table(
    {(1, 1): 88, (1, 2): 14, (1, 3): 18, (2, 1): 10, (2, 2): 40, (2, 3): 10, (3, 1): 2, (3, 2): 6, (3, 3): 12}
)
STATEMENTS = table({("stat", "stat"): 20, ("stat", "ireq"): 20, ("ireq", "stat"): 10, ("ireq", "ireq"): 50})
BINARY = Ratings(list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0], strict=True)))


def test_cohen_1960_page_45() -> None:
    assert measures.observed_agreement(COHEN) == pytest.approx(0.70)
    assert measures.cohen_kappa(COHEN) == pytest.approx(0.492, abs=1e-3)
    assert measures.gwet_ac1(COHEN) == pytest.approx(0.576, abs=1e-3)


def test_artstein_and_poesio_2008_table_1() -> None:
    assert measures.bennett_s(STATEMENTS) == pytest.approx(0.4)
    assert measures.scott_pi(STATEMENTS) == pytest.approx(0.341, abs=1e-3)
    assert measures.cohen_kappa(STATEMENTS) == pytest.approx(0.348, abs=1e-3)


def test_krippendorff_1980_page_133() -> None:
    assert measures.krippendorff_alpha(BINARY) == pytest.approx(0.095, abs=1e-3)


def test_items_with_one_rating_are_left_out() -> None:
    with_gaps = Ratings([*BINARY.rows, (1, None), (None, None), (None, 0)])
    assert measures.krippendorff_alpha(with_gaps) == measures.krippendorff_alpha(BINARY)
    assert measures.observed_agreement(with_gaps) == measures.observed_agreement(BINARY)


def test_text_has_no_order() -> None:
    value = measures.krippendorff_alpha(STATEMENTS, "ordinal")
    assert isinstance(value, Undefined)
    assert "no numbers" in value.why


def test_numbers_are_ordered_as_numbers() -> None:
    low = table({("2", "10"): 5, ("10", "10"): 5, ("2", "2"): 5, ("9", "10"): 5})
    as_numbers = table({(2, 10): 5, (10, 10): 5, (2, 2): 5, (9, 10): 5})
    assert measures.krippendorff_alpha(low, "ordinal") == measures.krippendorff_alpha(as_numbers, "ordinal")
    assert measures.weighted_kappa(low, 1) == measures.weighted_kappa(as_numbers, 1)


def test_cells_that_mean_the_same_number_are_one_category() -> None:
    assert measures.normalised("1") == measures.normalised(" 1.0 ")
    assert measures.normalised("  ") is None
    assert measures.normalised("nan") == "nan"


def test_one_category_only_is_explained_in_words_never_nan() -> None:
    same = Ratings([("A", "A")] * 3)
    for measure in (measures.cohen_kappa, measures.scott_pi, measures.fleiss_kappa, measures.krippendorff_alpha):
        assert isinstance(measure(same), Undefined)
    assert isinstance(measures.cohen_kappa(Ratings([])), Undefined)


rows = st.lists(st.lists(st.sampled_from([None, 1, 2, 3]), min_size=3, max_size=3), min_size=1, max_size=12)


@given(rows)
def test_no_measure_is_ever_nan_or_above_one(cells: list[list[int | None]]) -> None:
    found = Ratings(cells)
    for value in (
        measures.observed_agreement(found),
        measures.cohen_kappa(found),
        measures.gwet_ac1(found),
        measures.weighted_kappa(found, 2),
        *(measures.krippendorff_alpha(found, level) for level in ("nominal", "ordinal", "interval", "ratio")),
    ):
        assert isinstance(value, Undefined) or value <= 1 + 1e-12


@given(rows)
def test_the_order_of_raters_does_not_matter_to_alpha(cells: list[list[int | None]]) -> None:
    one = measures.krippendorff_alpha(Ratings(cells), "ordinal")
    other = measures.krippendorff_alpha(Ratings([row[::-1] for row in cells]), "ordinal")
    assert one == other or one == pytest.approx(other)  # type: ignore[arg-type]  # two floats, or two equal Undefined
