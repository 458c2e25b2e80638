"""Minutes, units and claim lines: computed from dictated minutes, never guessed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from agent.domain.base import Model
from agent.domain.transcript import EvidenceSpan

Minutes = Annotated[int, Field(ge=0)]
"""More than a visit can have are kept: that they were dictated is a finding."""
UnitMethod = Literal["cms", "ama"]


class TimedService(Model):
    """Dictated one-on-one minutes of one timed code, with who gave them."""

    code: str
    minutes: Minutes
    by: Literal["PT", "PTA"] = "PT"
    evidence: tuple[EvidenceSpan, ...] = ()


class ClaimLine(Model):
    code: str
    units: int = Field(ge=0)
    minutes: Minutes | None = None
    timed: bool = True
    modifiers: tuple[str, ...] = ()
    explanation: str = ""
    evidence: tuple[EvidenceSpan, ...] = ()


class Claim(Model):
    """Claim lines by the payer's method, and the unit counts by both methods for comparison."""

    method: UnitMethod = "cms"
    services: tuple[TimedService, ...] = ()
    untimed: tuple[str, ...] = ()
    lines: tuple[ClaimLine, ...] = ()
    minutes: dict[str, Minutes] = {}
    cms_units: dict[str, int] = {}
    ama_units: dict[str, int] = {}
    total_timed_minutes: Minutes | None = None
    total_treatment_minutes: Minutes | None = None
    """Only what was dictated; None when no total was said."""
    explanation: str = ""
