"""A goal was re-worded during the episode.

Goals keep their identity: changed words under the same goal hide whether it was reached. A new aim is a new
goal, and a changed long-term goal calls for recertification.

Anti-pattern: Goal 2 read "walk 1,000 feet" and now reads "walk 600 feet".
Best practice: Goal 2 stays as set and is reported as not met; a new goal 4 is added.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (stable identification of goals) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    for goal in plan.goals if plan else ():
        if goal.first_text and _bare(goal.first_text) != _bare(goal.text):
            yield Hit(
                detail=(
                    f"Goal {goal.id or goal.text!r} was set as {goal.first_text!r} and now reads "
                    f"{goal.text!r}."
                ),
                suggestion=(
                    "Restore the goal's first wording and report its status; add the new aim as a new goal."
                ),
            )


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


RULE = Rule(
    id="MCR-PR-06",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a lowered target",
            "{encounter: {plan_of_care: {goals: [{id: G2, text: walk 600 feet, first_text: walk "
            "1000 feet}]}}}",
        ),
    ),
    passes=(
        Example(
            "the first wording",
            "{encounter: {plan_of_care: {goals: [{id: G2, text: Walk 1000 feet., first_text: walk "
            "1000 feet}]}}}",
        ),
    ),
)
