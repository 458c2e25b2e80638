"""Verifying a long trail: `TEST_TRAIL_EVENTS=1000000` measures what the aims name (under 30 s and 300 MB)."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.store.crypto import KeyRing
from agent.store.engine import open_store
from agent.store.frontier import Frontier, leaf_hash
from compliance.audit import verify

EVENTS = int(os.environ.get("TEST_TRAIL_EVENTS", "20000"))
COLUMNS = ("at", "action", "actor_id", "draft_id", "patient_ref")


def _body(n: int) -> dict[str, object]:
    return {
        "action": "draft.viewed",
        "actor_id": f"{n % 50:016x}",
        "actor_role": "specialist",
        "at": "2026-11-23T09:00:00.123456Z",
        "client": "web",
        "commitments": {},
        "details": {"content_hash": f"{n:064x}", "run": 1},
        "draft_id": f"{n // 10:016x}",
        "outcome": "success",
        "patient_ref": f"{n // 40:016x}",
        "purpose": "TREAT",
        "request_id": f"{n:016x}",
        "version": 1,
    }


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_long_trail_is_verified_in_time_and_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "clinic.db"
    open_store(f"sqlite:///{path}", KeyRing.open(tmp_path / "k")).close()
    frontier = Frontier()
    with sqlite3.connect(path) as db:
        db.execute("DROP TRIGGER audit_events_no_gap")  # it asks for the maximum at each row
        for first in range(0, EVENTS, 10_000):
            rows = []
            for n in range(first, min(first + 10_000, EVENTS)):
                event = _body(n)
                body = json.dumps(event, separators=(",", ":")).encode()
                rows.append((n + 1, *(event[name] for name in COLUMNS), body, leaf_hash(body)))
            frontier = frontier.extend(row[-1] for row in rows)
            db.executemany("INSERT INTO audit_events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        head = (frontier.size, frontier.root, frontier.packed)
        db.execute("UPDATE audit_head SET size = ?, root = ?, frontier = ?", head)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", str(verify.__file__), str(path)], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - started
    assert done.stdout == f"ok: {EVENTS} events, 0 witnessed\n"
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"\n{EVENTS} events verified in {seconds:.1f} s, peak {peak_mb:.0f} MB\n")
    if EVENTS >= 1_000_000:
        assert seconds < 30
        assert peak_mb < 300
