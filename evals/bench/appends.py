"""How many events eight writers append.

The writers are threads of one process, or eight processes. Each append is one unit of work, durable before
it returns; afterwards the log is verified, so that none was lost and none came twice. PostgreSQL runs here
with its own defaults (`fsync`, `synchronous_commit`).
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from agent.domain.audit import AuditEvent, utc_stamp
from evals.bench.databases import Kind, database, store
from evals.report import Row

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

    from agent.store.engine import Store

WRITERS = 8
EACH = 150
ROUNDS = 3
PATIENCE = 120.0
"""Seconds that processes wait for each other."""
AIMS: dict[Kind, str] = {"SQLite": "≥ 500", "PostgreSQL": "≥ 300"}


def appends(kind: Kind, *, apart: bool = False) -> Row:
    """Events a second by eight threads, or processes (`apart`); the median of three rounds."""
    from compliance.audit.verify import verify_rows

    with database(kind) as where, store(*where) as opened:
        _write(opened)
        rates = [_by_processes(*where) if apart else _by_threads(opened) for _ in range(ROUNDS)]
        with opened.read() as uow:
            report = verify_rows(uow.audit.rows)
        if not report.ok or report.checked != EACH * (ROUNDS * WRITERS + 1):
            raise RuntimeError(f"the log lost or doubled events: {report.checked}, {report.problems[:3]}")
    writers = f"{WRITERS} processes" if apart else f"{WRITERS} writers"
    name = f"appends, {writers}, {kind} (load {os.getloadavg()[0]:.1f})"
    return Row(name, statistics.median(rates), "events/s", ROUNDS * WRITERS * EACH, AIMS[kind])


def _by_threads(opened: Store) -> float:
    threads = [threading.Thread(target=_write, args=(opened,)) for _ in range(WRITERS)]
    begin = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return WRITERS * EACH / (time.perf_counter() - begin)


def _by_processes(url: str, key_file: Path) -> float:
    """Timed from when all have opened the database until all have written."""
    spawning = multiprocessing.get_context("spawn")
    gate = spawning.Barrier(WRITERS + 1)
    processes = [spawning.Process(target=_write_apart, args=(url, key_file, gate)) for _ in range(WRITERS)]
    for one in processes:
        one.start()
    gate.wait(PATIENCE)
    begin = time.perf_counter()
    gate.wait(PATIENCE)
    seconds = time.perf_counter() - begin
    for one in processes:
        one.join()
    return WRITERS * EACH / seconds


def _write_apart(url: str, key_file: Path, gate: Barrier) -> None:
    with store(url, key_file) as opened:
        gate.wait(PATIENCE)
        _write(opened)
        gate.wait(PATIENCE)


def _write(opened: Store) -> None:
    for _ in range(EACH):
        with opened.unit() as uow:
            uow.audit.append(_viewed())
            uow.commit()


def _viewed(draft_id: str = "0123456789abcdef") -> AuditEvent:
    return AuditEvent(
        at=utc_stamp(),
        action="draft.viewed",
        actor_id="u-0123456789abcdef",
        actor_role="specialist",
        client="web",
        request_id="0123456789abcdef",
        draft_id=draft_id,
        patient_ref="0123456789abcdef",
        version=1,
    )


MEASURES: dict[str, Callable[[], Row]] = {
    "appends-sqlite": lambda: appends("SQLite"),
    "appends-postgresql": lambda: appends("PostgreSQL"),
    "appends-sqlite-processes": lambda: appends("SQLite", apart=True),
    "appends-postgresql-processes": lambda: appends("PostgreSQL", apart=True),
}
