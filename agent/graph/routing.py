"""Where a run goes next. Pure functions of the state."""

from __future__ import annotations

from typing import Literal

from agent.graph.state import RunState

MAX_REVISIONS = 2


def after_check(state: RunState) -> Literal["revise", "redact"]:
    """Revise while the note says what the recording contradicts, but not for ever."""
    if state.get("unsupported", 0) and state.get("revision", 0) < MAX_REVISIONS:
        return "revise"
    return "redact"
