"""An exercise of the plan has no dose.

An exercise without sets, repetitions, hold or time cannot be repeated at home, nor judged by a reviewer.

Anti-pattern: "Bridges at home."
Best practice: "Bridges, 3 x 10, daily."
Source: APTA Center for Integrity (interventions without frequency or duration) [V]; ACSM FITT [V~]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    bare = [
        p
        for p in ctx.plan.exercises
        if p.origin == "dictated" and not (p.dose.sets or p.dose.reps or p.dose.hold_s or p.dose.minutes)
    ]
    if bare:
        yield Hit(
            detail=f"Without a dose: {', '.join(dict.fromkeys(p.exercise for p in bare))}.",
            where="plan",
            evidence=tuple(span for p in bare for span in p.evidence),
            suggestion="Ask for sets and repetitions, or hold or time, for each.",
        )


RULE = Rule(
    id="RX-01",
    severity="info",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "bridges without a dose",
            "{plan: {exercises: [{exercise: bridge, where: home}]}}",
        ),
    ),
    passes=(
        Example(
            "sets and repetitions",
            "{plan: {exercises: [{exercise: bridge, dose: {sets: 3, reps: 10}}]}}",
        ),
    ),
)
