"""Timed minutes are not given per treatment.

Medicare does not demand minutes per treatment, so this never blocks. Without them units cannot be
allocated to codes where more than one was given.

Anti-pattern: "Thirty minutes one on one of exercise and manual work."
Best practice: "Exercise 18 minutes, manual therapy 12 minutes, 30 in all."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E (minutes per service are voluntary) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    SessionTimeFact,
)
from compliance.billing.codes import is_timed
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    totals = [f for f in ctx.today(SessionTimeFact) if f.what == "timed"]
    bare = {f.code for f in ctx.treatments if is_timed(f.code) and f.minutes is None}
    if totals and totals[-1].minutes and not any(is_timed(f.code) for f in ctx.treatments):
        yield Hit(
            detail=f"{totals[-1].minutes} timed minutes were dictated, of a treatment not understood.",
            where="claim",
            evidence=evidence_of(totals[-1]),
            suggestion="Ask for the treatment and its minutes.",
        )
    if totals and bare:
        shares = ", ".join(sorted(bare))
        yield Hit(
            detail=f"{totals[-1].minutes} timed minutes were dictated; the share of {shares} was not.",
            where="claim",
            evidence=evidence_of(totals[-1]),
            suggestion="Ask for the minutes of each code, so that the units can be allocated.",
        )


RULE = Rule(
    id="MCR-TN-07",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a timed total for two codes",
            '{facts: [{kind: intervention, code: "97110"}, {kind: intervention, code: "97140"}, '
            "{kind: session_time, what: timed, minutes: 30}]}",
        ),
    ),
    passes=(
        Example(
            "minutes of each",
            '{facts: [{kind: intervention, code: "97110", minutes: 18}, {kind: intervention, code: '
            '"97140", minutes: 12}, {kind: session_time, what: timed, minutes: 30}]}',
        ),
    ),
)
