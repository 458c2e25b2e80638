"""The evaluation holds no judgement of the clinician.

Findings become an evaluation by the clinician's judgement of what they mean for function.

Anti-pattern: Ranges and tests, then the plan.
Best practice: "Extension reduces it; signs fit a derangement that limits sitting and lifting."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.C (judgement of functional status) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    AssessmentFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if not ctx.all(AssessmentFact) and not any(s.origin != "computed" for s in ctx.note.section("A")):
        yield Hit(
            detail="The dictation holds no assessment.",
            suggestion=(
                "Add what the findings mean: the cause, the limits in function, and how it is expected to go."
            ),
        )


RULE = Rule(
    id="MCR-EV-04",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"evaluation"}),
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "findings alone",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: rom, joint: knee, "
            "motion: flexion, body_part: knee, to_value: 105}]}",
        ),
    ),
    passes=(
        Example(
            "a judgement",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: assessment, phrase: "
            "posterior canal BPPV}]}",
        ),
    ),
)
