"""Guessing passwords gets slower and slower."""

from __future__ import annotations

import pytest

from agent.errors import Refused
from agent.services.throttle import FREE, LONGEST, NAMES, Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(clock: Clock) -> Throttle:
    return Throttle(clock)


def fail(throttle: Throttle, clock: Clock, times: int) -> None:
    for _ in range(times):
        throttle.failed("tess")


def test_the_first_failures_cost_nothing(throttle: Throttle, clock: Clock) -> None:
    fail(throttle, clock, FREE - 1)
    throttle.admit("tess")


@pytest.mark.parametrize(
    ("failures", "seconds"), [(FREE, 1), (FREE + 1, 2), (FREE + 4, 16), (FREE + 30, LONGEST)]
)
def test_then_each_doubles_the_wait(throttle: Throttle, clock: Clock, failures: int, seconds: float) -> None:
    fail(throttle, clock, failures)
    clock.now += seconds - 0.5
    with pytest.raises(Refused, match="Wait 1 seconds"):
        throttle.admit(" TESS")
    clock.now += 0.5
    throttle.admit("tess")


def test_others_do_not_wait(throttle: Throttle, clock: Clock) -> None:
    fail(throttle, clock, 20)
    throttle.admit("sam")


def test_success_and_time_forgive(throttle: Throttle, clock: Clock) -> None:
    fail(throttle, clock, FREE)
    throttle.succeeded("tess")
    throttle.admit("tess")
    fail(throttle, clock, FREE)
    clock.now += LONGEST
    throttle.failed("tess")
    throttle.admit("tess")


def test_memory_is_bounded(throttle: Throttle) -> None:
    for n in range(NAMES + 50):
        throttle.failed(f"name{n}")
    assert len(throttle._failures) == NAMES
