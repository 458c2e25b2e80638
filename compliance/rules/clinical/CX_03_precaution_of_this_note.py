"""An exercise and a precaution of the same dictation do not go together.

Whoever dictates both knows both: the exercise may be right, and the precaution narrower than it was read.
The exercise stays out of the plan until the therapist says which holds.

Anti-pattern: "Floor to waist lifting 45 pounds" today, and "no loaded bending" further down, unexplained.
Best practice: "No loaded bending with a twist; lifting straight ahead with a hinge goes on."
Source: design of this product; surgeons' protocols and condition guidelines of the exercise library [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.safety import dictated_precaution


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for kept in ctx.plan.kept_out:
        if dictated_precaution(kept):
            yield Hit(
                detail=f"{kept.exercise} was left out of the plan: {kept.why}.",
                where="plan",
                evidence=kept.evidence,
                suggestion="Say how far the precaution goes, or confirm that the exercise stays out.",
            )


RULE = Rule(
    id="CX-03",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "lifting, and no bending with a twist",
            "{plan: {kept_out: [{exercise: floor to waist lifting, why: \"spine load: the note's "
            'precaution says “no loaded bending with a twist”"}]}}',
        ),
    ),
    passes=(
        Example(
            "a precaution of the record is another rule's",
            "{plan: {kept_out: [{exercise: crunch, why: \"spine load: the record's precaution says “no "
            'bending”"}]}}',
        ),
    ),
)
