"""The claim holds unusually many timed units.

More than four timed units, or four beside an evaluation, draw review: the note must carry such a long
session.

Anti-pattern: An evaluation and 75 minutes of treatment with a short note.
Best practice: A note that shows what filled the time and why it was needed.
Source: fact base, plausibility rules without a file [U]; OIG findings on amount [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.codes import is_evaluation, is_timed
from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    total = sum(line.units for line in ctx.claim.lines if is_timed(line.code))
    evaluated = any(is_evaluation(line.code) for line in ctx.claim.lines)
    if total > limits["units"]:
        yield Hit(
            detail=f"{total} timed units, {sum(ctx.claim.minutes.values())} minutes one on one.",
            where="claim",
            suggestion="Check the minutes, and that the note shows what filled them.",
        )
    elif evaluated and total >= limits["units_with_evaluation"]:
        yield Hit(
            detail=f"An evaluation and {total} timed units on one day.",
            where="claim",
            suggestion="Check the minutes of the evaluation and of each treatment.",
        )


RULE = Rule(
    id="PLS-01",
    severity="warn",
    check=check,
    doc=__doc__,
    limits=(
        Limit("units", 4, 1, 12, "units"),
        Limit("units_with_evaluation", 4, 1, 12, "units"),
    ),
    fails=(
        Example(
            "five units",
            '{facts: [{kind: intervention, code: "97110", minutes: 40}, {kind: intervention, code: '
            '"97140", minutes: 30}]}',
        ),
    ),
    passes=(
        Example(
            "four units",
            '{facts: [{kind: intervention, code: "97110", minutes: 30}, {kind: intervention, code: '
            '"97140", minutes: 30}]}',
        ),
    ),
)
