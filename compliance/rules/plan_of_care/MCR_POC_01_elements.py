"""The plan of care lacks a required element.

A plan of care holds diagnoses, long-term goals, and type, amount, duration and frequency of therapy. Services
under an incomplete plan are not covered.

Anti-pattern: Goals and exercises without how often and how long.
Best practice: "Twice a week for six weeks, therapeutic exercise and manual therapy; ODI 20 percent."
Source: Medicare Benefit Policy Manual ch. 15 §220.1.2.B; 42 CFR 410.61(c) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    GoalFact,
    PlanFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    spoken = [f for f in ctx.facts.facts if isinstance(f, PlanFact)]
    missing = []
    if not ctx.encounter.episode.diagnoses:
        missing.append("diagnoses")
    if not (plan and plan.goals) and not any(isinstance(f, GoalFact) for f in ctx.facts.facts):
        missing.append("long-term goals")
    if not (plan and plan.frequency_per_week) and not _spoken_rate(ctx, spoken, "frequency"):
        missing.append("frequency")
    if not (plan and plan.duration_weeks) and not _spoken_rate(ctx, spoken, "duration"):
        missing.append("duration")
    if plan is None and not ctx.treatments and not spoken:
        missing.append("type of therapy")
    if missing:
        yield Hit(
            detail=f"The plan of care has no {', '.join(missing)}.",
            suggestion="Ask the therapist for what is missing, and add it to the Plan section.",
        )


def _spoken_rate(ctx: RuleContext, spoken: list[PlanFact], what: str) -> bool:
    if what == "frequency":
        return ctx.plan.frequency_per_week is not None or any(f.frequency_per_week for f in spoken)
    return ctx.plan.duration_weeks is not None or any(f.duration_weeks for f in spoken)


RULE = Rule(
    id="MCR-POC-01",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"evaluation"}),
    fails=(
        Example(
            "an evaluation without how often",
            "{encounter: {visit: {note_type: evaluation}, plan_of_care: null}, facts: [{kind: goal,"
            " phrase: ODI 20}, {kind: plan, phrase: exercise}]}",
        ),
    ),
    passes=(
        Example(
            "all elements dictated",
            "{encounter: {visit: {note_type: evaluation}, plan_of_care: null}, facts: [{kind: goal,"
            " phrase: ODI 20}, {kind: plan, phrase: 2 a week for 6 weeks, frequency_per_week: 2, "
            "duration_weeks: 6}]}",
        ),
    ),
)
