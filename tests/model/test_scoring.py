"""Precision, recall and F1 by label, and what may be said of a difference."""

from __future__ import annotations

from annotator.model.annotation import Place
from annotator.model.scoring import BETTER, NOT_BETTER, TOO_FEW, by_label, marks, total, verdict


def place(label: str, start: int, layer: str = "entity") -> Place:
    return layer, label, ((start, start + 3),)


def test_exact_and_boundary_figures_by_label() -> None:
    labelled = [place("ORG", 0), place("ORG", 10), place("GPE", 20)]
    proposed = [place("ORG", 0), place("GPE", 10), place("PERSON", 30)]
    found = marks(labelled, proposed)
    org = found["entity", "ORG"]
    assert (org.exact.precision, org.exact.recall) == (1.0, 0.5)
    assert (org.boundary.precision, org.boundary.recall) == (1.0, 1.0)
    assert found["entity", "GPE"].exact.f1 == 0.0
    assert found["entity", "GPE"].boundary.precision == 1.0
    assert found["entity", "PERSON"].exact.f1 is None
    whole = total([found, found], "entity").exact
    assert (whole.right, whole.proposed, whole.labelled) == (2, 6, 6)
    assert by_label([found, found])["entity", "ORG"].exact.labelled == 4


def test_a_difference_is_told_only_where_enough_articles_show_it() -> None:
    labelled = [place("ORG", start) for start in range(0, 100, 10)]
    good, bad = marks(labelled, labelled), marks(labelled, labelled[:2])
    assert verdict([bad] * 4, [good] * 4, "entity").said == TOO_FEW
    assert verdict([bad] * 5, [good] * 5, "entity").said == BETTER
    assert verdict([good] * 5, [good] * 5, "entity").said == NOT_BETTER
    mixed = [good, good, bad, bad, bad, good], [bad, bad, good, good, good, bad]
    assert verdict(*mixed, "entity") == verdict(*mixed, "entity")
    assert verdict(*mixed, "entity").said == NOT_BETTER
