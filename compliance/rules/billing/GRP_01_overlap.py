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
from dataclasses import dataclass
from datetime import time

from compliance.billing.codes import is_evaluation
from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext

GROUP = "97150"


@dataclass(frozen=True)
class _Stay:
    """One visit by the clock, in minutes of the day, with the therapist's one-on-one minutes in it."""

    start: int
    end: int
    minutes: int
    group: bool
    ref: str = ""

    def shared(self, other: _Stay) -> int:
        return min(self.end, other.end) - max(self.start, other.start)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    mine = _mine(ctx)
    if mine is None:
        return
    others = [
        _Stay(_minutes(v.start), _minutes(v.end), v.timed_minutes, v.group, v.ref)
        for v in ctx.therapist_day
        if v.timed_codes
    ]
    crowded = _too_full(mine, others)
    beside = [o for o in others if mine.shared(o) > limits["minutes"] and not (o.group or mine.group)]
    if not crowded and not beside:
        return
    told = crowded or [mine, *beside]
    refs = ", ".join(o.ref for o in (crowded or beside) if o is not mine)
    shared = sum(mine.shared(o) for o in told if o is not mine)
    yield Hit(
        detail=f"{shared} minutes overlap with one-on-one codes of {refs}. "
        + f"Together they claim {sum(s.minutes for s in told)} one-on-one minutes in "
        + f"{max(s.end for s in told) - min(s.start for s in told)} on the clock"
        + (": one therapist cannot have given them." if crowded else "."),
        where="claim",
        severity="block" if crowded else "warn",
        suggestion="Check who was treated when; bill group therapy where two were treated at once.",
    )


def _mine(ctx: RuleContext) -> _Stay | None:
    visit = ctx.encounter.visit
    own = sum(service.minutes for service in ctx.claim.services if service.by == "PT")
    own += sum(line.minutes or 0 for line in ctx.claim.lines if is_evaluation(line.code))
    if visit.time_in is None or visit.time_out is None or not own:
        return None
    group = any(f.code == GROUP for f in ctx.treatments)
    return _Stay(_minutes(visit.time_in), _minutes(visit.time_out), own, group)


def _too_full(mine: _Stay, others: list[_Stay]) -> list[_Stay]:
    """The visits within some stretch of the clock that claim more minutes than it holds, this one among them.

    Minutes may alternate between patients, so they fit exactly if no stretch is too full (Hall's condition).
    """
    stays = _joined(mine, others)
    for start in sorted({s.start for s in stays if s.start <= mine.start}, reverse=True):
        for end in sorted({s.end for s in stays if s.end >= mine.end}):
            within = [s for s in stays if start <= s.start and s.end <= end]
            if len(within) > 1 and sum(s.minutes for s in within) > end - start:
                return within
    return []


def _joined(mine: _Stay, others: list[_Stay]) -> list[_Stay]:
    """This visit, those that overlap with it, those that overlap with these, and so on."""
    joined, rest = [mine], list(others)
    while near := [o for o in rest if any(o.shared(j) > 0 for j in joined)]:
        joined += near
        rest = [o for o in rest if o not in near]
    return joined


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
