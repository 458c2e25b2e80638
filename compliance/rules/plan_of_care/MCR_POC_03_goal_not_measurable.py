"""A goal cannot be measured.

Goals are measurable and tied to identified functional impairments. "Get stronger" can neither be reached nor
missed, and shows no need for skilled therapy.

Anti-pattern: "Get stronger and feel better."
Best practice: "Rise from a chair five times in under 15 seconds in four weeks."
Source: Medicare Benefit Policy Manual ch. 15 §220.1.2.B (measurable goals) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    GoalFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.goals import (
    announces_goals,
    goal_fact_is_measurable,
    plan_goal_is_measurable,
    tells_how_far,
    vague_aim,
    wishes_alone,
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    for goal in plan.goals if plan else ():
        if not plan_goal_is_measurable(goal):
            yield Hit(
                detail=(
                    f"The plan of care's goal {goal.text!r} names no measure, value or observable activity."
                ),
                suggestion=_suggest(ctx),
            )
    for planned in ctx.facts.of("plan"):
        if planned.subject == "patient" and (aim := vague_aim(planned.phrase)):
            yield Hit(
                detail=f"The plan's goal {aim!r} names no measure, value or observable activity.",
                where=ctx.statement_of(planned),
                evidence=evidence_of(planned),
                suggestion=_suggest(ctx),
            )
    for fact in ctx.all(GoalFact):
        if fact.subject != "patient" or announces_goals(fact) or tells_how_far(fact):
            continue
        if not goal_fact_is_measurable(fact) or wishes_alone(fact):
            yield Hit(
                detail=f"The dictated goal {fact.phrase!r} names no measure, value or observable activity.",
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion=_suggest(ctx),
            )


def _suggest(ctx: RuleContext) -> str:
    measures = ctx.encounter.history.last_measures
    if measures:
        value = measures[0].value
        now = f"{value:g}" if isinstance(value, int | float) else value
        return f"Name measure, target and date: {measures[0].name}, now {now}, to what by when?"
    return "Name what is measured, the value now, the target, by when, and what it lets the patient do."


RULE = Rule(
    id="MCR-POC-03",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a wish",
            "{encounter: {plan_of_care: {goals: [{text: Get stronger and feel better}]}}}",
        ),
    ),
    passes=(
        Example(
            "a score with its target",
            '{encounter: {plan_of_care: {goals: [{text: "LEFS 60/80", measure: LEFS, target: 60}]}}}',
        ),
    ),
)
