"""Total treatment minutes are missing.

Reviewers recompute the day's units from the total of timed minutes and the total of all skilled
minutes. Without the second figure the claim of the whole day can be denied.

Anti-pattern: Only the minutes of single treatments are dictated.
Best practice: The note states the total treatment time, timed and untimed, without rest.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E (total treatment time) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if ctx.claim.total_treatment_minutes is None:
        yield Hit(
            detail="No total treatment time was dictated.",
            where="claim",
            evidence=evidence_of(f for f in ctx.treatments if f.minutes is not None),
            suggestion="Ask for the total minutes of skilled treatment and add them to Objective.",
        )


RULE = Rule(
    id="MCR-TN-05",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "minutes of one code only",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}]}',
        ),
    ),
    passes=(
        Example(
            "a dictated total",
            '{facts: [{kind: intervention, code: "97110", minutes: 23}, {kind: session_time, minutes: 30}]}',
        ),
    ),
)
