"""The amount for targeted medical review is passed.

Above this amount a claim may be chosen for review of the whole record. Billing does not change.

Anti-pattern: 3,400 dollars accrued and an assessment of one phrase.
Best practice: Objective change, barriers and the reason for continued skills, ready for a reviewer.
Source: Social Security Act §1833(g)(7)(B), targeted medical review threshold [V~]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.billing.figures import (
    medical_review_threshold,
)
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    charges = ctx.encounter.history.therapy_charges_ytd
    if charges is not None and charges > medical_review_threshold(ctx.on):
        yield Hit(
            detail=f"{charges:,.0f} US dollars are used in {ctx.on.year}; review may fall on claims above "
            f"{medical_review_threshold(ctx.on):,.0f}.",
            where="claim",
            suggestion="Check that goals, objective change and skilled need stand in the note in figures.",
        )


RULE = Rule(
    id="KX-02",
    severity="info",
    check=check,
    doc=__doc__,
    payers=frozenset({"medicare"}),
    fails=(
        Example(
            "above the amount",
            "{encounter: {history: {therapy_charges_ytd: 3001}}}",
        ),
    ),
    passes=(
        Example(
            "at the amount",
            "{encounter: {history: {therapy_charges_ytd: 3000}}}",
        ),
    ),
)
