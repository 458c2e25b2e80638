"""One-on-one minutes overlap with another patient's.

A therapist treats one patient at a time: one-on-one codes of two patients cannot fill the same minutes.
Two at once is group therapy.

Anti-pattern: Two patients at 9:00 to 9:45, each billed three timed units.
Best practice: Alternating times, each with its own minutes; or the group code for both.
Source: Medicare Claims Processing Manual ch. 5 §10.3; NGS local coverage (one-on-one) [V~]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    visit = ctx.encounter.visit
    if visit.time_in is None or visit.time_out is None:
        return
    timed = bool(ctx.claim.minutes)
    group = any(f.code == "97150" for f in ctx.treatments)
    mine = (visit.time_in.hour * 60 + visit.time_in.minute, visit.time_out.hour * 60 + visit.time_out.minute)
    for other_visit in ctx.therapist_day:
        start = other_visit.start.hour * 60 + other_visit.start.minute
        end = other_visit.end.hour * 60 + other_visit.end.minute
        shared = min(mine[1], end) - max(mine[0], start)
        if (
            shared <= limits["minutes"]
            or group
            or other_visit.group
            or not (timed and other_visit.timed_codes)
        ):
            continue
        free = (mine[1] - mine[0]) - shared
        needed = sum(ctx.claim.minutes.values())
        yield Hit(
            detail=f"{shared} minutes overlap with {other_visit.ref}, which has one-on-one codes too"
            + (f"; {needed} timed minutes do not fit into the other {free}." if needed > free else "."),
            where="claim",
            severity="block" if needed > free and shared >= mine[1] - mine[0] else None,
            suggestion="Check who was treated when; bill group therapy where two were treated at once.",
        )


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
            'timed_codes: ["97110"]}]}',
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
