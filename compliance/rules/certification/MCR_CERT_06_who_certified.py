"""The plan was certified by somebody who may not.

Physicians and non-physician practitioners certify; podiatrists and optometrists within their scope;
chiropractors do not.

Anti-pattern: A plan of care signed by a chiropractor.
Best practice: A plan of care signed by the physician, NP, PA or CNS who is responsible.
Source: Medicare Benefit Policy Manual ch. 15 §220.1.3 (who may certify) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.figures import (
    may_certify,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.body import region_of
from compliance.rules.context import RuleContext

_FOOT = frozenset({"ankle", ""})


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    if plan is None or not plan.certified_by:
        return
    credential = plan.certified_by.replace(".", "").upper()
    if not may_certify(credential):
        yield Hit(
            detail=f"plan_of_care.certified_by is {plan.certified_by!r}.",
            suggestion="Have the plan certified by a physician or non-physician practitioner.",
        )
    elif credential == "DPM" and region_of(ctx.encounter.episode.region) not in _FOOT:
        yield Hit(
            detail=f"A podiatrist certified a plan for the {ctx.encounter.episode.region}.",
            severity="warn",
            suggestion="Check the scope of practice, or have a physician certify the plan.",
        )


RULE = Rule(
    id="MCR-CERT-06",
    severity="block",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "a chiropractor",
            "{encounter: {plan_of_care: {certified_by: D.C.}}}",
        ),
    ),
    passes=(
        Example(
            "a physician",
            "{encounter: {plan_of_care: {certified_by: MD}}}",
        ),
    ),
)
