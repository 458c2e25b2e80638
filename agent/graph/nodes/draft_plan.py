"""Facts to the exercise protocol of the visit, and its order and words where a language model is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.plan import Plan
from agent.graph.calls import keep_phrasing
from agent.graph.plan_options import plan_options
from agent.graph.sources import PLAN, facts_of
from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext


def draft_plan(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    context, draft_id, run = runtime.context, state["draft_id"], state["run"]
    with context.store.read() as uow:
        if uow.work.get(draft_id, run, PLAN, Plan) is not None:
            return {}
        record = uow.drafts.get(draft_id)
        facts, options = facts_of(uow, draft_id, run), plan_options(uow, record)
    plan = context.parts.draft_plan(facts, record.encounter, options)
    phrased = context.parts.plan_writer().write(plan, record.encounter)
    with context.unit(state) as unit:
        keep_phrasing(unit, record, run, plan, phrased)
        unit.work.put(draft_id, run, PLAN, plan)
    return {}
