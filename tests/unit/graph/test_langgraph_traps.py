"""What LangGraph does that this project is built around. When one of these fails after an upgrade, read
the release notes and the place that leans on it; a trap that is gone is no reason to take the guard away.
"""

from __future__ import annotations

import threading
import time
from typing import Any, TypedDict

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

THREAD: Any = {"configurable": {"thread_id": "t.1"}}


class State(TypedDict, total=False):
    answer: str


def waiting(*, before: Any = None, after: Any = None, swallow: bool = False) -> Any:
    """review ⏸ → finalise, with `before` called in front of the interrupt and `after` in finalise."""

    def review(state: State) -> State:
        if before:
            before()
        if not swallow:
            return {"answer": interrupt("?")}
        try:
            return {"answer": interrupt("?")}
        except Exception:  # noqa: BLE001  # the trap itself
            return {"answer": "swallowed"}

    def finalise(state: State) -> State:
        if after:
            after()
        return {}

    graph = StateGraph(State)
    graph.add_node("review", review)
    graph.add_node("finalise", finalise)
    graph.add_edge(START, "review")
    graph.add_edge("review", "finalise")
    graph.add_edge("finalise", END)
    return graph.compile(checkpointer=InMemorySaver())


def test_code_before_an_interrupt_runs_again() -> None:
    """So `review` has none: see test_graph_shape."""
    calls: list[int] = []
    graph = waiting(before=lambda: calls.append(1))
    graph.invoke({}, THREAD)
    graph.invoke(Command(resume="yes"), THREAD)
    assert len(calls) == 2


def test_except_exception_swallows_an_interrupt() -> None:
    """So the boundary around nodes lets `GraphBubbleUp` pass, and `review` has none: see test_boundary."""
    graph = waiting(swallow=True)
    assert "__interrupt__" not in graph.invoke({}, THREAD)
    assert graph.get_state(THREAD).next == ()


def test_resuming_a_finished_thread_says_nothing() -> None:
    """So the runner looks at the decision's row afterwards: see test_runner."""
    calls: list[int] = []
    graph = waiting(after=lambda: calls.append(1))
    graph.invoke({}, THREAD)
    graph.invoke(Command(resume="yes"), THREAD)
    graph.invoke(Command(resume="again"), THREAD)
    assert len(calls) == 1
    assert graph.get_state(THREAD).values["answer"] == "yes"


def test_a_stale_interrupt_id_says_nothing() -> None:
    calls: list[int] = []
    graph = waiting(after=lambda: calls.append(1))
    graph.invoke({}, THREAD)
    graph.invoke(Command(resume={"0" * 32: "yes"}), THREAD)
    assert calls == []
    assert graph.get_state(THREAD).interrupts


def test_two_resumes_at_once_run_the_next_node_twice() -> None:
    """So a lease lets one resume in, and `finalise` asks the decision's row first: see test_runner."""
    calls: list[int] = []

    def slow() -> None:
        calls.append(1)
        time.sleep(0.2)

    graph = waiting(after=slow)
    graph.invoke({}, THREAD)
    both = [threading.Thread(target=graph.invoke, args=(Command(resume="yes"), THREAD)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(calls) == 2


def test_a_renamed_node_loses_the_answer() -> None:
    """So names are frozen: see test_graph_shape."""
    saver, calls = InMemorySaver(), []

    def named(review: str) -> Any:
        graph = StateGraph(State)
        graph.add_node(review, lambda state: {"answer": interrupt("?")})
        graph.add_node("finalise", lambda state: calls.append(state["answer"]) or {})
        graph.add_edge(START, review)
        graph.add_edge(review, "finalise")
        graph.add_edge("finalise", END)
        return graph.compile(checkpointer=saver)

    named("review").invoke({}, THREAD)
    named("human_review").invoke(Command(resume="yes"), THREAD)
    assert calls == []


def test_a_timeout_does_not_fit_a_sync_node() -> None:
    """So nodes have none: engines bound their own calls, and a hung run loses its lease: see test_leases."""
    graph = StateGraph(State)
    graph.add_node("finalise", lambda state: {}, timeout=1.0)
    graph.add_edge(START, "finalise")
    with pytest.raises(ValueError, match="async"):
        graph.compile()


def test_exit_durability_loses_what_sync_keeps() -> None:
    """What a kill leaves behind: `exit` writes checkpoints only when all is done, so we use `sync`."""
    kept: dict[str, int] = {}

    def killed(durability: Any) -> int:
        saver = InMemorySaver()

        def second(state: State) -> State:
            kept[durability] = len(list(saver.list(THREAD)))
            return {}

        graph = StateGraph(State)
        graph.add_node("first", lambda state: {"answer": "1"})
        graph.add_node("second", second)
        graph.add_edge(START, "first")
        graph.add_edge("first", "second")
        graph.compile(checkpointer=saver).invoke({}, THREAD, durability=durability)
        return kept[durability]

    assert killed("exit") == 0
    assert killed("sync") >= 2
