"""Time at work: pauses of more than a minute are left out."""

from __future__ import annotations

from annotator.ui.work_clock import WorkClock


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_time_between_actions_counts() -> None:
    watch = Watch()
    clock = WorkClock(clock=watch)
    for _ in range(4):
        clock.touch()
        watch.now += 10
    assert clock.take() == 40


def test_a_pause_of_more_than_a_minute_does_not_count() -> None:
    watch = Watch()
    clock = WorkClock(clock=watch)
    clock.touch()
    watch.now += 30
    clock.touch()
    watch.now += 61
    clock.touch()
    watch.now += 5
    assert clock.take() == 35


def test_taking_twice_counts_nothing_twice() -> None:
    watch = Watch()
    clock = WorkClock(clock=watch)
    clock.touch()
    watch.now += 20
    assert clock.take() == 20
    watch.now += 20
    assert clock.take() == 20
    assert clock.take() == 0


def test_without_anybody_there_nothing_is_counted() -> None:
    watch = Watch()
    clock = WorkClock(clock=watch)
    watch.now += 500
    assert clock.take() == 0
