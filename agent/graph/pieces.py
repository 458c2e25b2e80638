"""Finished pieces of a transcription, kept with their run, so that a crash costs one piece and not all.

They are sealed under the patient's key like everything else of the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from agent.domain.base import Model

if TYPE_CHECKING:
    from agent.graph.context import RunContext
    from agent.graph.state import RunState

_run: ContextVar[tuple[RunContext, RunState] | None] = ContextVar("run", default=None)
NAME_DIGITS = 48
"""Of a piece's key, which is a SHA-256 in hex: 192 bits are enough to tell pieces apart."""


class KeptPiece(Model):
    content: str


class RunPieces:
    """A `PieceStore` for an engine that outlives runs: pieces go to the run that its thread works on.

    They are found again by that run and by those after it, for a run that failed is followed by another.
    """

    def get(self, key: str) -> bytes | None:
        bound = _run.get()
        if bound is None:
            return None
        context, state = bound
        draft_id, name = state["draft_id"], _name(key)
        with context.store.read() as uow:
            runs = (uow.work.get(draft_id, run, name, KeptPiece) for run in range(state["run"], 0, -1))
            kept = next(filter(None, runs), None)
        return None if kept is None else kept.content.encode()

    def put(self, key: str, value: bytes) -> None:
        bound = _run.get()
        if bound is None:
            return
        context, state = bound
        with context.unit(state) as uow:
            uow.work.put(state["draft_id"], state["run"], _name(key), KeptPiece(content=value.decode()))


@contextmanager
def keeping_pieces(context: RunContext, state: RunState) -> Iterator[None]:
    """Inside the block this thread's pieces belong to this run."""
    token = _run.set((context, state))
    try:
        yield
    finally:
        _run.reset(token)


def _name(key: str) -> str:
    return f"piece.{key[:NAME_DIGITS]}"
