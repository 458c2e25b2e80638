"""Runs the graph for one draft and hands decisions back to it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import structlog

from agent.domain.draft import DraftStatus
from agent.errors import IntegrityError, PtscribeError, StorageError
from agent.graph.context import RunContext, Stopped
from agent.graph.decided import carry_out
from agent.graph.events import event
from agent.graph.failure import NodeFailed, incident
from agent.graph.leases import Lease, Leases, LostLease, Stage
from agent.graph.state import RunState, thread_id

if TYPE_CHECKING:
    from typing import Any

    from langchain_core.runnables import RunnableConfig

    from agent.graph.build import Graph
    from agent.graph.checkpoint import Checkpoints
    from agent.graph.context import Parts
    from agent.store.engine import Store
    from agent.store.unit_of_work import UnitOfWork

__all__ = ["GraphRunner", "Outcome", "Stage"]

MAX_ATTEMPTS = 3
"""How often a run is taken up whose process ended in the midst of it; it may be what ends the process."""
Outcome = Literal["done", "failed", "not_due", "stopped"]


class GraphRunner:
    """Safe to share between threads. `start` and `resume` are outer boundaries: a run that goes wrong is
    told in the draft's status, never as an exception to whoever started it."""

    def __init__(self, store: Store, parts: Parts, checkpoints: Callable[[], Checkpoints]) -> None:
        """`checkpoints` opens them at the first use: LangGraph takes a second to import."""
        self._store = store
        self._open = checkpoints
        self._lock = threading.Lock()
        self._opened: tuple[Checkpoints, Graph] | None = None
        self.context = RunContext(store=store, parts=parts, leases=Leases(store))

    @property
    def graph(self) -> Graph:
        """The compiled graph. Raises `StorageError` when its checkpoints cannot be opened."""
        return self._ready()[1]

    def _ready(self) -> tuple[Checkpoints, Graph]:
        with self._lock:
            if self._opened is None:
                from agent.graph.build import build_graph

                checkpoints = self._open()
                self._opened = (checkpoints, build_graph(checkpoints.saver))
            return self._opened

    def start(self, draft_id: str) -> Outcome:
        """Runs the draft up to its review, or to `failed`. `not_due`: nothing to do, or at work elsewhere."""
        try:
            taken = self._take(draft_id)
            if taken is None:
                return "not_due"
            run, lease = taken
            with self.context.leases.holding(draft_id, run, lease):
                outcome = self._run(draft_id, run)
            self._catch_up(draft_id)
            return outcome
        except PtscribeError as error:
            structlog.get_logger().error("run.not_started", draft_id=draft_id, error=type(error).__name__)
        except Exception as error:  # noqa: BLE001  # the outer boundary: a worker's thread must go on
            incident(error, "run.not_started", draft_id=draft_id)
        return "failed"

    def resume(self, decision_id: str) -> Outcome:
        """Carries a stored decision out; once, whoever else tries. `not_due`: done, or being done."""
        try:
            taken = self._take_decided(decision_id)
            if taken is None:
                return "not_due"
            draft_id, run, lease = taken
            with self.context.leases.holding(draft_id, run, lease):
                return self._resume(draft_id, run, decision_id)
        except PtscribeError as error:
            kind = type(error).__name__
            structlog.get_logger().error("decision.not_applied", decision_id=decision_id, error=kind)
        except Exception as error:  # noqa: BLE001  # the outer boundary: the decision stands, whatever happens
            incident(error, "decision.not_applied", decision_id=decision_id)
        return "failed"

    def stage(self, draft_id: str) -> Stage | None:
        """Where the draft's run stands; None when none is at work."""
        here = self.context.leases.local_stage(draft_id)
        if here is not None:
            return here
        with self._store.read() as uow:
            record = uow.drafts.get(draft_id)
            if record.status != "processing":
                return None
            return self.context.leases.stage(uow, draft_id, record.run)

    def stop(self) -> None:
        """Runs at work end after the node they are in; they go on from there at the next start."""
        self.context.stopping.set()

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened[0].close()

    def forget(self, draft_id: str, last_run: int) -> None:
        """Deletes the checkpoints of all runs of a draft, at the end of its retention."""
        for run in range(1, last_run + 1):
            self._ready()[0].saver.delete_thread(thread_id(draft_id, run))

    def _take(self, draft_id: str) -> tuple[int, Lease] | None:
        """Claims the draft's current run, if it is due and nobody is at it."""
        with self._store.unit() as uow:
            record = uow.drafts.get(draft_id)
            if record.status not in ("recorded", "changes_requested", "processing"):
                return None
            if record.status == "changes_requested" and _undecided(uow, draft_id):
                return None  # the decision must be carried out first: it opens the run
            lease = self.context.leases.take(uow, draft_id, record.run)
            if lease is None:
                return None
            if lease.attempt > MAX_ATTEMPTS:
                self._give_up(uow, draft_id)
                uow.commit()
                return None
            if record.status != "processing":
                uow.drafts.move(draft_id, frm={record.status}, to="processing")
            uow.audit.append(
                event("run.started", record=record, details={"run": record.run, "attempt": lease.attempt})
            )
            uow.commit()
            return record.run, lease

    def _run(self, draft_id: str, run: int) -> Outcome:
        try:
            self._invoke(draft_id, run)
        except NodeFailed as failed:
            return self._fail(draft_id, run, failed.message, failed.node)
        except PtscribeError as error:
            return self._fail(draft_id, run, str(error), "")
        except Stopped:
            return "stopped"
        except LostLease:
            structlog.get_logger().warning("lease.lost", draft_id=draft_id, run=run)
            return "not_due"
        except Exception as error:  # noqa: BLE001  # the outer boundary of a run
            return self._fail(draft_id, run, incident(error, "run.failed", draft_id=draft_id, run=run), "")
        return "done"

    def _invoke(self, draft_id: str, run: int) -> None:
        """From the start, or from where a killed process left the thread."""
        thread: RunnableConfig = {"configurable": {"thread_id": thread_id(draft_id, run)}}
        begun = self.graph.get_state(thread).created_at is not None
        state: RunState = {"draft_id": draft_id, "run": run}
        self._call(None if begun else state, thread)
        with self._store.read() as uow:
            status = uow.drafts.get(draft_id).status
        if status == "processing":
            raise IntegrityError(
                f"Run {run} of draft {draft_id!r} ended without a result.", mend="Retry the draft."
            )

    def _call(self, value: Any, thread: RunnableConfig) -> None:
        from langsmith import tracing_context

        try:
            with tracing_context(enabled=False):
                self.graph.invoke(value, thread, context=self.context, durability="sync")
        except sqlite3.Error as error:
            raise StorageError(
                f"The run's checkpoints cannot be written ({_kind(error)}).",
                mend="Check the free space and the owner of PTSCRIBE_HOME, then retry the draft.",
            ) from None

    def _fail(self, draft_id: str, run: int, message: str, node: str) -> Outcome:
        """Notes the failure unless the run was taken over meanwhile."""
        try:
            with self.context.unit({"draft_id": draft_id, "run": run}) as uow:
                record = uow.drafts.get(draft_id)
                if record.status != "processing":
                    return "failed"
                uow.drafts.move(draft_id, frm={"processing"}, to="failed", failure=message)
                uow.audit.append(
                    event("run.failed", record=record, outcome="failed", details={"run": run, "node": node})
                )
        except LostLease:
            return "not_due"
        return "failed"

    def _give_up(self, uow: UnitOfWork, draft_id: str) -> None:
        record = uow.drafts.get(draft_id)
        message = f"Processing broke off {MAX_ATTEMPTS} times. Retry it, or report the draft's id."
        if record.status != "processing":
            uow.drafts.move(draft_id, frm={record.status}, to="processing")
        uow.drafts.move(draft_id, frm={"processing"}, to="failed", failure=message)
        uow.audit.append(
            event("run.failed", record=record, outcome="failed", details={"run": record.run, "node": ""})
        )

    def _catch_up(self, draft_id: str) -> None:
        """A decision that came while this run still held its lease (it was just ending) was left for us."""
        with self._store.read() as uow:
            waiting = [d.id for d in uow.decisions.unapplied() if d.draft_id == draft_id]
        for decision_id in waiting:
            self.resume(decision_id)

    def _take_decided(self, decision_id: str) -> tuple[str, int, Lease] | None:
        with self._store.unit() as uow:
            decision = uow.decisions.get(decision_id)
            if decision_id not in {d.id for d in uow.decisions.unapplied()}:
                return None
            run = uow.drafts.run_of(decision.draft_id, decision.version)
            lease = self.context.leases.take(uow, decision.draft_id, run)
            if lease is None:
                return None
            uow.commit()
            return decision.draft_id, run, lease

    def _resume(self, draft_id: str, run: int, decision_id: str) -> Outcome:
        """Tells the waiting graph. Where none waits (its checkpoint was lost), or it did not hear, the
        decision is carried out all the same: LangGraph ignores such a resume without a word."""
        thread: RunnableConfig = {"configurable": {"thread_id": thread_id(draft_id, run)}}
        try:
            state = self.graph.get_state(thread)
            if state.interrupts:
                from langgraph.types import Command

                self._call(Command(resume={state.interrupts[0].id: decision_id}), thread)
            elif state.next == ("finalise",):
                self._call(None, thread)
        except LostLease:
            return "not_due"
        except NodeFailed as failed:
            structlog.get_logger().error("decision.not_applied", decision_id=decision_id, node=failed.node)
            return "failed"
        except Stopped:
            return "stopped"
        except Exception as error:  # noqa: BLE001  # the outer boundary of a run
            incident(error, "resume.failed", draft_id=draft_id, run=run)
        with self._store.read() as seen:
            if decision_id not in {d.id for d in seen.decisions.unapplied()}:
                return "done"
        with self.context.unit({"draft_id": draft_id, "run": run}) as uow:
            if carry_out(uow, uow.decisions.get(decision_id)):
                structlog.get_logger().warning("graph.did_not_hear", decision_id=decision_id)
        return "done"


def _kind(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", "")) or type(error).__name__


def _undecided(uow: UnitOfWork, draft_id: str) -> bool:
    return any(decision.draft_id == draft_id for decision in uow.decisions.unapplied())


def due() -> tuple[DraftStatus, ...]:
    """Statuses in which a draft waits for the software, not for a human."""
    return ("recorded", "changes_requested", "processing")
