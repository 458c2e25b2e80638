"""Where a run waits for a human. Nothing may stand before the interrupt: it would run again on resume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langgraph.types import interrupt

from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext


def review(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """The answer is the id of a decision that stands in the database already."""
    return {"decision_id": interrupt({"draft_id": state["draft_id"], "run": state["run"]})}
