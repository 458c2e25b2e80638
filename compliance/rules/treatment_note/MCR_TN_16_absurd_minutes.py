"""Dictated minutes cannot be right.

Minutes beyond what a visit can hold were misheard; nothing is billed from them.

Anti-pattern: "Exercise 1500 minutes" heard for "exercise fifteen minutes".
Best practice: The seconds are played, and the number is corrected.
Source: Medicare Claims Processing Manual (Pub 100-04) ch. 5 §20.2 [V]; the limit is this product's [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    InterventionFact,
    SessionTimeFact,
)
from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    timed: list[InterventionFact | SessionTimeFact] = [f for f in ctx.treatments if f.minutes is not None]
    timed += ctx.all(SessionTimeFact)
    for fact in timed:
        minutes = fact.minutes or 0
        if minutes > limits["minutes"] or minutes < 0:
            yield Hit(
                detail=f"{fact.phrase.rstrip('.')}: {minutes} minutes in one visit.",
                where="claim",
                evidence=evidence_of(fact),
                suggestion="Listen to the number and correct it.",
            )


RULE = Rule(
    id="MCR-TN-16",
    severity="block",
    check=check,
    doc=__doc__,
    limits=(Limit("minutes", 240, 60, 600, "minutes"),),
    fails=(
        Example(
            "far too long",
            '{facts: [{kind: intervention, code: "97110", minutes: 1500}]}',
        ),
    ),
    passes=(
        Example(
            "an ordinary visit",
            '{facts: [{kind: intervention, code: "97110", minutes: 38}, {kind: session_time, minutes: 45}]}',
        ),
    ),
)
