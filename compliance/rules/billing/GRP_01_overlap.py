"""One-on-one minutes overlap with another patient's.

A therapist treats one patient at a time: one-on-one codes of two patients cannot fill the same minutes.
Two at once is group therapy. Visits that overlap may still be right, one after the other within a longer
stay; when their minutes together are more than the clock holds, they cannot be.

Anti-pattern: Two patients at 9:00 to 9:45, each billed three timed units.
Best practice: Alternating times, each with its own minutes; or the group code for both.
Source: Medicare Claims Processing Manual ch. 5 §10.3; NGS local coverage (one-on-one) [V~]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext

GROUP = "97150"


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    visit = ctx.encounter.visit
    own = sum(service.minutes for service in ctx.claim.services if service.by == "PT")
    if visit.time_in is None or visit.time_out is None or not own:
        return
    if any(f.code == GROUP for f in ctx.treatments):
        return
    mine = _minutes(visit.time_in), _minutes(visit.time_out)
    others = [
        (other, _minutes(other.start), _minutes(other.end))
        for other in ctx.therapist_day
        if other.timed_codes and not other.group
    ]
    overlapping = [
        (other, start, end)
        for other, start, end in others
        if min(mine[1], end) - max(mine[0], start) > limits["minutes"]
    ]
    if not overlapping:
        return
    shared = sum(min(mine[1], end) - max(mine[0], start) for _, start, end in overlapping)
    begins = min(mine[0], *(start for _, start, _ in overlapping))
    ends = max(mine[1], *(end for _, _, end in overlapping))
    needed = own + sum(other.timed_minutes for other, _, _ in overlapping)
    refs = ", ".join(other.ref for other, _, _ in overlapping)
    fits = needed <= ends - begins
    yield Hit(
        detail=f"{shared} minutes overlap with one-on-one codes of {refs}. "
        + f"Together they claim {needed} one-on-one minutes in {ends - begins} on the clock"
        + ("." if fits else ": one therapist cannot have given them."),
        where="claim",
        severity="warn" if fits else "block",
        suggestion="Check who was treated when; bill group therapy where two were treated at once.",
    )


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


RULE = Rule(
    id="GRP-01",
    severity="warn",
    check=check,
    doc=__doc__,
    limits=(Limit("minutes", 0, 0, 30, "minutes"),),
    fails=(
        Example(
            "two at the same time",
            '{encounter: {visit: {time_in: "09:00", time_out: "09:45"}}, facts: [{kind: '
            'intervention, code: "97110", minutes: 45}], day: [{start: "09:00", end: "09:45", '
            'timed_codes: ["97110"], timed_minutes: 45}]}',
        ),
    ),
    passes=(
        Example(
            "one after the other",
            '{encounter: {visit: {time_in: "09:00", time_out: "09:45"}}, facts: [{kind: '
            'intervention, code: "97110", minutes: 40}], day: [{start: "09:45", end: "10:30", '
            'timed_codes: ["97110"]}]}',
        ),
    ),
)
