"""A goal is not tied to function.

A range or a grade alone does not say what the patient will be able to do.

Anti-pattern: "Knee flexion 120 degrees."
Best practice: "Knee flexion 120 degrees, to go down stairs without the railing."
Source: Medicare Benefit Policy Manual ch. 15 §220.1.2.B (goals pertain to functional impairments) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    GoalFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.goals import (
    fact_text,
    names_function,
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    texts = [fact_text(f) for f in ctx.all(GoalFact) if f.subject == "patient"]
    if texts and not any(names_function(t) for t in texts):
        yield Hit(
            detail="None of the dictated goals names an activity or a score of function.",
            evidence=evidence_of(ctx.all(GoalFact)),
            suggestion="Say what each goal lets the patient do: stairs, work, sleep, walking distance.",
        )


RULE = Rule(
    id="MCR-POC-04",
    severity="info",
    check=check,
    doc=__doc__,
    note_types=frozenset({"evaluation", "progress"}),
    fails=(
        Example(
            "a range alone",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: goal, phrase: knee "
            "flexion 120 degrees}]}",
        ),
    ),
    passes=(
        Example(
            "with what it is for",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: goal, phrase: knee "
            "flexion 120 degrees for stairs}]}",
        ),
    ),
)
