"""The date of service does not fit the episode.

A treatment note stands for one day of treatment. A day before the plan of care, the onset or the
operation is a wrong date, and a claim for it is for a service that was not given that day.

Anti-pattern: A visit on 1 March under a plan of care that starts on 10 March.
Best practice: The date of service lies on or after onset, surgery and start of the plan of care.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E (date of treatment) [V~]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    episode, plan = ctx.encounter.episode, ctx.encounter.plan_of_care
    starts = {
        "episode.onset": episode.onset,
        "episode.surgery.date": episode.surgery.date if episode.surgery else None,
        "plan_of_care.start": plan.start if plan else None,
    }
    for name, start in starts.items():
        if start is not None and ctx.on < start:
            yield Hit(
                detail=f"visit.date {ctx.on} lies before {name} {start}.",
                suggestion=f"Correct visit.date or {name} in the visit record.",
            )


RULE = Rule(
    id="MCR-TN-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "before the plan of care",
            "{encounter: {visit: {date: 2026-02-20}}}",
        ),
    ),
    passes=(
        Example(
            "during the plan of care",
            "{encounter: {visit: {date: 2026-03-10}}}",
        ),
    ),
)
