"""The plan of care is not certified in time.

A physician or NPP approves the plan, dated, within 30 days of the first treatment, the evaluation
included. A verbal order counts if it is signed within 14 days. From 2025 a signed order on record with
the plan sent in 30 days stands for the first signature.

Anti-pattern: Day 45 of treatment, plan not certified, no signed order.
Best practice: The plan is sent on the day of the evaluation, and its return is followed up.
Source: Medicare Benefit Policy Manual ch. 15 §220.1.3; 42 CFR 424.24(c); 89 FR 97710 (2025 exception)
    [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.figures import (
    certification_terms,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.certified import certify_by, signature_waived
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    if plan is None:
        return
    if plan.certified_on is not None and plan.certified_on < plan.start:
        yield Hit(
            title="The certification is older than the plan of care.",
            detail=f"The plan of care is of {plan.start}, its certification of {plan.certified_on}.",
            severity="warn",
            suggestion="Correct plan_of_care.start or certified_on; a signature is of one plan alone.",
        )
    if plan.certified_on is not None or signature_waived(plan, ctx.on):
        return
    due = certify_by(plan, ctx.on)
    if ctx.on <= due:
        return
    waiver = ""
    if certification_terms(ctx.on).signed_order_exception:
        waiver = (
            " Or enter plan_of_care.order_signed_on and transmitted_on, where the "
            "signed-order exception holds."
        )
    yield Hit(
        detail=f"The plan of care of {plan.start} was due for certification by {due} and is not certified.",
        suggestion="Get the physician's dated signature; enter the reason of the delay." + waiver,
    )


RULE = Rule(
    id="MCR-CERT-01",
    severity="block",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "day 45 without a signature",
            "{encounter: {visit: {date: 2026-04-10}, plan_of_care: {certified_on: null}}}",
        ),
    ),
    passes=(
        Example(
            "certified",
            "{encounter: {visit: {date: 2026-04-10}}}",
        ),
    ),
)
