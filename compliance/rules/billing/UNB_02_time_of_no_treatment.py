"""A unit's time or more of the total treatment time is of no treatment told.

Rest, set-up and undressing rarely take as long as a billable unit. Where so much of the total is left over,
a treatment was given whose name or minutes were not understood, or the total was misheard.

Anti-pattern: "Gait training 15 minutes … total treatment time 45 minutes", and nothing else.
Best practice: The minutes of each treatment, timed and untimed, come near the total.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E (total treatment time) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import SessionTimeFact
from compliance.billing.codes import is_timed
from compliance.billing.units import UNIT_MINUTES
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    total = ctx.claim.total_treatment_minutes
    if total is None or any(f.minutes is None for f in ctx.treatments):
        return  # whose minutes are asked for, or whose untimed minutes nobody need tell
    told = sum(f.minutes or 0 for f in ctx.treatments) + sum(u.minutes for u in ctx.facts.unbilled)
    timed = [f.minutes for f in ctx.today(SessionTimeFact) if f.what == "timed"]
    if timed and timed[-1] == sum(f.minutes or 0 for f in ctx.treatments if is_timed(f.code)):
        return
    if told and total - told >= UNIT_MINUTES:
        yield Hit(
            detail=f"Total treatment time is {total} minutes; the treatments told take {told}.",
            where="claim",
            evidence=evidence_of(ctx.today(SessionTimeFact)),
            suggestion=f"Say what the other {total - told} minutes were, or correct the total.",
        )


RULE = Rule(
    id="UNB-02",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "one treatment of a long visit",
            '{facts: [{kind: intervention, code: "97116", minutes: 15}, {kind: session_time, minutes: 45}]}',
        ),
    ),
    passes=(
        Example(
            "treatments that fill the visit",
            '{facts: [{kind: intervention, code: "97116", minutes: 15}, {kind: intervention, code: '
            '"97110", minutes: 23}, {kind: session_time, minutes: 45}]}',
        ),
    ),
)
