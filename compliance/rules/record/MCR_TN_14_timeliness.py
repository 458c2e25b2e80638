"""The note was dictated long after the visit.

Contractors may ask that notes are entered within about a week of the service. What is remembered later weighs
less.

Anti-pattern: A visit of 1 March dictated on 20 March.
Best practice: The note is dictated on the day of the visit.
Source: contractor guidance on timeliness (therapycomply.com) [V~]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limit, Limits, Rule
from compliance.rules.context import RuleContext


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    dictated = ctx.encounter.visit.dictated_on
    if dictated is None:
        return
    days = (dictated - ctx.on).days
    if days < 0:
        yield Hit(
            detail=f"visit.dictated_on {dictated} lies before the date of service {ctx.on}.",
            severity="block",
            suggestion="Correct visit.date or visit.dictated_on.",
        )
    elif days > limits["days"]:
        yield Hit(
            detail=f"The note was dictated {days} days after the visit.",
            suggestion="Label it as a late entry with the reason.",
        )


RULE = Rule(
    id="MCR-TN-14",
    severity="warn",
    check=check,
    doc=__doc__,
    limits=(Limit("days", 7, 0, 60, "days"),),
    fails=(
        Example(
            "nineteen days later",
            "{encounter: {visit: {dictated_on: 2026-03-29}}}",
        ),
    ),
    passes=(
        Example(
            "on the day",
            "{encounter: {visit: {dictated_on: 2026-03-10}}}",
        ),
    ),
)
