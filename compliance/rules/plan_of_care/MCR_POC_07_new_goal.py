"""A new goal was set outside an evaluation.

A change of long-term goals is a significant change of the plan: it goes to the certifying physician.
Changes of short-term goals, procedures and modalities do not.

Anti-pattern: A new walking goal in a daily note, and the plan of care as it was.
Best practice: The new goal in an updated plan of care, sent for recertification.
Source: Medicare Benefit Policy Manual ch. 15 §220.1.2.C and §220.1.3 (significant change) [V in part]
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
)
from compliance.rules.text import contains

_NEW = (
    r"new goal",
    r"(?:that's|that is|this is|make that|then that's) the goal",
    r"(?:we'll|let's|I'll) (?:set|add|change)[^.]{0,30}goal",
    r"goal (?:is )?now",
    r"(?:changed|updated|revised) (?:the )?goals?",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for fact in ctx.all(GoalFact):
        spoken = fact_text(fact)
        if contains(spoken, _NEW):
            yield Hit(
                detail=f"The dictation sets a goal that is not in the plan of care: {fact.phrase!r}.",
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion=(
                    "If it is a long-term goal, update the plan of care and send it for recertification."
                ),
            )


RULE = Rule(
    id="MCR-POC-07",
    severity="info",
    check=check,
    doc=__doc__,
    note_types=frozenset({"daily", "progress"}),
    fails=(
        Example(
            "a goal set in a progress note",
            "{encounter: {visit: {note_type: progress}}, said: \"Then that's the goal, walk two "
            'hundred meters.", facts: [{kind: goal, said: "Then that\'s the goal, walk two hundred '
            'meters"}]}',
        ),
    ),
    passes=(
        Example(
            "a goal of the plan repeated",
            "{facts: [{kind: goal, phrase: flexion goal is 120 degrees}]}",
        ),
    ),
)
