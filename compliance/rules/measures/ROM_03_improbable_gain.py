"""A range has changed more than is likely since the last visit.

A jump in a week is more often a slip of a digit than a gain.

Anti-pattern: Knee flexion 95 last Friday, 159 today.
Best practice: The number is heard again: 105.
Source: fact base, plausibility of gain (more than 25 degrees a week) [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    RomFact,
)
from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.body import other, sides_in
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for fact in ctx.today(RomFact):
        if fact.to_value is None or fact.unit != "deg" or fact.when:
            continue
        for measure in ctx.encounter.history.last_measures:
            name = measure.name.casefold()
            same = fact.joint.casefold() in name and fact.motion.casefold() in name
            modes = (("active", "arom"), ("passive", "prom"))
            crossed = any(fact.mode != m and fact.mode != "unspecified" and word in name for m, word in modes)
            if not same or crossed or not isinstance(measure.value, int | float):
                continue
            if fact.side in ("left", "right") and other(fact.side) in sides_in(measure.name):
                continue
            weeks = max(1.0, (ctx.on - measure.date).days / 7)
            change = abs(fact.to_value - measure.value)
            if change > limits["degrees_a_week"] * weeks:
                yield Hit(
                    detail=(
                        f"{fact.joint} {fact.motion} {fact.to_value:g} degrees, {measure.value:g} on "
                        f"{measure.date}."
                    ),
                    where=ctx.statement_of(fact),
                    evidence=evidence_of(fact),
                    suggestion="Listen to the number; if it is right, say what brought the change.",
                )


RULE = Rule(
    id="ROM-03",
    severity="warn",
    check=check,
    doc=__doc__,
    limits=(Limit("degrees_a_week", 25, 5, 90, "degrees"),),
    fails=(
        Example(
            "a digit slipped",
            "{encounter: {history: {last_measures: [{name: knee flexion AROM right, value: 95, "
            "date: 2026-03-06}]}}, facts: [{kind: rom, joint: knee, motion: flexion, body_part: "
            "knee, to_value: 159, side: right}]}",
        ),
    ),
    passes=(
        Example(
            "an ordinary gain",
            "{encounter: {history: {last_measures: [{name: knee flexion AROM right, value: 95, "
            "date: 2026-03-06}]}}, facts: [{kind: rom, joint: knee, motion: flexion, body_part: "
            "knee, to_value: 105, side: right}]}",
        ),
    ),
)
