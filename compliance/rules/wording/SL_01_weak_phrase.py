"""A phrase says nothing that a reviewer can use.

"Tolerated treatment well" and "continue plan of care" fit every patient of every day. Where nothing else
in the note says what they leave out, the day's treatment cannot be defended.

Anti-pattern: "Tolerated treatment well. Continue plan of care."
Best practice: "Pain 3/10 after treatment, 5/10 before. Next visit step height to 6 inches."
Source: APTA Center for Integrity, common payer complaints; NGS documentation guidance [V]; vendor lists
    [V~]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.rewording import carried_elsewhere, weak_places, wording


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for weak in weak_places(ctx):
        if not carried_elsewhere(weak.phrase.offer, ctx):
            better = wording(weak.phrase.offer, ctx)
            yield Hit(
                detail=f"{weak.section}: {weak.words!r} needs {weak.phrase.needs}.",
                where=weak.statement_id,
                evidence=weak.evidence,
                suggestion=f"For example: {better}" if better else f"Say {weak.phrase.needs}.",
            )


RULE = Rule(
    id="SL-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a response that fits everybody",
            '{note: ["A: Tolerated treatment well."]}',
        ),
    ),
    passes=(
        Example(
            "the response in values",
            '{note: ["A: Tolerated treatment well, pain 3/10 after, 5/10 before."]}',
        ),
    ),
)
