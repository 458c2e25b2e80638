"""What follows from a decision, done once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.errors import IntegrityError
from agent.graph.decided import carry_out
from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext


def finalise(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    with runtime.context.unit(state) as unit:
        decision = unit.decisions.get(state["decision_id"])
        if decision.draft_id != state["draft_id"]:
            raise IntegrityError(
                f"Decision {decision.id!r} is not about draft {state['draft_id']!r}.",
                mend="Run `ptscribe audit verify`.",
            )
        carry_out(unit, decision)
        runtime.context.leases.surrender(unit, state["draft_id"], state["run"])
    return {}
