"""The evaluation gives no prognosis or time frame.

An evaluation ends either with "treatment is not needed" or with an expected outcome, a time frame and a plan
of care.

Anti-pattern: Findings and treatment, and "see him Thursday".
Best practice: "Good prognosis; eight weeks."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.C (prognosis) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    AssessmentFact,
    GoalFact,
    PlanFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import contains

_PROGNOSIS = (
    r"prognosis",
    r"(?:rehab(?:ilitation)?|recovery) potential",
    r"expect\w*",
    r"anticipat\w*",
    r"not needed",
    r"no (?:further )?(?:skilled )?(?:therapy|treatment)",
)
_TIME = (
    r"(?:\d+|one|two|three|four|six|eight|ten|twelve)\s*(?:-\s*)?(?:to\s+\w+\s+)?(?:weeks?|months?|visits?|sessions?|days?)",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    facts = [f for f in ctx.facts.facts if isinstance(f, AssessmentFact | GoalFact | PlanFact)]
    texts = [" ".join((f.phrase, *(span.quote for span in f.evidence))) for f in facts]
    texts += [s.text for s in ctx.statements if s.section in ("A", "P")]
    timed = any(isinstance(f, GoalFact) and f.by_when for f in facts) or any(
        isinstance(f, PlanFact) and f.duration_weeks for f in facts
    )
    if not timed and not any(contains(t, _PROGNOSIS) or contains(t, _TIME) for t in texts):
        yield Hit(
            detail="The dictation holds neither a prognosis nor a time frame for the goals.",
            suggestion="Add the expected outcome and by when, or that treatment is not needed.",
        )


RULE = Rule(
    id="MCR-EV-05",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"evaluation"}),
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "no time frame",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: goal, phrase: return to driving}]}",
        ),
    ),
    passes=(
        Example(
            "a prognosis",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: assessment, phrase: good "
            "prognosis}]}",
        ),
    ),
)
