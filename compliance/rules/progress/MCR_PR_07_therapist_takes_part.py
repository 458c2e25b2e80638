"""The therapist has not taken part in treatment during the reporting period.

A clinician must take part in treatment at least once in each progress report period, shown by a signature on
a treatment note or report.

Anti-pattern: Ten visits in a row by the assistant alone.
Best practice: The therapist treats at least once in ten treatment days.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (active participation of the clinician) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    without = ctx.encounter.history.visits_since_therapist
    today_by_therapist = not ctx.treatments or any(f.by == "PT" for f in ctx.treatments)
    if without is None or today_by_therapist or without + 1 < limits["treatment_days"]:
        return
    yield Hit(
        detail=f"This is treatment day {without + 1} without the therapist's own part in treatment.",
        suggestion="The therapist treats at this visit or the report period is not covered.",
    )


RULE = Rule(
    id="MCR-PR-07",
    severity="block",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    limits=(Limit("treatment_days", 10, 1, 30, "treatment days"),),
    fails=(
        Example(
            "ten days by the assistant",
            "{encounter: {history: {visits_since_therapist: 9}}, facts: [{kind: intervention, "
            'code: "97110", minutes: 23, by: PTA}]}',
        ),
    ),
    passes=(
        Example(
            "the therapist treats today",
            "{encounter: {history: {visits_since_therapist: 9}}, facts: [{kind: intervention, "
            'code: "97110", minutes: 23, by: PTA}, {kind: intervention, code: "97140", minutes: '
            "10}]}",
        ),
    ),
)
