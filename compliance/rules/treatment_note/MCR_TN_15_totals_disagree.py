"""The totals of time disagree.

Total treatment time holds the timed minutes, and cannot be longer than the patient was there. Totals that
disagree make every figure of the day doubtful.

Anti-pattern: Exercise 30 and manual 15 minutes with "total time 40 minutes".
Best practice: Timed minutes ≤ total treatment minutes ≤ clock time.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E [V]
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
    total, visit = ctx.claim.total_treatment_minutes, ctx.encounter.visit
    timed = sum(ctx.claim.minutes.values())
    said = [f for f in ctx.today(SessionTimeFact) if f.what == "timed"]
    spans = evidence_of(f for f in ctx.facts.facts if isinstance(f, SessionTimeFact))
    complete = all(f.minutes for f in ctx.treatments if is_timed(f.code))
    if said and timed and complete and timed != said[-1].minutes:
        yield Hit(
            detail=f"The timed treatments add up to {timed} minutes; {said[-1].minutes} were dictated.",
            where="claim",
            evidence=spans,
            suggestion="Listen to the minutes and correct the one that was misheard.",
        )
    if total is not None and total < max(timed, said[-1].minutes if said else 0):
        yield Hit(
            detail=f"Total treatment time is {total} minutes; the timed treatments alone take {timed}.",
            where="claim",
            evidence=spans,
            suggestion="Listen to the minutes and correct the one that was misheard.",
        )
    claimed = timed if total is None else total
    if claimed and visit.time_in and visit.time_out:
        clock = (visit.time_out.hour - visit.time_in.hour) * 60 + visit.time_out.minute - visit.time_in.minute
        if clock < 0:
            yield Hit(
                title="The session ends before it begins.",
                detail=f"visit.time_out {visit.time_out:%H:%M} lies before visit.time_in "
                f"{visit.time_in:%H:%M}.",
                where="claim",
                suggestion="Correct visit.time_in and visit.time_out.",
            )
        elif claimed > clock:
            what = "The timed treatments take" if total is None else "Total treatment time is"
            yield Hit(
                detail=f"{what} {claimed} minutes; the patient was there for {clock}.",
                where="claim",
                evidence=spans,
                suggestion="Correct the total or visit.time_in and visit.time_out.",
            )


RULE = Rule(
    id="MCR-TN-15",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a total below its parts",
            '{facts: [{kind: intervention, code: "97110", minutes: 30}, {kind: intervention, code: '
            '"97140", minutes: 15}, {kind: session_time, minutes: 40}]}',
        ),
    ),
    passes=(
        Example(
            "a total above its parts",
            '{facts: [{kind: intervention, code: "97110", minutes: 30}, {kind: session_time, minutes: 40}]}',
        ),
    ),
)
