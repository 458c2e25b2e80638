"""The one boundary around a node: what may leave it as an error, and in which words.

LangGraph writes a node's exception into the checkpoint, so none may carry content. An interrupt is an
exception too, and passes untouched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from langgraph.errors import GraphBubbleUp

from agent.errors import PtscribeError
from agent.graph.context import Stopped
from agent.graph.failure import NodeFailed, incident
from agent.graph.leases import LostLease
from agent.graph.state import RunState
from agent.memory import forgetting

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext


class Node(Protocol):
    """A node: the state's changes from the state and what the run works with."""

    def __call__(self, state: RunState, runtime: Runtime[RunContext]) -> RunState: ...


def bounded(name: str, node: Node) -> Node:
    """`node` with its place noted, its errors turned into `NodeFailed`, and nothing kept of it in memory."""

    @forgetting()
    def run(state: RunState, runtime: Runtime[RunContext]) -> RunState:
        runtime.context.entered(state, name)
        try:
            return node(state, runtime)
        except (GraphBubbleUp, LostLease, Stopped):
            raise
        except PtscribeError as error:
            raise NodeFailed(name, str(error)) from None
        except Exception as error:  # noqa: BLE001  # the outer boundary of a node: a defect, not an answer
            told = incident(error, "node.failed", node=name, draft_id=state["draft_id"], run=state["run"])
            raise NodeFailed(name, told) from None

    return run
