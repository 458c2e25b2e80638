"""This visit may pass the year's therapy threshold.

What was used before this visit is not over the threshold, and what this visit adds may be: lines beyond it
need KX. Allowed amounts are the payer's, so this is a question to whoever bills, not a modifier.

Anti-pattern: 2,450 of 2,480 dollars used, a visit of four units, no KX, and the last lines denied.
Best practice: The amount is looked up on the day of billing, and KX set from the line that passes it.
Source: Medicare Claims Processing Manual (Pub 100-04) ch. 5 §10.3 [U]; the amount of a visit is this
    product's default [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.figures import kx_threshold, passes_threshold
from compliance.billing.kx import timed_units
from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    charges = ctx.encounter.history.therapy_charges_ytd
    billed = [line for line in ctx.claim.lines if line.units and "KX" not in line.modifiers]
    if charges is None or not billed:
        return
    if passes_threshold(charges, timed_units(billed), ctx.on):
        return  # then it is certain, and the rule on the threshold says so
    left = kx_threshold(ctx.on) - charges
    if 0 <= left < limits["visit_dollars"]:
        yield Hit(
            detail=f"{charges:,.0f} US dollars of {kx_threshold(ctx.on):,.0f} were used before this visit; "
            f"{left:,.0f} are left.",
            where="claim",
            suggestion="Look the amount up when this visit is billed; add KX to the lines that pass it.",
        )


RULE = Rule(
    id="KX-03",
    severity="info",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    limits=(Limit("visit_dollars", 120, 20, 500, "US dollars"),),
    fails=(
        Example(
            "thirty dollars left",
            "{encounter: {history: {therapy_charges_ytd: 2450}}, facts: [{kind: intervention, "
            'code: "97110", minutes: 23}]}',
        ),
    ),
    passes=(
        Example(
            "far below",
            "{encounter: {history: {therapy_charges_ytd: 1200}}, facts: [{kind: intervention, "
            'code: "97110", minutes: 23}]}',
        ),
    ),
)
