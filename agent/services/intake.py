"""From a recording and a visit record to a draft at work."""

from __future__ import annotations

from agent.domain.user import Actor
from agent.domain.visit import Encounter


class Intake:
    def submit(self, actor: Actor, *, audio: bytes, encounter: Encounter) -> str:
        """Draft id. The recording is decoded and checked first (`AudioError`); then recording, draft and
        event are stored together, and the worker is told."""
        raise NotImplementedError

    def retry(self, actor: Actor, draft_id: str) -> None:
        """Starts a new run of a draft whose processing failed; `Conflict` in any other status."""
        raise NotImplementedError
