"""The certified interval of the plan of care is over.

A certification holds for the plan's duration or 90 days from the first treatment, whichever is less.
Treatment after it needs a recertified plan.

Anti-pattern: A visit in week 10 under a plan of eight weeks.
Best practice: The plan is recertified before its last week ends.
Source: Medicare Benefit Policy Manual ch. 15 §220.1.3 (interval length); 42 CFR 424.24(c)(4) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.certified import certified_until
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    if plan is None:
        return
    until = certified_until(plan, ctx.on)
    if ctx.on > until:
        yield Hit(
            detail=(
                f"The plan of care of {plan.start} ended on {until}; this visit is "
                f"{(ctx.on - until).days} day(s) later."
            ),
            suggestion=(
                "Recertify the plan with goals, frequency and duration brought up to date; or discharge."
            ),
        )


RULE = Rule(
    id="MCR-CERT-02",
    severity="block",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "week nine under a plan of eight",
            "{encounter: {visit: {date: 2026-04-23}}}",
        ),
    ),
    passes=(
        Example(
            "within the plan",
            "{encounter: {visit: {date: 2026-03-10}}}",
        ),
    ),
)
