"""Emergency access ("break glass"): a record opened for a while to somebody whose role does not allow it."""

from __future__ import annotations

from datetime import datetime

from agent.domain.base import Model

ETREAT = "ETREAT"
"""HL7 purpose of use: emergency treatment."""


class EmergencyAccess(Model):
    """One opened record. `reason` is empty where the reader may not read it, or its key was destroyed."""

    id: str
    patient_id: str
    user_id: str
    role: str
    """The role the user has otherwise."""
    at: datetime
    until: datetime
    reason: str = ""
    ended: datetime | None = None
    """When somebody ended it before its time."""
    ended_by: str = ""

    def open_at(self, now: datetime) -> bool:
        """Whether it holds at `now`; a clock that went backwards opens nothing."""
        return self.ended is None and self.at <= now < self.until
