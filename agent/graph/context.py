"""What the nodes work with. It is injected through LangGraph's runtime context, never built at import."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.graph.leases import Leases, Stage

if TYPE_CHECKING:
    from agent.domain.draft import DraftContent, DraftRecord
    from agent.domain.facts import VisitFacts
    from agent.domain.plan import Plan
    from agent.domain.transcript import Transcript
    from agent.domain.visit import Encounter
    from agent.drafting.base import DraftedNote, NoteDrafter
    from agent.drafting.plan_writer import PlanWriter
    from agent.exercises.suggest import PlanOptions
    from agent.graph.state import RunState
    from agent.store.engine import Store
    from agent.store.unit_of_work import ReadUnit, UnitOfWork
    from agent.transcription.base import SpeechEngine

    Understand = Callable[[Transcript, Encounter], VisitFacts]
    DraftPlan = Callable[[VisitFacts, Encounter, PlanOptions], Plan]
    Assemble = Callable[[DraftedNote, Plan, Transcript, VisitFacts, Encounter], DraftContent]
    Check = Callable[[ReadUnit, DraftRecord, DraftContent, Transcript, VisitFacts], DraftContent]
    Redact = Callable[[Encounter, str], tuple[str, int]]


@dataclass(frozen=True)
class Parts:
    """The working parts of the graph, each a plain callable, so that tests and benches pass their own.

    `speech`, `drafter` and `plan_writer` build their engine at the first call: loading a model takes seconds.
    """

    speech: Callable[[], SpeechEngine]
    understand: Understand
    drafter: Callable[[], NoteDrafter]
    draft_plan: DraftPlan
    plan_writer: Callable[[], PlanWriter]
    assemble: Assemble
    """The unchecked content of a draft, with its claim computed."""
    check: Check
    """Support verdicts and findings for this very content; the unit gives the patient's earlier notes."""
    redact: Redact
    """De-identified text and how many spans were replaced."""


class Stopped(Exception):
    """This process is shutting down; the run goes on from its last finished node at the next start."""


@dataclass(frozen=True)
class RunContext:
    """One process's parts, store and leases, for every run it works on."""

    store: Store
    parts: Parts
    leases: Leases
    stopping: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def unit(self, state: RunState) -> Iterator[UnitOfWork]:
        """A transaction of this run, committed at the end of the block. Raises `LostLease`."""
        with self.store.unit() as uow:
            self.leases.prove(uow, state["draft_id"], state["run"])
            yield uow
            uow.commit()

    def entered(self, state: RunState, node: str, share: float | None = None) -> None:
        """Notes where the run stands. Raises `Stopped` when the process is shutting down."""
        if self.stopping.is_set():
            raise Stopped
        self.leases.entered(state["draft_id"], state["run"], Stage(node, share))
