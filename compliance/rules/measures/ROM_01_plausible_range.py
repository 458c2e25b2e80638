"""A range of motion is not plausible.

A value beyond what joints do was misheard, or belongs to another joint or motion.

Anti-pattern: "Knee flexion 190 degrees."
Best practice: "Knee flexion 119 degrees."
Source: AAOS 1965; Greene and Heckman 1994 (norms) [U]; Soucie 2011 (variation) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    RomFact,
)
from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.rom import range_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for fact in ctx.all(RomFact):
        known, value = range_of(fact), fact.to_value
        if known is None or value is None or fact.unit != "deg":
            continue
        share = 1 + limits["over_normal_percent"] / 100
        if value > known.cap:
            yield Hit(
                detail=(
                    f"{fact.joint} {fact.motion} {value:g} degrees: beyond {known.cap:g}, which joints "
                    "do not do."
                ),
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion="Listen to the number, the joint and the motion.",
            )
        elif known.normal and value > known.normal * share:
            yield Hit(
                title="A range of motion is unusually large",
                detail=f"{fact.joint} {fact.motion} {value:g} degrees; {known.normal:g} is usual.",
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                severity="info",
                suggestion="Confirm the number.",
            )


RULE = Rule(
    id="ROM-01",
    severity="block",
    check=check,
    doc=__doc__,
    limits=(Limit("over_normal_percent", 20, 0, 100, "%"),),
    fails=(
        Example(
            "a knee that bends too far",
            "{facts: [{kind: rom, joint: knee, motion: flexion, body_part: knee, to_value: 190}]}",
        ),
    ),
    passes=(
        Example(
            "an ordinary range",
            "{facts: [{kind: rom, joint: knee, motion: flexion, body_part: knee, to_value: 131}]}",
        ),
    ),
)
