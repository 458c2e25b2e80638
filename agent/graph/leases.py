"""Who works on which run: a lease in the database, renewed while its process lives.

Nothing resumes by itself, so somebody has to take a dead process's runs over, and nobody may take a
living one's. A lease is free when it was given back, when its time ran out, or when its owner was a
process of this machine that has ended. Every write of a node proves its lease in the same transaction,
so a process that slept through its lease can no longer change anything.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import structlog

from agent.domain.base import Model
from agent.errors import PtscribeError
from agent.graph.owner import surely_dead, this_process

if TYPE_CHECKING:
    from agent.store.engine import Store
    from agent.store.unit_of_work import ReadUnit, UnitOfWork

TERM = timedelta(seconds=60)
BEAT_SECONDS = 2.0
LIMIT = timedelta(hours=4)
"""A run that takes longer hangs; its lease is let go so that another process may take it over."""
_NAME, _LATCH = "lease", "latch"


class Stage(NamedTuple):
    """Where a run stands: the node at work, and the share of the transcription done (0 to 1)."""

    node: str
    share: float | None = None


class Lease(Model):
    """The row. `owner` is empty when nobody works on the run; `attempt` counts the owners
    that took it and never gave it back."""

    owner: str = ""
    until: datetime
    attempt: int = 0
    node: str = ""
    share: float | None = None


class LostLease(Exception):
    """Another process took this run over: stop, and change nothing."""


class _Latch(Model):
    """Content of the row that takes turns."""


class _Held:
    def __init__(self, lease: Lease, started: datetime) -> None:
        self.lease = lease
        self.started = started
        self.stage = Stage("")
        self.surrendered = False


class Leases:
    """The leases of one process. Its heart beats in a thread of its own while any is held."""

    def __init__(self, store: Store, *, owner: str = "", term: timedelta = TERM) -> None:
        self._store = store
        self._owner = owner or this_process()
        self._term = term
        self._held: dict[tuple[str, int], _Held] = {}
        self._taken: dict[tuple[str, int], Lease] = {}
        """Leases whose unit ended just now: another thread may read them before they are held."""
        self._lock = threading.Lock()
        self._heart: threading.Thread | None = None

    def take(self, uow: UnitOfWork, draft_id: str, run: int) -> Lease | None:
        """The lease on a run if it is free, to be written with the unit; None when somebody works on it."""
        self._take_turns(uow, draft_id, run)
        lease, now = uow.work.get(draft_id, run, _NAME, Lease), datetime.now(UTC)
        if lease is not None and not self._free(lease, draft_id, run, now):
            return None
        mine = Lease(owner=self._owner, until=now + self._term, attempt=1 + (lease.attempt if lease else 0))
        with self._lock:
            self._taken[draft_id, run] = mine
        uow.work.put(draft_id, run, _NAME, mine)
        return mine

    @contextmanager
    def holding(self, draft_id: str, run: int, lease: Lease) -> Iterator[None]:
        """Keeps a committed lease alive inside the block and gives it back after it, if it still is ours."""
        key = (draft_id, run)
        held = _Held(lease, datetime.now(UTC))
        with self._lock:
            self._held[key] = held
            self._taken.pop(key, None)
        try:
            yield
        finally:
            if not held.surrendered:
                with suppress(PtscribeError):  # it runs out by itself
                    self._give_back(draft_id, run)
            with self._lock:
                if self._held.get(key) is held:  # once given back, another thread may hold it already
                    del self._held[key]

    def prove(self, uow: UnitOfWork, draft_id: str, run: int) -> None:
        """Raises `LostLease` unless this process holds the lease; nobody can take it until the unit ends."""
        self._take_turns(uow, draft_id, run)
        lease = uow.work.get(draft_id, run, _NAME, Lease)
        if lease is None or lease.owner != self._owner:
            raise LostLease
        if lease.until < datetime.now(UTC) + self._term / 2:
            self._renew(uow, draft_id, run, lease)

    def surrender(self, uow: UnitOfWork, draft_id: str, run: int) -> None:
        """Gives the lease back with the unit, whose work is the run's last."""
        lease = uow.work.get(draft_id, run, _NAME, Lease)
        if lease is not None and lease.owner == self._owner:
            uow.work.put(draft_id, run, _NAME, lease.model_copy(update={"owner": "", "attempt": 0}))
        with self._lock:
            held = self._held.get((draft_id, run))
        if held is not None:
            held.surrendered = True

    def entered(self, draft_id: str, run: int, stage: Stage) -> None:
        """Notes where a run stands; the heart writes it down for other processes."""
        with self._lock:
            held = self._held.get((draft_id, run))
        if held is not None:
            held.stage = stage
            self._start_heart()

    def stage(self, uow: ReadUnit, draft_id: str, run: int) -> Stage | None:
        """Where a run stands, here or in another process; None when nobody works on it."""
        with self._lock:
            held = self._held.get((draft_id, run))
        if held is not None:
            return held.stage
        lease = uow.work.get(draft_id, run, _NAME, Lease)
        if lease is None or self._free(lease, draft_id, run, datetime.now(UTC)):
            return None
        return Stage(lease.node, lease.share)

    def local_stage(self, draft_id: str) -> Stage | None:
        """Where this process stands with a draft, without asking the database."""
        with self._lock:
            return next((h.stage for (id, _), h in self._held.items() if id == draft_id), None)

    def _take_turns(self, uow: UnitOfWork, draft_id: str, run: int) -> None:
        """Who writes the latch first goes first, until the unit ends. SQLite's units take turns anyway."""
        if self._side_by_side:
            uow.work.put(draft_id, run, _LATCH, _Latch())

    @cached_property
    def _side_by_side(self) -> bool:
        return self._store.ready().database != "sqlite"

    def _free(self, lease: Lease, draft_id: str, run: int, now: datetime) -> bool:
        if not lease.owner or lease.until < now:
            return True
        if lease.owner == self._owner:
            with self._lock:
                return (draft_id, run) not in self._held and self._taken.get((draft_id, run)) != lease
        return surely_dead(lease.owner)

    def _renew(self, uow: UnitOfWork, draft_id: str, run: int, lease: Lease) -> None:
        key = (draft_id, run)
        with self._lock:
            held = self._held.get(key)
        stage = held.stage if held else Stage(lease.node, lease.share)
        fresh = lease.model_copy(
            update={"until": datetime.now(UTC) + self._term, "node": stage.node, "share": stage.share}
        )
        uow.work.put(draft_id, run, _NAME, fresh)
        if held:
            held.lease = fresh

    def _give_back(self, draft_id: str, run: int) -> None:
        with self._store.unit() as uow:
            self._take_turns(uow, draft_id, run)
            self.surrender(uow, draft_id, run)
            uow.commit()

    def _start_heart(self) -> None:
        with self._lock:
            if self._heart is None or not self._heart.is_alive():
                self._heart = threading.Thread(target=self._beat, name="ptscribe-leases", daemon=True)
                self._heart.start()

    def _beat(self) -> None:
        while True:
            time.sleep(BEAT_SECONDS)
            with self._lock:
                due = [(key, held) for key, held in self._held.items() if not held.surrendered]
                if not self._held:
                    self._heart = None
                    return
            for (draft_id, run), held in due:
                try:
                    self._beat_one(draft_id, run, held)
                except (PtscribeError, LostLease):
                    structlog.get_logger().warning("lease.not_renewed", draft_id=draft_id, run=run)

    def _beat_one(self, draft_id: str, run: int, held: _Held) -> None:
        now, lease = datetime.now(UTC), held.lease
        told = Stage(lease.node, lease.share)
        if now > held.started + LIMIT or (told == held.stage and lease.until > now + self._term / 2):
            return
        with self._store.unit() as uow:
            self._take_turns(uow, draft_id, run)
            current = uow.work.get(draft_id, run, _NAME, Lease)
            if current is None or current.owner != self._owner:
                raise LostLease
            self._renew(uow, draft_id, run, current)
            uow.commit()
