"""A score lies outside of its measure's range.

A score that the instrument cannot give was misheard or belongs to another instrument.

Anti-pattern: "LEFS 94 out of 80."
Best practice: "LEFS 49/80."
Source: the instruments' manuals, as named in the table of outcome measures [V, U]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    OutcomeFact,
    PainFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.instruments import instrument


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for fact in ctx.all(OutcomeFact):
        known = instrument(fact.name)
        if known and not known.low <= fact.value <= known.high:
            yield Hit(
                detail=(
                    f"{known.name} {fact.value:g} lies outside of {known.low:g} to {known.high:g} "
                    f"{known.unit}."
                ),
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion="Listen to the number and to the name of the measure.",
            )
        elif fact.scale_max is not None and fact.value > fact.scale_max:
            yield Hit(
                detail=f"{fact.name} {fact.value:g} is more than its dictated maximum of {fact.scale_max:g}.",
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion="Listen to both numbers.",
            )
    for pain in ctx.all(PainFact):
        high = max(pain.value or 0, pain.value_high or 0)
        if not 0 <= high <= 10 or (pain.value or 0) < 0:
            yield Hit(
                detail=f"Pain {high:g} lies outside of 0 to 10.",
                where=ctx.statement_of(pain),
                evidence=evidence_of(pain),
                suggestion="Listen to the number.",
            )


RULE = Rule(
    id="OM-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "more than the scale has",
            "{facts: [{kind: outcome_measure, name: LEFS, value: 94}]}",
        ),
    ),
    passes=(
        Example(
            "within the scale",
            "{facts: [{kind: outcome_measure, name: LEFS, value: 49}, {kind: pain, value: 10}]}",
        ),
    ),
)
