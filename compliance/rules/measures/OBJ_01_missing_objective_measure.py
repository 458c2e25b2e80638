"""No objective measure was taken.

Improvement is shown by successive objective measures. A treatment day with nothing measured gives
neither the next clinician nor a reviewer anything to compare.

Anti-pattern: "Doing a little better, did his usual exercises."
Best practice: At least one measure of this visit: a range, a strength grade, a timed test, a score.
Source: Medicare Benefit Policy Manual ch. 15 §220.2 and §220.3.D (objective measures) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.compare import is_measure
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if not any(is_measure(f) for f in ctx.facts.facts):
        yield Hit(detail="The dictation holds no measurement of this visit.", suggestion=_suggest(ctx))


def _suggest(ctx: RuleContext) -> str:
    known = [m.name for m in ctx.encounter.history.last_measures if m.name.upper() != "NPRS"]
    plan = ctx.encounter.plan_of_care
    known += [g.measure for g in plan.goals if g.measure] if plan else []
    if known:
        return f"Measure again what this episode tracks: {', '.join(dict.fromkeys(known))}."
    region = ctx.encounter.episode.region or "treated region"
    return f"Add one measure of the {region}: a range, a strength grade, or a timed functional test."


RULE = Rule(
    id="OBJ-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "pain alone",
            "{facts: [{kind: pain, value: 4}]}",
        ),
    ),
    passes=(
        Example(
            "a range",
            "{facts: [{kind: rom, joint: knee, motion: flexion, body_part: knee, to_value: 105}]}",
        ),
        Example(
            "a score",
            "{facts: [{kind: outcome_measure, name: LEFS, value: 41}]}",
        ),
    ),
)
