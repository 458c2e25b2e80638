"""There is no plan of care for this treatment.

Therapy is covered only under a plan of care that was set up before treatment starts.

Anti-pattern: A fourth visit, and no plan of care on record.
Best practice: The plan of care stands with the evaluation, before or on the first day of treatment.
Source: Medicare Benefit Policy Manual ch. 15 §220.1.2.A; 42 CFR 410.60 [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if ctx.encounter.plan_of_care is None:
        yield Hit(
            detail=f"Visit {ctx.encounter.visit.number} has no plan of care on record.",
            suggestion=(
                "Enter plan_of_care in the visit record, or establish the plan before this visit is billed."
            ),
        )


RULE = Rule(
    id="MCR-POC-09",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"daily", "progress", "discharge"}),
    fails=(
        Example(
            "a fourth visit without a plan",
            "{encounter: {plan_of_care: null}}",
        ),
    ),
    passes=(
        Example(
            "under a plan",
            "{facts: [{kind: pain, value: 3}]}",
        ),
    ),
)
