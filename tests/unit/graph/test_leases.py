"""A run belongs to one living process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.graph_clinic import encounter

from agent.graph import leases as module
from agent.graph.leases import Lease, Leases, LostLease, Stage
from agent.graph.owner import _started, surely_dead, this_process
from agent.store.crypto import KeyRing
from agent.store.engine import Store, open_store

ELSEWHERE = "0123456789abcdef:77:1:aa"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = (
        f"sqlite:///{tmp_path / 'clinic.db'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    opened = open_store(url, KeyRing.open(tmp_path / "master.key"))
    yield opened
    opened.close()


@pytest.fixture
def draft(store: Store) -> str:
    with store.unit() as uow:
        made = uow.drafts.add(encounter(), recording_id="", created_by="u1", at=datetime.now(UTC))
        uow.commit()
    return made


def take(store: Store, leases: Leases, draft: str) -> Lease | None:
    with store.unit() as uow:
        lease = leases.take(uow, draft, 1)
        uow.commit()
    return lease


def prove(store: Store, leases: Leases, draft: str) -> None:
    with store.unit() as uow:
        leases.prove(uow, draft, 1)
        uow.commit()


def test_only_one_gets_it(store: Store, draft: str) -> None:
    mine, other = Leases(store), Leases(store, owner=ELSEWHERE)
    lease = take(store, mine, draft)
    assert lease is not None
    assert take(store, other, draft) is None
    with mine.holding(draft, 1, lease):
        prove(store, mine, draft)
        with pytest.raises(LostLease):
            prove(store, other, draft)
    assert take(store, other, draft) is not None


def test_it_can_be_taken_when_its_time_ran_out(store: Store, draft: str) -> None:
    slept, other = Leases(store, owner=ELSEWHERE, term=timedelta(seconds=-1)), Leases(store)
    assert take(store, slept, draft) is not None
    second = take(store, other, draft)
    assert second is not None
    assert second.attempt == 2
    with other.holding(draft, 1, second), pytest.raises(LostLease):
        prove(store, slept, draft)


def test_one_process_does_not_take_its_own_run_twice(store: Store, draft: str) -> None:
    leases = Leases(store)
    lease = take(store, leases, draft)
    assert lease is not None
    assert take(store, leases, draft) is None, "between the commit and the holding another thread may look"
    with leases.holding(draft, 1, lease):
        assert take(store, leases, draft) is None
    assert take(store, leases, draft) is not None


def test_who_holds_a_run_after_another_thread_keeps_it_when_that_one_leaves(store: Store, draft: str) -> None:
    leases = Leases(store)
    first, second = ExitStack(), ExitStack()
    lease = take(store, leases, draft)
    assert lease is not None
    first.enter_context(leases.holding(draft, 1, lease))
    with store.unit() as uow:
        leases.surrender(uow, draft, 1)
        uow.commit()
    again = take(store, leases, draft)
    assert again is not None
    second.enter_context(leases.holding(draft, 1, again))
    first.close()
    assert take(store, leases, draft) is None, "the second still works on it"
    prove(store, leases, draft)
    second.close()
    assert take(store, leases, draft) is not None


def test_what_was_taken_in_a_unit_that_failed_is_free(store: Store, draft: str) -> None:
    leases = Leases(store)
    with suppress(RuntimeError), store.unit() as uow:
        leases.take(uow, draft, 1)
        raise RuntimeError
    assert take(store, leases, draft) is not None


def test_a_dead_owner_on_this_machine_is_seen_at_once(store: Store, draft: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "from agent.graph.owner import this_process as p; print(p()); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    owner = child.stdout.readline().strip()
    assert not surely_dead(owner)
    assert take(store, Leases(store, owner=owner), draft) is not None
    assert take(store, Leases(store), draft) is None
    child.kill()
    child.wait()
    assert surely_dead(owner)
    assert take(store, Leases(store), draft) is not None


@pytest.mark.parametrize("owner", [ELSEWHERE, "", "nonsense", "a:b:c:d"])
def test_what_is_not_certain_counts_as_alive(owner: str) -> None:
    assert not surely_dead(owner)


def test_a_reused_pid_is_not_the_owner() -> None:
    host, pid, _, _ = this_process().split(":")
    assert not surely_dead(this_process())
    assert surely_dead(f"{host}:{pid}:1:00")
    parent = os.getppid()  # alive, but it is not said when the owner of this pid started
    assert not surely_dead(f"{host}:{parent}::00")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="start times are read from /proc")
def test_a_pid_that_another_process_has_now_is_not_the_owner() -> None:
    host, parent = this_process().split(":")[0], os.getppid()
    assert surely_dead(f"{host}:{parent}:1:00")
    assert not surely_dead(f"{host}:{parent}:{_started(parent)}:00")


def test_the_heart_keeps_it_and_tells_the_stage(
    store: Store, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.05)
    mine, other = Leases(store, term=timedelta(seconds=4)), Leases(store, owner=ELSEWHERE)
    lease = take(store, mine, draft)
    assert lease is not None
    with mine.holding(draft, 1, lease):
        mine.entered(draft, 1, Stage("transcribe", 0.25))
        time.sleep(4.5)
        assert take(store, other, draft) is None  # long after its first term
        with store.read() as uow:
            assert other.stage(uow, draft, 1) == Stage("transcribe", 0.25)
            assert mine.stage(uow, draft, 1) == Stage("transcribe", 0.25)
    with store.read() as uow:
        assert mine.stage(uow, draft, 1) is None
        assert other.stage(uow, draft, 1) is None


def test_a_hung_run_is_let_go(store: Store, draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(module, "LIMIT", timedelta(0))
    mine, other = Leases(store, term=timedelta(seconds=0.4)), Leases(store, owner=ELSEWHERE)
    lease = take(store, mine, draft)
    assert lease is not None
    with mine.holding(draft, 1, lease):
        mine.entered(draft, 1, Stage("transcribe"))
        time.sleep(0.8)
        assert take(store, other, draft) is not None


def test_many_at_once_take_it_once(store: Store, draft: str) -> None:
    """On PostgreSQL units run side by side: whoever writes the latch first goes first."""
    won: list[str] = []
    ready = threading.Barrier(8)

    def race(n: int) -> None:
        leases = Leases(store, owner=f"0123456789abcdef:{n}:1:aa")
        ready.wait()
        if take(store, leases, draft) is not None:
            won.append(str(n))

    threads = [threading.Thread(target=race, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
