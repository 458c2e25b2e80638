"""An exercise of the plan needs a second look.

Its dose lies outside the usual range, it was dictated twice with different doses, or no deficit and no
goal of the episode names it. It stands in the plan as dictated; whether it should is the therapist's to say.

Anti-pattern: "Heel slides, 3 x 60", or wrist curls in a knee episode without a word why.
Best practice: A usual dose, or the reason for an unusual one; each exercise serves a deficit or a goal.
Source: dose ranges of the exercise library (ACSM FITT-VP [V~], general practice [U]); MCR-POC-04
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext

_KINDS = {"dose": "dose", "duplicate": "said twice", "no_goal": "no deficit or goal"}


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for remark in ctx.plan.warnings:
        if remark.kind in _KINDS:
            yield Hit(
                detail=f"{remark.exercise} ({_KINDS[remark.kind]}): {remark.why}.",
                where="plan",
                evidence=remark.evidence,
                suggestion="Confirm it, or correct what was said.",
            )


RULE = Rule(
    id="RX-02",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a dose out of range",
            "{plan: {exercises: [{exercise: heel slide}], warnings: [{kind: dose, exercise: heel slide, "
            "why: 60 repetitions lies outside the usual 5-20}]}}",
        ),
    ),
    passes=(
        Example(
            "an exercise that only has a limit",
            "{plan: {exercises: [{exercise: heel slide}], warnings: [{kind: limit, exercise: heel slide, "
            "why: only as far as ordered}]}}",
        ),
    ),
)
