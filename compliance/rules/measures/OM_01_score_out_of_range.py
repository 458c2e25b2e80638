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
from agent.needles import Rare
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.compare import scores
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    outside: set[str] = set()
    for score in scores(ctx):
        known, fact = score.known, score.fact
        if not known.low <= score.value <= known.high:
            outside.add(fact.id)
            yield Hit(
                detail=f"{known.name} {score.value:g} lies outside of "
                f"{known.low:g} to {known.high:g} {known.unit}.",
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion="Listen to the number and to the name of the measure.",
            )
    for fact in ctx.all(OutcomeFact):
        if fact.id not in outside and fact.scale_max is not None and fact.value > fact.scale_max:
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
    for statement in ctx.statements:
        beyond = _BEYOND_TEN.search(statement.text) if statement.section == "S" else None
        if beyond:
            yield Hit(
                detail=f"{beyond.group()} lies outside of 0 to 10.",
                where=statement.id,
                evidence=statement.evidence,
                suggestion="Listen to the number.",
            )


_BEYOND_TEN = Rare(r"(?<![\d/.])(?:1[1-9]|[2-9]\d|1\d\d) ?/ ?10\b(?!/)", flags=0)
"""A rating that the reading took for none, since none is as high."""


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
