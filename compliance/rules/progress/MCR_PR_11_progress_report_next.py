"""A progress report is due at the next visit.

Told one visit early, the therapist can plan the measures for it.

Anti-pattern: Discovering on the tenth day that no measure of the goals was planned.
Best practice: The ninth day's plan names the measures for the next visit.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (reporting period) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    period = int(limits["treatment_days"])
    if ctx.encounter.history.visits_since_progress_report + 2 == period:
        yield Hit(
            detail=f"The next visit is treatment day {period} since the last progress report.",
            suggestion="Plan the measures of all goals, with the therapist present.",
        )


RULE = Rule(
    id="MCR-PR-11",
    severity="info",
    check=check,
    doc=__doc__,
    note_types=frozenset({"daily"}),
    limits=(Limit("treatment_days", 10, 2, 30, "treatment days"),),
    fails=(
        Example(
            "the ninth day",
            "{encounter: {history: {visits_since_progress_report: 8}}}",
        ),
    ),
    passes=(
        Example(
            "the eighth day",
            "{encounter: {history: {visits_since_progress_report: 7}}}",
        ),
    ),
)
