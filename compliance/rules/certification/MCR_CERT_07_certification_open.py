"""The certification of the plan of care is still open.

Followed up in time, a missing signature does not become a denied claim.

Anti-pattern: Looking for the signature when the thirty days are over.
Best practice: From day 20 the physician's office is reminded.
Source: Medicare Benefit Policy Manual ch. 15 §220.1.3 [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.certified import certify_by, signature_waived
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    if plan is None or plan.certified_on is not None or signature_waived(plan, ctx.on):
        return
    due = certify_by(plan, ctx.on)
    days = (ctx.on - plan.start).days
    if ctx.on <= due and days >= limits["remind_after_days"]:
        yield Hit(
            detail=f"The plan of care of {plan.start} is not certified yet; due by {due}.",
            suggestion="Remind the physician's office, and note when and how the plan was sent.",
        )


RULE = Rule(
    id="MCR-CERT-07",
    severity="warn",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    limits=(Limit("remind_after_days", 20, 0, 30, "days"),),
    fails=(
        Example(
            "day 24",
            "{encounter: {visit: {date: 2026-03-20}, plan_of_care: {certified_on: null}}}",
        ),
    ),
    passes=(
        Example(
            "day 10",
            "{encounter: {visit: {date: 2026-03-06}, plan_of_care: {certified_on: null}}}",
        ),
    ),
)
