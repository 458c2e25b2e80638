"""A weak phrase stands where this visit's own values would say more.

The values were dictated. Put in place of the phrase, they say the same in words that a reviewer can use.

Anti-pattern: "Tolerated treatment well", with pain 5 before and 3 after dictated.
Best practice: "Pain 3/10 after treatment, 5/10 before."
Source: APTA Center for Integrity, common payer complaints; NGS documentation guidance [V]; vendor lists [V~]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.finding import Mend
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.rewording import carried_elsewhere, weak_places, wording


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    for weak in weak_places(ctx):
        better = wording(weak.phrase.offer, ctx) if carried_elsewhere(weak.phrase.offer, ctx) else ""
        if better:
            whole = weak.statement_text.strip(" .").casefold() == weak.words.casefold()
            yield Hit(
                detail=f"{weak.section}: {weak.words!r} could give {weak.phrase.needs}.",
                where=weak.statement_id,
                evidence=weak.evidence,
                suggestion=f"For example: {better}",
                mend=Mend(
                    label="Use the visit's values",
                    action="replace",
                    statement_id=weak.statement_id,
                    text=better,
                )
                if whole and "…" not in better
                else None,
            )


RULE = Rule(
    id="SL-03",
    severity="info",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "pain before and after at hand",
            "{facts: [{kind: pain, value: 5}, {kind: pain, value: 3, when: after treatment}], "
            'note: ["A: Tolerated treatment well."]}',
        ),
    ),
    passes=(
        Example(
            "no weak phrase",
            '{facts: [{kind: pain, value: 3, when: after treatment}], note: ["A: Pain 3/10 after '
            'treatment."]}',
        ),
    ),
)
