"""The report does not say how treatment goes on.

A progress report holds the plan for continuing treatment: go on, change, or discharge, with changes of goals.

Anti-pattern: A report that ends with the assessment.
Best practice: "Continue two a week for six weeks, add loaded step-downs; goals unchanged."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (plans for continuing treatment) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    PlanFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if not any(isinstance(f, PlanFact) for f in ctx.facts.facts) and not ctx.note.section("P"):
        yield Hit(
            detail="The dictation holds no plan for the next period.",
            suggestion="Add frequency, duration and what changes; or discharge.",
        )


RULE = Rule(
    id="MCR-PR-12",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"progress"}),
    fails=(
        Example(
            "no plan",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: outcome_measure, name: "
            "LEFS, value: 50}]}",
        ),
    ),
    passes=(
        Example(
            "a plan",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: plan, phrase: continue "
            "twice a week for six weeks}]}",
        ),
    ),
)
