"""The evaluation says nothing of former function or living situation.

What the patient could do before, and how they live, tells what recovery has to reach.

Anti-pattern: An evaluation with today's findings alone.
Best practice: "Worked full duty as an electrician, lives with his wife, no falls before."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.C (prior level of function, living situation) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    FunctionFact,
    HistoryFact,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import contains

_LIVES = (
    r"lives?",
    r"living",
    r"stairs at home",
    r"prior",
    r"previous(?:ly)?",
    r"before",
    r"used to",
    r"normally",
    r"works?",
    r"job",
    r"retired",
    r"wife|husband|spouse|partner|daughter|son|family",
    r"independent",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    known = [f for f in ctx.facts.facts if f.time == "before" and isinstance(f, FunctionFact | HistoryFact)]
    told = [
        f for f in ctx.facts.facts if isinstance(f, FunctionFact | HistoryFact) and contains(f.phrase, _LIVES)
    ]
    if not known and not told:
        yield Hit(
            detail="The dictation says neither what the patient could do before nor how they live.",
            suggestion="Add prior level of function, home, work and help at home.",
        )


RULE = Rule(
    id="MCR-EV-03",
    severity="info",
    check=check,
    doc=__doc__,
    note_types=frozenset({"evaluation"}),
    fails=(
        Example(
            "today's findings alone",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: rom, joint: knee, "
            "motion: flexion, body_part: knee, to_value: 105}]}",
        ),
    ),
    passes=(
        Example(
            "former function",
            "{encounter: {visit: {note_type: evaluation}}, facts: [{kind: function, phrase: lifted "
            "sixty pounds, time: before}]}",
        ),
    ),
)
