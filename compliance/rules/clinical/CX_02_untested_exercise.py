"""An exercise could not be held against the precautions that are in force.

Its name is not the catalogue's, so software judged it as another exercise or not at all. While something
is forbidden, a human is asked whether it is safe; what the catalogue knows to be forbidden stays out of the
plan and blocks by its own rule.

Anti-pattern: "Deficit deadlifts, 2 x 8" after a fusion, taken for the deadlift that its name resembles.
Best practice: The therapist says what it asks of the body, or names an exercise that can be checked.
Source: design of this product
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for remark in ctx.plan.warnings:
        if remark.kind == "untested":
            yield Hit(
                detail=f"{remark.exercise}: {remark.why}.",
                where="plan",
                evidence=remark.evidence,
                suggestion="Confirm that it is safe, name the exercise that is meant, or take it out.",
            )


RULE = Rule(
    id="CX-02",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "judged as another exercise while a precaution holds",
            "{plan: {exercises: [{exercise: deficit deadlift}], warnings: [{kind: untested, exercise: "
            "deficit deadlift, why: judged as romanian deadlift while “no lifting” holds}]}}",
        ),
    ),
    passes=(
        Example(
            "unknown, and nothing is forbidden",
            "{plan: {exercises: [{exercise: towel wiggle}], warnings: [{kind: unknown_exercise, exercise: "
            "towel wiggle, why: not in the catalogue}]}}",
        ),
    ),
)
