"""Threads that run drafts: bounded, shut down cleanly, and never the only place that knows of a draft."""

from __future__ import annotations

import threading
import time
from typing import Any, cast

import pytest

from agent.graph.runner import GraphRunner
from agent.workers.local import LocalWorker


class Runner:
    """Stands in for the graph: notes what is started, and how many at once."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.at_once = self.most = 0
        self.go_on = threading.Event()
        self.go_on.set()
        self.stopped = False
        self._lock = threading.Lock()

    def start(self, draft_id: str) -> None:
        with self._lock:
            self.started.append(draft_id)
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        assert self.go_on.wait(10)
        with self._lock:
            self.at_once -= 1

    def stop(self) -> None:
        self.stopped = True
        self.go_on.set()


@pytest.fixture
def runner() -> Runner:
    return Runner()


def worker(runner: Runner, threads: int = 1) -> LocalWorker:
    return LocalWorker(cast(GraphRunner, runner), threads)


def test_all_are_run_in_order(runner: Runner) -> None:
    made = worker(runner)
    assert made.wait(0)
    for n in range(5):
        made.submit(f"d{n}")
    assert made.wait(60)
    assert runner.started == [f"d{n}" for n in range(5)]
    made.close()


@pytest.mark.parametrize("threads", [1, 3])
def test_no_more_at_once_than_there_are_threads(runner: Runner, threads: int) -> None:
    made = worker(runner, threads)
    runner.go_on.clear()
    for n in range(8):
        made.submit(f"d{n}")
    time.sleep(0.2)
    assert not made.wait(0.05)
    runner.go_on.set()
    assert made.wait(60)
    assert (runner.most, len(runner.started)) == (threads, 8)
    made.close()


def test_what_waits_is_not_queued_twice_but_what_runs_may_be(runner: Runner) -> None:
    made = worker(runner)
    runner.go_on.clear()
    made.submit("d1")
    while not runner.started:
        time.sleep(0.01)
    for _ in range(3):
        made.submit("d2")
    made.submit("d1")  # the next run of a draft whose run is just ending
    runner.go_on.set()
    assert made.wait(60)
    assert runner.started == ["d1", "d2", "d1"]
    made.close()


def test_closing_stops_and_forgets_what_waits(runner: Runner) -> None:
    before = set(threading.enumerate())  # other tests' threads may end while this one runs
    made = worker(runner)
    runner.go_on.clear()
    for n in range(3):
        made.submit(f"d{n}")
    while not runner.started:
        time.sleep(0.01)
    ours = [each for each in set(threading.enumerate()) - before if each.name.startswith("ptscribe-worker")]
    made.close()
    assert runner.stopped
    assert runner.started == ["d0"]
    made.submit("late")
    assert made.wait(0)
    assert len(ours) == 1
    assert not ours[0].is_alive()


def test_the_patrol_goes_on_after_a_failure_and_ends_with_the_worker(
    runner: Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds: list[int] = []

    def round() -> Any:
        rounds.append(1)
        raise OSError("secret")

    made = worker(runner)
    made.patrol(round, every=0.02)
    made.patrol(round, every=0.02)
    while len(rounds) < 3:
        time.sleep(0.01)
    made.close()
    ended = len(rounds)
    time.sleep(0.1)
    assert len(rounds) == ended
    assert "secret" not in "".join(capsys.readouterr())
