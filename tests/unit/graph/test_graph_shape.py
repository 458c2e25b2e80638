"""The graph is what its drawing says, and its names never change."""

from __future__ import annotations

from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from agent.graph.build import WORK, build_graph
from agent.graph.routing import MAX_REVISIONS, after_check
from agent.graph.state import RunState


def test_node_names_are_frozen() -> None:
    """A run interrupted under the old name of a node would lose its decision without a word."""
    frozen = (Path(__file__).parent / "node_names.txt").read_text().split()
    graph = build_graph(InMemorySaver())
    assert sorted(set(graph.nodes) - {"__start__"}) == frozen
    assert sorted([*WORK, "review"]) == frozen


def test_edges_are_those_of_the_drawing() -> None:
    edges = {(e.source, e.target) for e in build_graph(InMemorySaver()).get_graph().edges}
    assert edges == {
        ("__start__", "transcribe"),
        ("transcribe", "understand"),
        ("understand", "draft_note"),
        ("understand", "draft_plan"),
        ("draft_note", "check"),
        ("draft_plan", "check"),
        ("check", "revise"),
        ("check", "redact"),
        ("revise", "check"),
        ("redact", "queue"),
        ("queue", "review"),
        ("review", "finalise"),
        ("finalise", "__end__"),
    }


@pytest.mark.parametrize(
    ("state", "goes_to"),
    [
        ({}, "redact"),
        ({"unsupported": 0, "revision": 0}, "redact"),
        ({"unsupported": 2}, "revise"),
        ({"unsupported": 1, "revision": MAX_REVISIONS - 1}, "revise"),
        ({"unsupported": 1, "revision": MAX_REVISIONS}, "redact"),
    ],
)
def test_revision_ends(state: RunState, goes_to: str) -> None:
    assert after_check(state) == goes_to


def test_state_holds_ids_and_numbers_only() -> None:
    from typing import get_type_hints

    assert set(get_type_hints(RunState).values()) == {str, int}


def test_nothing_stands_before_the_interrupt() -> None:
    """Code before it would run again on resume; the node's whole body is the one statement."""
    import ast
    import inspect

    from agent.graph.nodes.review import review

    function = ast.parse(inspect.getsource(review)).body[0]
    assert isinstance(function, ast.FunctionDef)
    docstring, only = function.body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(only, ast.Return)
    calls = [n.func.id for n in ast.walk(only) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert calls == ["interrupt"]


def test_review_is_the_bare_node() -> None:
    """Nothing is wrapped around it either: the boundary of the other nodes does work before its node."""
    from agent.graph.nodes.review import review

    node = build_graph(InMemorySaver()).nodes["review"]
    assert node.bound.func is review  # type: ignore[union-attr]
