"""What a payer, a patient population or a clinic asks of a draft."""

from __future__ import annotations

from datetime import date
from typing import Literal

from agent.domain.base import Model
from agent.domain.billing import UnitMethod
from agent.domain.finding import Severity

PayerClass = Literal["medicare", "commercial", "workers_comp"]


class RuleSetting(Model):
    """What a profile changes about one rule; None keeps the rule's own."""

    enabled: bool | None = None
    severity: Severity | None = None
    limits: dict[str, float] = {}
    reason: str = ""
    """Why the clinic departs from the rule; kept for the auditor."""


_THE_RULES_OWN = RuleSetting()


class Billing(Model):
    """How claim lines are made."""

    method: UnitMethod = "cms"
    discipline_modifier: str = "GP"
    assistant_modifier: str = "CQ"
    """Empty where the payer asks for none."""
    assistant_de_minimis: float = 0.10
    threshold_modifier: str = "KX"
    """Empty where the payer has no therapy threshold."""
    unattended_stimulation: str = "G0283"
    """The code this payer takes for unattended electrical stimulation."""


class Profile(Model):
    """Settings in force on one date of service, overlays already applied."""

    name: str
    version: str
    valid_from: date
    payer_class: PayerClass
    certainty: str = ""
    billing: Billing = Billing()
    rules: dict[str, RuleSetting] = {}
    overlays: tuple[str, ...] = ()
    """Population and clinic profiles laid over the payer's, in order, as `name@version`."""

    def setting(self, rule_id: str) -> RuleSetting:
        return self.rules.get(rule_id, _THE_RULES_OWN)

    @property
    def label(self) -> str:
        """`medicare_b@2026.1+post_operative@2026.1`, for the provenance of a draft."""
        return "+".join((f"{self.name}@{self.version}", *self.overlays))
