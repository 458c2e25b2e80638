"""The certified interval ends soon.

Recertification asks for a report, current measures and a signature: it takes time.

Anti-pattern: "Continue six more weeks" with three weeks left in the plan.
Best practice: The updated plan goes to the physician with this report.
Source: Medicare Benefit Policy Manual ch. 15 §220.1.3 [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    PlanFact,
)
from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.certified import certified_until
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    if plan is None:
        return
    until = certified_until(plan, ctx.on)
    left = (until - ctx.on).days
    if left < 0:
        return
    longer = [f for f in ctx.all(PlanFact) if f.duration_weeks and f.duration_weeks * 7 > left]
    if longer:
        yield Hit(
            title="The dictated plan goes beyond the certified interval",
            detail=f"The certified interval ends on {until}; the dictated plan goes on for "
            f"{longer[-1].duration_weeks:g} weeks.",
            evidence=evidence_of(longer[-1]),
            severity="warn",
            suggestion="Send the updated plan of care for recertification before that day.",
        )
    elif left <= limits["remind_days"]:
        yield Hit(
            detail=f"The certified interval ends on {until}, in {left} day(s).",
            suggestion="Recertify before that day, or plan the discharge.",
        )


RULE = Rule(
    id="MCR-CERT-08",
    severity="info",
    check=check,
    doc=__doc__,
    note_types=frozenset({"daily", "progress"}),
    payers=frozenset({"medicare"}),
    limits=(Limit("remind_days", 10, 0, 30, "days"),),
    fails=(
        Example(
            "six more weeks with three left",
            "{encounter: {visit: {date: 2026-04-01}}, facts: [{kind: plan, phrase: six more weeks, "
            "duration_weeks: 6}]}",
        ),
    ),
    passes=(
        Example(
            "plenty left",
            "{encounter: {visit: {date: 2026-03-10}}, facts: [{kind: plan, phrase: four more weeks,"
            " duration_weeks: 4}]}",
        ),
    ),
)
