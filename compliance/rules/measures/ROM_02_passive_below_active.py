"""Passive motion is less than active motion.

What the patient can do alone can be done for them: the two numbers were swapped or misheard.

Anti-pattern: "Active flexion 134, passive 128."
Best practice: "Active flexion 128, passive 134."
Source: Norkin and White, Measurement of Joint Motion [U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    RomFact,
)
from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for passive in (f for f in ctx.today(RomFact) if f.mode == "passive"):
        for active in (f for f in ctx.today(RomFact) if f.mode == "active"):
            same = (active.joint, active.motion, active.side, active.when) == (
                passive.joint,
                passive.motion,
                passive.side,
                passive.when,
            )
            if not same or active.to_value is None or passive.to_value is None:
                continue
            if passive.to_value + limits["degrees"] < active.to_value:
                yield Hit(
                    detail=f"{active.joint} {active.motion}: passive {passive.to_value:g} is below active "
                    f"{active.to_value:g} degrees.",
                    where=ctx.statement_of(passive),
                    evidence=evidence_of(active, passive),
                    suggestion="Listen to both numbers.",
                )


RULE = Rule(
    id="ROM-02",
    severity="warn",
    check=check,
    doc=__doc__,
    limits=(Limit("degrees", 0, 0, 15, "degrees"),),
    fails=(
        Example(
            "swapped",
            "{facts: [{kind: rom, joint: shoulder, motion: flexion, body_part: shoulder, to_value: "
            "134, side: right, mode: active}, {kind: rom, joint: shoulder, motion: flexion, "
            "body_part: shoulder, to_value: 128, side: right, mode: passive}]}",
        ),
    ),
    passes=(
        Example(
            "passive is more",
            "{facts: [{kind: rom, joint: shoulder, motion: flexion, body_part: shoulder, to_value: "
            "128, side: right, mode: active}, {kind: rom, joint: shoulder, motion: flexion, "
            "body_part: shoulder, to_value: 134, side: right, mode: passive}]}",
        ),
    ),
)
