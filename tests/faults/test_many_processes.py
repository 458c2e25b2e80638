"""Several processes on one clinic: deciding at once, and being killed at any moment."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest
from support.fault_child import SPECIALIST, approve_and_sign, decide_all, opened, work_until_killed
from support.graph_clinic import actions, people, record, record_drafts

from agent.domain.user import Actor

AUDITOR = Actor(user_id="u-auditor-1", name="Auditor Terranova", roles=("auditor",))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")


def test_three_processes_decide_at_once(tmp_path: Path, url: str, processes: Any) -> None:
    decide_at_once(tmp_path, url, processes, drafts=8, workers=3)


@pytest.mark.slow
def test_six_processes_decide_three_hundred_drafts(tmp_path: Path, url: str, processes: Any) -> None:
    decide_at_once(tmp_path, url, processes, drafts=300, workers=6)


def decide_at_once(home: Path, url: str, processes: Any, *, drafts: int, workers: int) -> None:
    """Each draft is approved once, by one of them, and carried out once."""
    with opened(home, url) as app:
        people(app)
        ids = record_drafts(app, drafts)
        for draft_id in ids:
            assert app.runner.start(draft_id) == "done"
    gate, done = processes.Barrier(workers), processes.Queue()
    children = [
        processes.Process(target=decide_all, args=(home, url, list(ids), seed, gate, done))
        for seed in range(workers)
    ]
    for child in children:
        child.start()
    won = [done.get(timeout=300) for _ in children]
    for child in children:
        child.join(60)
        assert child.exitcode == 0
    assert sum(won) == drafts
    with opened(home, url) as app:
        for draft_id in ids:
            assert record(app, draft_id).status == "approved"
            told = actions(app, draft_id)
            assert [told.count(a) for a in ("draft.approved", "decision.applied")] == [1, 1]
            with app.store.read() as uow:
                (decision,) = uow.decisions.for_draft(draft_id)
            assert decision.by == SPECIALIST.user_id
        assert app.trail.verify(AUDITOR).ok


def test_killed_at_any_moment(tmp_path: Path, processes: Any) -> None:
    killed_at_random(tmp_path, "", processes, drafts=3, kills=3, workers=1)


@pytest.mark.slow
def test_three_processes_killed_at_any_moment(tmp_path: Path, url: str, processes: Any) -> None:
    killed_at_random(tmp_path, url, processes, drafts=60, kills=40, workers=3)


def killed_at_random(home: Path, url: str, processes: Any, *, drafts: int, kills: int, workers: int) -> None:
    """Processes take up, decide and sign; one after the other is killed and replaced."""
    chance = random.Random(7)
    with opened(home, url) as app:
        people(app)
        ids = record_drafts(app, drafts)

    def started() -> Any:
        child = processes.Process(target=work_until_killed, args=(home, url))
        child.start()
        return child

    children = [started() for _ in range(workers)]
    for _ in range(kills):
        time.sleep(chance.uniform(0.1, 1.2))
        victim = children.pop(chance.randrange(workers))
        victim.kill()
        victim.join()
        children.append(started())
    for child in children:
        child.kill()
        child.join()
    with opened(home, url) as app:
        app.start()
        for _ in range(3):
            assert app.worker.wait(240)
            retry_failed(app)
            approve_and_sign(app)
        for draft_id in ids:
            row = record(app, draft_id)
            told = actions(app, draft_id)
            assert row.status == "signed", (row.failure, told)
            assert row.version == 1
            once = ("draft.queued", "draft.approved", "decision.applied", "draft.signed")
            assert [told.count(a) for a in once] == [1, 1, 1, 1]
        assert app.trail.verify(AUDITOR).ok


def retry_failed(app: Any) -> None:
    """A run that was killed again and again gives up, on purpose; a human starts it anew."""
    with app.store.read() as uow:
        failed = uow.drafts.in_status("failed")
    for draft_id in failed:
        assert "broke off" in record(app, draft_id).failure
        app.intake.retry(SPECIALIST, draft_id)
    assert app.worker.wait(100)
