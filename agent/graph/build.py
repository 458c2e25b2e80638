"""The wiring of the graph, and nothing else.

    transcribe → understand → draft_note ─┐
                          └→ draft_plan ──┴→ check → (revise, at most 2) → redact → queue
                                                                  → review ⏸ → finalise

Node names are frozen: LangGraph finds an interrupted run's node by its name, and a renamed one would
lose the decision without a word (`tests/unit/graph/node_names.txt`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from langgraph.graph import END, START, StateGraph

from agent.graph.boundary import bounded
from agent.graph.context import RunContext
from agent.graph.nodes.check import check
from agent.graph.nodes.draft_note import draft_note
from agent.graph.nodes.draft_plan import draft_plan
from agent.graph.nodes.finalise import finalise
from agent.graph.nodes.queue import queue
from agent.graph.nodes.redact import redact
from agent.graph.nodes.review import review
from agent.graph.nodes.revise import revise
from agent.graph.nodes.transcribe import transcribe
from agent.graph.nodes.understand import understand
from agent.graph.routing import after_check
from agent.graph.state import RunState

if TYPE_CHECKING:
    from typing import Any

    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph

    from agent.graph.boundary import Node

    Graph = CompiledStateGraph[RunState, RunContext, RunState, RunState]

WORK: dict[str, Node] = {
    "transcribe": transcribe,
    "understand": understand,
    "draft_note": draft_note,
    "draft_plan": draft_plan,
    "check": check,
    "revise": revise,
    "redact": redact,
    "queue": queue,
    "finalise": finalise,
}
"""Every node that does work. `review` only waits, so nothing is put around it."""


def build_graph(saver: BaseCheckpointSaver[Any], work: Mapping[str, Node] = WORK) -> Graph:
    """The compiled graph. Its clients come with each call, as the runtime context.

    A bench may pass other bodies for the working nodes, under the same names.
    """
    graph = StateGraph(RunState, context_schema=RunContext)
    for name, node in work.items():
        graph.add_node(name, bounded(name, node))
    graph.add_node("review", review)
    graph.add_edge(START, "transcribe")
    graph.add_edge("transcribe", "understand")
    graph.add_edge("understand", "draft_note")
    graph.add_edge("understand", "draft_plan")
    graph.add_edge(["draft_note", "draft_plan"], "check")
    graph.add_conditional_edges("check", after_check)
    graph.add_edge("revise", "check")
    graph.add_edge("redact", "queue")
    graph.add_edge("queue", "review")
    graph.add_edge("review", "finalise")
    graph.add_edge("finalise", END)
    return graph.compile(checkpointer=saver)
