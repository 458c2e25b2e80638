"""What travels through the graph: ids and counters. Content lives in the store's tables.

So a checkpoint holds no PHI, stays small, and survives changes of the model classes.
"""

from __future__ import annotations

from typing import TypedDict


class RunState(TypedDict, total=False):
    """One run of one draft. LangGraph's thread id is `<draft_id>.<run>`."""

    draft_id: str
    run: int
    revision: int
    """How often the note was revised in this run."""
    unsupported: int
    """Statements by a language model that the recording contradicts, as `check` counted them."""
    decision_id: str


def thread_id(draft_id: str, run: int) -> str:
    return f"{draft_id}.{run}"
