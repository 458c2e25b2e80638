"""The last unit may go to more than one code.

Where codes tie with equal remaining minutes, the clinician chooses; every tied allocation is right.

Anti-pattern: A tie decided silently by the software.
Best practice: The therapist sees the choice.
Source: Medicare Claims Processing Manual ch. 5 §20.2 C, examples 2 and 5 [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.units import units
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    allocation = units(ctx.claim.minutes, ctx.claim.method)
    if allocation.choices > 1:
        yield Hit(
            detail=(
                f"{', '.join(allocation.tied)} tie: {allocation.choices} allocations are right. "
                f"{allocation.explain()}."
            ),
            where="claim",
            suggestion="Keep the allocation, or choose another of the tied codes.",
        )


RULE = Rule(
    id="TIE-01",
    severity="info",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "twenty and twenty",
            '{facts: [{kind: intervention, code: "97110", minutes: 20}, {kind: intervention, code: '
            '"97112", minutes: 20}]}',
        ),
    ),
    passes=(
        Example(
            "no tie",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}, {kind: intervention, code: '
            '"97112", minutes: 15}]}',
        ),
    ),
)
