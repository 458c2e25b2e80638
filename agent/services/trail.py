"""Reading and verifying the audit trail; both are recorded in it."""

from __future__ import annotations

from agent.domain.audit import RecordedEvent
from agent.domain.user import Actor


class Trail:
    def events(self, actor: Actor, draft_id: str | None = None) -> tuple[RecordedEvent, ...]:
        """The events of one draft, or of the whole clinic, in order."""
        raise NotImplementedError
