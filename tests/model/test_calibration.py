"""Scores are right as often as they say, rise with the raw score, and stand as they are where nothing was decided."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Decision, Suggestion
from annotator.model.calibration import BINS, Calibration, band, bin_of, rising
from annotator.model.change import created, deleted

KIND = "m@1", "entity", "ORG"


def test_without_decisions_the_raw_score_stands() -> None:
    calibration = Calibration()
    assert calibration.share(KIND, 0.73) == 0.73
    assert calibration.share(KIND, None) is None
    assert [band(score) for score in (None, 0.2, 0.7, 0.9)] == ["", "unsure", "likely", "sure"]


def test_a_boastful_source_is_corrected_and_another_one_is_left_alone() -> None:
    calibration = Calibration()
    for number in range(100):
        calibration.count(KIND, bin_of(0.95), "accepted" if number % 2 else "rejected")
    share = calibration.share(KIND, 0.95)
    assert share == pytest.approx(0.5, abs=0.03)
    assert band(share) == "unsure"
    assert calibration.share(("n@1", "entity", "ORG"), 0.95) == 0.95
    other_label = calibration.share(("m@1", "entity", "GPE"), 0.95)
    assert other_label is not None
    assert other_label < 0.6, "what is known of the source speaks for its other labels too"


def test_a_label_has_its_own_figure_once_enough_was_decided() -> None:
    calibration = Calibration()
    for _ in range(60):
        calibration.count(("m@1", "entity", "ORG"), 9, "rejected")
        calibration.count(("m@1", "entity", "GPE"), 9, "accepted")
    org, gpe = (calibration.share(("m@1", "entity", label), 0.95) for label in ("ORG", "GPE"))
    assert org is not None
    assert gpe is not None
    assert org < 0.1
    assert gpe > 0.9


def test_an_edited_one_was_not_right_and_what_is_taken_back_does_not_count() -> None:
    calibration = Calibration()
    decisions = [
        Decision(1, str(n), 1, "entity", "ORG", ((0, 1),), "x", verdict, "m@1", 0.9)
        for n, verdict in enumerate(["edited"] * 20)
    ]
    calibration.learn(created(one) for one in decisions)
    low = calibration.of(Suggestion("m@1", "entity", "ORG", ((5, 6),), 0.9))
    assert low is not None
    assert low < 0.3
    assert calibration.decided("m@1") == 20
    calibration.learn(deleted(one) for one in decisions)
    assert calibration.of(Suggestion("m@1", "entity", "ORG", ((5, 6),), 0.9)) == 0.9


def test_shares_come_close_to_how_often_a_source_is_right() -> None:
    chance = random.Random(5)
    calibration = Calibration()
    for _ in range(4000):
        score = chance.random()
        calibration.count(KIND, bin_of(score), "accepted" if chance.random() < score**2 else "rejected")
    for number in range(BINS):
        score = (number + 0.5) / BINS
        assert calibration.share(KIND, score) == pytest.approx(score**2, abs=0.08)


@given(st.lists(st.tuples(st.integers(0, 10), st.booleans()), max_size=60))
def test_a_higher_raw_score_never_means_less(decided: list[tuple[int, bool]]) -> None:
    calibration = Calibration()
    for number, right in decided:
        calibration.count(KIND, number, "accepted" if right else "rejected")
    shares = [calibration.share(KIND, (n + 0.5) / BINS) or 0.0 for n in range(BINS)]
    assert all(0 <= share <= 1 for share in shares)
    assert shares == sorted(shares)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_pooling_keeps_the_mean(values: list[float]) -> None:
    found = rising(values, [1.0] * len(values))
    assert found == sorted(found)
    assert sum(found) == pytest.approx(sum(values))
