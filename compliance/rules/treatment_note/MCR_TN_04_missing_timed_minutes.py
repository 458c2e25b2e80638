"""Minutes of a timed treatment are missing.

Timed codes are billed in units of time. A timed treatment without minutes cannot be billed, and the total
of timed minutes, which Medicare asks for, cannot be stated.

Anti-pattern: "Did his usual leg exercises."
Best practice: "Therapeutic exercise 23 minutes."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E (total timed code treatment minutes) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    ExerciseFact,
    SessionTimeFact,
)
from compliance.billing.codes import is_timed, name_of
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    timed_total = any(f.what == "timed" for f in ctx.today(SessionTimeFact))
    if timed_total:
        return
    bare = [f for f in ctx.treatments if is_timed(f.code) and f.minutes is None]
    timed_with = {f.code for f in ctx.treatments if f.minutes is not None}
    for code in dict.fromkeys(f.code for f in bare if f.code not in timed_with):
        yield Hit(
            detail=f"{name_of(code)} was given; no minutes were dictated for it.",
            where="claim",
            evidence=evidence_of(f for f in bare if f.code == code),
            suggestion=f"Ask the therapist for the one-on-one minutes of {code}.",
        )
    if bare or any(is_timed(f.code) for f in ctx.treatments):
        return
    exercises = [f for f in ctx.today(ExerciseFact) if not f.home]
    if exercises or (not ctx.treatments and ctx.note_type in ("daily", "progress")):
        yield Hit(
            detail="The patient was treated; no minutes of a timed treatment were dictated.",
            where="claim",
            evidence=evidence_of(exercises[:3]),
            suggestion="Ask the therapist for the minutes of therapeutic exercise or activities.",
        )


RULE = Rule(
    id="MCR-TN-04",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a timed code without minutes",
            '{facts: [{kind: intervention, code: "97110"}]}',
        ),
    ),
    passes=(
        Example(
            "minutes for each code",
            '{facts: [{kind: intervention, code: "97110", minutes: 20}, {kind: intervention, code: '
            '"97140", minutes: 10}]}',
        ),
    ),
)
