"""The certification came late.

A delayed certification is accepted when the record says why, unless there was no physician's
involvement; after six months other evidence is attached.

Anti-pattern: A plan of January signed in April, and nothing said of it.
Best practice: "Signature delayed: office closed; fax reports of 3, 10 and 20 January attached."
Source: Medicare Benefit Policy Manual ch. 15 §220.1.3.D (delayed certification) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.certified import certify_by, signature_waived
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    if plan is None or plan.certified_on is None or plan.delay_reason or signature_waived(plan, ctx.on):
        return
    due = certify_by(plan, ctx.on)
    if plan.certified_on > due:
        yield Hit(
            detail=f"The plan was due for certification by {due}, and was certified on {plan.certified_on}.",
            suggestion="Enter plan_of_care.delay_reason, and keep the evidence of the attempts.",
        )


RULE = Rule(
    id="MCR-CERT-05",
    severity="warn",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "six weeks late",
            "{encounter: {visit: {date: 2026-04-20}, plan_of_care: {certified_on: 2026-04-15}}}",
        ),
    ),
    passes=(
        Example(
            "in time",
            "{encounter: {plan_of_care: {certified_on: 2026-02-27}}}",
        ),
    ),
)
