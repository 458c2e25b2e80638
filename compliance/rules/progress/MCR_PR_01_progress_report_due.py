"""A progress report is due.

A progress report is owed at least once every 10 treatment days, counted from the first treatment day
(the evaluation counts) or from the last report. Visits beyond it without a report are not covered.

Anti-pattern: An eleventh daily note since the last report, with no report.
Best practice: The tenth treatment day's note is written as a progress report by the therapist.
Source: Medicare Benefit Policy Manual ch. 15 §220.3.D (reporting period) [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    period = int(limits["treatment_days"])
    day = ctx.encounter.history.visits_since_progress_report + 1
    if day >= period:
        yield Hit(
            detail=f"This is treatment day {day} since the last progress report; one is due every {period}.",
            severity="block" if day > period else "warn",
            suggestion=(
                "Write this note as a progress report: a measure and the progress for each goal, "
                "and the plan."
            ),
        )


RULE = Rule(
    id="MCR-PR-01",
    severity="block",
    check=check,
    doc=__doc__,
    note_types=frozenset({"daily"}),
    limits=(Limit("treatment_days", 10, 1, 30, "treatment days"),),
    fails=(
        Example(
            "the eleventh day",
            "{encounter: {history: {visits_since_progress_report: 10}}}",
        ),
        Example(
            "the tenth day, as a daily note",
            "{encounter: {history: {visits_since_progress_report: 9}}}",
        ),
    ),
    passes=(
        Example(
            "the ninth day",
            "{encounter: {history: {visits_since_progress_report: 8}}}",
        ),
        Example(
            "the report itself",
            "{encounter: {visit: {note_type: progress}, history: {visits_since_progress_report: 9}}}",
        ),
    ),
)
