"""Many processes decide the same drafts: each draft is decided exactly once, and none is lost."""

from __future__ import annotations

import multiprocessing
import random
from pathlib import Path
from typing import Any

import pytest
from support.records import add_reviewable, decide, sign

from agent.errors import Conflict
from agent.store.crypto import KeyRing
from agent.store.engine import open_store
from compliance.audit.verify import verify_rows

PROCESSES, DRAFTS = 4, 25


def _decide_all(url: str, key_file: Path, drafts: list[str], start: Any, results: Any) -> None:
    store, me, won = open_store(url, KeyRing.open(key_file)), multiprocessing.current_process().name, []
    random.Random(me).shuffle(drafts)
    start.wait()
    for draft in drafts:
        kind = random.choice(["approve", "reject", "request_changes"])
        try:
            decide(store, draft, kind, decision_id=f"{me}-{draft}")  # type: ignore[arg-type]  # one of the three
        except Conflict:
            continue
        won.append(draft)
        if kind == "approve":
            sign(store, draft)
    store.close()
    results.put(won)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_each_draft_is_decided_exactly_once(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    store = open_store(url, KeyRing.open(tmp_path / "k"))
    drafts = [add_reviewable(store, f"T-{n}") for n in range(DRAFTS)]
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(target=_decide_all, args=(url, tmp_path / "k", drafts, start, results))
        for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    won = [draft for _ in processes for draft in results.get(timeout=90)]
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    assert sorted(won) == sorted(drafts)
    with store.read() as uow:
        assert all(len(uow.decisions.for_draft(draft)) == 1 for draft in drafts)
        assert uow.drafts.count(["in_review", "approved"]) == 0
        assert uow.drafts.count(["signed", "rejected", "changes_requested"]) == DRAFTS
        report = verify_rows(uow.audit.rows)
        signed = uow.drafts.count(["signed"])
        assert report.problems == ()
        assert report.checked == 4 * DRAFTS + signed
    store.close()
