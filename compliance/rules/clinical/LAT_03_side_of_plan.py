"""The plan exercises the other side only.

An exercise written for the wrong limb is done at home for weeks.

Anti-pattern: "Straight leg raise, left" for a right knee.
Best practice: "Straight leg raise, right".
Source: design of this product
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.body import other
from compliance.rules.context import RuleContext
from compliance.rules.laterality import (
    recorded_side,
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    side = recorded_side(ctx)
    if side == "none":
        return
    sided = [p for p in ctx.plan.lines if p.side in ("left", "right")]
    own = {p.exercise for p in ctx.plan.lines if p.side in (side, "bilateral")}
    for exercise in sided:
        if exercise.side == other(side) and exercise.exercise not in own:
            yield Hit(
                detail=f"{exercise.exercise} is planned for the {exercise.side}; the record says {side}.",
                where="plan",
                evidence=exercise.evidence,
                suggestion=f"Change it to {side}, or say why the other side is trained.",
            )


RULE = Rule(
    id="LAT-03",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "an exercise for the other leg",
            "{plan: {exercises: [{exercise: straight leg raise, side: left}]}}",
        ),
    ),
    passes=(
        Example(
            "the treated side",
            "{plan: {exercises: [{exercise: straight leg raise, side: right}]}}",
        ),
    ),
)
