"""Procrastinate on PostgreSQL: jobs run once, survive a killed worker, and hold ids only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from agent.errors import SettingsError
from agent.workers import queue
from agent.workers.queue import QueueWorker

pytestmark = pytest.mark.postgres

DYING_WORKER = """
import sys, time
from pathlib import Path
from agent.workers import queue

def run(draft_id):
    Path(sys.argv[2]).write_text("begun")
    time.sleep(60)

queue.work(sys.argv[1], run, concurrency=1)
"""


def work(url: str, run: Callable[[str], object], **options: Any) -> None:
    """The worker in a thread of its own: a browser test may have left an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(queue.work, url, run, **options).result()


def test_every_submitted_draft_is_run_once(postgres_url: str) -> None:
    jobs, seen = QueueWorker(postgres_url), []
    for number in range(5):
        jobs.submit(f"draft-{number}")
    work(postgres_url, seen.append, concurrency=2, wait=False)
    assert sorted(seen) == [f"draft-{n}" for n in range(5)]


def test_a_draft_that_waits_is_queued_once(postgres_url: str) -> None:
    jobs, seen = QueueWorker(postgres_url), []
    for _ in range(3):
        jobs.submit("draft-again")
    work(postgres_url, seen.append, concurrency=1, wait=False)
    assert seen == ["draft-again"]


def test_a_job_holds_a_draft_id_and_nothing_else(postgres_url: str) -> None:
    QueueWorker(postgres_url).submit("draft-x")
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        rows = connection.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'run_draft' AND status = 'todo'"
        ).fetchall()
    assert [row[0] for row in rows] == [{"draft_id": "draft-x"}]
    work(postgres_url, lambda _: None, concurrency=1, wait=False)


def test_a_draft_of_a_killed_worker_is_taken_up_by_the_next(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.workers.queue.STALLED_AFTER_S", 1.0)
    QueueWorker(postgres_url).submit("draft-lost")
    begun = tmp_path / "begun"
    process = subprocess.Popen([sys.executable, "-c", DYING_WORKER, postgres_url, str(begun)])
    deadline = time.monotonic() + 30
    while not begun.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert begun.exists()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    time.sleep(1.5)
    seen: list[str] = []
    for _ in range(20):
        work(postgres_url, seen.append, concurrency=1, wait=False)
        if seen:
            break
        time.sleep(0.5)
    assert seen == ["draft-lost"]


def test_another_database_is_refused_with_its_mend() -> None:
    with pytest.raises(SettingsError, match="PostgreSQL"):
        QueueWorker("sqlite:///clinic.db")
