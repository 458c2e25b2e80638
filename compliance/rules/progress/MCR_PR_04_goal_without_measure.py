"""An active goal has no current measure or status.

A progress report gives, for each active goal, an objective measure of this period or a description of the
change in status.

Anti-pattern: Three goals in the plan, and a report that speaks of one.
Best practice: "Flexion 131 of 135, not met; LSI 74 of 90 percent, not met; stairs met."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (content of progress reports) [V]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext

_WORDS = re.compile(r"[a-z0-9]+", re.I)
_COMMON = frozenset(
    {"arom", "prom", "left", "right", "the", "of", "to", "with", "and", "in", "by", "pain", "or", "less"}
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    plan = ctx.encounter.plan_of_care
    texts = [
        f"{f.phrase} {getattr(f, 'name', '')} {getattr(f, 'joint', '')} {getattr(f, 'motion', '')}"
        + " ".join(span.quote for span in f.evidence)
        for f in ctx.facts.facts
        if f.subject == "patient" and f.time in ("today", "goal") and f.kind != "command"
    ]
    spoken = [_keys(t) for t in texts]
    for number, goal in enumerate(plan.goals if plan else (), 1):
        wanted = _keys(goal.measure or goal.text)
        if wanted and not any(len(wanted & keys) * 2 >= len(wanted) for keys in spoken):
            yield Hit(
                detail=(
                    f"Goal {number} of the plan of care ({goal.measure or goal.text}) has no measure "
                    "of this visit."
                ),
                suggestion=(
                    "Add a current value or the status of this goal: met, improving, not changed, why."
                ),
            )


def _keys(text: str) -> frozenset[str]:
    return frozenset(w.lower().rstrip("s") for w in _WORDS.findall(text)) - _COMMON


RULE = Rule(
    id="MCR-PR-04",
    severity="warn",
    check=check,
    doc=__doc__,
    note_types=frozenset({"progress"}),
    fails=(
        Example(
            "a goal that is not spoken of",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: rom, joint: knee, motion: "
            "flexion, body_part: knee, to_value: 105}]}",
        ),
    ),
    passes=(
        Example(
            "the goal's measure",
            "{encounter: {visit: {note_type: progress}}, facts: [{kind: outcome_measure, name: "
            "LEFS, value: 50}]}",
        ),
    ),
)
