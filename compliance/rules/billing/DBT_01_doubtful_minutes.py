"""Billed minutes rest on words that were hard to hear.

A claim stands on its minutes. Where the recogniser was unsure, a human listens before they are billed.

Anti-pattern: "Fifteen" or "fifty" minutes billed as heard by the machine.
Best practice: The seconds are played, and the number is confirmed.
Source: design of this product
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    InterventionFact,
    SessionTimeFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    said: list[InterventionFact | SessionTimeFact] = [f for f in ctx.treatments if f.minutes is not None]
    said += ctx.all(SessionTimeFact)
    for fact in said:
        if fact.certainty == "doubtful" or any(span.doubtful for span in fact.evidence):
            yield Hit(
                detail=f"{fact.phrase}: {fact.minutes} minutes were hard to hear.",
                where="claim",
                evidence=evidence_of(fact),
                suggestion="Listen to these seconds and confirm the number.",
            )


RULE = Rule(
    id="DBT-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a doubtful number",
            '{facts: [{kind: intervention, code: "97110", minutes: 15, certainty: doubtful}]}',
        ),
    ),
    passes=(
        Example(
            "clearly heard",
            '{facts: [{kind: intervention, code: "97110", minutes: 15}, {kind: session_time, minutes: 20}]}',
        ),
    ),
)
