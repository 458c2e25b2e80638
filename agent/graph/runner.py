"""Runs the graph for one draft and hands decisions back to it."""

from __future__ import annotations

from typing import NamedTuple


class Stage(NamedTuple):
    """Where a run stands: the node at work, and the share of the transcription done (0 to 1)."""

    node: str
    share: float | None = None


class GraphRunner:
    def start(self, draft_id: str) -> None:
        """Runs the draft up to its review, or to `failed`. Does nothing if it is not due or at work elsewhere."""
        raise NotImplementedError

    def resume(self, decision_id: str) -> None:
        """Carries a stored decision out; a second call does nothing."""
        raise NotImplementedError

    def stage(self, draft_id: str) -> Stage | None:
        """Where the draft's run stands; None when none is at work."""
        raise NotImplementedError
