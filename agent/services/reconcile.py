"""What a start-up mends of what a crash left behind. Nothing in LangGraph resumes by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from agent.domain.base import Model
from agent.errors import PtscribeError
from agent.graph.runner import due
from agent.services.marking import mark_unmarked

if TYPE_CHECKING:
    from agent.graph.runner import GraphRunner
    from agent.store.engine import Store


class ReconcileReport(Model):
    """Draft ids whose run was handed to the worker, decision ids that were carried out, and how many drafts
    of an older release can be found by their wording now."""

    restarted: tuple[str, ...] = ()
    resumed: tuple[str, ...] = ()
    marked: int = 0


def reconcile(store: Store, runner: GraphRunner, submit: Callable[[str], None]) -> ReconcileReport:
    """Carries out decisions the graph has not heard of, then takes up drafts that wait for the software, then
    marks some drafts of an older release.

    Safe at any time and in any number of processes: decisions are carried out once, and a run that a
    living process works on stays with it.
    """
    with store.read() as uow:
        decisions = [decision.id for decision in uow.decisions.unapplied()]
    resumed = tuple(id for id in decisions if runner.resume(id) == "done")
    with store.read() as uow:
        drafts = uow.drafts.in_status(*due())
    restarted = tuple(id for id in drafts if _is_free(runner, id))
    for draft_id in restarted:
        submit(draft_id)
    return ReconcileReport(restarted=restarted, resumed=resumed, marked=mark_unmarked(store))


def _is_free(runner: GraphRunner, draft_id: str) -> bool:
    """One draft that cannot be read (damaged, or its patient's key destroyed) must not hold up the others."""
    try:
        return runner.stage(draft_id) is None
    except PtscribeError as error:
        structlog.get_logger().error("draft.unreadable", draft_id=draft_id, error=type(error).__name__)
        return False
